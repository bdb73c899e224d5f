"""Load what the rules about parties, papers, agents and committees look at."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, Sum
from django.db.models.functions import TruncDate
from django.utils import timezone

from amif_network.alerts.alert import Name
from amif_network.alerts.thresholds import threshold
from amif_network.core.questions import Ask, Question
from meetings.models import Edition, Meeting
from meetings.models.choices import TOOK_PLACE
from projects.models import DecreeLine, Project

from ..models import (
    Agreement,
    Committee,
    CommitteeMeeting,
    Evaluation,
    Immersion,
    Partnership,
    PartnershipDocument,
    Party,
    PresenceStatement,
    Seat,
)  # fmt: skip
from ..models.choices import SETTLED_MONTHS, StatementState
from ..months import after, first_of, months_between
from .facts import CommitteeFacts, ImmersionFacts, LateMinutes, PartyFacts, SeatFacts
from .making import DAY
from .presence import months_ago
from .scope import ZONE, Scope, asked

HANDED_IN = (StatementState.SUBMITTED, *SETTLED_MONTHS)
AHEAD = (Meeting.State.PLANNED, Meeting.State.CONVENED)
NAMES = ("organisation__short_fr", "organisation__name_fr", "organisation__short_nl", "organisation__name_nl")


class People(NamedTuple):
    """By partnership; `decreed` are keys of projects."""

    decreed: set[int]
    written: dict[int, datetime.date]
    parties: dict[int, list[PartyFacts]]
    documents: dict[int, frozenset[str]]
    immersions: dict[int, list[ImmersionFacts]]
    committees: dict[int, list[CommitteeFacts]]


def load(every: Scope, scope: Scope, day: datetime.date) -> People:
    """Return the people and papers on `day`; immersions as far as the reader of `scope` sees them. Ten queries."""
    return People(
        decreed=set(_decreed(every, day)),
        written=_written(every),
        parties=_parties(every, day),
        documents=_documents(every),
        immersions=_immersions(scope, day),
        committees=_committees(every, day),
    )


def asks(every: Scope, scope: Scope, day: datetime.date) -> list[Ask]:
    """Return what `load` asks of the database."""
    rows = [
        question.of(every, day) for question in (_decreed, _evaluated, _meetings, _short)
    ]  # fmt: skip
    agents = _agents.of(scope, first_of(day), months_ago(day, threshold("presence_months")))
    late = _without_edition.of(every, day - threshold("minutes_late") * DAY)
    return [*rows, agents, late, *(question.of(every) for question in (_texts, _sides, _kinds))]


@asked
def _decreed(every: Scope, day: datetime.date) -> Any:
    """Return the projects of the partnerships for which a decree was signed."""
    projects = Project.objects.filter(pk__in=every.of(Partnership, "pk").values("project"))
    decreed = DecreeLine.objects.filter(project__in=projects.order_by().values("pk"), decree__signed_on__lte=day)
    return decreed.order_by().values_list("project", flat=True).distinct()


@asked
def _texts(every: Scope) -> Any:
    rows = every.of(Agreement).annotate(written=TruncDate("written_at", tzinfo=ZONE)).values_list("partnership", "written")
    return rows.order_by("partnership", "-version").distinct("partnership")


def _written(every: Scope) -> dict[int, datetime.date]:
    """Return when the text was written that is to be signed: the last version."""
    return dict(_texts(every))


@asked
def _evaluated(every: Scope, day: datetime.date) -> Any:
    return (
        every.of(Evaluation).filter(as_of__lte=day).values_list("party").annotate(last=Max("as_of")).values_list("party", "last")
    )


@asked
def _sides(every: Scope) -> Any:
    return every.of(Party).order_by("role", "pk").values_list("partnership", "pk", "role", "owner_id", "contact_id", *NAMES)


@asked
def _kinds(every: Scope) -> Any:
    return every.of(PartnershipDocument).values_list("partnership", "kind").distinct()


def _parties(every: Scope, day: datetime.date) -> dict[int, list[PartyFacts]]:
    evaluated = dict(_evaluated(every, day))
    found: dict[int, list[PartyFacts]] = defaultdict(list)
    for partnership, pk, role, owner, contact, short_fr, name_fr, short_nl, name_nl in _sides(every):
        name = Name(short_fr or name_fr, short_nl or name_nl)
        found[partnership].append(PartyFacts(pk, role, name, owner, contact, evaluated.get(pk)))
    return found


def _documents(every: Scope) -> dict[int, frozenset[str]]:
    found: dict[int, frozenset[str]] = defaultdict(frozenset)
    for partnership, kind in _kinds(every):
        found[partnership] |= {kind}
    return found


@asked
def _agents(scope: Scope, this_month: datetime.date, some_months_ago: datetime.date) -> Any:
    """Count the months handed in, by the database."""
    in_hand = Q(statements__state__in=HANDED_IN, statements__month__lte=this_month)
    lately = in_hand & Q(statements__month__gte=some_months_ago)
    waiting = Q(statements__state=StatementState.SUBMITTED)
    rows = scope.between(Immersion, party="employer").values_list(
        "partnership", "pk", "employer", "agent", "starts_on", "ends_on"
    )
    return rows.annotate(
        number=Count("statements", filter=in_hand),
        last=Max("statements__month", filter=in_hand),
        planned=Sum("statements__planned_at_host", filter=lately),
        worked=Sum("statements__worked_at_host", filter=lately),
        month=Min("statements__month", filter=waiting),
        since=Min("statements__submitted_at", filter=waiting),
    )


def _immersions(scope: Scope, day: datetime.date) -> dict[int, list[ImmersionFacts]]:
    """Return the agents with their months; only where one is missing in between all months are read."""
    rows = _agents(scope, first_of(day), months_ago(day, threshold("presence_months")))
    gaps = _months_of(row[1] for row in rows if _has_gap(row[4], row[7], row[6]))
    found: dict[int, list[ImmersionFacts]] = defaultdict(list)
    for partnership, pk, employer, agent, starts_on, ends_on, _number, last, planned, worked, month, since in rows:
        first_open = _first_open(starts_on, ends_on, after(last) if last else None, gaps.get(pk))
        waits = timezone.localdate(since) if since else None
        found[partnership].append(
            ImmersionFacts(pk, employer, agent is None, starts_on, ends_on, first_open, planned or 0, worked or 0, month, waits)
        )
    return found


def _has_gap(starts_on: datetime.date, last: datetime.date | None, number: int) -> bool:
    return last is not None and (last.year - starts_on.year) * 12 + last.month - starts_on.month + 1 != number


@Question
def _handed_in(immersions: list[int]) -> Any:
    rows = PresenceStatement.objects.filter(immersion__among=immersions, state__in=HANDED_IN).order_by()
    return rows.values_list("immersion", "month")


def _months_of(immersions: Iterable[int]) -> dict[int, set[datetime.date]]:
    found: dict[int, set[datetime.date]] = defaultdict(set)
    keys = list(immersions)
    for immersion, month in _handed_in(keys) if keys else ():
        found[immersion].add(month)
    return found


def _first_open(
    starts_on: datetime.date, ends_on: datetime.date, following: datetime.date | None, handed_in: set[datetime.date] | None
) -> datetime.date | None:
    """Return the first month that was not handed in; `following` is the one after the last that was. None: all were."""
    if handed_in is not None:
        return next((month for month in months_between(starts_on, ends_on) if month not in handed_in), None)
    month = following or first_of(starts_on)
    return month if month <= ends_on else None


@asked
def _meetings(every: Scope, day: datetime.date) -> Any:
    held = Q(meetings__meeting__state__in=TOOK_PLACE, meetings__meeting__date__lte=day)
    ahead = Q(meetings__meeting__state__in=AHEAD, meetings__meeting__date__gte=day)
    return every.of(Committee).values_list("partnership", "pk", "kind", "convened_by", "least_meetings").annotate(
        met=Count("meetings", filter=held),
        last=Max("meetings__meeting__date", filter=held),
        next=Min("meetings__meeting__date", filter=ahead),
    )  # fmt: skip


def _committees(every: Scope, day: datetime.date) -> dict[int, list[CommitteeFacts]]:
    seats, unwritten = _short_seats(every, day), _unwritten(every, day)
    found: dict[int, list[CommitteeFacts]] = defaultdict(list)
    for partnership, pk, kind, convened_by, least, met, last, following in _meetings(every, day):
        met_so_far = CommitteeFacts(pk, kind, convened_by, least, met, last, following, seats[pk], unwritten[pk])
        found[partnership].append(met_so_far)
    return found


@asked
def _short(every: Scope, day: datetime.date) -> Any:
    now = Q(holders__starts_on__lte=day) & (Q(holders__ends_on=None) | Q(holders__ends_on__gte=day))
    rows = every.of(Seat, "committee__partnership").annotate(
        held=Count("holders", filter=now), last=Max("holders__ends_on", filter=Q(holders__ends_on__lt=day))
    )
    named = ("committee", "pk", "label_fr", "label_nl", "side", "least", "held", "last")
    return rows.filter(held__lt=F("least")).values_list(*named)


def _short_seats(every: Scope, day: datetime.date) -> dict[int, list[SeatFacts]]:
    found: dict[int, list[SeatFacts]] = defaultdict(list)
    for committee, pk, label_fr, label_nl, side, least, number, last in _short(every, day):
        since = last + DAY if last else None
        found[committee].append(SeatFacts(pk, Name(label_fr, label_nl), side, least, number, since))
    return found


@asked
def _without_edition(every: Scope, late: datetime.date) -> Any:
    editions = Edition.objects.filter(minutes__meeting=OuterRef("meeting"))
    rows: Any = every.of(CommitteeMeeting, "committee__partnership").filter(
        ~Exists(editions), meeting__state__in=TOOK_PLACE, meeting__date__lte=late
    )
    return rows.values_list("committee", "meeting", "meeting__date")


def _unwritten(every: Scope, day: datetime.date) -> dict[int, list[LateMinutes]]:
    """Return the meetings that took place long enough ago and have no published minutes."""
    found: dict[int, list[LateMinutes]] = defaultdict(list)
    for committee, meeting, held_on in _without_edition(every, day - threshold("minutes_late") * DAY):
        found[committee].append(LateMinutes(meeting, held_on))
    return found
