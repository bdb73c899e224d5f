"""What the stored form keeps, what it changes and what it drops."""

import pytest

from amif_network.core.richtext import from_plain_text, plain_text, sanitise


@pytest.mark.parametrize(
    "html",
    [
        "",
        "<p>Les CPAS peuvent <strong>déjà</strong> préparer leur projet.</p>",
        "<h3>Avantages</h3><h4>Pour les petits CPAS</h4>",
        "<ul><li>un<ul><li>deux</li></ul></li><li></li></ul>",
        '<ol start="4" type="a"><li>x</li></ol>',
        "<ul><li><p>un</p><p>deux</p></li></ul>",
        "<blockquote><p>x</p></blockquote>",
        "<p>a<br>b</p>",
        '<p><a href="https://www.mi-is.be/fr?a=1&amp;b=2" rel="noopener noreferrer">SPP IS</a></p>',
        '<p><a href="mailto:lisa@example.org" rel="noopener noreferrer">Lisa</a></p>',
        '<p>Le <span lang="nl">OCMW</span> de Gand</p>',
        "<p>m<sup>2</sup>, CO<sub>2</sub></p>",
        '<p>Étude<span data-fn="">Voir <em>le site</em>.</span>.</p>',
        '<table><caption>Budget</caption><thead><tr><th scope="col">CPAS</th><th scope="col">€</th></tr></thead>'
        '<tbody><tr><th scope="row">Binche</th><td>11\u00a0875</td></tr></tbody></table>',
        '<table><tbody><tr><td colspan="2">x<ul><li>y</li></ul></td></tr></tbody></table>',
    ],
)
def test_the_stored_form_stays_as_it_is(html: str) -> None:
    assert sanitise(html) == html


