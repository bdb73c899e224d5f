"""Drawings of a report: where each bar and each day stands, in whole units of the SVG. Pure; templates draw them."""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from amif_network.core.axis import WIDTH, Axis

# How wide a letter is at most, where bars begin at the earliest, and what stays free behind the longest for its figure.
LETTER, NEAREST, BEHIND = 7, 70, 100
THICKNESS, GAP, LEGEND = 12, 10, 26
# As many letters as fit before the bars.
LETTERS = 36
TOP, ROW, HALF = 34, 38, 6


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: where it lies, how long it is, of which series, and its figure in words."""

    y: int
    width: int
    series: int
    text: str
    text_x: int
    text_y: int


@dataclass(frozen=True, slots=True)
class BarRow:
    """The bars of one thing, and its name before them."""

    name: str
    y: int
    bars: Sequence[Bar]


@dataclass(frozen=True, slots=True)
class Sign:
    """An entry of the legend."""

    name: str
    series: int
    x: int


@dataclass(frozen=True, slots=True)
class Bars:
    """Horizontal bars; `finding` says in a sentence what they show."""

    title: str
    finding: str
    rows: Sequence[BarRow]
    legend: Sequence[Sign]
    height: int
    start: int
    width: int = WIDTH
    kind: str = "bars"

    @property
    def legend_text(self) -> int:
        """The line on which the words of the legend stand."""
        return self.height - 6

    @property
    def legend_sign(self) -> int:
        """The top of the signs of the legend."""
        return self.height - 16


def bars(
    title: str,
    finding: str,
    series: Sequence[str],
    data: Sequence[tuple[str, Sequence[float]]],
    say: Callable[[int, int], str],
) -> Bars | None:
    """Lay out `data`: a name with one value for each series; `say(row, series)` writes a figure. None where all is nought."""
    most = max((value for _name, values in data for value in values), default=0)
    if most <= 0:
        return None
    start = max(NEAREST, LETTER * max(len(_fitting(name)) for name, _values in data))
    longest = WIDTH - BEHIND - start
    rows, y = [], 4
    for place, (name, values) in enumerate(data):
        found = []
        for number, value in enumerate(values):
            width, top = max(round(value / most * longest), 0), y + number * THICKNESS
            found.append(Bar(top, width, number + 1, say(place, number), start + width + 6, top + THICKNESS - 2))
        rows.append(BarRow(_fitting(name), y + len(values) * THICKNESS // 2 + 4, found))
        y += len(values) * THICKNESS + GAP
    signs = [Sign(name, number + 1, start + number * 160) for number, name in enumerate(series)] if len(series) > 1 else []
    return Bars(title, finding, rows, signs, y + (LEGEND if signs else 0), start)


@dataclass(frozen=True, slots=True)
class Diamond:
    """A day that mattered: its outline, and what it was."""

    points: str
    words: str
    day: datetime.date


@dataclass(frozen=True, slots=True)
class DayRow:
    """Days of one kind on a line."""

    name: str
    text: int
    line: int
    days: Sequence[Diamond]


@dataclass(frozen=True, slots=True)
class Days:
    """Days along a line, by kind."""

    title: str
    finding: str
    rows: Sequence[DayRow]
    ticks: Sequence[tuple[int, datetime.date]]
    height: int
    start: int
    end: int
    width: int = WIDTH
    kind: str = "days"


def days(
    title: str,
    finding: str,
    data: Sequence[tuple[str, Sequence[tuple[datetime.date, str]]]],
    first: datetime.date,
    last: datetime.date,
) -> Days | None:
    """Lay out days with their words, by kind, between two days; None where there are none."""
    data = [(name, found) for name, found in data if found]
    if not data:
        return None
    axis = Axis(first, last)
    rows = []
    for number, (name, found) in enumerate(data):
        line = TOP + number * ROW + 24
        diamonds = [Diamond(_diamond(axis.x(day), line), words, day) for day, words in found]
        rows.append(DayRow(name, line - 12, line, diamonds))
    height = TOP + len(data) * ROW
    return Days(title, finding, rows, axis.ticks(), height, axis.x(first), axis.x(last))


def _diamond(x: int, y: int) -> str:
    return f"{x},{y - HALF} {x + HALF},{y} {x},{y + HALF} {x - HALF},{y}"


def _fitting(name: str) -> str:
    return name if len(name) <= LETTERS else f"{name[: LETTERS - 1].rstrip()}…"
