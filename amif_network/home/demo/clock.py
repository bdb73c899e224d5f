"""Days and moments of the demo, counted from its as-of date: so it never grows old."""

import datetime
from dataclasses import dataclass

from django.utils import timezone


@dataclass(frozen=True, slots=True)
class Clock:
    """Counts from `today`, the as-of date."""

    today: datetime.date

    def day(self, offset: int) -> datetime.date:
        """Return the day `offset` days after the as-of date."""
        return self.today + datetime.timedelta(days=offset)

    def moment(self, offset: int) -> datetime.datetime:
        """Return half past four in the afternoon of that day: when things get written."""
        return self.at(self.day(offset))

    def at(self, day: datetime.date) -> datetime.datetime:
        """Return half past four in the afternoon of a day."""
        return timezone.make_aware(datetime.datetime.combine(day, datetime.time(16, 30)))

    def offset(self, day: datetime.date) -> int:
        """Return how many days a day lies after the as-of date, below zero before it."""
        return (day - self.today).days
