"""The mails of a review: an organisation is asked, reminded, thanked, and told what became of its remarks (UX §5).

They are written in its language of correspondence; each reader gets a link of their own.
"""

import datetime
from collections.abc import Callable, Mapping
from typing import Any

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from amif_network.core.bilingual import localised
from amif_network.core.formats import format_date
from amif_network.outbox.actions import post
from amif_network.outbox.models import OutgoingMail

from .. import review_links
from ..models import ReviewRequest
from . import recipients, reminders
from .recipients import Recipient

WHY = _("You get this mail because you answer for this organisation in the network.")
# A reminder of a deadline that is so near never waits for a daily mail.
URGENT = datetime.timedelta(days=2)
Words = Callable[[Recipient], Mapping[str, Any]]


def asked(request: ReviewRequest, *, site: str, at: datetime.datetime, comment: str = "") -> list[OutgoingMail]:
    """Ask an organisation to read the round, when it is sent round or asked again; to be called once for each time.

    `site`: the portal's address, "https://…" without a path. `comment`: why it is asked again, in the words of the
    coordinator. Returns the mails; none where nobody can be reached.
    """
    event = f"circulation-{request.pk}-{at:%Y%m%d%H%M%S%f}"
    return _to_everybody(request, "circulation", "asked", event, _round_in_words(request, comment=comment), site=site, at=at)


def extended(request: ReviewRequest, *, site: str, at: datetime.datetime) -> list[OutgoingMail]:
    """Tell an organisation that it has more time; once for each new deadline."""
    event = f"extension-{request.pk}-{request.deadline:%Y%m%d}"
    return _to_everybody(request, "extension", "extended", event, _round_in_words(request), site=site, at=at)


def reminder(request: ReviewRequest, *, step: str, site: str, at: datetime.datetime) -> list[OutgoingMail]:
    """Remind an organisation whose answer is awaited; `step` names the reminder, so that each is sent once per deadline."""
    event = f"{reminders.stem(request)}{step}"
    can_wait = request.deadline - timezone.localdate(at) > URGENT
    words = _round_in_words(request)
    return _to_everybody(request, "reminder", "reminder", event, words, site=site, at=at, can_wait=can_wait)


def received(request: ReviewRequest, *, site: str, at: datetime.datetime, also_to: str = "") -> list[OutgoingMail]:
    """Confirm an answer to everybody of the organisation, and to the address `also_to` of a link, if it was another."""
    count = request.remarks.sent().filter(sent_at=request.answered_at).count()

    def words(recipient: Recipient) -> Mapping[str, Any]:
        assert request.answered_at is not None
        return {"count": count, "by": request.given_by, "on": _day(request.answered_at, recipient.lang)}

    event = f"receipt-{request.pk}-{at:%Y%m%d%H%M%S%f}"
    return _to_everybody(request, "receipt", "received", event, words, site=site, at=at, also_to=also_to, can_wait=True)


def outcomes(request: ReviewRequest, *, site: str, at: datetime.datetime) -> list[OutgoingMail]:
    """Tell an organisation how many of its remarks have outcomes that it does not know yet, and how many still wait."""
    settled, waiting = request.remarks.untold().count(), request.remarks.unsettled().count()

    def words(recipient: Recipient) -> Mapping[str, Any]:
        return {"settled": settled, "waiting": waiting}

    event = f"outcome-{request.pk}-{at:%Y%m%d%H%M%S%f}"
    return _to_everybody(request, "outcome", "outcomes", event, words, site=site, at=at, can_wait=True)


def _round_in_words(request: ReviewRequest, *, comment: str = "") -> Words:
    """Return what the mails that ask say of the round: until when, the coordinators' message, why they ask again."""

    def words(recipient: Recipient) -> Mapping[str, Any]:
        lang = recipient.lang
        return {
            "deadline": format_date(request.deadline, lang, weekday=True),
            "message": localised(request.circulation, "message", lang),
            "comment": comment,
        }

    return words


def _to_everybody(
    request: ReviewRequest,
    topic: str,
    template: str,
    event: str,
    words: Words,
    *,
    site: str,
    at: datetime.datetime,
    also_to: str = "",
    can_wait: bool = False,
) -> list[OutgoingMail]:
    """Post one mail to each reader of the organisation; one that `can_wait` may come with the daily mail of an account."""
    return [
        post(
            key=f"{event}-{reader.email}",
            topic=topic,
            about=f"meeting:{request.circulation.minutes.meeting_id}",
            to=reader.email,
            user=reader.user,
            organisation=request.organisation,
            lang=reader.lang,
            template=f"meetings/mails/review_{template}",
            context={**_request_in_words(request, reader, site=site, at=at), **words(reader)},
            why=WHY,
            at=at,
            page=site + _own_page(request, reader.lang) if can_wait and reader.user else "",
        )
        for reader in _readers(request, also_to)
    ]


def _readers(request: ReviewRequest, also_to: str) -> list[Recipient]:
    """Return who answers for the organisation, and whoever answered under another address, in its first language."""
    found = recipients.for_organisation(request.organisation)
    if also_to and also_to.lower() not in {one.email.lower() for one in found}:
        found.append(Recipient(also_to, request.organisation.languages[0]))
    return found


def _request_in_words(request: ReviewRequest, reader: Recipient, *, site: str, at: datetime.datetime) -> dict[str, Any]:
    """Return what every mail says: which organisation, which minutes, and where this reader answers."""
    lang, meeting = reader.lang, request.circulation.minutes.meeting
    return {
        "organisation": request.organisation.localised_name(lang),
        "meeting": localised(meeting, "title", lang),
        "day": format_date(meeting.date, lang, weekday=True),
        "version": request.circulation.version_name,
        # Who signs in is led on to the page of their account.
        "link": site + review_links.address(review_links.latest(request, reader.email, at), lang),
    }


def _own_page(request: ReviewRequest, lang: str) -> str:
    with translation.override(lang):
        return reverse("meetings:review", args=[request.pk])


def _day(at: datetime.datetime, lang: str) -> str:
    return format_date(timezone.localdate(at), lang, weekday=True)
