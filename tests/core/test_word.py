"""Word documents: what a reader of Word sees of a stored text, and what the file says about itself."""

import io
import zipfile
from xml.etree import ElementTree

import pytest
from docx import Document

from amif_network.core.word import WordDocument
from tests.factories.nasty_html import TEXTS

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def made(html: str, lang: str = "fr", spoken: str = "") -> bytes:
    document = WordDocument(lang=lang, title="Compte rendu", running_title="Rencontre, 1er mars 2026")
    document.rich_text(html, level=1, lang=spoken)
    return document.to_bytes()


def part(data: bytes, name: str) -> ElementTree.Element:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return ElementTree.fromstring(package.read(f"word/{name}.xml"))  # noqa: S314 (our own file)


def lines(data: bytes) -> list[tuple[str, str]]:
    return [(one.style.name, one.text) for one in Document(io.BytesIO(data)).paragraphs]


def test_headings_paragraphs_and_quotes_have_the_styles_of_word() -> None:
    html = "<h3>Trois</h3><p>Texte</p><h4>Quatre</h4><blockquote><p>Cité</p></blockquote>"
    assert lines(made(html)) == [("Heading 2", "Trois"), ("Normal", "Texte"), ("Heading 3", "Quatre"), ("Quote", "Cité")]


def test_nested_lists_count_at_their_level_and_start_where_they_start() -> None:
    html = '<ol start="7"><li><p>Sept</p><ul><li><p>point</p></li></ul></li><li><p>Huit</p></li></ol><ol><li><p>Un</p></li></ol>'
    data = made(html)
    places = [
        (place.find(f"{W}ilvl").get(f"{W}val"), place.find(f"{W}numId").get(f"{W}val"))
        for place in part(data, "document").iter(f"{W}numPr")
    ]
    assert [level for level, _number in places] == ["0", "1", "0", "0"]
    (seven, bullet, eight, one) = [number for _level, number in places]
    assert (seven == eight, len({seven, bullet, one})) == (True, 3)
    starts = {
        number.get(f"{W}numId"): start.get(f"{W}val")
        for number in part(data, "numbering").iter(f"{W}num")
        for start in number.iter(f"{W}startOverride")
    }
    assert (starts[seven], starts[one]) == ("7", "1")


def test_a_table_repeats_its_head_and_joins_its_cells() -> None:
    html = (
        '<table><caption>Titre</caption><thead><tr><th colspan="2">A</th><th>B</th></tr></thead>'
        '<tbody><tr><td rowspan="2">1</td><td>2</td><td>3</td></tr><tr><td>4</td><td>5</td></tr></tbody></table>'
    )
    data = made(html)
    table = Document(io.BytesIO(data)).tables[0]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [["A", "A", "B"], ["1", "2", "3"], ["1", "4", "5"]]
    assert len(list(part(data, "document").iter(f"{W}tblHeader"))) == 1
    assert table.cell(0, 0).paragraphs[0].runs[0].bold is True
    assert ("Caption", "Titre") in lines(data)


def test_a_footnote_stands_in_its_own_part_and_is_referred_to() -> None:
    data = made('<p>Un<span data-fn="">Voir <a href="https://example.org/">ici</a></span> et deux<span data-fn="">B</span></p>')
    notes = [note for note in part(data, "footnotes").iter(f"{W}footnote") if note.get(f"{W}type") is None]
    texts = ["".join(text.text or "" for text in note.iter(f"{W}t")).strip() for note in notes]
    assert texts == ["Voir ici", "B"]
    references = [one.get(f"{W}id") for one in part(data, "document").iter(f"{W}footnoteReference")]
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert b'Target="https://example.org/"' in package.read("word/_rels/footnotes.xml.rels")
    assert references == [note.get(f"{W}id") for note in notes]


def test_links_lead_out_of_the_document() -> None:
    html = '<p><a href="https://example.org/a?b=1&amp;c=2">ici <strong>même</strong></a> et <a href="https://example.org/b">là</a></p>'
    document = Document(io.BytesIO(made(html)))
    assert [(link.text, link.url) for link in document.paragraphs[0].hyperlinks] == [
        ("ici même", "https://example.org/a?b=1&c=2"),
        ("là", "https://example.org/b"),
    ]


@pytest.mark.parametrize(
    ("lang", "html", "spoken", "marks"),
    [
        ("fr", "<p>oui</p>", "", []),
        ("fr", '<p>le <span lang="nl">schuld</span></p>', "", ["nl-BE"]),
        ("fr", "<p>ja</p>", "nl", ["nl-BE"]),
        ("nl", '<p><span lang="de">ja</span></p>', "", ["de"]),
    ],
)
def test_every_passage_says_its_language(lang: str, html: str, spoken: str, marks: list[str]) -> None:
    data = made(html, lang, spoken)
    assert [mark.get(f"{W}val") for mark in part(data, "document").iter(f"{W}lang")] == marks
    default = part(data, "styles").find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
    assert default is not None
    assert default.get(f"{W}val") == f"{lang}-BE"


def test_the_file_names_its_title_and_no_author() -> None:
    properties = Document(io.BytesIO(made("<p>x</p>"))).core_properties
    assert (properties.title, properties.author, properties.language) == ("Compte rendu", "", "fr-BE")


@pytest.mark.parametrize("name", TEXTS)
def test_hard_texts_keep_their_words(name: str) -> None:
    data = made(TEXTS[name])
    kept = "".join(text.text or "" for name in ("document",) for text in part(data, name).iter(f"{W}t"))
    assert Document(io.BytesIO(data)).element is not None
    assert ("\x00" in kept, len(kept) > 0 or name in ("empty", "empty parts")) == (False, True)
