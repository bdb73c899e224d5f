"""How dates, times, amounts and slide references are written in each language."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amif_network.core.formats import (
    format_date,
    format_list,
    format_slides,
    format_time,
    format_time_range,
)

NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("value", "lang", "written"),
    [
        (date(2022, 4, 1), "fr", "1er avril 2022"),
        (date(2022, 4, 2), "fr", "2 avril 2022"),
        (date(2022, 4, 11), "fr", "11 avril 2022"),
        (date(2022, 4, 21), "fr", "21 avril 2022"),
        (date(2022, 5, 31), "fr", "31 mai 2022"),
        (date(2021, 8, 17), "fr", "17 août 2021"),
        (date(2022, 4, 1), "nl", "1 april 2022"),
        (date(2021, 8, 17), "nl", "17 augustus 2021"),
        (date(2024, 2, 29), "nl", "29 februari 2024"),
    ],
)
def test_a_date_is_written_in_full(value: date, lang: str, written: str) -> None:
    assert format_date(value, lang) == written


@pytest.mark.parametrize(
    ("lang", "written"),
    [("fr", "jeudi 21 avril 2022"), ("nl", "donderdag 21 april 2022")],
)
def test_a_date_tells_its_weekday_when_asked(lang: str, written: str) -> None:
    assert format_date(date(2022, 4, 21), lang, weekday=True) == written


@pytest.mark.parametrize(
    ("lang", "week"),
    [
        ("fr", ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]),
        ("nl", ["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"]),
    ],
)
def test_the_week_starts_on_monday(lang: str, week: list[str]) -> None:
    monday = date(2021, 8, 16)
    written = [format_date(monday + timedelta(days=day), lang, weekday=True) for day in range(7)]
    assert [day.split()[0] for day in written] == week


@given(st.dates())
def test_only_the_first_day_of_a_month_is_an_ordinal_in_french(value: date) -> None:
    assert ("1er" in format_date(value, "fr").split()) == (value.day == 1)


@given(st.dates())
def test_dutch_has_no_ordinal_days(value: date) -> None:
    assert format_date(value, "nl").split()[0] == str(value.day)


@pytest.mark.parametrize(
    ("value", "lang", "written"),
    [
        (time(14, 15), "fr", "14h15"),
        (time(9, 0), "fr", "9h00"),
        (time(9, 5), "fr", "9h05"),
        (time(0, 0), "fr", "0h00"),
        (time(14, 15), "nl", f"14.15{NBSP}uur"),
        (time(9, 0), "nl", f"9.00{NBSP}uur"),
    ],
)
def test_a_time_shows_its_minutes(value: time, lang: str, written: str) -> None:
    assert format_time(value, lang) == written


@pytest.mark.parametrize(
    ("value", "lang", "written"),
    [
        (time(14, 0), "fr", "14h"),
        (time(14, 15), "fr", "14h15"),
        (time(14, 0), "nl", f"14{NBSP}uur"),
        (time(14, 15), "nl", f"14.15{NBSP}uur"),
    ],
)
def test_a_short_time_leaves_out_the_minutes_of_a_full_hour(value: time, lang: str, written: str) -> None:
    assert format_time(value, lang, short=True) == written


@pytest.mark.parametrize(
    ("start", "end", "lang", "written"),
    [
        (time(9), time(9, 30), "fr", "9h00 à 9h30"),
        (time(9), time(9, 30), "nl", f"9.00 tot 9.30{NBSP}uur"),
        (time(9), None, "fr", "9h00"),
        (None, time(16), "nl", f"16.00{NBSP}uur"),
        (None, None, "fr", ""),
    ],
)
def test_a_span_of_the_day(start: time | None, end: time | None, lang: str, written: str) -> None:
    assert format_time_range(start, end, lang) == written


def test_a_short_span_of_the_day() -> None:
    assert format_time_range(time(9), time(16, 30), "fr", short=True) == "9h à 16h30"
    assert format_time_range(time(9), time(16, 30), "nl", short=True) == f"9 tot 16.30{NBSP}uur"


@pytest.mark.parametrize(
    ("items", "lang", "written"),
    [
        ([], "fr", ""),
        (["1."], "fr", "1."),
        (["1.", "2."], "fr", "1. et 2."),
        (["1.", "2.", "3."], "nl", "1., 2. en 3."),
    ],
)
def test_a_list_of_labels(items: list[str], lang: str, written: str) -> None:
    assert format_list(items, lang) == written


@pytest.mark.parametrize(
    ("first", "last", "numbers", "to_end", "french", "dutch"),
    [
        (3, 6, [], False, "diapositives 3 à 6", "dia’s 3 tot 6"),
        (7, None, [], True, "diapositive 7 à la fin", "dia 7 tot het einde"),
        (5, None, [], False, "diapositive 5", "dia 5"),
        (5, 5, [], False, "diapositive 5", "dia 5"),
        (None, None, [12, 14], False, "diapositives 12 et 14", "dia’s 12 en 14"),
        (None, None, [2, 4, 9], False, "diapositives 2, 4 et 9", "dia’s 2, 4 en 9"),
        (None, None, [8], False, "diapositive 8", "dia 8"),
        (None, None, [], False, "", ""),
    ],
)
def test_a_reference_to_slides(
    first: int | None, last: int | None, numbers: list[int], to_end: bool, french: str, dutch: str
) -> None:
    assert format_slides(first, last, numbers, to_end, "fr") == french
    assert format_slides(first, last, numbers, to_end, "nl") == dutch


def test_a_language_without_rules_is_refused() -> None:
    with pytest.raises(ValueError, match="No formats for the language 'de'"):
        format_date(date(2022, 4, 1), "de")
    with pytest.raises(ValueError, match="'de'"):
        format_slides(None, None, [], False, "de")
