"""Phases and their drawing: where each bar and day stands, in the units of the SVG. Pure."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from amif_network.core.axis import MARGIN, WIDTH, Axis

TOP = 34
ROW = 50
# Below the top of a row: words, planned bar, actual bar with its days.
WORDS, PLANNED, ACTUAL = 14, 22, 32
# The height of an actual bar, and the least width of any.
THICKNESS = 10
# Half a diamond.
HALF = 6
# The height of the line that explains the signs.
LEGEND = 24


@dataclass(frozen=True, slots=True)
class Span:
    """From a day to a day; `going_on`: it is not over, and drawn until today."""

    first: datetime.date
    last: datetime.date
    going_on: bool = False


@dataclass(frozen=True, slots=True)
class Milestone:
    """A day that mattered, in words; `ahead`: it is still to come."""

    day: datetime.date
    words: str
    ahead: bool = False


@dataclass(frozen=True, slots=True)
class Phase:
    """A phase: planned and actual, where they are known."""

    name: str
    planned: Span | None = None
    actual: Span | None = None
    milestones: Sequence[Milestone] = ()

    @property
    def is_known(self) -> bool:
        """True when there is anything to show."""
        return bool(self.planned or self.actual or self.milestones)


@dataclass(frozen=True, slots=True)
class Bar:
    """A period: where it begins and how long it is; `going_on`: today is not its end."""

    x: int
    width: int
    going_on: bool


@dataclass(frozen=True, slots=True)
class Day:
    """A milestone as a diamond: its outline, what it is, whether it is still to come."""

    points: str
    words: str
    day: datetime.date
    ahead: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A phase; `y` is the top of the row."""

    name: str
    y: int
    planned: Bar | None
    actual: Bar | None
    days: list[Day]

    @property
    def text(self) -> int:
        """The height of the words."""
        return self.y + WORDS

    @property
    def plan(self) -> int:
        """The height at which the planned bar begins."""
        return self.y + PLANNED

    @property
    def fact(self) -> int:
        """The height at which the actual bar begins."""
        return self.y + ACTUAL

    @property
    def line(self) -> int:
        """The height of the axis of the row."""
        return self.fact + THICKNESS // 2


@dataclass(frozen=True, slots=True)
class Legend:
    """Where the signs below the drawing stand: its line begins at `top`."""

    top: int

    @property
    def bar(self) -> int:
        """The height at which a bar begins."""
        return self.top + 8

    @property
    def text(self) -> int:
        """The height of the words."""
        return self.top + 16

    @property
    def diamond(self) -> str:
        """The corners of a milestone."""
        return _diamond(370, self.top + 12)


@dataclass(frozen=True, slots=True)
class Drawing:
    """The drawing: its rows, the first days of months along the axis, and where today is, if it is there."""

    rows: list[Row]
    ticks: list[tuple[int, datetime.date]]
    today: int | None
    legend: Legend
    width: int = WIDTH
    start: int = MARGIN

    @property
    def height(self) -> int:
        """The height of the whole."""
        return self.legend.top + LEGEND

    @property
    def end(self) -> int:
        """Where the axis ends."""
        return WIDTH - MARGIN


def drawing(phases: Sequence[Phase], today: datetime.date) -> Drawing | None:
    """Lay out phases of which something is known; None where there is none."""
    spans = [span for phase in phases for span in (phase.planned, phase.actual) if span]
    days = [day for span in spans for day in (span.first, span.last)] + [one.day for phase in phases for one in phase.milestones]
    if not days:
        return None
    axis = Axis.around(days, today)
    rows = [_row(phase, axis, TOP + place * ROW) for place, phase in enumerate(phases)]
    return Drawing(rows, axis.ticks(), axis.today(today), Legend(TOP + len(rows) * ROW))


def _row(phase: Phase, axis: Axis, y: int) -> Row:
    middle = y + ACTUAL + THICKNESS // 2
    days = [Day(_diamond(axis.x(one.day), middle), one.words, one.day, one.ahead) for one in phase.milestones]
    return Row(phase.name, y, _bar(phase.planned, axis), _bar(phase.actual, axis), days)


def _bar(span: Span | None, axis: Axis) -> Bar | None:
    """Return a period as a bar that is never too thin to be seen."""
    if span is None:
        return None
    start = axis.x(span.first)
    return Bar(start, max(axis.x(span.last) - start, THICKNESS), span.going_on)


def _diamond(x: int, y: int) -> str:
    """Return the corners of a diamond around a spot."""
    return f"{x},{y - HALF} {x + HALF},{y} {x},{y + HALF} {x - HALF},{y}"
