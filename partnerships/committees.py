"""Committees as pages show them: every query of committees is asked here, every check said in words (DOMAIN §6, §7.8)."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from amif_network.accounts.models import User
from amif_network.accounts.questions import ReaderQuestion
from amif_network.core.bilingual import active_language
from amif_network.core.formats import format_date, format_list
from amif_network.core.questions import Ask, Question, attach
from amif_network.core.workflow import allowed
from meetings.models import Meeting, Minutes
from meetings.models.choices import AHEAD, TOOK_PLACE

from .alerts.committees import expected_meetings
from .models import Committee, CommitteeMeeting, Seat, SeatHolder
from .seats import Gap, Held, gaps
from .workflow import PARTNERSHIP


@dataclass(frozen=True, slots=True)
class Said:
    """A check in words, and whether it is in order."""

    text: str
    in_order: bool


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """A meeting of a committee; `url` is empty where the reader may not open it."""

    day: datetime.date
    title: Any
    state: str
    label: str
    url: str
    minutes: str
    written: bool


@dataclass(frozen=True, slots=True)
class SeatLine:
    """A seat: who holds it today, in words, and whether enough people do."""

    label: Any
    side: str
    least: int
    alternates: bool
    holders: list[str]


@dataclass(frozen=True, slots=True)
class CommitteeLine:
    """A committee with its checks and meetings, the next ones first, then the past ones, the latest first."""

    kind: str
    convened_by: str
    least: int
    url: str
    checks: list[Said]
    ahead: list[MeetingLine]
    past: list[MeetingLine]
    seats: list[SeatLine] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class CommitteesSection:
    """What the page of a partnership shows of its committees; `can_add`: the reader may create one that is missing."""

    committees: list[CommitteeLine]
    can_add: bool


def of_partnership(partnership: Any, user: User, day: datetime.date) -> CommitteesSection:
    """Return the section of a partnership that is loaded for `user`; as many queries for one committee as for two."""
    found = _of_partnership(user, partnership.pk)
    open_to = set(_open(user, partnership.pk)) if found else set()
    lines = [line(one, partnership, day, open_to) for one in found]
    can_add = len(found) < len(Committee.Kind) and "committee" in allowed(PARTNERSHIP, user, partnership)
    return CommitteesSection(lines, can_add)


def asks(partnership: int, user: User) -> list[Ask]:
    """Return what `of_partnership` asks of the database."""
    rows = [question.of(partnership) for question in (_seats, _holders, _meetings)]
    return [_committees.of(user, partnership), *rows, _open.of(user, partnership)]


def _of_partnership(user: User, partnership: int) -> list[Committee]:
    """Return the committees of a partnership as `loaded` loads them."""
    found = _committees(user, partnership)
    if found:
        seats = _seats(partnership)
        attach(seats, "holders", _holders(partnership), "seat_id")
        attach(found, "seats", seats, "committee_id")
        attach(found, "meetings", _meetings(partnership), "committee_id")
    return found


@ReaderQuestion
def _committees(reader: User, partnership: int) -> Any:
    return Committee.objects.visible_to(reader).filter(partnership=partnership).select_related("convened_by__organisation")


@Question
def _seats(partnership: int) -> Any:
    return Seat.objects.filter(committee__partnership=partnership).order_by("position", "pk")


@Question
def _holders(partnership: int) -> Any:
    holders = SeatHolder.objects.filter(seat__committee__partnership=partnership)
    return holders.select_related("person").order_by("starts_on", "pk")


@Question
def _meetings(partnership: int) -> Any:
    rows = CommitteeMeeting.objects.filter(committee__partnership=partnership)
    return rows.select_related("meeting__minutes").order_by("-meeting__date", "-pk")


@ReaderQuestion
def _open(reader: User, partnership: int) -> Any:
    """Return the keys of the meetings of committees of a partnership that exist for the reader."""
    meetings = CommitteeMeeting.objects.filter(committee__partnership=partnership).order_by().values("meeting")
    return Meeting.objects.visible_to(reader).filter(pk__in=meetings).order_by().values_list("pk", flat=True)


@ReaderQuestion
def _open_among(reader: User, keys: list[int]) -> Any:
    return Meeting.objects.visible_to(reader).filter(pk__among=keys).order_by().values_list("pk", flat=True)


def of_committee(committee: Committee, partnership: Any, user: User, day: datetime.date) -> CommitteeLine:
    """Return one committee, loaded by `loaded`, as its page shows it to `user`."""
    keys = [one.meeting_id for one in committee.meetings.all()]
    return line(committee, partnership, day, set(_open_among(user, keys)) if keys else set())


def loaded(committees: Any) -> Any:
    """Load who convenes committees, their seats with holders, and their meetings with minutes."""
    holders = Prefetch("holders", queryset=SeatHolder.objects.select_related("person").order_by("starts_on", "pk"))
    seats = Prefetch("seats", queryset=Seat.objects.order_by("position", "pk").prefetch_related(holders))
    meetings = CommitteeMeeting.objects.select_related("meeting__minutes").order_by("-meeting__date", "-pk")
    return committees.select_related("convened_by__organisation").prefetch_related(seats, Prefetch("meetings", queryset=meetings))


def line(committee: Committee, partnership: Any, day: datetime.date, open_to: Collection[int]) -> CommitteeLine:
    """Return a committee as plain values."""
    meetings = [one.meeting for one in committee.meetings.all() if one.meeting.state != Meeting.State.CANCELLED]
    ahead = [one for one in meetings if one.state in AHEAD and one.date >= day]
    past = [one for one in meetings if one not in ahead]
    return CommitteeLine(
        kind=str(committee.get_kind_display()),
        convened_by=str(committee.convened_by.organisation),
        least=committee.least_meetings,
        url=reverse("partnerships:committee", args=[partnership.pk, committee.pk]),
        checks=[*_pace(committee, partnership, past, day), *composition(committee, partnership)],
        ahead=[_meeting(one, open_to) for one in reversed(ahead)],
        past=[_meeting(one, open_to) for one in past],
        seats=[_seat(one, day) for one in committee.seats.all()],
    )


def _pace(committee: Committee, partnership: Any, past: list[Meeting], day: datetime.date) -> list[Said]:
    """Say how often the committee met, against its minimum a year, pro rata of the days gone."""
    if partnership.starts_on is None:
        return []
    held = sum(one.state in TOOK_PLACE and one.date <= day for one in past)
    expected = expected_meetings(committee.least_meetings, partnership.starts_on, partnership.ends_on, day)
    met = ngettext("%(count)d meeting held so far", "%(count)d meetings held so far", held) % {"count": held}
    words = _("%(met)s; the agreed minimum of %(least)d a year asks for %(expected)d by now.")
    said = [Said(words % {"met": met, "least": committee.least_meetings, "expected": expected}, held >= expected)]
    doubtful = sum(one.state in AHEAD and one.date < day for one in past)
    if doubtful:
        words = ngettext(
            "%(count)d past meeting is not noted as held.", "%(count)d past meetings are not noted as held.", doubtful
        )
        said.append(Said(words % {"count": doubtful}, False))
    return said


def composition(committee: Committee, partnership: Any) -> list[Said]:
    """Say on which days of the partnership a seat has fewer people than it needs (DOMAIN §7.8)."""
    if partnership.starts_on is None or partnership.ends_on is None:
        return []
    seats = list(committee.seats.all())
    said = []
    for seat in seats:
        held = [Held(one.starts_on, one.ends_on) for one in seat.holders.all()]
        said += [_gap(seat, gap) for gap in gaps(seat.least, held, partnership.starts_on, partnership.ends_on)]
    if not seats:
        return [Said(_("No seat is named yet."), False)]
    return said or [Said(_("Every seat is held on every day of the partnership."), True)]


def _gap(seat: Seat, gap: Gap) -> Said:
    first, last = (format_date(day, active_language()) for day in (gap.first, gap.last))
    values = {"seat": seat.label, "first": first, "last": last, "held": gap.held, "least": seat.least}
    if gap.held == 0:
        return Said(_("Nobody holds the seat “%(seat)s” from %(first)s to %(last)s.") % values, False)
    return Said(_("The seat “%(seat)s” has %(held)d of %(least)d people from %(first)s to %(last)s.") % values, False)


def _meeting(meeting: Meeting, open_to: Collection[int]) -> MeetingLine:
    minutes = meeting.record
    published = minutes is not None and minutes.state == Minutes.State.PUBLISHED
    took_place = meeting.state in TOOK_PLACE
    return MeetingLine(
        day=meeting.date,
        title=meeting.title,
        state=meeting.state,
        label=str(meeting.get_state_display()),
        url=reverse("meetings:meeting", args=[meeting.pk]) if meeting.pk in open_to else "",
        minutes="" if not took_place else _("minutes published") if published else _("minutes not published"),
        written=published,
    )


def _seat(seat: Seat, day: datetime.date) -> SeatLine:
    """Return a seat with who holds it on `day` or later: since when, until when."""
    lang = active_language()
    holders = []
    for one in seat.holders.all():
        if one.ends_on is not None and one.ends_on < day:
            continue
        since, until = format_date(one.starts_on, lang), format_date(one.ends_on, lang) if one.ends_on else ""
        days = _("from %(first)s to %(last)s") if until else _("since %(first)s") if one.starts_on <= day else _("from %(first)s")
        holders.append(f"{one.person} ({days % {'first': since, 'last': until}})")
    return SeatLine(seat.label, str(seat.get_side_display()), seat.least, seat.alternates_allowed, holders)


def invited(committee: Committee, day: datetime.date) -> str:
    """Name who holds a seat on `day` and is therefore invited."""
    people = {one.person_id: str(one.person) for seat in committee.seats.all() for one in seat.holders.all() if holds(one, day)}
    return format_list(list(people.values()), active_language())


def holds(holder: SeatHolder, day: datetime.date) -> bool:
    """Tell whether somebody holds a seat on `day`."""
    return holder.starts_on <= day and (holder.ends_on is None or holder.ends_on >= day)
