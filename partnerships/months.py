"""A month of an immersion in half-days: what was planned, where the agent was, what differs. Asks nothing of the database.

A half-day is a `Slot`: a day and one of its halves. Legal holidays are planned for nobody (`core.workdays`).
"""

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from amif_network.core.workdays import name_of_holiday

from .models.choices import Half, Place

Slot = tuple[datetime.date, str]
Places = Mapping[Slot, str]
DAY = datetime.timedelta(days=1)
HALVES = tuple(Half.values)
# Where an agent works; absence is no work, and its reason is nobody's business but the employer's.
WORK = (Place.HOST, Place.EMPLOYER, Place.TRAINING, Place.ELSEWHERE)


@dataclass(frozen=True, slots=True)
class Pattern:
    """The weekly plan from a day on: the place of each half of a weekday (1 is Monday); what is not named is free."""

    starts_on: datetime.date
    places: Mapping[tuple[int, str], str]

    @property
    def at_host(self) -> int:
        """The half-days of a week at the host."""
        return sum(place == Place.HOST for place in self.places.values())


def first_of(day: datetime.date) -> datetime.date:
    """Return the first day of the month of `day`."""
    return day.replace(day=1)


def after(month: datetime.date) -> datetime.date:
    """Return the first day of the month that follows."""
    return first_of(month.replace(day=28) + 4 * DAY)


def months_between(first: datetime.date, last: datetime.date) -> list[datetime.date]:
    """Return the first days of all months from `first` to `last`; none where the last comes before the first."""
    found, month = [], first_of(first)
    while month <= last:
        found.append(month)
        month = after(month)
    return found


def days_of(month: datetime.date, first: datetime.date, last: datetime.date) -> list[datetime.date]:
    """Return the days of a month that lie between `first` and `last`, both counted."""
    start, end = max(month, first), min(after(month) - DAY, last)
    return [start + DAY * number for number in range((end - start).days + 1)]


def planned(patterns: Sequence[Pattern], days: Iterable[datetime.date]) -> dict[Slot, str]:
    """Return the places planned on `days`: the latest pattern that has begun holds; holidays are free."""
    found: dict[Slot, str] = {}
    by_start = sorted(patterns, key=lambda pattern: pattern.starts_on, reverse=True)
    for day in days:
        pattern = next((one for one in by_start if one.starts_on <= day), None)
        if pattern is None or name_of_holiday(day, "fr"):
            continue
        for half in HALVES:
            if place := pattern.places.get((day.isoweekday(), half)):
                found[day, half] = place
    return found


def counts(places: Iterable[str]) -> dict[str, int]:
    """Return how many half-days were spent at each place, every place named."""
    counted = Counter(places)
    return {place: counted[place] for place in Place.values}


def worked(places: Iterable[str]) -> int:
    """Return how many half-days were worked, wherever."""
    return sum(place in WORK for place in places)


@dataclass(frozen=True, slots=True)
class OffPlan:
    """How a month differs from its plan: half-days at the host more (or fewer, below 0), absent, and at another place.

    `unsaid` are the half-days that were planned and have no place yet.
    """

    at_host: int
    absent: int
    elsewhere: int
    unsaid: list[Slot]

    @property
    def is_on_plan(self) -> bool:
        """True when everything that was planned was done where it was planned, and nothing else."""
        return not (self.at_host or self.absent or self.elsewhere or self.unsaid)


def off_plan(plan: Places, entered: Places) -> OffPlan:
    """Compare what was entered with the plan."""
    moved = {slot: place for slot, place in entered.items() if place != plan.get(slot)}
    return OffPlan(
        at_host=sum(place == Place.HOST for place in entered.values()) - sum(place == Place.HOST for place in plan.values()),
        absent=sum(place == Place.ABSENT for slot, place in moved.items() if slot in plan),
        elsewhere=sum(place != Place.ABSENT for place in moved.values()),
        unsaid=[slot for slot in plan if slot not in entered],
    )


def within(pattern: Pattern, least: Decimal, most: Decimal) -> int:
    """Compare the days of a week at the host with what was agreed: -1 fewer than `least`, 1 more than `most`, else 0."""
    days = Decimal(pattern.at_host) / 2
    return -1 if days < least else 1 if days > most else 0
