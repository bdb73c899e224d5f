"""Immersions and their months as pages show them: every query of presence is asked here (DOMAIN §6)."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from amif_network.accounts.models import User
from amif_network.accounts.questions import ReaderQuestion
from amif_network.core.bilingual import active_language
from amif_network.core.fingerprint import fingerprint
from amif_network.core.formats import format_date
from amif_network.core.questions import Ask, attach
from amif_network.core.workflow import allowed

from .models import Immersion, PlannedHalfDay, PresenceEntry, PresencePlan, PresenceStatement
from .models.choices import Place
from .months import DAY, Pattern, Places, after, counts, days_of, first_of, months_between, planned
from .presence_wording import LOOKS, half_days, month_name
from .workflow import PARTNERSHIP, STATEMENT

State = PresenceStatement.State
# Months that the page of a partnership names, of those for which somebody must act.
MOST_MONTHS = 3


@dataclass(frozen=True, slots=True)
class MonthLine:
    """A month of an immersion in a list: where it stands and who must act; `late` when it needs the reader or is overdue."""

    name: str
    url: str
    label: str
    tone: str
    icon: str
    sentence: str
    late: bool


@dataclass(frozen=True, slots=True)
class ImmersionLine:
    """An immersion on the page of its partnership."""

    agent: str
    vacant: bool
    employer: str
    first: datetime.date
    last: datetime.date
    url: str
    # The oldest months for which somebody must act, and how many more there are.
    todo: list[MonthLine] = field(default_factory=list)
    more: int = 0


@dataclass(frozen=True, slots=True)
class PresenceSection:
    """What the page of a partnership shows of its immersions; `can_add`: the reader may record one.

    `submitted`: how many months wait for the host.
    """

    immersions: list[ImmersionLine]
    submitted: int
    can_add: bool


@ReaderQuestion
def _immersions(reader: User, partnership: int) -> Any:
    visible = Immersion.objects.visible_to(reader).filter(partnership=partnership)
    return visible.select_related("agent").order_by("-starts_on", "pk")


@ReaderQuestion
def _statements(reader: User, partnership: int) -> Any:
    visible = Immersion.objects.visible_to(reader).filter(partnership=partnership)
    return PresenceStatement.objects.filter(immersion__in=visible.values("pk"))


def asks(partnership: int, user: User) -> list[Ask]:
    """Return what `of_partnership` asks of the database."""
    return [_immersions.of(user, partnership), _statements.of(user, partnership)]


def of_partnership(partnership: Any, user: User, day: datetime.date) -> PresenceSection:
    """Return the section of a partnership that is loaded for `user`, with its parties; two queries."""
    found = _immersions(user, partnership.pk)
    statements = _statements(user, partnership.pk) if found else []
    attach(found, "statements", statements, "immersion_id")
    parties = {party.pk: party for party in partnership.parties.all()}
    for one in found:
        one.employer = parties[one.employer_id]
    can_add = "immerse" in allowed(PARTNERSHIP, user, partnership)
    return PresenceSection([_line(one, day) for one in found], sum(one.state == State.SUBMITTED for one in statements), can_add)


def for_page(immersions: Any) -> Any:
    """Load the people and the organisation of immersions, and their statements."""
    people = immersions.select_related("partnership", "employer__organisation", "agent", "line_manager", "mentor")
    return people.prefetch_related("statements")


def _line(immersion: Immersion, day: datetime.date) -> ImmersionLine:
    todo = [line for line in reversed(months_of(immersion, day)) if line.late]
    return ImmersionLine(
        agent=str(immersion.agent or _("vacant")),
        vacant=immersion.agent_id is None,
        employer=str(immersion.employer.organisation),
        first=immersion.starts_on,
        last=immersion.ends_on,
        url=reverse("partnerships:immersion", args=[immersion.partnership_id, immersion.pk]),
        todo=todo[:MOST_MONTHS],
        more=max(len(todo) - MOST_MONTHS, 0),
    )


def months_of(immersion: Immersion, today: datetime.date) -> list[MonthLine]:
    """Return the months of an immersion (statements loaded) that have begun, the latest first."""
    known = {one.month: one for one in immersion.statements.all()}
    last = min(immersion.ends_on, max([today, *known]))
    return [_month(immersion, month, known.get(month), today) for month in reversed(months_between(immersion.starts_on, last))]


def _month(immersion: Immersion, month: datetime.date, found: PresenceStatement | None, today: datetime.date) -> MonthLine:
    statement = found or PresenceStatement(immersion=immersion, month=month)
    tone, icon = LOOKS[State(statement.state)]
    sentence, late = _waits_for(statement, immersion, today)
    return MonthLine(
        name=month_name(month),
        url=reverse("partnerships:presence", args=[immersion.partnership_id, immersion.pk, month.year, month.month]),
        label=str(statement.get_state_display()),
        tone=tone if late or statement.state != State.OPEN else "neutral",
        icon=icon,
        sentence=sentence,
        late=late,
    )


def submittable_from(immersion: Immersion, month: datetime.date) -> datetime.date:
    """Return the day from which a month can be submitted: its last day within the immersion."""
    return min(after(month) - DAY, immersion.ends_on)


def _waits_for(statement: PresenceStatement, immersion: Immersion, today: datetime.date) -> tuple[str, bool]:
    """Say who must act on a month, and whether somebody must by now."""
    lang, employer = active_language(), immersion.employer.organisation
    if statement.state == State.OPEN:
        due = submittable_from(immersion, statement.month)
        if immersion.agent_id is None:
            return _("The place is vacant."), False
        if today <= due:
            return _("The month is not over."), False
        return _("%(employer)s must submit it, since %(day)s.") % {
            "employer": employer, "day": format_date(due + DAY, lang),
        }, True  # fmt: skip
    counted = _("%(worked)s at the host, %(planned)d planned.") % {
        "worked": half_days(statement.worked_at_host), "planned": statement.planned_at_host,
    }  # fmt: skip
    if statement.state == State.SUBMITTED:
        assert statement.submitted_at is not None
        since = format_date(timezone.localdate(statement.submitted_at), lang)
        return f"{counted} " + _("The host must confirm it, since %(day)s.") % {"day": since}, True
    return counted, False


def patterns_of(immersion: Immersion) -> list[Pattern]:
    """Return the weekly plans of an immersion, the first one first; two queries."""
    half_days_of_plan = Prefetch("half_days", queryset=PlannedHalfDay.objects.all())
    return [pattern(plan) for plan in PresencePlan.objects.filter(immersion=immersion).prefetch_related(half_days_of_plan)]


def pattern(plan: PresencePlan) -> Pattern:
    """Return a plan whose half-days are loaded as plain values."""
    return Pattern(plan.starts_on, {(one.weekday, one.half): one.place for one in plan.half_days.all()})


def patterns_fingerprint(patterns: Iterable[Pattern]) -> str:
    """Return the fingerprint of all plans of an immersion, as the form of a plan shows them."""
    return fingerprint([[one.starts_on, sorted([*key, place] for key, place in one.places.items())] for one in patterns])


def entered(immersion: Immersion, month: datetime.date) -> dict[Any, str]:
    """Return the half-days entered in a month."""
    rows = PresenceEntry.objects.filter(immersion=immersion, day__gte=month, day__lt=after(month))
    return {(day, half): place for day, half, place in rows.values_list("day", "half", "place")}


def month_fingerprint(places: Places) -> str:
    """Return the fingerprint of the half-days of a month as its grid shows them."""
    return fingerprint(sorted([day.isoformat(), half, place] for (day, half), place in places.items()))


@dataclass(frozen=True, slots=True)
class Month:
    """A month of an immersion with its plan and what was entered."""

    immersion: Immersion
    statement: PresenceStatement
    days: list[datetime.date]
    plan: Places
    entered: Places

    @property
    def planned_at_host(self) -> int:
        """Half-days planned at the host: as frozen when the month was submitted, else as the plan says now."""
        if self.statement.state == State.OPEN:
            return sum(place == Place.HOST for place in self.plan.values())
        return self.statement.planned_at_host

    def totals(self, places: Places) -> list[tuple[str, str, int, int]]:
        """Return each place by value and word, with the half-days planned there and those of `places` spent there."""
        expected, spent = counts(self.plan.values()), counts(places.values())
        expected[Place.HOST] = self.planned_at_host
        return [(value, str(label), expected[value], spent[value]) for value, label in Place.choices]


def month_of(immersion: Any, month: datetime.date, user: User) -> Month:
    """Load a month of an immersion that was found for `user`; a month that nobody touched is open. Four queries."""
    statements = PresenceStatement.objects.visible_to(user).select_related("confirmed_by__person")
    statement = statements.filter(immersion=immersion, month=month).first() or open_statement(immersion, month)
    statement.immersion = immersion
    days = days_of(month, immersion.starts_on, immersion.ends_on)
    return Month(immersion, statement, days, planned(patterns_of(immersion), days), entered(immersion, month))


def open_statement(immersion: Any, month: datetime.date) -> PresenceStatement:
    """Return an unsaved open month, for whoever the immersion was found for."""
    statement = PresenceStatement(immersion=immersion, month=month)
    statement.is_host, statement.is_own = immersion.is_host, immersion.is_own
    return statement


def possible(user: User, month: Month) -> set[str]:
    """Return the steps that `user` may take with a month."""
    return allowed(STATEMENT, user, month.statement)


def holds(immersion: Immersion, month: datetime.date) -> bool:
    """Tell whether a month has days of the immersion."""
    return first_of(immersion.starts_on) <= month <= immersion.ends_on
