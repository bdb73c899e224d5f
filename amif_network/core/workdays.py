"""Working days in Belgium: Monday to Friday without the legal holidays (the `holidays` package knows them, Easter included)."""

import datetime
from functools import lru_cache

import holidays

# Nobody gets a mail that nobody asked for before this hour, Brussels time.
FIRST_HOUR = 7
_DAY = datetime.timedelta(days=1)
_SATURDAY = 5


def is_working_day(day: datetime.date) -> bool:
    """Tell whether offices are open on `day`."""
    return day.weekday() < _SATURDAY and day not in _holidays(day.year)


def add_working_days(day: datetime.date, count: int) -> datetime.date:
    """Return the working day that comes `count` (1 or more) working days after `day`, which may be any day itself.

    Raises ValueError for a count below 1.
    """
    if count < 1:
        raise ValueError("Count at least one working day.")
    while count:
        day += _DAY
        count -= is_working_day(day)
    return day


def name_of_holiday(day: datetime.date, lang: str) -> str:
    """Return what is celebrated on `day`, in French or in Dutch; "" on any other day."""
    return _holidays(day.year, lang).get(day, "")


@lru_cache(maxsize=64)
def _holidays(year: int, lang: str = "nl") -> dict[datetime.date, str]:
    """Return the legal holidays of a year with their names in `lang`."""
    return dict(holidays.country_holidays("BE", years=year, language=lang))
