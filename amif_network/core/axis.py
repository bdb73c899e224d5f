"""Days along a line: where each stands on the axis of a drawing, in the units of its SVG. Pure."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass
from math import ceil

WIDTH = 720
MARGIN = 14
# Days of air at both ends; today is drawn as long as it lies so near.
AIR, NEAR = 10, 60
MOST_TICKS = 8
# Half the width of the name of a month: nearer to the edge it would be cut off.
WORDS = 20


@dataclass(frozen=True, slots=True)
class Axis:
    """Days to units. Whole ones: a template would write 1,5 for one and a half."""

    first: datetime.date
    last: datetime.date

    @classmethod
    def around(cls, days: Collection[datetime.date], today: datetime.date) -> "Axis":
        """Return an axis that holds `days`, and today where it is near."""
        first, last = min(days), max(days)
        near = datetime.timedelta(days=NEAR)
        if first - near <= today <= last + near:
            first, last = min(first, today), max(last, today)
        air = datetime.timedelta(days=AIR)
        return cls(first - air, last + air)

    def x(self, day: datetime.date) -> int:
        """Return where a day stands."""
        share = (day - self.first).days / (self.last - self.first).days
        return round(MARGIN + share * (WIDTH - 2 * MARGIN))

    def today(self, day: datetime.date) -> int | None:
        """Return where today stands; None where the axis does not reach it."""
        return self.x(day) if self.first <= day <= self.last else None

    def ticks(self) -> list[tuple[int, datetime.date]]:
        """Return the first days of months, at most some of them, and where they stand; none that the edge would cut off."""
        begin, end = self.first.year * 12 + self.first.month, self.last.year * 12 + self.last.month - 1
        step = max(ceil((end - begin + 1) / MOST_TICKS), 1)
        days = [datetime.date(number // 12, number % 12 + 1, 1) for number in range(begin, end + 1, step)]
        return [(x, day) for day in days if MARGIN + WORDS <= (x := self.x(day)) <= WIDTH - MARGIN - WORDS]
