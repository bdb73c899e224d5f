"""Printed numbers: continued in the style of the ones before."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.numbering import automatic, first_below, following


@pytest.mark.parametrize(
    ("label", "next_label"),
    [
        ("0.", "1."),
        ("2.", "3."),
        ("9", "10"),
        ("I.", "II."),
        ("IX.", "X."),
        ("XXXIX", "XL"),
        ("I.2", "I.3"),
        ("IV.1.", "IV.2."),
        ("b)", "c)"),
        ("C.", "D."),
        ("A.1", "A.2"),
        ("Punt 3", "Punt 4"),
    ],
)
def test_the_number_after_keeps_the_style(label: str, next_label: str) -> None:
    assert following(label) == next_label


@pytest.mark.parametrize("label", ["", "z)", "iv)", "Divers", "–"])
def test_what_does_not_count_has_no_number_after_it(label: str) -> None:
    assert following(label) == ""


@pytest.mark.parametrize(("parent", "first"), [("", "1."), ("I.", "I.1"), ("2", "2.1"), ("a)", "a.1"), ("2.1", "2.1.1")])
def test_the_first_number_below_another(parent: str, first: str) -> None:
    assert first_below(parent) == first


def test_an_automatic_number_starts_afresh_after_a_label_that_does_not_count() -> None:
    assert automatic("2.", "") == "2.1"
    assert automatic("2.", "Divers") == "2.1"
    assert automatic("2.", "2.4") == "2.5"


@given(
    st.integers(min_value=0, max_value=10**6), st.sampled_from(["", "1.", "I.", "Punt "]), st.sampled_from(["", ".", ")", " -"])
)
def test_arabic_numbers_count_on_whatever_stands_around_them(number: int, before: str, after: str) -> None:
    assert following(f"{before}{number}{after}".strip()) == f"{before}{number + 1}{after}".strip()


@given(st.text(max_size=12))
def test_no_label_breaks_it(label: str) -> None:
    assert len(following(label)) <= len(label) + 4
