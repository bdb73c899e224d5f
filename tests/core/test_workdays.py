"""Working days in Belgium."""

import datetime

import pytest

from amif_network.core.workdays import add_working_days, is_working_day, name_of_holiday

D = datetime.date


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (D(2022, 3, 4), True),  # a Friday
        (D(2022, 3, 5), False),  # a Saturday
        (D(2022, 3, 6), False),  # a Sunday
        (D(2022, 7, 21), False),  # the national holiday, a Thursday
        (D(2022, 4, 18), False),  # Easter Monday moves
        (D(2023, 4, 10), False),
        (D(2022, 5, 26), False),  # Ascension Day
        (D(2022, 11, 2), True),
        (D(2022, 12, 26), True),
        (D(2024, 2, 29), True),
    ],
)
def test_weekends_and_legal_holidays_are_no_working_days(day, works):
    assert is_working_day(day) is works


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (D(2022, 3, 1), 10, D(2022, 3, 15)),
        (D(2022, 3, 4), 1, D(2022, 3, 7)),  # over a weekend
        (D(2022, 3, 5), 1, D(2022, 3, 7)),  # from a Saturday
        (D(2022, 4, 14), 10, D(2022, 4, 29)),  # over Easter Monday
        (D(2022, 12, 23), 10, D(2023, 1, 6)),  # Christmas and New Year fall on Sundays that year
        (D(2024, 12, 23), 10, D(2025, 1, 8)),  # over Christmas Day and New Year's Day
    ],
)
def test_working_days_are_counted_over_weekends_and_holidays(day, count, expected):
    assert add_working_days(day, count) == expected


@pytest.mark.parametrize("count", [0, -3])
def test_no_working_days_cannot_be_added(count):
    with pytest.raises(ValueError, match="at least one"):
        add_working_days(D(2022, 3, 1), count)


def test_a_holiday_has_a_name_in_both_languages():
    assert name_of_holiday(D(2022, 7, 21), "fr") == "Fête nationale"
    assert name_of_holiday(D(2022, 7, 21), "nl") == "Nationale feestdag"
    assert name_of_holiday(D(2022, 7, 22), "fr") == ""
