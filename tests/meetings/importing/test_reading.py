"""Bytes to numbered lines: encodings, line ends, e-mail, Markdown, HTML, Word."""

import pytest
from docx import Document

from meetings.importing import read_document, read_html, read_text
from meetings.importing.source import Zone

from . import word

TEXT = "Réunion à Liège : « été »"


def texts(source) -> list[str]:
    return [line.text for line in source.lines]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_every_usual_encoding_is_read(encoding: str):
    assert texts(read_document(TEXT.encode(encoding), "x.txt")) == [TEXT]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\v", "\f", "\u2028", "\x85"])
def test_every_line_end_is_read(end: str):
    assert texts(read_text(f"un{end}deux")) == ["un", "deux"]


def test_lines_count_from_one_and_know_the_gaps():
    lines = read_text("\n\nun\ndeux\n\ntrois").lines
    assert [(line.number, line.gap) for line in lines] == [(3, True), (4, False), (6, True)]


@pytest.mark.parametrize("gap", [" ", "\u00a0", "\t", " \u00a0"])
def test_a_gap_wider_than_any_column_is_read_as_a_wide_gap(gap: str):
    assert texts(read_text(f"un{gap * 100_000}deux")) == texts(read_text(f"un{(gap * 40)[:40]}deux"))


def test_the_quotes_of_an_e_mail_are_taken_away():
    assert texts(read_text("Bonjour,\n> un\n> > deux\n> trois")) == ["Bonjour,", "un", "deux", "trois"]


def test_a_lone_greater_than_sign_is_text():
    assert texts(read_text("a\nb\nc\n> d")) == ["a", "b", "c", "> d"]


def test_rulers_are_gaps_and_underline_headings():
    lines = read_text("Titre\n=====\ntexte\n-----\n\n* * *\nfin").lines
    assert [(line.text, line.heading) for line in lines] == [("Titre", 1), ("texte", 2), ("fin", 0)]


def test_markdown_headings_and_tables_are_read():
    heading, table = read_text("## 1. Budget\n\n| a | b |\n|---|---|\n| c | d\\|e |", markdown=True).lines
    assert (heading.text, heading.heading) == ("1. Budget", 2)
    assert table.table is not None
    assert [[cell.text for cell in row.cells] for row in table.table.rows] == [["a", "b"], ["c", "d|e"]]
    assert [cell.header for cell in table.table.rows[0].cells] == [True, True]


def test_control_characters_are_blanks():
    assert texts(read_text("a\x01b")) == ["a b"]


def test_pasted_html_gives_lines_and_leaves_scripts_out():
    source = read_html(
        "<head><title>x</title></head><p>un<br>deux</p><script>alert(1)</script>"
        "<ol start=3><li>trois<ul><li>sous</li></ul></li></ol>"
    )
    assert [(line.text, line.indent, line.listed) for line in source.lines] == [
        ("un", 0, False),
        ("deux", 0, False),
        ("3. trois", 0, True),
        ("- sous", 2, True),
    ]


def test_html_that_forgets_its_end_tags_is_read():
    assert texts(read_html("<p>un<p>deux<ul><li>trois<li>quatre</ul>")) == ["un", "deux", "- trois", "- quatre"]


def test_bold_of_word_processors_is_recognised():
    (line,) = read_html('<b style="font-weight:normal"><p><span style="font-weight:700">Présents</span></p></b>').lines
    assert line.rich.emphatic


def test_the_content_decides_what_a_file_is():
    assert texts(read_document(word.plain_minutes(), "verslag.txt"))[0] == "Rapport de la réunion du comité d'accompagnement"
    assert texts(read_document(b"<html><body><p>un</p></body></html>", "x.html")) == ["un"]


def test_word_numbers_levels_and_margins_come_back():
    lines = read_document(word.styled_minutes(), "x.docx").lines
    assert [line.text for line in lines if line.heading] == [
        "Agenda",
        "0. Welkom",
        "1. Stand van zaken",
        "1.1. OCMW Gent",
        "1.2. OCMW Mechelen",
        "2. Varia",
    ]
    assert [(line.text, line.indent) for line in lines if line.listed and line.indent] == [
        ("- in Eeklo", 2),
        ("- in Evergem", 2),
        ("a) eerste stap", 4),
        ("b) tweede stap", 4),
    ]
    assert [(line.text, line.zone) for line in lines if line.zone is not Zone.BODY] == [
        ("POD MAATSCHAPPELIJKE INTEGRATIE – SPP INTÉGRATION SOCIALE", Zone.HEADER),
        ("Cofinancé par l'Union européenne", Zone.FOOTER),
        ("Dossier 2024/17", Zone.FOOTER),
    ]


def test_what_is_left_out_of_a_word_document_is_said():
    document = Document()
    paragraph = document.add_paragraph("Tekst")
    data = word.saved(document)
    body = word.part(data, "word/document.xml").decode()
    added = '<w:ins w:id="1" w:author="x"><w:r><w:t> erbij</w:t></w:r></w:ins>'
    tracked = f'{added}<w:del w:id="2" w:author="x"><w:r><w:delText>weg</w:delText></w:r></w:del>'
    source = read_document(
        word.rewritten(data, {"word/document.xml": body.replace("</w:p>", f"{tracked}</w:p>", 1).encode()}), "x.docx"
    )
    assert paragraph.text == "Tekst"
    assert (texts(source), [remark.code for remark in source.remarks]) == (["Tekst erbij"], ["tracked_changes"])
