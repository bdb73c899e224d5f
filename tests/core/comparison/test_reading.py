"""How a change reads: the words that changed, inside the piece they belong to."""

import pytest
from django.utils.translation import override

from amif_network.core.comparison import compare
from tests.core.comparison.reading import asides, kinds, marked, text
from tests.core.comparison.texts import paragraphs

LINK = "<p>Voir <a href='https://{}.example'>le site</a> du réseau</p>"


def test_only_the_words_that_changed_are_marked() -> None:
    old, new = paragraphs("L'accueil ouvre à 9 h, sauf le lundi."), paragraphs("L'accueil ouvre à 10 h, sauf le lundi.")
    assert text(old, new) == "<p>L'accueil ouvre à [-9-] {+10+} h, sauf le lundi.</p>"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("un deux trois", "un deux trois quatre", "un deux trois {+quatre+}"),
        ("un deux trois.", "Bref : un deux trois.", "{+Bref :+} un deux trois."),
        ("un deux trois", "deux trois", "[-un-] deux trois"),
        ("un (deux) trois", "un (quatre) trois", "un ([-deux-]{+quatre+}) trois"),
        ("un deux, trois quatre", "un cinq, six quatre", "un [-deux, trois-] {+cinq, six+} quatre"),
        ("un deux<br>trois", "un deux trois", "un deux[-<br>-] trois"),
    ],
)
def test_words_that_come_and_go(old: str, new: str, expected: str) -> None:
    assert text(paragraphs(old), paragraphs(new)) == f"<p>{expected}</p>"


def test_a_rewritten_paragraph_is_removed_and_added() -> None:
    old, new = paragraphs("Rien à voir avec la suite."), paragraphs("Une phrase neuve remplace tout cela.")
    assert kinds(old, new) == ["removed", "added"]
    assert text(old, new) == "<p>[-Rien à voir avec la suite.-]</p><p>{+Une phrase neuve remplace tout cela.+}</p>"


def test_screen_readers_hear_what_is_added_and_removed() -> None:
    with override("en"):
        (part,) = compare(paragraphs("un deux trois"), paragraphs("un deux quatre")).parts
    assert part.html == (
        '<p>un deux <del><span class="visually-hidden" lang="en">removed: </span>trois</del> '
        '<ins><span class="visually-hidden" lang="en">added: </span>quatre</ins></p>'
    )


def test_a_long_stretch_that_stayed_may_be_folded() -> None:
    lines = [f"ligne {number}" for number in range(9)]
    parts = compare(paragraphs("avant", *lines), paragraphs(*lines)).parts
    assert [(part.kind, part.size, part.fold) for part in parts] == [
        ("removed", 1, False),
        ("same", 1, False),
        ("same", 7, True),
        ("same", 1, False),
    ]


def test_the_address_of_a_link_is_said_in_words() -> None:
    with override("en"):
        comparison = compare(LINK.format("ancien"), LINK.format("nouveau"))
    assert asides(comparison) == ["(link to https://ancien.example)", "(link to https://nouveau.example)"]
    assert comparison.parts[0].kind == "changed"


def test_a_line_break_is_said_in_words() -> None:
    with override("en"):
        assert asides(compare("<p>un deux<br>trois</p>", "<p>un deux trois</p>")) == ["(line break)"]


def test_marks_are_said_in_words_when_no_word_changed() -> None:
    with override("en"):
        comparison = compare("<p>un deux trois</p>", "<p>un <strong>deux</strong> <em>trois</em></p>")
    assert asides(comparison) == ["(bold, italic)"]


@pytest.mark.parametrize(
    ("old", "new", "remark"),
    [
        ("<p>un deux</p>", "<h3>un deux</h3>", "Was: paragraph. Is now: heading."),
        ("<h3>un deux</h3>", "<h4>un deux</h4>", "Was: heading. Is now: subheading."),
        ("<p>un deux</p>", "<blockquote><p>un deux</p></blockquote>", "Was: paragraph. Is now: quotation."),
        ("<ul><li>un</li></ul>", "<ol><li>un</li></ol>", "Was: bulleted list. Is now: numbered list."),
        ("<ol><li>un</li></ol>", "<ol start=4><li>un</li></ol>", "Only the layout was changed."),
        ("<ul><li>un<li>deux</ul>", "<ul><li>un</ul><ul><li>deux</ul>", "Only the layout was changed."),
        ("<table><tr><td>un<td>deux</table>", "<table><tr><th>un<td>deux</table>", "Only the layout was changed."),
    ],
)
def test_a_change_of_layout_is_said_in_words(old: str, new: str, remark: str) -> None:
    with override("en"):
        assert asides(compare(old, new)) == [remark]


def test_an_entry_of_a_list_changes_alone_and_keeps_its_number() -> None:
    old, new = ("<ol><li>un</li><li>deux et trois et quatre</li></ol>", "<ol><li>un</li><li>deux et trois et cinq</li></ol>")
    assert [marked(part.html) for part in compare(old, new).parts] == [
        "<ol><li>un</li></ol>",
        '<ol start="2"><li>deux et trois et [-quatre-] {+cinq+}</li></ol>',
    ]


def test_a_changed_table_is_shown_as_one_table() -> None:
    old = "<table><tr><th>CPAS<th>Lits<tr><td>Mons<td>4 lits<tr><td>Gent<td>9 lits</table>"
    new = "<table><tr><th>CPAS<th>Lits<tr><td>Mons<td>5 lits<tr><td>Gent<td>9 lits<tr><td>Ath<td>2</table>"
    (part,) = compare(old, new).parts
    assert (part.kind, part.size) == ("changed", 5)
    assert marked(part.html).split("<tbody>")[1] == (
        "<tr><td>Mons</td><td>[-4-]{+5+} lits</td></tr><tr><td>Gent</td><td>9 lits</td></tr>"
        "<tr><td>{+Ath+}</td><td>{+2+}</td></tr></tbody></table>"
    )


def test_a_footnote_is_compared_with_its_text() -> None:
    old, new = (f"<p>Le budget<span data-fn>{note}</span> est prêt</p>" for note in ("Prévu", "Voté"))
    assert text(old, new) == ('<p>Le budget[-<span data-fn=""> [Prévu]</span>-]{+<span data-fn=""> [Voté]</span>+} est prêt</p>')


def test_headings_are_compared_word_by_word() -> None:
    comparison = compare("", "", "Mot d'accueil & café", "Mot d'adieu & café")
    assert comparison.heading_changed
    assert comparison.changed
    assert marked(comparison.heading) == "Mot [-d'accueil-] {+d'adieu+} &amp; café"


@pytest.mark.parametrize("space", ["\u00a0", "\u202f", "\r\n", " \t "])
def test_kinds_of_white_space_are_no_change(space: str) -> None:
    assert not compare("<p>15 % à 9 h</p>", f"<p>15{space}%{space}a\u0300 9{space}h</p>", "a b", f"a{space}b").changed


def test_a_line_of_very_many_words_counts_as_replaced_as_a_whole() -> None:
    old, new = paragraphs("un deux trois " * 7000), paragraphs("un deux trois " * 7000 + "quatre")
    assert [text(old, new).count(mark) for mark in ("[-", "-]", "{+", "+}")] == [1, 1, 1, 1]
    assert kinds(old, new) == ["changed"]
