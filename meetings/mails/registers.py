"""The mails about promises: told to those who owe them, answered to those who asked."""

import datetime
from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from amif_network.accounts.models import User
from amif_network.core.bilingual import localised
from amif_network.core.formats import format_date
from amif_network.directory.models import Organisation, Person
from amif_network.outbox.actions import post

from ..models import Promise
from .recipients import Recipient, for_organisation

TOPIC = "promise"
WHY = _("You get this mail because the promise was given or asked for by you or by your organisation.")


def owing(promise: Promise) -> list[Recipient]:
    """Return who is told of a promise: the person who gave it where one is named, else the people of the organisation."""
    return _readers(promise.owed_by, promise.owed_by_person)


def asking(promise: Promise, *, but: User | None = None) -> list[Recipient]:
    """Return who is told of the answer: the person who asked where one is named, else the people of the organisation.

    `but`: who answers, and knows.
    """
    found = _readers(promise.asked_by, promise.asked_by_person)
    return [one for one in found if but is None or one.email.lower() != but.email.lower()]


def promise_told(promise: Promise, *, site: str, at: datetime.datetime) -> int:
    """Tell those who owe a promise that it is in the register; return how many get the mail. `site`: "https://…", no path."""
    found = owing(promise)
    for one in found:
        _post(promise, one, "promise_told", f"told-{promise.owed_by_id or 0}", promise.owed_by, site=site, at=at)
    return len(found)


def promise_answered(promise: Promise, *, by: User, site: str, at: datetime.datetime) -> int:
    """Tell those who asked that `by` answered; return how many get the mail. An answer after a new question is a new mail."""
    found = asking(promise, but=by)
    for one in found:
        _post(promise, one, "promise_answered", f"answer-{promise.rev}", promise.asked_by, site=site, at=at)
    return len(found)


def _readers(organisation: Organisation | None, person: Person | None) -> list[Recipient]:
    if person is not None:
        user = User.objects.filter(person=person, is_active=True).first()
        email = user.email if user else person.email
        return [Recipient(email, user.language if user else person.preferred_language or "fr", user, person)] if email else []
    return for_organisation(organisation) if organisation is not None else []


def _post(
    promise: Promise,
    to: Recipient,
    template: str,
    event: str,
    organisation: Organisation | None,
    *,
    site: str,
    at: datetime.datetime,
) -> None:
    """Write one mail; its link leads to the page of the promise, where its words stand."""
    with translation.override(to.lang):
        path = reverse("meetings:promise", args=[promise.pk])
    context: dict[str, Any] = {
        "meeting": localised(promise.meeting, "title", to.lang),
        "day": format_date(promise.meeting.date, to.lang, weekday=True),
        "due": format_date(promise.due, to.lang, weekday=True) if promise.due else "",
        "organisation": organisation.localised_name(to.lang) if organisation else None,
        "link": site + path,
    }
    post(
        key=f"{TOPIC}-{promise.pk}-{event}-{to.email.lower()}",
        topic=TOPIC,
        about=f"meeting:{promise.meeting_id}",
        to=to.email,
        lang=to.lang,
        template=f"meetings/mails/{template}",
        context=context,
        why=WHY,
        at=at,
        user=to.user,
        organisation=organisation,
        page=site + path,
    )
