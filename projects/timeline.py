"""The dates of a call as a drawing: where each stands, in the units of the SVG. Pure; the template draws it."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from .models import CallDate
from .timetable import Line

WIDTH = 720
MARGIN = 14
TOP = 34
ROW = 46
# Under the words of a row, and above the line of the axis.
BAR = 30
THICKNESS = 10
# Dates more than so many days after the first are only in the table: the first ones would all fall on one spot.
LONGEST = 550
# Days of air at both ends; today is drawn as long as it lies so near.
AIR, NEAR = 10, 60
MOST_TICKS = 8
# Half the width of the name of a month: nearer to the edge it would be cut off.
WORDS = 20


@dataclass(frozen=True, slots=True)
class Mark:
    """A day (`width` 0) or a range, from `x` on. Whole units: a template would write 1,5 for one and a half."""

    x: int
    width: int


@dataclass(frozen=True, slots=True)
class Row:
    """A date: where it holds, and where it stood before it moved; `y` is the top of the row."""

    line: Line
    y: int
    mark: Mark
    ghosts: list[Mark]
    over: bool

    @property
    def text(self) -> int:
        """The height of the words."""
        return self.y + 16

    @property
    def middle(self) -> int:
        """The height at which the marks stand."""
        return self.y + BAR

    @property
    def bar(self) -> int:
        """The height at which a bar begins."""
        return self.middle - THICKNESS // 2


@dataclass(frozen=True, slots=True)
class Timeline:
    """The drawing: its rows, the first days of months along the axis, and where today is, if it is there."""

    rows: list[Row]
    ticks: list[tuple[int, datetime.date]]
    today: int | None
    height: int
    later: list[Line]
    width: int = WIDTH

    @property
    def end(self) -> int:
        """Where the axis ends."""
        return WIDTH - MARGIN


def timeline(lines: Sequence[Line], today: datetime.date) -> Timeline | None:
    """Lay out the dates of a call; None for a call without dates."""
    if not lines:
        return None
    first = min(line.shown.earliest for line in lines)
    drawn = [line for line in lines if (line.shown.earliest - first).days <= LONGEST]
    versions = [one for line in drawn for one in (line.shown, *line.earlier)]
    axis = _Axis.around(versions, today)
    rows = [_row(line, axis, TOP + place * ROW, today) for place, line in enumerate(drawn)]
    there = axis.first <= today <= axis.last
    later = [line for line in lines if line not in drawn]
    return Timeline(rows, axis.ticks(), axis.x(today) if there else None, TOP + len(rows) * ROW + 6, later)


@dataclass(frozen=True, slots=True)
class _Axis:
    """Days to units."""

    first: datetime.date
    last: datetime.date

    @classmethod
    def around(cls, dates: Sequence[CallDate], today: datetime.date) -> "_Axis":
        """Return an axis that holds the dates, and today where it is near."""
        first, last = min(one.earliest for one in dates), max(one.latest for one in dates)
        near = datetime.timedelta(days=NEAR)
        if first - near <= today <= last + near:
            first, last = min(first, today), max(last, today)
        air = datetime.timedelta(days=AIR)
        return cls(first - air, last + air)

    def x(self, day: datetime.date) -> int:
        """Return where a day stands."""
        share = (day - self.first).days / (self.last - self.first).days
        return round(MARGIN + share * (WIDTH - 2 * MARGIN))

    def mark(self, date: CallDate) -> Mark:
        """Return where a date stands; a range is never too thin to be seen."""
        start = self.x(date.earliest)
        return Mark(start, 0 if date.is_exact else max(self.x(date.latest) - start, THICKNESS))

    def ticks(self) -> list[tuple[int, datetime.date]]:
        """Return the first days of months, at most some of them, and where they stand; none that the edge would cut off."""
        begin, end = self.first.year * 12 + self.first.month, self.last.year * 12 + self.last.month - 1
        step = max(ceil((end - begin + 1) / MOST_TICKS), 1)
        days = [datetime.date(number // 12, number % 12 + 1, 1) for number in range(begin, end + 1, step)]
        return [(x, day) for day in days if MARGIN + WORDS <= (x := self.x(day)) <= WIDTH - MARGIN - WORDS]


def _row(line: Line, axis: _Axis, y: int, today: datetime.date) -> Row:
    return Row(line, y, axis.mark(line.shown), [axis.mark(one) for one in line.earlier], line.shown.is_over(today))
