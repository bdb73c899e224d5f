"""One value in a cell: written the same in every language, read as people type it.

A text that a spreadsheet program would take for a formula gets an apostrophe before it, on the way back it loses it again: what
people typed into the portal never computes on somebody else's machine, and a round trip changes nothing.
"""

import datetime
import re
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from amif_network.core.inputs import parse_date, parse_time
from amif_network.core.money import CENT, read_euros

# What programs take for the start of a formula, also in the full-width forms of East Asian keyboards.
_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
# Between which years a day can be that nobody mistyped: the oldest dates are those on which bodies were founded.
FIRST_YEAR, LAST_YEAR = 1900, 2100
TRUE = frozenset({"1", "true", "yes", "oui", "ja", "vrai", "waar", "x"})
FALSE = frozenset({"0", "false", "no", "non", "nee", "neen", "faux", "onwaar"})


def neutral(text: str) -> str:
    """Return a text as it may stand in a cell: one that looks like a formula behind an apostrophe."""
    return f"'{text}" if _FORMULA.match(text) else text


def restored(text: str) -> str:
    """Return the text that `neutral` was given."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def read_text(value: Any) -> str:
    """Return what a cell says as text: a whole number without its ".0", one kind of line end, nothing at either end."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        value = value.date()
    text = str(value).replace("\r\n", "\n").replace("\r", "\n")
    plain = restored(text)
    return plain.strip() if plain == text else plain.rstrip()


def read_day(value: Any, first_year: int = FIRST_YEAR) -> datetime.date | None:
    """Return the day in a cell: a date of the spreadsheet, "2021-08-17", "17/08/2021". Raises ValueError."""
    if isinstance(value, datetime.datetime):
        return _likely(value.date(), first_year)
    if isinstance(value, datetime.date):
        return _likely(value, first_year)
    text = read_text(value)
    day = parse_date(text.removesuffix(" 00:00:00")) if text else None
    if text and day is None:
        raise ValueError(_("“%(text)s” is no date. Write it like 2021-08-17 or 17/08/2021.") % {"text": text})
    return _likely(day, first_year) if day else None


def _likely(day: datetime.date, first_year: int) -> datetime.date:
    """Return the day. Raises ValueError for a year that is a slip of the finger."""
    if not first_year <= day.year <= LAST_YEAR:
        sentence = _("The year must lie between %(first)d and %(last)d.")
        raise ValueError(sentence % {"first": first_year, "last": LAST_YEAR})
    return day


def read_clock(value: Any) -> datetime.time | None:
    """Return the time of day in a cell. Raises ValueError."""
    if isinstance(value, datetime.datetime):
        return value.time()
    if isinstance(value, datetime.time):
        return value
    text = read_text(value)
    if re.fullmatch(r"\d{1,2}:\d{2}:00", text):
        text = text.removesuffix(":00")
    clock = parse_time(text) if text else None
    if text and clock is None:
        raise ValueError(_("“%(text)s” is no time of day. Write it like 14:15.") % {"text": text})
    return clock


def read_moment(value: Any, first_year: int = FIRST_YEAR) -> datetime.datetime | None:
    """Return day and time in a cell, in the time of Brussels where it does not say otherwise; a day alone is its start.

    Raises ValueError.
    """
    if isinstance(value, datetime.datetime):
        moment: datetime.datetime | None = value
    else:
        text = read_text(value)
        if not text:
            return None
        day = parse_date(text)
        moment = datetime.datetime.combine(day, datetime.time()) if day else _parsed(text)
    if moment is None:
        raise ValueError(_("“%(text)s” is no date. Write it like 2021-08-17 or 17/08/2021.") % {"text": read_text(value)})
    _likely(moment.date(), first_year)
    return timezone.make_aware(moment) if timezone.is_naive(moment) else moment


def _parsed(text: str) -> datetime.datetime | None:
    try:
        return parse_datetime(text)
    except ValueError:
        return None


def read_number(value: Any, sentence: str) -> Decimal | None:
    """Return an amount or another number to two places: 47500, 47500.5, "47 500,00 €". Raises ValueError with `sentence`."""
    if isinstance(value, bool):
        raise ValueError(sentence % {"text": value})
    if isinstance(value, int | float | Decimal):
        # A cell keeps 0.1 + 0.2 as 0.30000000000000004: fifteen digits are what it can be relied on for.
        number = Decimal(format(value, ".15g")) if isinstance(value, float) else Decimal(value)
    else:
        text = read_text(value)
        if not text:
            return None
        read = read_euros(text)
        if read is None:
            raise ValueError(sentence % {"text": text})
        number = read
    # Its size first: what has more digits than decimal arithmetic cannot be rounded to cents.
    if not number.is_finite() or abs(number) >= Decimal(10) ** 12 or number != number.quantize(CENT):
        raise ValueError(sentence % {"text": value})
    return number.quantize(CENT)


def read_truth(value: Any) -> bool:
    """Return yes or no; an empty cell says yes. Raises ValueError."""
    text = read_text(value).lower()
    if text in FALSE:
        return False
    if text and text not in TRUE:
        raise ValueError(_("“%(text)s” is neither “true” nor “false”.") % {"text": text})
    return True
