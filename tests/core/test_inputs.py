"""Times, dates and lines as people type them."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from amif_network.core.formats import format_date, format_time
from amif_network.core.inputs import DateField, LineField, TimeField, parse_date, parse_time


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("14:15", (14, 15)),
        ("14h15", (14, 15)),
        ("14.15", (14, 15)),
        ("14.15 uur", (14, 15)),
        ("14\u00a0h\u00a015", (14, 15)),
        ("9u00", (9, 0)),
        ("9 u 05", (9, 5)),
        ("9H", (9, 0)),
        ("9 heures", (9, 0)),
        ("9", (9, 0)),
        ("0915", (9, 15)),
        ("00:00", (0, 0)),
        ("  23:59 ", (23, 59)),
    ],
)
def test_times_are_read_in_every_notation(typed: str, read: tuple[int, int]) -> None:
    assert parse_time(typed) == datetime.time(*read)


@pytest.mark.parametrize("typed", ["24:00", "14:60", "14h5", "quatorze", "14:15:00:00", "-1", "", "1:2:3", "12345", "²h00"])
def test_what_is_no_time_is_refused(typed: str) -> None:
    assert parse_time(typed) is None


@given(st.times(), st.sampled_from(["fr", "nl"]))
def test_every_time_we_write_is_read_back(time: datetime.time, lang: str) -> None:
    to_the_minute = time.replace(second=0, microsecond=0, tzinfo=None)
    assert parse_time(format_time(to_the_minute, lang)) == to_the_minute


@pytest.mark.parametrize(
    "typed",
    [
        "14/09/2021",
        "14-9-2021",
        "14.09.2021",
        "2021-09-14",
        "14 septembre 2021",
        "14 SEPTEMBER 2021",
        "dinsdag 14 september 2021",
        "14 sept. 2021",
    ],
)
def test_dates_are_read_in_figures_and_in_words(typed: str) -> None:
    assert parse_date(typed) == datetime.date(2021, 9, 14)


@pytest.mark.parametrize("typed", ["31/02/2021", "3 jui 2021", "14/09/21", "14 foo 2021", "demain", "", "0/1/2021", "1/13/2021"])
def test_what_is_no_date_or_not_certain_is_refused(typed: str) -> None:
    assert parse_date(typed) is None


@given(st.dates(min_value=datetime.date(1000, 1, 1)), st.sampled_from(["fr", "nl"]), st.booleans())
def test_every_date_we_write_is_read_back(day: datetime.date, lang: str, weekday: bool) -> None:
    assert parse_date(format_date(day, lang, weekday=weekday)) == day


@pytest.mark.parametrize(("lang", "shown"), [("fr", "14h15"), ("nl", "14.15")])
def test_a_time_field_shows_the_notation_of_the_page(lang: str, shown: str) -> None:
    with translation.override(lang):
        assert TimeField().prepare_value(datetime.time(14, 15)) == shown


def test_a_time_field_gives_back_what_was_typed_when_it_is_wrong() -> None:
    assert TimeField().prepare_value("quatorze") == "quatorze"
    with pytest.raises(ValidationError):
        TimeField().clean("quatorze")


def test_blank_times_and_dates_are_none() -> None:
    assert TimeField(required=False).clean("  ") is None
    assert DateField(required=False).clean("") is None


def test_a_line_becomes_one_line() -> None:
    assert LineField().clean("  Rencontre\n du\t réseau ") == "Rencontre du réseau"


def test_what_nobody_sees_is_left_out_of_a_line_and_accents_are_composed() -> None:
    assert LineField().clean("\ufeffRen\xadcontre\u202e du\u200b re\u0301seau\u2069") == "Rencontre du réseau"


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x1b", "\x7f", "\x9f"])
def test_a_line_refuses_control_characters(character: str) -> None:
    with pytest.raises(ValidationError):
        LineField().clean(f"Rencontre{character}du réseau")
