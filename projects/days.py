"""Days on which something about a call can be: no slip of the finger in a year, and nothing that is noted has yet to happen."""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

FIRST_YEAR, LAST_YEAR = 2000, 2100


def is_likely(day: datetime.date) -> bool:
    """Tell whether a call, or something about it, can be in the year of `day`."""
    return FIRST_YEAR <= day.year <= LAST_YEAR


def year_unlikely() -> Any:
    """Return the sentence about a year in which no call can be."""
    return _("The year must lie between %(first)d and %(last)d.") % {"first": FIRST_YEAR, "last": LAST_YEAR}


def not_ahead(day: datetime.date, at: datetime.datetime | None = None) -> datetime.date:
    """Return the day on which something happened, seen from `at`, else from now.

    Raises ValidationError for one that is still to come, or in a year in which no call can be.
    """
    if not is_likely(day):
        raise ValidationError(year_unlikely())
    if day > timezone.localdate(at):
        raise ValidationError(_("This day is still to come."))
    return day
