"""What stayed between two sequences: always right, and bounded in its work."""

from hypothesis import given, settings
from hypothesis import strategies as st

from amif_network.core.comparison import pieces
from amif_network.core.comparison.alignment import Match, matches, steps
from tests.core.comparison.texts import paragraphs, versions

SEQUENCES = st.lists(st.sampled_from("aabbcdefgh"), max_size=20)


@given(SEQUENCES, SEQUENCES)
@settings(max_examples=200, deadline=None)
def test_what_matches_is_equal_and_in_order(old: list[str], new: list[str]) -> None:
    found = matches(old, new)
    assert found[-1] == Match(len(old), len(new), 0)
    i = j = 0
    for match in found:
        assert old[match.i : match.i + match.size] == new[match.j : match.j + match.size]
        assert match.i >= i
        assert match.j >= j
        i, j = match.i + match.size, match.j + match.size


@given(SEQUENCES)
def test_a_sequence_matches_itself(sequence: list[str]) -> None:
    assert sum(match.size for match in matches(sequence, sequence)) == len(sequence)


@given(SEQUENCES, SEQUENCES, SEQUENCES)
def test_what_only_comes_leaves_the_rest_matched(start: list[str], end: list[str], more: list[str]) -> None:
    assert sum(match.size for match in matches(start + end, start + more + end)) == len(start) + len(end)


def test_what_occurs_once_holds_the_rest_together() -> None:
    assert matches(list("xaxbx"), list("yaybyb")) == [Match(1, 1, 1), Match(3, 3, 1), Match(5, 6, 0)]


def test_a_stretch_that_would_take_long_counts_as_replaced() -> None:
    assert matches(["x", "y"] * 100, ["y", "x"] * 100) == [Match(0, 1, 199), Match(200, 200, 0)]
    assert matches(["x", "y"] * 200, ["y", "x"] * 200) == [Match(400, 400, 0)]


@given(versions())
@settings(max_examples=75, deadline=None)
def test_the_steps_cover_both_texts_in_order(texts: tuple[str, str, str]) -> None:
    old, new = pieces(texts[0]), pieces(texts[1])
    i = j = 0
    for step in steps(old, new):
        assert (step.i1, step.j1) == (i, j)
        i, j = step.i2, step.j2
        sizes = {"same": (1, 1), "changed": (1, 1), "removed": (1, 0)}.get(step.kind, (i - step.i1, j - step.j1))
        assert (i - step.i1, j - step.j1) == sizes
    assert (i, j) == (len(old), len(new))


def test_paragraphs_that_resemble_each_other_are_changed_however_many_come_before() -> None:
    lines = [f"ligne {number} qui parle de thème{number} et de sujet{number}" for number in range(30)]
    fresh = [f"tout neuf {number} sans rapport" for number in range(20)]
    old, new = pieces(paragraphs(*lines)), pieces(paragraphs(*fresh, *(f"{line} enfin" for line in lines)))
    assert [step.kind for step in steps(old, new)] == ["added", *["changed"] * 30]
