"""Rules about committees: meetings, seats, minutes (DOMAIN §7.8, §8)."""

import datetime
from collections.abc import Iterator

from amif_network.alerts.alert import Alert, Page, Severity, Side, Step
from amif_network.alerts.alert import message as _
from amif_network.alerts.thresholds import threshold

from ..models.choices import CommitteeKind, SeatSide
from .facts import CommitteeFacts, Facts
from .making import DAY, below, made

TO_COMMITTEES = _("Convene a meeting")
YEAR = 365
SIDES = {SeatSide.HOST: Side.HOST, SeatSide.PARTNER: Side.PARTNER, SeatSide.EITHER: Side.BOTH, SeatSide.OUTSIDE: Side.HOST}


def expected_meetings(least: int, starts_on: datetime.date, ends_on: datetime.date | None, day: datetime.date) -> int:
    """Return how many meetings the days gone ask for, of `least` a year, rounded down: nobody is late before the time is up."""
    last = min(day, ends_on) if ends_on else day
    return least * max((last - starts_on).days + 1, 0) // YEAR


def _convening(facts: Facts, committee: CommitteeFacts) -> Side:
    party = facts.party(committee.convened_by)
    return Side(party.role) if party else Side.HOST


def committee_behind(facts: Facts, day: datetime.date) -> Iterator[Alert]:
    """A committee met less often than its minimum asks for, pro rata of the days gone (DOMAIN §7.8, §8)."""
    if not facts.alive or facts.starts_on is None:
        return
    for one in facts.committees:
        expected = expected_meetings(one.least, facts.starts_on, facts.ends_on, day)
        if one.met >= expected:
            continue
        # The day on which one meeting more than were held was due.
        since = facts.starts_on + (-(-(one.met + 1) * YEAR // one.least) - 1) * DAY
        yield made(
            facts, "committee-behind", Severity.WARN, _convening(facts, one),
            _("%(committee)s: %(met)s meetings so far, %(expected)s were to be held."), since, party=one.convened_by,
            step=Step(TO_COMMITTEES, below(facts, "committee-meeting-new", one.pk)), detail=one.pk,
            committee=CommitteeKind(one.kind).label, met=one.met, expected=expected,
        )  # fmt: skip


def committee_silent(facts: Facts, day: datetime.date) -> Iterator[Alert]:
    """A committee has not met for six months, and no meeting is planned (DOMAIN §8)."""
    if not facts.alive or facts.starts_on is None or (facts.ends_on is not None and facts.ends_on < day):
        return
    for one in facts.committees:
        since = max(one.last_on or facts.starts_on, facts.starts_on)
        if one.least == 0 or one.next_on is not None or (day - since).days < threshold("committee_silent"):
            continue
        yield made(
            facts, "committee-silent", Severity.HIGH, _convening(facts, one),
            _("%(committee)s: no meeting since %(last)s, and none is planned."), since + threshold("committee_silent") * DAY,
            party=one.convened_by, step=Step(TO_COMMITTEES, below(facts, "committee-meeting-new", one.pk)), detail=one.pk,
            committee=CommitteeKind(one.kind).label, last=since,
        )  # fmt: skip


def seat_empty(facts: Facts, day: datetime.date) -> Iterator[Alert]:
    """A seat has fewer people than it needs while the partnership runs (DOMAIN §7.8, §8); urgent after 90 days."""
    if not facts.alive or not facts.has_begun(day) or (facts.ends_on is not None and facts.ends_on < day):
        return
    assert facts.starts_on is not None
    for committee in facts.committees:
        for seat in committee.short_seats:
            since = max(seat.since or facts.starts_on, facts.starts_on)
            severity = Severity.HIGH if (day - since).days >= threshold("seat_empty_high") else Severity.WARN
            yield made(
                facts, "seat-empty", severity, SIDES[SeatSide(seat.side)],
                _("%(committee)s: the seat “%(seat)s” has %(held)s of %(least)s people."), since,
                step=Step(_("Name somebody"), below(facts, "holders", committee.pk)), detail=seat.pk,
                committee=CommitteeKind(committee.kind).label, seat=seat.label, held=seat.held, least=seat.least,
            )  # fmt: skip


def minutes_missing(facts: Facts, day: datetime.date) -> Iterator[Alert]:
    """A meeting of a committee took place 30 days ago, and its minutes are not published (DOMAIN §8)."""
    for committee in facts.committees:
        for meeting in committee.unwritten:
            due = meeting.day + threshold("minutes_late") * DAY
            if day >= due:
                yield made(
                    facts, "minutes-missing", Severity.WARN, Side.COORDINATION,
                    _("%(committee)s: the meeting of %(held_on)s has no published minutes."), due,
                    step=Step(_("See the meeting"), Page("meetings:meeting", (meeting.meeting,))), detail=meeting.meeting,
                    committee=CommitteeKind(committee.kind).label, held_on=meeting.day,
                )  # fmt: skip