@pytest.mark.parametrize(
    ("html", "stored"),
    [
        ("texte", "<p>texte</p>"),
        ("<h1>A</h1><h6>B</h6>", "<h3>A</h3><h4>B</h4>"),
        ("<b>a</b><i>b</i>", "<p><strong>a</strong><em>b</em></p>"),
        ("<div>a<div>b</div>c</div>", "<p>a</p><p>b</p><p>c</p>"),
        ("<p>a<p>b", "<p>a</p><p>b</p>"),
        ("<p> a \n  b\t</p>", "<p>a b</p>"),
        ("<p></p><p>&nbsp;</p><p><br></p>", ""),
        ("<p><br>a<br></p>", "<p>a</p>"),
        ("<p><strong>a </strong>b</p>", "<p><strong>a</strong> b</p>"),
        ("<em><strong>a</strong></em>", "<p><strong><em>a</em></strong></p>"),
        ("<strong>a</strong><strong>b</strong>", "<p><strong>ab</strong></p>"),
        ("<p class=x style='color:red' id=y>a</p>", "<p>a</p>"),
        ("<ul><li><p>a</p></li></ul>", "<ul><li>a</li></ul>"),
        ("<ul>a<ul><li>b</li></ul></ul>", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
        ("<li>a</li><li>b</li>", "<ul><li>a</li><li>b</li></ul>"),
        ("<ul></ul><blockquote> </blockquote><table></table>", ""),
        ("<ul><li><h3>a</h3></li></ul>", "<ul><li><strong>a</strong></li></ul>"),
        ("<blockquote>a<blockquote>b</blockquote></blockquote>", "<blockquote><p>a</p><p>b</p></blockquote>"),
        ("<pre>a\n  b</pre>", "<p>a<br>b</p>"),
        ("<p>a</p><hr><p>b</p>", "<p>a</p><p>b</p>"),
        ("<p lang=nl>woord</p>", '<p><span lang="nl">woord</span></p>'),
        ("<span lang='FR-be'>mot</span>", '<p><span lang="fr-be">mot</span></p>'),
        ("<span lang='x;y'>mot</span>", "<p>mot</p>"),
        ("<ol start=0 type=z><li>a</ol>", "<ol><li>a</li></ol>"),
        ("<a href='https://x.be'></a>a", "<p>a</p>"),
        ("e\u0301\u00ad\u200b", "<p>é</p>"),
        ("<p>a<!-- b --></p><script>c</script><style>d</style>", "<p>a</p>"),
        ("<svg><text>mot</text></svg><math><mi>x</mi></math>", "<p>motx</p>"),
    ],
)
def test_html_takes_its_stored_form(html: str, stored: str) -> None:
    assert sanitise(html) == stored


@pytest.mark.parametrize(
    ("html", "stored"),
    [
        ("a<span data-fn> </span>b", "<p>ab</p>"),
        ("a<span data-fn>n<span data-fn>m</span></span>", '<p>a<span data-fn="">n m</span></p>'),
        ("a<span data-fn>n<br>m<p>o</p></span>", '<p>a<span data-fn="">n m o</span></p>'),
        ("<b>a<span data-fn>n</span>b</b>", '<p><strong>a</strong><span data-fn="">n</span><strong>b</strong></p>'),
        (
            "<a href='https://x.be'>a<span data-fn>n</span></a>",
            '<p><a href="https://x.be" rel="noopener noreferrer">a</a><span data-fn="">n</span></p>',
        ),
        (
            "<span lang=nl>a<span data-fn>n</span></span>",
            '<p><span lang="nl">a</span><span data-fn=""><span lang="nl">n</span></span></p>',
        ),
    ],
)
def test_footnotes_hold_one_line_and_stand_alone(html: str, stored: str) -> None:
    assert sanitise(html) == stored


def head(*cells: str) -> str:
    return f"<thead><tr>{''.join(f'<th scope="col">{cell}</th>' for cell in cells)}</tr></thead>"


@pytest.mark.parametrize(
    ("rows", "stored"),
    [
        ("<tr><th>a<th>b", head("a", "b")),
        ("<thead><tr><td>a</thead><tr><td>b", '<thead><tr><th scope="col">a</th></tr></thead><tbody><tr><td>b</td></tr></tbody>'),
        ("<tr><td><th>a", head("", "a")),
        ("<tr><th>a<td>b", '<tbody><tr><th scope="row">a</th><td>b</td></tr></tbody>'),
        (
            "<tr><th rowspan=2>a<th>b<tr><td>c",
            '<tbody><tr><th scope="row" rowspan="2">a</th><th scope="row">b</th></tr><tr><td>c</td></tr></tbody>',
        ),
        ("<tr><th>a<th>b<tr><td>c", head("a", "b") + "<tbody><tr><td>c</td><td></td></tr></tbody>"),
        ("<tr><td rowspan=2>a<td>b<tr>", "<tbody><tr><td>a</td><td>b</td></tr></tbody>"),
        (
            "<tr><td rowspan=2>a<td>b<tr><td>c<td>d",
            '<tbody><tr><td rowspan="2">a</td><td>b</td><td></td></tr><tr><td>c</td><td>d</td></tr></tbody>',
        ),
        ("<tr><td colspan=900 rowspan=900>a", '<tbody><tr><td colspan="50">a</td></tr></tbody>'),
        ("<tfoot><tr><td>b</tfoot><tr><td>a", "<tbody><tr><td>b</td></tr><tr><td>a</td></tr></tbody>"),
        ("<tr><td><table><tr><td>a<td>b</table>", "<tbody><tr><td><p>a</p><p>b</p></td></tr></tbody>"),
    ],
)
def test_tables_say_what_their_headers_head(rows: str, stored: str) -> None:
    assert sanitise(f"<table>{rows}</table>") == f"<table>{stored}</table>"


def test_no_cell_of_a_table_lies_on_another() -> None:
    reaching = '<table><tbody><tr><td>a</td><td rowspan="2">b</td><td>c</td></tr><tr><td colspan="2">d</td></tr></tbody></table>'
    stored = '<table><tbody><tr><td>a</td><td rowspan="2">b</td><td>c</td></tr><tr><td>d</td><td></td></tr></tbody></table>'
    assert sanitise(reaching) == stored
    assert sanitise(stored) == stored


def test_a_table_wider_than_any_page_stays_ragged() -> None:
    wide = f"<table><tbody><tr>{'<td>a</td>' * 101}</tr><tr><td>b</td></tr></tbody></table>"
    assert sanitise(wide) == wide


def test_a_table_without_rows_leaves_its_caption() -> None:
    assert sanitise("<table><caption>Budget</caption></table>") == "<p>Budget</p>"


def test_lists_deeper_than_eight_become_paragraphs() -> None:
    stored = sanitise("".join(f"<ul><li>n{depth}" for depth in range(12)))
    assert stored.count("<ul>") == 8
    assert plain_text(stored).split() == [f"n{depth}" for depth in range(12)]


def test_a_text_nested_beyond_reason_keeps_its_words() -> None:
    assert plain_text("<div>" * 5000 + "<b>mot</b> <i>autre</i>") == "mot\nautre"


def test_plain_text_holds_every_word_in_order() -> None:
    table = "<table><caption>c</caption><tr><td>d<td>e</table>"
    html = f"<h3>T</h3><ul><li>a<ul><li>b</li></ul></li></ul>{table}<p>f<span data-fn>g</span><br>h</p>"
    assert plain_text(html) == "T\na\nb\nc\nd\te\nf [g]\nh"


def test_typed_text_becomes_paragraphs_and_breaks() -> None:
    assert from_plain_text("un\r\ndeux\n\n \n<trois>\n") == "<p>un<br>deux</p><p>&lt;trois&gt;</p>"
    assert from_plain_text(" \n\n") == ""
