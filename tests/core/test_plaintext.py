"""The plain notation as people read and write it."""

import pytest

from amif_network.core.plaintext import from_plain, to_plain

MINUTES = """## Avantages

Le partenariat **sous forme d'immersion** :
deux *petits* CPAS.

- Charleroi
  - Binche
  - Anderlues

    Suite.
- Gand

3. troisième
4. quatrième

> Citation

Voir [le site](https://www.mi-is.be/fr)[^ Consulté le **1er** avril.], {nl: OCMW Gent}, m{^ 2} et CO{_ 2}.

|+ Budget
|= CPAS |= Montant |
|= Binche | 11 875 € |
|-
| Deux
  - un
  - deux
| x
|{2x1} total |"""

HTML = (
    "<h3>Avantages</h3><p>Le partenariat <strong>sous forme d'immersion</strong> :<br>deux <em>petits</em> CPAS.</p>"
    "<ul><li>Charleroi<ul><li>Binche</li><li><p>Anderlues</p><p>Suite.</p></li></ul></li><li>Gand</li></ul>"
    '<ol start="3"><li>troisième</li><li>quatrième</li></ol><blockquote><p>Citation</p></blockquote>'
    '<p>Voir <a href="https://www.mi-is.be/fr" rel="noopener noreferrer">le site</a>'
    '<span data-fn="">Consulté le <strong>1er</strong> avril.</span>, <span lang="nl">OCMW Gent</span>, '
    "m<sup>2</sup> et CO<sub>2</sub>.</p>"
    '<table><caption>Budget</caption><thead><tr><th scope="col">CPAS</th><th scope="col">Montant</th></tr></thead>'
    '<tbody><tr><th scope="row">Binche</th><td>11 875 €</td></tr>'
    "<tr><td>Deux<ul><li>un</li><li>deux</li></ul></td><td>x</td></tr>"
    '<tr><td colspan="2">total</td></tr></tbody></table>'
)


def test_a_whole_text_is_written_in_the_notation() -> None:
    assert to_plain(HTML) == MINUTES


def test_a_whole_text_is_read_from_the_notation() -> None:
    assert from_plain(MINUTES) == HTML


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        ("a\r\nb", "<p>a<br>b</p>"),
        ("Points:\n- a\n- b", "<p>Points:</p><ul><li>a</li><li>b</li></ul>"),
        ("* a\n• b", "<ul><li>a</li><li>b</li></ul>"),
        ("1. a\n  - b", "<ol><li>a<ul><li>b</li></ul></li></ol>"),
        ("1. a\n1. b", "<ol><li>a</li><li>b</li></ol>"),
        ("# A\n##### B", "<h3>A</h3><h4>B</h4>"),
        ("5 * 3 = 15, 2 ** 3", "<p>5 * 3 = 15, 2 ** 3</p>"),
        ("hôtel 5*", "<p>hôtel 5*</p>"),
        ("*a **b*", "<p><em>a **b</em></p>"),
        ("***a***", "<p><strong><em>a</em></strong></p>"),
        ("*****", "<p>*****</p>"),
        ("[sic] (x) [^", "<p>[sic] (x) [^</p>"),
        ("{non} a} {nl: b", "<p>{non} a} {nl: b</p>"),
        ("C:\\temp \\*a\\*", "<p>C:\\temp *a*</p>"),
        ("2021\\. Un", "<p>2021. Un</p>"),
        ("- a\n\n\\\n\n- b", "<ul><li>a</li></ul><ul><li>b</li></ul>"),
        ("<b>a</b> & b", "<p>&lt;b&gt;a&lt;/b&gt; &amp; b</p>"),
        (" \n\n", ""),
    ],
)
def test_what_people_type_is_understood_or_kept(typed: str, html: str) -> None:
    assert from_plain(typed) == html


@pytest.mark.parametrize(
    ("html", "typed"),
    [
        ("<p>- a</p><p>1. b</p><p>&gt; c</p><p># d</p><p>|e</p>", "\\- a\n\n1\\. b\n\n\\> c\n\n\\# d\n\n\\|e"),
        ("<p>a*b [^c] [d](e) {f}</p>", "a\\*b \\[^c] [d\\](e) \\{f\\}"),
        ("<p>[sic] #3 - 5_6</p>", "[sic] #3 - 5_6"),
        ("<p>a<br><br>b</p>", "a\n\\\nb"),
        ("<ul><li></li><li><blockquote><p>a</p></blockquote></li></ul>", "-\n-\n  > a"),
        ('<p><a href="https://x.be/a_(b)">c</a></p>', "[c](https://x.be/a_\\(b\\))"),
        ("<table><tr><td>-</td><td>a|b</td><td></td></tr></table>", "| \\- | a\\|b | |"),
        ("<ol type=i start=2><li>a</li></ol>", "2i. a"),
    ],
)
def test_signs_that_are_only_characters_are_marked(html: str, typed: str) -> None:
    assert to_plain(html) == typed


def test_nesting_beyond_reason_is_text() -> None:
    assert from_plain("> " * 500 + "mot").endswith("mot</p></blockquote>")
    assert "mot" in from_plain("- " * 5000 + "mot")


def test_a_rule_below_a_row_makes_it_the_head() -> None:
    head = '<thead><tr><th scope="col">a</th><th scope="col">b</th></tr></thead>'
    assert from_plain("|a|b|\n|---|:-:|\n|c|d|") == f"<table>{head}<tbody><tr><td>c</td><td>d</td></tr></tbody></table>"
