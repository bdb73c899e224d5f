"""A heading that two people change: one line, taken as a whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amif_network.core.comparison import merge_line

LINES = st.sampled_from(["", "Accueil", "Mot d'accueil", "Mot  d'accueil", "Budget"])


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "agreed"),
    [
        ("a", "a", "b", "b"),
        ("a", "b", "a", "b"),
        ("a", "b", "b", "b"),
        ("a", "b", "c", None),
        ("a b", "a\u00a0b", "a b", "a\u00a0b"),
        ("a b", "a\u00a0b", "c", "c"),
        ("é", "e\u0301", "c", "c"),
        ("", "b", "", "b"),
        (None, "b", "b", "b"),
        (None, "b", "", None),
    ],
)
def test_a_line_is_merged_as_a_whole(base: str | None, mine: str, theirs: str, agreed: str | None) -> None:
    assert merge_line(base, mine, theirs).agreed == agreed


@given(LINES | st.none(), LINES, LINES)
def test_the_order_of_the_two_makes_no_difference(base: str | None, mine: str, theirs: str) -> None:
    assert merge_line(base, mine, theirs).agreed == merge_line(base, theirs, mine).agreed


@pytest.mark.parametrize(("choice", "line"), [("mine", "b"), ("theirs", "c"), ("both", "c / b")])
def test_somebody_chooses_between_two_lines(choice: str, line: str) -> None:
    assert merge_line("a", "b", "c").resolve(choice) == line


def test_both_of_a_line_and_an_empty_one_is_the_line() -> None:
    assert merge_line("a", "", "c").resolve("both") == "c"


def test_an_agreed_line_leaves_no_choice() -> None:
    assert merge_line("a", "a", "c").resolve("mine") == "c"
