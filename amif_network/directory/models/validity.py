"""From when to when a row holds, said once for every model of the directory.

Dates are inclusive days: an organisation with `valid_to` 31 December 2024 exists on that day and no
longer on the next. An empty `valid_from` means "since before our records".
"""

from datetime import date

from django.contrib.postgres.fields import DateRangeField
from django.core.exceptions import ValidationError
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

DISORDERED = _("The last day cannot be before the first.")


def valid_on(day: date) -> Q:
    """Return the condition "holds on `day`" on the columns valid_from and valid_to."""
    started = Q(valid_from__isnull=True) | Q(valid_from__lte=day)
    return started & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))


def holds_on(day: date, valid_from: date | None, valid_to: date | None) -> bool:
    """Say of one row what `valid_on` asks of many."""
    return (valid_from is None or valid_from <= day) and (valid_to is None or day <= valid_to)


def ordered_dates() -> Q:
    """Return the condition "valid_to is not before valid_from", which an empty date never breaks."""
    return Q(valid_from__isnull=True) | Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from"))


def refuse_disorder(valid_from: date | None, valid_to: date | None) -> None:
    """Raise ValidationError for dates out of order, before PostgreSQL is asked to make a range of them."""
    if valid_from and valid_to and valid_to < valid_from:
        raise ValidationError({"valid_to": DISORDERED})


def validity() -> Func:
    """Return the days from valid_from to valid_to, both included, as a range."""
    return Func(F("valid_from"), F("valid_to"), Value("[]"), function="DATERANGE", output_field=DateRangeField())
