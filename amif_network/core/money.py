"""Euros: how they are written in both languages, and percentages of them without a rounding error.

Amounts are `Decimal` with two places (HOUSE §2). A ceiling compares amount × 100 with base × percent (DOMAIN §7.6): no
division, no float, so that the last cent decides rightly.
"""

import re
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from .formats import NARROW_NO_BREAK_SPACE, NO_BREAK_SPACE

CENT = Decimal("0.01")
EURO = Decimal(1)
HUNDRED = Decimal(100)

# Before the comma; columns of amounts hold 14 digits, two of them cents.
MOST_DIGITS = 12

_WHOLE = r"(?P<whole>[0-9]{1,3}(?P<group>[ .,'’])[0-9]{3}(?:(?P=group)[0-9]{3})*|[0-9]+)"
_EUROS = re.compile(rf"(?P<sign>[-−]?) ?{_WHOLE}(?:(?P<point>[.,])(?P<cents>[0-9]{{1,2}}))?")


def format_euros(value: Decimal, lang: str, *, whole: bool = False) -> str:
    """Write an amount: "47 500,00 €" in French, "€ 47.500,00" in Dutch; `whole` rounds up to full euros.

    Raises ValueError for a language without such rules.
    """
    rounded = value.quantize(EURO if whole else CENT, rounding=ROUND_CEILING if whole else ROUND_HALF_UP)
    sign, digits = ("−" if rounded < 0 else ""), f"{abs(rounded):,}"
    if lang == "fr":
        return sign + digits.replace(",", NARROW_NO_BREAK_SPACE).replace(".", ",") + NO_BREAK_SPACE + "€"
    if lang == "nl":
        return "€" + NO_BREAK_SPACE + sign + digits.translate(str.maketrans(",.", ".,"))
    raise ValueError(f"No formats for the language {lang!r}.")


def format_percent(value: Decimal, lang: str) -> str:
    """Write a percentage without needless zeros: "7,5 %" in French, which sets a no-break space, "7,5%" in Dutch.

    Raises ValueError for a language without such rules.
    """
    if lang not in ("fr", "nl"):
        raise ValueError(f"No formats for the language {lang!r}.")
    short = f"{value.normalize():f}".replace("-", "−").replace(".", ",")
    return short + (NO_BREAK_SPACE if lang == "fr" else "") + "%"


def is_within(amount: Decimal, percent: Decimal, base: Decimal) -> bool:
    """True where `amount` is at most `percent` of `base`, to the cent."""
    return amount * HUNDRED <= base * percent


def most_within(percent: Decimal, base: Decimal) -> Decimal:
    """Return the largest amount, in whole cents, that is at most `percent` of `base`."""
    return (base * percent / HUNDRED).quantize(CENT, rounding=ROUND_FLOOR)


def least_base(amount: Decimal, percent: Decimal) -> Decimal:
    """Return the smallest base, in whole cents, of which `amount` is at most `percent`. `percent` lies above 0."""
    base = (amount * HUNDRED / percent).quantize(CENT, rounding=ROUND_CEILING)
    return base if is_within(amount, percent, base) else base + CENT


def read_euros(text: str) -> Decimal | None:
    """Read an amount as people of both languages write it: "47 500,00 €", "€ 47.500", "47500.5"; None when it is none.

    A comma or a point before one or two last digits separates the cents; one sign, the same throughout, groups thousands.
    """
    found = _EUROS.fullmatch(" ".join(text.replace("€", " ").split()))
    if found is None or (found["group"] and found["group"] == found["point"]):
        return None
    # Nobody groups thousands after a zero: "0,001" is a tenth of a cent, not one euro.
    if found["group"] and found["whole"].startswith("0"):
        return None
    whole = "".join(sign for sign in found["whole"] if sign.isdigit())
    if len(whole) > MOST_DIGITS:
        return None
    amount = Decimal(f"{whole}.{found['cents'] or '0'}").quantize(CENT)
    return -amount if found["sign"] else amount
