"""The year of a report and those before it, and what several chapters count."""

import datetime
from collections.abc import Callable, Sequence
from typing import Any

from django.utils import timezone

from amif_network.accounts.models import User
from meetings.models import Meeting
from meetings.models.choices import TOOK_PLACE, MeetingSeries

from ..chaptered import year_of
from ..kind import Asked

# So many years stand beside each other.
SPAN = 5


def years(asked: Asked) -> list[int]:
    """Return the year of the report and the four before it, the oldest first."""
    year = year_of(asked.parameters)
    return list(range(year - SPAN + 1, year + 1))


def first_day(year: int) -> datetime.date:
    """Return 1 January."""
    return datetime.date(year, 1, 1)


def last_day(year: int) -> datetime.date:
    """Return 31 December."""
    return datetime.date(year, 12, 31)


def as_of(asked: Asked) -> datetime.date:
    """Return the day as of which the year is told: its last one, or the day of the report while it lasts."""
    return min(last_day(year_of(asked.parameters)), timezone.localdate(asked.at))


def gatherings(user: User, found: Sequence[int], series: str = MeetingSeries.NETWORK) -> Any:
    """Return the meetings of a series that took place in these years, as they exist for `user`."""
    days = (first_day(found[0]), last_day(found[-1]))
    return Meeting.objects.visible_to(user).filter(state__in=TOOK_PLACE, series=series, date__range=days)


def whole(data: Sequence[tuple[str, Sequence[float]]]) -> Callable[[int, int], str]:
    """Return how whole numbers are written beside bars."""
    return lambda row, series: str(round(data[row][1][series]))
