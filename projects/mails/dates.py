"""The mails about calls: a date moved, or was added (UX §7). Each says what changed and why, and leads to the call."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from amif_network.core.bilingual import localised
from amif_network.directory.models import Organisation
from amif_network.outbox.actions import post
from amif_network.outbox.models import OutgoingMail
from meetings.mails.recipients import Recipient, for_organisations

from ..models import CallDate
from ..wording.dates import in_words

WHY = _(
    "You get this mail because your organisation takes part in this call, considers it, "
    "or has not said yet whether it interests it."
)


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who is told, and for which organisation."""

    to: Recipient
    organisation: Organisation


def readers(organisations: Iterable[Organisation]) -> list[Reader]:
    """Return who answers for `organisations`, once per address, each in the language they are written to in."""
    organisations = list(organisations)
    found: dict[str, Reader] = {}
    answering = for_organisations(organisations)
    for organisation in organisations:
        for recipient in answering[organisation.pk]:
            found.setdefault(recipient.email.lower(), Reader(recipient, organisation))
    return sorted(found.values(), key=lambda reader: reader.to.email.lower())


def date_told(date: CallDate, reader: Reader, *, site: str, at: datetime.datetime) -> OutgoingMail:
    """Tell one reader of a published date: what it was, what it is, why. `site` is the portal's address, without a path."""
    to, call, before = reader.to, date.call, date.replaces
    with translation.override(to.lang):
        page, kind = site + reverse("projects:call", args=[call.pk]), date.get_kind_display()
    return post(
        key=f"call-date-{date.pk}-{to.email.lower()}",
        topic="call_date",
        about=f"call:{call.pk}",
        to=to.email,
        user=to.user,
        organisation=reader.organisation,
        lang=to.lang,
        template="projects/mails/date_told",
        context={
            "number": call.number,
            "call": localised(call, "title", to.lang),
            "kind": kind,
            "before": in_words(before, to.lang) if before else "",
            "now": in_words(date, to.lang),
            "reason": localised(date, "reason", to.lang),
            "link": page,
            "no_account": to.user is None,
        },
        why=WHY,
        at=at,
        page=page if to.user else "",
    )
