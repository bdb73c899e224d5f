"""The money of a project as tables and as a bar: pure functions of loaded rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from .ceilings import ZERO, source_key
from .models import BudgetLine, ProjectFunding

# Width of the drawing of a bar, in its own units.
BAR_WIDTH = 1000


@dataclass(frozen=True, slots=True)
class Pair:
    """Two amounts that stand beside each other: asked and granted, or planned and actual; None: not known yet."""

    first: Decimal
    second: Decimal | None

    @classmethod
    def of(cls, pairs: Iterable[tuple[Decimal, Decimal | None]]) -> "Pair":
        """Return the sums of several pairs; the second is known as soon as one of them is."""
        pairs = list(pairs)
        known = [second for _first, second in pairs if second is not None]
        return cls(sum((first for first, _second in pairs), ZERO), sum(known, ZERO) if known else None)


@dataclass(frozen=True, slots=True)
class SourceRow:
    """What one source pays: by year (None where it gives nothing), and together. `is_own`: nobody grants it."""

    name: str
    years: list[tuple[int, Pair | None]]
    total: Pair
    is_own: bool


@dataclass(frozen=True, slots=True)
class FundingTable:
    """Sources × years."""

    years: list[int]
    rows: list[SourceRow]
    totals: list[tuple[int, Pair]]
    total: Pair


def funding_table(fundings: Sequence[ProjectFunding]) -> FundingTable:
    """Lay out the funding of a project, sources in the order of their kinds; the own contribution is nobody's grant."""
    years = sorted({row.year for row in fundings})
    order = list(ProjectFunding.Source.values)
    keys = sorted({source_key(row) for row in fundings}, key=lambda key: (order.index(key[0]), key[1]))
    rows = []
    for key in keys:
        mine = [row for row in fundings if source_key(row) == key]
        by_year = {row.year: _pair([row]) for row in mine}
        name = mine[0].source_name or mine[0].get_source_display()
        rows.append(SourceRow(str(name), [(year, by_year.get(year)) for year in years], _pair(mine), mine[0].is_own))
    totals = [(year, _pair([row for row in fundings if row.year == year])) for year in years]
    return FundingTable(years, rows, totals, _pair(fundings))


def _pair(fundings: Sequence[ProjectFunding]) -> Pair:
    return Pair.of((row.asked, None if row.is_own else row.granted) for row in fundings)


@dataclass(frozen=True, slots=True)
class CategoryLines:
    """The lines of one category by year, with their sum."""

    name: str
    lines: list[BudgetLine]
    total: Pair


@dataclass(frozen=True, slots=True)
class BudgetTable:
    """The budget by category, its sums by year, and of these what does not count for the fund."""

    categories: list[CategoryLines]
    years: list[tuple[int, Pair]]
    total: Pair
    not_eligible: Decimal


def budget_table(lines: Sequence[BudgetLine]) -> BudgetTable:
    """Lay out the budget lines of a project, categories in their usual order."""
    categories = []
    for value, label in BudgetLine.Category.choices:
        mine = sorted((line for line in lines if line.category == value), key=lambda line: (line.year, line.pk or 0))
        if mine:
            categories.append(CategoryLines(str(label), mine, _costs(mine)))
    years = sorted({line.year for line in lines})
    by_year = [(year, _costs([line for line in lines if line.year == year])) for year in years]
    not_eligible = sum((line.planned for line in lines if not line.eligible), ZERO)
    return BudgetTable(categories, by_year, _costs(lines), not_eligible)


def _costs(lines: Sequence[BudgetLine]) -> Pair:
    return Pair.of((line.planned, line.actual) for line in lines)


@dataclass(frozen=True, slots=True)
class Bar:
    """One amount as a bar: its length in units of the drawing, and where it stands."""

    name: str
    amount: Decimal
    width: int


def money_bar(granted: Decimal, decreed: Decimal, paid: Decimal) -> list[Bar]:
    """Return granted, decreed and paid as bars of one scale; the longest fills the width."""
    amounts = {"granted": granted, "decreed": decreed, "paid": max(paid, ZERO)}
    most = max(amounts.values())
    return [
        Bar(name, {"paid": paid}.get(name, amount), int(amount * BAR_WIDTH / most) if most else 0)
        for name, amount in amounts.items()
    ]
