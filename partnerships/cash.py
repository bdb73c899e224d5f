"""Cash of a partnership as arithmetic: what came in, what went on, day by day (DOMAIN §7.3).

Plain values in and out, in euros.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Move:
    """Money that comes in (above zero) or goes on to a partner (below zero) on a day."""

    day: datetime.date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Overdraft:
    """The first day on which more had gone on than had come in, and by how much."""

    day: datetime.date
    missing: Decimal


def by_day(moves: Iterable[Move]) -> list[tuple[datetime.date, Decimal]]:
    """Return what the host holds for the partnership at the end of each day on which money moved, in order of days."""
    sums: dict[datetime.date, Decimal] = defaultdict(lambda: ZERO)
    for move in moves:
        sums[move.day] += move.amount
    cash, found = ZERO, []
    for day in sorted(sums):
        cash += sums[day]
        found.append((day, cash))
    return found


def overdraft(moves: Iterable[Move]) -> Overdraft | None:
    """Return where transfers pass what had come in; None while they never do."""
    return next((Overdraft(day, -cash) for day, cash in by_day(moves) if cash < ZERO), None)


def held(moves: Iterable[Move], day: datetime.date) -> Decimal:
    """Return what the host holds at the end of `day`."""
    return sum((move.amount for move in moves if move.day <= day), ZERO)


def free_from(moves: Iterable[Move], day: datetime.date) -> Decimal:
    """Return the most that may go on to a partner on `day` without an overdraft on that or any later day."""
    moves = list(moves)
    later = [cash for when, cash in by_day(moves) if when > day]
    return max(min([held(moves, day), *later]), ZERO)
