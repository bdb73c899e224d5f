"""Until when answers to a round of review are asked: in working days, never in the past, never shortened (UX §5)."""

import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from amif_network.core.bilingual import active_language
from amif_network.core.formats import format_date
from amif_network.core.workdays import add_working_days, is_working_day, name_of_holiday

# How long organisations have to read, in working days, and the longest that a slip of the keyboard may give them, in days:
# what was promised to an organisation cannot be taken back.
WORKING_DAYS = 10
LONGEST = datetime.timedelta(days=100)


def proposed_deadline(today: datetime.date) -> datetime.date:
    """Return the last day that a round which starts today gives its readers."""
    return add_working_days(today, WORKING_DAYS)


def refuse_deadline(day: datetime.date, *, today: datetime.date, after: datetime.date | None = None) -> None:
    """Raise ValidationError for a deadline in the past, one that is not later than the day `after`, or one too far away."""
    if day < today:
        raise ValidationError(_("The deadline lies in the past. Choose today or a later day."), code="past")
    if after is not None and day <= after:
        said = _("A deadline is never shortened: choose a day after %(day)s.")
        raise ValidationError(said, code="shortened", params={"day": _in_words(after)})
    if day > today + LONGEST:
        said = _("This is more than %(days)d days away, and a deadline cannot be shortened. Choose an earlier day.")
        raise ValidationError(said, code="far", params={"days": LONGEST.days})


def warning_of(day: datetime.date) -> str:
    """Say that nobody works on `day`, and which day could be chosen instead; "" for a working day."""
    if is_working_day(day):
        return ""
    holiday = name_of_holiday(day, active_language())
    said = (
        _("%(day)s is a holiday (%(holiday)s). The next working day is %(next)s.")
        if holiday
        else _("%(day)s is in a weekend. The next working day is %(next)s.")
    )
    words = {"day": _in_words(day), "holiday": holiday, "next": _in_words(add_working_days(day, 1))}
    said = said % words
    return said[:1].upper() + said[1:]


def _in_words(day: datetime.date) -> str:
    return format_date(day, active_language(), weekday=True)
