"""A chapter of a report as plain values: sentences that say the finding, tables, and a drawing beside a table. Pure."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from amif_network.core.bilingual import Localised

from .drawings import Bars, Days


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many: a percentage on paper, a fraction in a workbook."""

    part: int
    whole: int

    @property
    def percent(self) -> Decimal | None:
        """The share in whole percents; None of nothing."""
        return Decimal(round(100 * self.part / self.whole)) if self.whole else None


Cell = str | int | Decimal | datetime.date | Localised | Share | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, whether it holds figures, and its share of the width in a document ("w-20")."""

    label: str
    figures: bool = False
    width: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table under its own heading; the first cell of a row heads it. `total`: the last row, set off."""

    key: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    total: Sequence[Cell] = ()
    drawing: Bars | Days | None = None
    note: str = ""
    # What to say where there are no rows.
    empty: str = ""

    @property
    def dense(self) -> bool:
        """True where so many columns want smaller type."""
        return len(self.columns) > 5


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter: its findings in sentences, then its tables."""

    key: str
    title: str
    findings: Sequence[str] = ()
    tables: Sequence[Table] = field(default_factory=tuple)
