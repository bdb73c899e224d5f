"""Stored rich text gets the heading levels, table heads and column widths that a printed document needs."""

import pytest

from amif_network.core.printable import Outline, aligned, height, is_wide, printable, text_length


def printed(html: str, level: int = 2) -> str:
    """The text below a heading of this level in a fresh document."""
    outline = Outline()
    outline.place(level)
    return printable(html, outline=outline, level=level)


def test_text_without_headings_and_tables_is_left_alone() -> None:
    html = "<p>Un <strong>deux</strong> &amp; trois</p>"
    assert printed(html) == html


@pytest.mark.parametrize(
    ("level", "stored", "shown"),
    [
        (2, "<h3>A</h3><h4>B</h4>", "<h3>A</h3><h4>B</h4>"),
        (3, "<h3>A</h3><h4>B</h4>", "<h4>A</h4><h5>B</h5>"),
        (5, "<h3>A</h3><h4>B</h4>", "<h6>A</h6><h6>B</h6>"),
        (2, "<h4>A</h4><h3>B</h3><h4>C</h4>", "<h3>A</h3><h3>B</h3><h4>C</h4>"),
    ],
)
def test_headings_follow_the_level_of_their_section_and_skip_none(level: int, stored: str, shown: str) -> None:
    assert printed_below(level, stored) == shown


def printed_below(level: int, html: str) -> str:
    """The text below a heading of this level, with all levels above it in place."""
    outline = Outline()
    for above in range(2, level + 1):
        outline.place(above)
    return printable(html, outline=outline, level=level)


def test_an_outline_never_skips_a_level() -> None:
    outline = Outline()
    assert [outline.place(wanted) for wanted in (4, 4, 2, 9, 9, 9, 9, 1)] == [2, 3, 2, 3, 4, 5, 6, 2]


def test_a_first_row_of_header_cells_becomes_the_head() -> None:
    html = "<table><tbody><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></tbody></table>"
    assert printed(html) == (
        '<table><colgroup><col class="w-50"><col class="w-50"></colgroup>'
        '<thead><tr><th scope="col">A</th><th scope="col">B</th></tr></thead>'
        "<tbody><tr><td>1</td><td>2</td></tr></tbody></table>"
    )


def test_a_caption_stays_first() -> None:
    html = "<table><caption>Titre</caption><tbody><tr><th>A</th></tr><tr><td>1</td></tr></tbody></table>"
    assert printed(html).startswith('<table><caption>Titre</caption><colgroup><col class="w-100"></colgroup><thead>')


def test_header_cells_of_rows_head_their_row() -> None:
    html = "<table><tbody><tr><th>A</th><td>1</td></tr><tr><th>B</th><td>2</td></tr></tbody></table>"
    assert printed(html).count('<th scope="row">') == 2
    assert "<thead>" not in printed(html)


def test_a_scope_that_somebody_set_is_kept() -> None:
    html = '<table><thead><tr><th scope="row">A</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>'
    assert '<th scope="row">A</th>' in printed(html)


def test_a_table_of_header_cells_alone_keeps_a_body() -> None:
    html = "<table><tbody><tr><th>A</th></tr></tbody></table>"
    assert printed(html).endswith('<tbody><tr><th scope="row">A</th></tr></tbody></table>')


def test_columns_share_the_width_by_what_they_hold() -> None:
    html = f"<table><tbody><tr><td>1</td><td>{'un texte assez long ' * 10}</td></tr></tbody></table>"
    assert '<colgroup><col class="w-10"><col class="w-60"></colgroup>' in printed(html)


def test_a_table_of_many_columns_is_set_small() -> None:
    row = "<td>1</td>" * 6
    assert '<table class="dense">' in printed(f"<table><tbody><tr>{row}</tr></tbody></table>")
    assert 'class="dense"' not in printed(f"<table><tbody><tr>{row[9:]}</tr></tbody></table>".replace("<td>1</td>", "", 1))


@pytest.mark.parametrize(("columns", "wide"), [(1, False), (3, False), (4, True)])
def test_half_a_page_has_room_for_three_columns(columns: int, wide: bool) -> None:
    assert is_wide(f"<p>a</p><table><tbody><tr>{'<td>1</td>' * columns}</tr></tbody></table>") is wide


def test_spanned_columns_count() -> None:
    assert is_wide('<table><tbody><tr><td colspan="4">1</td></tr></tbody></table>') is True
    assert is_wide("<p>no table</p>") is False


def test_texts_with_the_same_blocks_stand_side_by_side() -> None:
    assert aligned(["<p>un</p><ul><li>a</li></ul>", "<p>een</p><ul><li>b</li></ul>"]) == [
        ("<p>un</p>", "<p>een</p>"),
        ("<ul><li>a</li></ul>", "<ul><li>b</li></ul>"),
    ]


@pytest.mark.parametrize(
    "texts",
    [["<p>un</p><p>deux</p>", "<p>een</p>"], ["<p>un</p>", "<ul><li>een</li></ul>"], ["un", "een"], ["<p>un</p>", ""], ["", ""]],
)
def test_texts_with_other_blocks_stay_whole(texts: list[str]) -> None:
    assert aligned(texts) == [tuple(texts)]


@pytest.mark.parametrize(
    ("announcing", "translated"), [("<h3>un</h3>", "<h3>een</h3>"), ("<p>un :</p>", "<p>een.</p>"), ("<p>un</p>", "<p>een: </p>")]
)
def test_a_block_that_announces_the_next_one_shares_its_row(announcing: str, translated: str) -> None:
    assert aligned([f"{announcing}<p>a</p><p>b</p>", f"{translated}<p>c</p><p>d</p>"]) == [
        (f"{announcing}<p>a</p>", f"{translated}<p>c</p>"),
        ("<p>b</p>", "<p>d</p>"),
    ]


@pytest.mark.parametrize(
    ("html", "lines"),
    [
        ("", 0),
        ("un", 1),
        ("<p>0123456789</p>", 1),
        ("<p>0123456789 1</p>", 2),
        ("<h3>a</h3><p>b <em>c</em> d</p>", 2),
        ("<ul><li>a<ul><li>b</li></ul></li><li><p>c</p></li></ul>", 3),
        ("<table><tbody><tr><th>a</th><td>b</td></tr></tbody></table>", 2),
    ],
)
def test_the_height_of_a_text_counts_its_lines(html: str, lines: int) -> None:
    assert height(html, line=10) == lines


def test_one_text_has_one_row() -> None:
    assert aligned(["<p>un</p><p>deux</p>"]) == [("<p>un</p><p>deux</p>",)]


def test_the_length_of_a_text_counts_what_is_shown() -> None:
    assert text_length("<p>a&amp;b <em>c</em></p>") == 5
