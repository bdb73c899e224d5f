"""Rows in an order: moved by position, by buttons, and read from what was sent."""

import itertools

import pytest

from meetings.forms.rows import arranged, in_new_order


def test_rows_with_their_own_positions_stay() -> None:
    assert in_new_order("abc", [1, 2, 3]) == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("positions", "order"),
    [
        ([1, 2, 3, 4, 2], "aebcd"),
        ([1, 5, 3, 4, 5], "acdeb"),
        ([5, 2, 3, 4, 5], "bcdea"),
        ([1, 2, 3, 4, 1], "eabcd"),
        ([9, 2, 3, 4, 5], "bcdea"),
        ([1, 2, 3, 3, 3], "abdec"),
        ([0, 2, 3, 4, 5], "abcde"),
    ],
)
def test_a_row_goes_where_its_position_says(positions: list[int], order: str) -> None:
    assert "".join(in_new_order("abcde", positions)) == order


def test_any_permutation_sent_by_the_page_comes_out_as_shown() -> None:
    for shown in itertools.permutations("abcd"):
        positions = [shown.index(row) + 1 for row in "abcd"]
        assert in_new_order("abcd", positions) == list(shown)


def test_buttons_move_a_row_by_one() -> None:
    rows = [{"label": name} for name in "abc"]
    assert [row["label"] for row in arranged(list(rows), {"up": "2"})] == ["b", "a", "c"]
    assert [row["label"] for row in arranged(list(rows), {"down": "2"})] == ["a", "c", "b"]


@pytest.mark.parametrize(
    "wish", [{"up": "1"}, {"down": "3"}, {"up": "0"}, {"up": "-1"}, {"down": "99999999999"}, {"up": "x"}, {"add": "1"}, {}]
)
def test_impossible_wishes_change_nothing(wish: dict[str, str]) -> None:
    rows = [{"label": name} for name in "abc"]
    assert [row["label"] for row in arranged(rows, wish)] == ["a", "b", "c"]
