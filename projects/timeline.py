"""The dates of a call as a drawing: where each stands, in the units of the SVG. Pure; the template draws it."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from amif_network.core.axis import MARGIN, WIDTH, Axis

from .models import CallDate
from .timetable import Line

TOP = 34
ROW = 46
# Under the words of a row, and above the line of the axis.
BAR = 30
THICKNESS = 10
# Dates more than so many days after the first are only in the table: the first ones would all fall on one spot.
LONGEST = 550


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
    axis = Axis.around([day for one in versions for day in (one.earliest, one.latest)], today)
    rows = [_row(line, axis, TOP + place * ROW, today) for place, line in enumerate(drawn)]
    later = [line for line in lines if line not in drawn]
    return Timeline(rows, axis.ticks(), axis.today(today), TOP + len(rows) * ROW + 6, later)


def _mark(date: CallDate, axis: Axis) -> Mark:
    """Return where a date stands; a range is never too thin to be seen."""
    start = axis.x(date.earliest)
    return Mark(start, 0 if date.is_exact else max(axis.x(date.latest) - start, THICKNESS))


def _row(line: Line, axis: Axis, y: int, today: datetime.date) -> Row:
    return Row(line, y, _mark(line.shown, axis), [_mark(one, axis) for one in line.earlier], line.shown.is_over(today))
