"""Two versions side by side: no block appears or vanishes."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from amif_network.core import richtext
from meetings.blocks import Pair, both, compare, split

# Reading HTML takes its time on a busy machine.
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
PARAGRAPHS = st.lists(st.sampled_from(["un", "deux", "trois", "quatre"]), max_size=6).map(
    lambda words: "".join(f"<p>{word}</p>" for word in words)
)


def test_a_text_is_cut_into_its_outermost_blocks() -> None:
    html = "<p>a</p><ul><li>b<ul><li>c</li></ul></li></ul><table><tbody><tr><td>d</td></tr></tbody></table><h3>e</h3>"
    assert split(html) == [
        "<p>a</p>",
        "<ul><li>b<ul><li>c</li></ul></li></ul>",
        "<table><tbody><tr><td>d</td></tr></tbody></table>",
        "<h3>e</h3>",
    ]


def test_versions_are_compared_block_by_block() -> None:
    left = "<p>commun</p><p>ancien</p><p>fin</p>"
    right = "<p>commun</p><p>nouveau</p><p>fin</p><p>ajout</p>"
    assert compare(left, right) == [
        Pair("same", "<p>commun</p>", "<p>commun</p>"),
        Pair("changed", "<p>ancien</p>", "<p>nouveau</p>"),
        Pair("same", "<p>fin</p>", "<p>fin</p>"),
        Pair("only_right", "", "<p>ajout</p>"),
    ]


def test_a_block_on_one_side_only_says_so() -> None:
    assert compare("<p>a</p><p>b</p>", "<p>b</p>") == [Pair("only_left", "<p>a</p>", ""), Pair("same", "<p>b</p>", "<p>b</p>")]


def test_spaces_that_nobody_sees_make_no_difference() -> None:
    assert [pair.kind for pair in compare("<p>15 %</p>", "<p>15\u00a0%</p>")] == ["same"]


def test_both_versions_together_hold_what_they_share_once() -> None:
    assert both("<p>a</p><p>b</p>", "<p>a</p><p>c</p>") == "<p>a</p><p>b</p><p>c</p>"


def test_hostile_blocks_come_out_clean() -> None:
    assert "script" not in str(compare("<p>a</p><script>x()</script>", '<p onclick="x()">b</p>'))


@PATIENT
@given(PARAGRAPHS, PARAGRAPHS)
def test_every_block_of_either_version_stands_in_one_pair(left: str, right: str) -> None:
    pairs = compare(left, right)
    assert "".join(pair.left for pair in pairs) == richtext.sanitise(left)
    assert "".join(pair.right for pair in pairs) == richtext.sanitise(right)


@PATIENT
@given(PARAGRAPHS, PARAGRAPHS)
def test_both_together_lose_no_block(left: str, right: str) -> None:
    together = split(both(left, right))
    for word in split(left) + split(right):
        assert together.count(word) >= max(split(left).count(word), split(right).count(word))
