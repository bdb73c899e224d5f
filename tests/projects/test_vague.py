"""Which days people mean by words: a proposal, never more."""

import datetime

import pytest

from projects.vague import probable_range

TODAY = datetime.date(2026, 3, 5)


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("mi-octobre", "2026-10-10", "2026-10-20"),
        ("Half oktober", "2026-10-10", "2026-10-20"),
        ("à la mi-septembre 2027", "2027-09-10", "2027-09-20"),
        ("début avril", "2026-04-01", "2026-04-10"),
        ("begin april", "2026-04-01", "2026-04-10"),
        ("fin février 2028", "2028-02-21", "2028-02-29"),
        ("eind februari 2027", "2027-02-21", "2027-02-28"),
        ("première quinzaine de juin", "2026-06-01", "2026-06-15"),
        ("tweede helft van juni", "2026-06-16", "2026-06-30"),
        ("dans le courant de décembre", "2026-12-01", "2026-12-31"),
        ("september of oktober", "2026-09-01", "2026-10-31"),
        ("premier trimestre 2027", "2027-01-01", "2027-03-31"),
        ("derde kwartaal", "2026-07-01", "2026-09-30"),
        ("second semestre", "2026-07-01", "2026-12-31"),
        ("à l’automne", "2026-09-01", "2026-12-31"),
        ("in het voorjaar van 2027", "2027-03-01", "2027-06-30"),
    ],
)
def test_words_of_both_languages_mean_a_range_of_days(words, first, last):
    assert probable_range(words, TODAY) == (datetime.date.fromisoformat(first), datetime.date.fromisoformat(last))


def test_without_a_year_the_next_time_is_meant():
    assert probable_range("mi-janvier", TODAY) == (datetime.date(2027, 1, 10), datetime.date(2027, 1, 20))
    assert probable_range("mars", TODAY) == (datetime.date(2026, 3, 1), datetime.date(2026, 3, 31))


@pytest.mark.parametrize("words", ["", "bientôt", "après les vacances", "in de winter", "2027", "le trimestre prochain"])
def test_words_that_say_too_little_propose_nothing(words):
    assert probable_range(words, TODAY) is None
