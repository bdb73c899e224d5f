"""A text cut into pieces and put together again is the same text."""

import pytest
from hypothesis import given, settings

from amif_network.core.comparison import join, pieces
from amif_network.core.richtext import canonical, plain_text, sanitise
from tests.core.richtext_strategies import any_html

TABLE = (
    '<table><caption>Lits</caption><thead><tr><th scope="col">CPAS</th><th scope="col">Places</th></tr></thead>'
    "<tbody><tr><td>Mons</td><td>4</td></tr><tr><td>Gent</td><td>9</td></tr></tbody></table>"
)


@given(any_html)
@settings(max_examples=100, deadline=None)
def test_the_pieces_of_a_text_are_the_text(html: str) -> None:
    assert join(pieces(html)) == sanitise(html)


@given(any_html)
@settings(max_examples=75, deadline=None)
def test_pieces_that_say_the_same_are_canonically_the_same(html: str) -> None:
    """The short way to fold white space, on the written text, is as good as the long one through the model."""
    whole = canonical(html)
    assert "".join(piece.key for piece in pieces(html)) == "".join(piece.key for piece in pieces(whole))
    assert all(piece.key == piece.text for piece in pieces(whole))


@given(any_html)
@settings(max_examples=75, deadline=None)
def test_any_choice_of_pieces_makes_a_stored_text(html: str) -> None:
    for chosen in (pieces(html)[::2], pieces(html)[1::2], pieces(html)[::-1], pieces(html) * 2):
        assert sanitise(join(chosen)) == join(chosen)


def test_joining_leaves_the_pieces_as_they_were() -> None:
    parts = pieces("<table><tr><th>a<th>b</tr><tr><td>c</tr></table>")
    before = [piece.text for piece in parts]
    join([parts[0], parts[2], parts[1]])
    assert [piece.text for piece in parts] == before == [piece.text for piece in pieces(join(parts))]


def test_entries_of_lists_and_rows_of_tables_are_pieces() -> None:
    html = f"<p>a</p><ul><li>b<ul><li>c</li></ul></li><li>d</li></ul><h3>e</h3>{TABLE}"
    assert [plain_text(join([piece])) for piece in pieces(html)] == [
        *["a", "", "b\nc", "d", "e"],
        *["Lits", "CPAS\tPlaces", "Mons\t4", "Gent\t9"],
    ]


def test_a_table_with_cells_over_several_rows_stays_whole() -> None:
    html = "<table><tbody><tr><td rowspan=2>a</td><td>b</td></tr><tr><td>c</td></tr></tbody></table>"
    assert len(pieces(html)) == 1


def test_a_quotation_is_one_piece() -> None:
    assert [piece.text for piece in pieces("<blockquote><p>a</p><p>b</p></blockquote>")] == [
        "<blockquote><p>a</p><p>b</p></blockquote>"
    ]


@pytest.mark.parametrize(
    ("html", "place", "alone"),
    [
        ("<ul><li>a</li><li>b</li></ul>", 2, "<ul><li>b</li></ul>"),
        ('<ol start="4" type="a"><li>a</li><li>b</li></ol>', 2, '<ol start="5" type="a"><li>b</li></ol>'),
        (f"{TABLE}", 2, "<table><tbody><tr><td>Mons</td><td>4</td></tr></tbody></table>"),
        (f"{TABLE}", 0, "<p>Lits</p>"),
        ("<ul><li>a</li></ul>", 0, ""),
    ],
)
def test_a_piece_alone_is_a_text(html: str, place: int, alone: str) -> None:
    assert join([pieces(html)[place]]) == alone


def test_two_lists_next_to_each_other_stay_two() -> None:
    html = "<ul><li>a</li></ul><ul><li>b</li></ul><ol><li>c</li></ol>"
    assert join(pieces(html)) == html
