"""Dates and times as people type them."""

import datetime as dt

import pytest

from meetings.importing.dates import dates_in
from meetings.importing.times import leading_time, trailing_time


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("14 september 2021", dt.date(2021, 9, 14)),
        ("14 septembre 2021", dt.date(2021, 9, 14)),
        ("1er avril 2022", dt.date(2022, 4, 1)),
        ("1 er avril 2022", dt.date(2022, 4, 1)),
        ("17 AOÛT 2021", dt.date(2021, 8, 17)),
        ("3 fevrier 2022", dt.date(2022, 2, 3)),
        ("3 févr. 2022", dt.date(2022, 2, 3)),
        ("9 mrt. 2023", dt.date(2023, 3, 9)),
        ("jeudi 21 avril 2022", dt.date(2022, 4, 21)),
        ("donderdag 21 april 2022", dt.date(2022, 4, 21)),
        ("03/04/2023", dt.date(2023, 4, 3)),
        ("3-4-2023", dt.date(2023, 4, 3)),
        ("04.10.22", dt.date(2022, 10, 4)),
        ("2022-04-21", dt.date(2022, 4, 21)),
    ],
)
def test_dates_in_every_notation(text: str, date: dt.date):
    assert [found.value for found in dates_in(f"Verslag {text} AMIF")] == [date]


@pytest.mark.parametrize("text", ["2021-2027", "AMIF 42 2020-2021", "31 februari 2022", "99/99/2022", "12 apôtres 2022", "2022"])
def test_what_is_no_date(text: str):
    assert dates_in(text) == []


@pytest.mark.parametrize("text", ["03/04", "3 avril", "op 3 april"])
def test_a_date_without_year_has_no_value(text: str):
    assert [(found.day, found.month, found.value) for found in dates_in(text)] == [(3, 4, None)]


@pytest.mark.parametrize(
    ("text", "start", "end", "title"),
    [
        ("9u00 à 9u30:\tAccueil", "09:00", "09:30", "Accueil"),
        ("9h00 à 9h30 : Accueil", "09:00", "09:30", "Accueil"),
        ("9h00 - 9h30 : Accueil", "09:00", "09:30", "Accueil"),
        ("14:15 à 14:25 : Pause", "14:15", "14:25", "Pause"),
        ("9.00 - 9.30 uur Onthaal", "09:00", "09:30", "Onthaal"),
        ("9.00 uur - 9.30 uur: Onthaal", "09:00", "09:30", "Onthaal"),
        ("van 9u tot 9u30 Onthaal", "09:00", "09:30", "Onthaal"),
        ("9u30 Accueil", "09:30", None, "Accueil"),
        ("9-10u: Accueil", "09:00", "10:00", "Accueil"),
        ("9 h 00 – 9 h 30 Accueil", "09:00", "09:30", "Accueil"),
        ("9 heures 30 : Accueil", "09:30", None, "Accueil"),
        ("de 9 h à 9 h 30, accueil", "09:00", "09:30", "accueil"),
        ("(9h00 - 9h30) Accueil", "09:00", "09:30", "Accueil"),
        ("12u00 t.e.m. 13u00 Lunch", "12:00", "13:00", "Lunch"),
        ("à partir de 9h : Accueil", "09:00", None, "Accueil"),
        ("vanaf 9.00 uur: Onthaal", "09:00", None, "Onthaal"),
        ("9h00—9h30 Accueil", "09:00", "09:30", "Accueil"),
    ],
)
def test_times_in_front_of_a_title(text: str, start: str, end: str | None, title: str):
    found = leading_time(text)
    assert found is not None
    assert (f"{found.begins:%H:%M}", found.ends and f"{found.ends:%H:%M}", text[found.end :]) == (start, end, title)


@pytest.mark.parametrize(
    "text", ["3 à 6 personnes", "25u Rien", "2.1 Budget", "1. Accueil", "9.30 Accueil", "2022-2024", "12 CPAS"]
)
def test_what_is_no_time(text: str):
    assert leading_time(text) is None


@pytest.mark.parametrize("text", ["Accueil (9h00 - 9h30)", "Accueil : 9h00-9h30", "Accueil 9.00 - 9.30 uur"])
def test_times_behind_a_title(text: str):
    found = trailing_time(text)
    assert found is not None
    assert (text[: found.start], found.begins, found.ends) == ("Accueil", dt.time(9), dt.time(9, 30))


@pytest.mark.parametrize("text", ["Budget 2022 - 2024", "Pause (15 min)", "Projets 3 à 6"])
def test_what_is_no_time_behind_a_title(text: str):
    assert trailing_time(text) is None
