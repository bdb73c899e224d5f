"""The mails that go out when minutes are published: where they are, and what is asked of those who were not there (UX §5)."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from amif_network.accounts.models import NewsRefusal, User
from amif_network.core.bilingual import active_language, localised
from amif_network.core.formats import format_date
from amif_network.directory.models import Organisation
from amif_network.outbox.actions import post
from amif_network.outbox.models import OutgoingMail

from .. import edition_links
from ..models import Attendance, Edition, Minutes, Promise, ReviewRequest
from ..models.choices import PRESENT
from ..models.review import LINK_DAYS
from . import recipients
from .recipients import Recipient

WHY = _("You get this mail because you were at the meeting, or answer for an organisation that was invited.")
# Who was not there, and is told what is asked of them: everybody else knows it from the meeting.
AWAY = (Attendance.Status.EXCUSED, Attendance.Status.ABSENT)


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who is told; `organisation`: for whom they answer, `catch_up`: nobody was there for it."""

    to: Recipient
    organisation: Organisation | None = None
    catch_up: bool = False


def readers(minutes: Minutes, *, by: User) -> list[Reader]:
    """Return who gets a mail when loaded `minutes` are published by `by`: once per address, each in one language.

    These are the people who were there, in their own language, and who answers for each organisation on the list.
    """
    found: dict[str, Reader] = {}
    rows = list(minutes.meeting.attendances.all())
    for row in rows:
        person = row.replaced_by or row.person
        represented = row.status in PRESENT or row.replaced_by is not None
        user = getattr(person, "user", None)
        account = user if user and user.is_active else None
        address = account.email if account else person.email
        if represented and address:
            lang = (account.language if account else person.preferred_language) or (
                row.organisation.languages[0] if row.organisation else active_language()
            )
            found.setdefault(address.lower(), Reader(Recipient(address, lang, account, person)))
    for organisation, away in _organisations(rows).items():
        for one in recipients.for_organisation(organisation):
            own = replace(one, lang=one.user.language) if one.user else one
            found.setdefault(own.email.lower(), Reader(own, organisation, catch_up=away))
    found.pop(by.email.lower(), None)
    for refusal in NewsRefusal.objects.filter(email__in=found):
        # What is asked of an organisation is told to who wants no news all the same.
        if not found[refusal.email].catch_up:
            del found[refusal.email]
    return sorted(found.values(), key=lambda reader: reader.to.email.lower())


def _organisations(rows: Sequence[Attendance]) -> dict[Organisation, bool]:
    """Return the organisations on the list, and of each whether nobody was there for it."""
    away: dict[Organisation, bool] = {}
    for row in rows:
        if row.organisation:
            missed = row.status in AWAY and row.replaced_by is None
            away[row.organisation] = away.get(row.organisation, True) and missed
    return away


def published(minutes: Minutes, editions: Sequence[Edition], *, by: User, at: datetime.datetime, site: str) -> list[OutgoingMail]:
    """Tell every reader that the `editions` of loaded `minutes` are published; `site`: the portal's address."""
    return [_tell(reader, minutes, editions, at=at, site=site) for reader in readers(minutes, by=by)]


def _tell(reader: Reader, minutes: Minutes, editions: Sequence[Edition], *, at: datetime.datetime, site: str) -> OutgoingMail:
    to, meeting = reader.to, minutes.meeting
    organisation = reader.organisation
    promises, unanswered = _open_promises(organisation), _unanswered(minutes, organisation)
    catch_up = reader.catch_up and organisation is not None
    return post(
        key=f"publication-{minutes.pk}-v{minutes.version}-{to.email.lower()}",
        topic="publication",
        about=f"meeting:{meeting.pk}",
        to=to.email,
        user=to.user,
        organisation=organisation,
        lang=to.lang,
        template="meetings/mails/published",
        context={
            "meeting": localised(meeting, "title", to.lang),
            "day": format_date(meeting.date, to.lang, weekday=True),
            "version": minutes.official_name,
            "corrects": minutes.version > 1,
            "editions": [
                (one.language, site + _address(one, to, timezone.localdate(at)))
                for one in _readable(editions, to)
                if one.language in (to.lang, Edition.Language.BOTH)
            ],
            "days": LINK_DAYS,
            "all_editions": site + _path("meetings:editions", to.lang, meeting.pk),
            "catch_up": catch_up,
            "organisation": organisation.localised_name(to.lang) if organisation else "",
            "promises": promises,
            "promises_link": site + _path("meetings:registers", to.lang),
            "unanswered": unanswered,
            "no_account": to.user is None,
        },
        why=WHY,
        at=at,
        page=site + _path("meetings:editions", to.lang, meeting.pk) if to.user else "",
        news=not (catch_up and (promises or unanswered)),
    )


def _readable(editions: Sequence[Edition], to: Recipient) -> list[Edition]:
    """Return the fullest of `editions` that the recipient may open; by a signed link those for the network."""
    if to.user is None:
        return [one for one in editions if one.audience == Edition.Audience.INTERNAL]
    visible = set(Edition.objects.visible_to(to.user).filter(pk__in=[one.pk for one in editions]).values_list("pk", flat=True))
    found = [one for one in editions if one.pk in visible]
    return [one for one in found if one.audience == found[0].audience]


def _open_promises(organisation: Organisation | None) -> int:
    return Promise.objects.open().filter(owed_by=organisation).count() if organisation else 0


def _unanswered(minutes: Minutes, organisation: Organisation | None) -> bool:
    """Tell whether the organisation was asked to read the draft and never answered."""
    if organisation is None:
        return False
    asked = ReviewRequest.objects.current().filter(circulation__minutes=minutes, organisation=organisation)
    return asked.exclude(state=ReviewRequest.State.ANSWERED).exists()


def _address(edition: Edition, to: Recipient, today: datetime.date) -> str:
    """Return where the recipient reads an edition: after signing in, or by a signed link."""
    if to.user is None:
        return edition_links.address(edition, to.lang, today=today)
    return _path("meetings:edition", to.lang, edition.minutes.meeting_id, edition.pk)


def _path(name: str, lang: str, *args: int) -> str:
    with translation.override(lang):
        return reverse(name, args=args)
