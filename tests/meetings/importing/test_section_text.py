"""The text of sections as stored HTML: paragraphs, lists, tables, links, footnotes, cut sentences."""

import pytest

from amif_network.core import richtext
from meetings.importing import ParsedMinutes, parse_minutes, read_document, read_text

from . import word
from .checks import ALL_SOURCES, directory, imported


def read(body: str, *, markdown: bool = False) -> ParsedMinutes:
    return parse_minutes(
        read_text(f"Rapport réunion AMIF 2 avril 2024\n\n1. Budget\n\n{body}", markdown=markdown), match=directory
    )


def html(body: str, *, markdown: bool = False) -> str:
    return read(body, markdown=markdown).sections[0].html


@pytest.mark.parametrize(
    ("body", "stored"),
    [
        ("Un.\n\nDeux.", "<p>Un.</p><p>Deux.</p>"),
        ("Un :\n- a\n- b", "<h3>Un :</h3><ul><li>a</li><li>b</li></ul>"),
        ("**Un**\n\ntexte", "<h3>Un</h3><p>texte</p>"),
        ("- a\n  - b\n    - c\n- d", "<ul><li>a<ul><li>b<ul><li>c</li></ul></li></ul></li><li>d</li></ul>"),
        ("3. c\n4. d", '<ol start="3"><li>c</li><li>d</li></ol>'),
        ("a) un\nb) deux", '<ol type="a"><li>un</li><li>deux</li></ol>'),
        ("i) un\nii) deux", '<ol type="i"><li>un</li><li>deux</li></ol>'),
        ("- 1) un\n- 2) deux", "<ol><li>un</li><li>deux</li></ol>"),
        ("1. un :\n- a\n- b\n2. deux", "<ol><li>un :<ul><li>a</li><li>b</li></ul></li><li>deux</li></ol>"),
        ("• un\no\tdeux", "<ul><li>un</li><li>deux</li></ul>"),
        ("- un\n   o\tdeux", "<ul><li>un<ul><li>deux</li></ul></li></ul>"),
        ("- Intro :\nsuite", "<ul><li>Intro :<br>suite</li></ul>"),
        ("→ réponse", "<p>→ réponse</p>"),
        ("a < b & c", "<p>a &lt; b &amp; c</p>"),
        ("**gras** et *italique*", "<p><strong>gras</strong> et <em>italique</em></p>"),
        ("[réseau](#)", "<p>réseau</p>"),
        ("[doc](ftp://x.org/a)", "<p>doc (ftp://x.org/a)</p>"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
    ],
)
def test_notations_and_their_html(body: str, stored: str):
    assert html(body) == stored


@pytest.mark.parametrize(
    ("typed", "target"),
    [
        ("[réseau](https://example.org/a)", "https://example.org/a"),
        ("<https://example.org/a>", "https://example.org/a"),
        ("https://example.org/a.", "https://example.org/a"),
        ("www.example.org", "https://www.example.org"),
        ("info@example.org", "mailto:info@example.org"),
    ],
)
def test_links(typed: str, target: str):
    assert f'<a href="{target}"' in html(f"Voir {typed}")


def test_columns_of_tabs_are_a_table_with_a_header():
    assert html("Thèmes ?\tActivités ?\nLangue\tVisite\nLogement\t") == (
        '<table><thead><tr><th scope="col">Thèmes ?</th><th scope="col">Activités ?</th></tr></thead>'
        "<tbody><tr><td>Langue</td><td>Visite</td></tr><tr><td>Logement</td><td></td></tr></tbody></table>"
    )


def test_a_sentence_cut_by_a_page_break_is_joined_and_pointed_out():
    result = read("Les informations sur le travail en groupe ont été\n\nPage 2 / 5\n\nprésentées en détail. Fin.")
    assert result.sections[0].html == "<p>Les informations sur le travail en groupe ont été présentées en détail. Fin.</p>"
    assert [(notice.code, notice.line) for notice in result.warnings if notice.code == "joined_sentence"] == [
        ("joined_sentence", 9)
    ]


def test_lines_wrapped_by_a_mail_program_are_one_paragraph():
    wrapped = "\n".join(["Cette ligne est coupée par le programme qui envoie le courriel, à une"] * 6)
    assert "<br>" not in html(wrapped)


@pytest.mark.parametrize(
    ("body", "stored"),
    [
        ("Le réseau ZORA¹ aide.\n\n¹ Sept communes.", '<p>Le réseau ZORA<span data-fn="">Sept communes.</span> aide.</p>'),
        ("Le réseau[^a] aide.\n\n[^a]: Sept communes.", '<p>Le réseau<span data-fn="">Sept communes.</span> aide.</p>'),
        ("Le réseau [1] aide.\n\n[1] Sept communes.", '<p>Le réseau<span data-fn="">Sept communes.</span> aide.</p>'),
        ("Une pièce de 20 m² suffit.", "<p>Une pièce de 20 m² suffit.</p>"),
    ],
)
def test_footnotes_stand_at_their_marker(body: str, stored: str):
    assert html(body) == stored


def test_a_footnote_without_marker_stays_as_text():
    result = read("Texte.\n\n[^x]: Une note perdue.")
    assert result.sections[0].html == "<p>Texte.</p><p>[^x] Une note perdue.</p>"
    assert "unmatched_footnote" in [notice.code for notice in result.warnings]


def test_word_lists_tables_links_and_notes():
    sections = parse_minutes(read_document(word.styled_minutes(), "x.docx"), match=directory).sections
    texts = {section.label: section.html for section in sections}
    assert texts["1.1."] == (
        "<h3>Voordelen</h3><ul><li>Snelle start<ul><li>in Eeklo</li><li>in Evergem</li></ul></li>"
        '<li>Goede opvolging<span data-fn="">Cijfers van januari.</span> door het team</li></ul>'
    )
    assert texts["1.2."].startswith('<ol type="a"><li>eerste stap</li><li>tweede stap</li></ol><table><thead>')
    assert '<a href="https://example.org/nl?a=1&amp;b=2"' in texts["2."]


@pytest.mark.parametrize("path", ALL_SOURCES, ids=lambda path: path.stem)
def test_every_section_is_in_its_stored_form(path):
    sections = imported(path).sections
    assert [section.html for section in sections] == [richtext.sanitise(section.html) for section in sections]


@pytest.mark.parametrize(
    ("body", "language"), [("De begroting van het netwerk stijgt niet.", "nl"), ("Le budget du réseau n'augmente pas.", "fr")]
)
def test_the_language_of_a_section_is_that_of_its_text(body: str, language: str):
    assert read(body).sections[0].language == language
