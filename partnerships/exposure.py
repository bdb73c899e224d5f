"""How much of its own money a partner has put in so far: a pure rule (DOMAIN §8, the worked example). Amounts are euros.

The costs of a year are taken to arise evenly: of 47 500 € a year, 45 678.08 € are spent two weeks before the end.
"""

import datetime
from decimal import ROUND_HALF_UP, Decimal

from amif_network.core.money import CENT

ZERO = Decimal(0)


def spent(
    amount: Decimal, year: int, starts_on: datetime.date | None, ends_on: datetime.date | None, day: datetime.date
) -> Decimal:
    """Return the part of the budget of a year that falls on the days of the period up to and with `day`, to the cent."""
    first = max(datetime.date(year, 1, 1), starts_on or datetime.date.min)
    last = min(datetime.date(year, 12, 31), ends_on or datetime.date.max)
    length = (last - first).days + 1
    elapsed = min((day - first).days + 1, length)
    if elapsed <= 0 or length <= 0:
        return ZERO
    if elapsed == length:
        return amount
    return (amount * elapsed / length).quantize(CENT, rounding=ROUND_HALF_UP)


def exposure(
    amount: Decimal,
    year: int,
    transferred: Decimal,
    starts_on: datetime.date | None,
    ends_on: datetime.date | None,
    day: datetime.date,
) -> Decimal:
    """Return what a partner has spent of the budget of a year and not got from the host yet; never below zero."""
    return max(spent(amount, year, starts_on, ends_on, day) - transferred, ZERO)
