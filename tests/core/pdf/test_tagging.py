"""The tags say what a listener needs: language, headers, notes, lists, reading order; and nothing twice."""

import io
import re

import pikepdf
import pytest

from amif_network.core.pdf import html_to_pdf
from tests.factories.reading_pdfs import Tag, complaints, tags


def rendered(body: str, lang: str = "fr") -> bytes:
    """Render a page with this body."""
    head = '<meta charset="utf-8"><title>Essai</title>'
    return html_to_pdf(f'<!doctype html><html lang="{lang}"><head>{head}</head><body data-title="En-tête">{body}</body></html>')


def names(tag: Tag) -> list[str]:
    """The names right below an element."""
    return [kid.name for kid in tag.kids]


def test_each_passage_says_its_language() -> None:
    body = '<p>Oui</p><div lang="nl"><p>Ja</p><p>Nee <span lang="fr">non</span></p></div><p>Non</p>'
    root = tags(rendered(body))
    assert [paragraph.lang for paragraph in root.find("P")] == ["fr", "nl", "nl", "fr"]
    assert [span.lang for span in root.find("P")[2].find("Span") if "/Lang" in span.element] == ["fr"]


def test_a_language_is_said_once_and_not_on_every_element() -> None:
    root = tags(rendered('<div lang="nl"><p>Ja</p><ul><li>een</li></ul></div>'))
    assert [tag.name for tag in root.walk() if "/Lang" in tag.element] == ["Div"]


TABLE = (
    '<table><thead><tr><th scope="col">Heure</th><th scope="col" colspan="2">Point</th></tr></thead>'
    '<tbody><tr><th scope="row">9h00</th><td>a</td><td>b</td></tr></tbody></table>'
)


def test_header_cells_say_whether_they_head_a_column_or_a_row() -> None:
    cells = tags(rendered(TABLE)).find("TH")
    assert [str(cell.element.A.Scope) for cell in cells] == ["/Column", "/Column", "/Row"]
    assert [cell.element.A.get("/ColSpan") for cell in cells] == [None, 2, None]


def test_cells_carry_no_identifiers_that_could_repeat() -> None:
    cells = tags(rendered(TABLE + TABLE)).find("TH", "TD")
    assert len(cells) == 10
    assert [cell for cell in cells if "/ID" in cell.element or "/Headers" in cell.element.A] == []


def test_a_table_head_repeats_on_every_page() -> None:
    rows = "".join(f"<tr><td>{number}</td></tr>" for number in range(90))
    root = tags(rendered(f'<table><thead><tr><th scope="col">Nombre</th></tr></thead><tbody>{rows}</tbody></table>'))
    assert len(root.find("Table")) > 1
    assert len(root.find("THead")) == len(root.find("Table"))
    assert len(root.find("TD")) == 90


@pytest.mark.parametrize("item", ["un", "<p>un</p>", "<p>un</p><ul><li><p>deux</p></li></ul>"])
def test_list_items_have_a_label_and_a_body(item: str) -> None:
    pdf = rendered(f"<ul><li>{item}</li></ul>")
    assert [names(one) for one in tags(pdf).find("LI")] == [["Lbl", "LBody"]] * item.count("un") + [
        ["Lbl", "LBody"]
    ] * item.count("deux")
    assert complaints(pdf) == []


def test_a_footnote_is_a_note_with_an_identifier_of_its_own() -> None:
    pdf = rendered('<p>Un<span data-fn="">Première note</span> deux<span data-fn="">Seconde note</span></p>')
    notes = tags(pdf).find("Note")
    assert [str(note.element.ID) for note in notes] == ["note-00001", "note-00002"]
    document = pikepdf.open(io.BytesIO(pdf))
    assert [str(name) for name in list(document.Root.StructTreeRoot.IDTree.Names)[::2]] == ["note-00001", "note-00002"]
    assert complaints(pdf) == []


def test_running_lines_are_artifacts_and_no_tags() -> None:
    pdf = rendered("<p>Texte</p>")
    document = pikepdf.open(io.BytesIO(pdf))
    content = document.pages[0].Contents.read_bytes().decode("latin-1")
    assert re.findall(r"/(\w+)\n<</(\w+) [^>]*>>\nBDC", content) == [("Span", "MCID"), ("Artifact", "Type")]
    assert [tag.name for tag in tags(pdf).walk()] == ["Document", "P", "Span"]


def test_the_bounding_box_of_a_figure_lies_on_its_page() -> None:
    figure = tags(rendered('<p><img src="img/emblem-eu.svg" alt="Emblème" style="width: 90px; height: 60px"></p>')).find(
        "Figure"
    )[0]
    left, bottom, right, top = (float(value) for value in figure.element.A.BBox)
    assert str(figure.element.Alt) == "Emblème"
    assert (right - left, top - bottom) == pytest.approx((67.5, 45))
    assert 0 < left < right < 596
    assert 400 < bottom < top < 842


def test_a_link_has_a_description() -> None:
    pdf = rendered('<p><a href="https://www.example.org/zora">ZORA</a></p>')
    document = pikepdf.open(io.BytesIO(pdf))
    link = document.pages[0].Annots[0]
    assert str(link.Contents) == "https://www.example.org/zora"
    assert complaints(pdf) == []


def test_two_columns_are_read_one_after_the_other() -> None:
    row = '<div class="row"><div class="side" lang="fr"><p>{}</p></div><div class="side" lang="nl"><p>{}</p></div></div>'
    grid = row.format("un", "een") + row.format("deux", "twee")
    root = tags(rendered(f'<div class="bilingual columns"><div class="pair" data-reading="columns">{grid}</div></div>'))
    assert [paragraph.lang for paragraph in root.find("P")] == ["fr", "fr", "nl", "nl"]


@pytest.mark.parametrize(
    "inside", ["<strong>gras</strong>", "avant <strong>gras <em>et penché</em></strong> après", '<span lang="nl">Luik</span>']
)
def test_a_link_whose_words_are_marked_is_one_link(inside: str) -> None:
    pdf = rendered(f'<p><a href="https://www.example.org/a">{inside}</a> et <a href="https://www.example.org/b">{inside}</a></p>')
    assert complaints(pdf) == []
    document = pikepdf.open(io.BytesIO(pdf))
    assert [str(link.A.URI) for link in document.pages[0].obj.Annots] == [
        "https://www.example.org/a",
        "https://www.example.org/b",
    ]
    assert len(tags(pdf).find("Link")) == 2
