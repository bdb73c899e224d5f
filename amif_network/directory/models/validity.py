"""From when to when a row holds, said once for every model of the directory.

Dates are inclusive days: an organisation with `valid_to` 31 December 2024 exists on that day and no
longer on the next. An empty `valid_from` means "since before our records".
"""

from datetime import date

from django.contrib.postgres.fields import DateRangeField
from django.db.models import F, Func, Q, Value


def valid_on(day: date) -> Q:
    """Return the condition "holds on `day`" on the columns valid_from and valid_to."""
    started = Q(valid_from__isnull=True) | Q(valid_from__lte=day)
    return started & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))


def ordered_dates(first: str, last: str) -> Q:
    """Return the condition "`last` is not before `first`", which an empty date never breaks."""
    return Q(**{f"{first}__isnull": True}) | Q(**{f"{last}__isnull": True}) | Q(**{f"{last}__gte": F(first)})


def validity() -> Func:
    """Return the days from valid_from to valid_to, both included, as a range."""
    return Func(F("valid_from"), F("valid_to"), Value("[]"), function="DATERANGE", output_field=DateRangeField())
