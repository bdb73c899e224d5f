"""Several documents as one: nothing of them is lost, and the whole is as accessible and archivable as each."""

import io
import zlib
from pathlib import Path

import pikepdf
import pytest

from amif_network.core.pdf import PdfError, html_to_pdf
from amif_network.core.pdf.merging import Part, merge, page_count
from meetings.typesetting import minutes_html
from tests.factories.printed import printed_minutes
from tests.factories.reading_pdfs import Tag, complaints, pages, tags

FRONT = """<!doctype html><html lang="nl"><head><meta charset="utf-8"><title>Bundel van het netwerk</title></head>
<body data-title="Bundel"><h1>Bundel</h1>
<ol><li id="part-1"><a href="#part-1">Eerste</a></li><li id="part-2"><a href="#part-2">Tweede</a></li></ol></body></html>"""


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> list[Part]:
    """Minutes in both languages and in French, both with notes and links of their own."""
    folder = tmp_path_factory.mktemp("parts")
    for name, languages in (("a", ("fr", "nl")), ("b", ("fr",))):
        (folder / f"{name}.pdf").write_bytes(html_to_pdf(minutes_html(printed_minutes(*languages, sections=3))))
    return [Part(folder / "a.pdf", "Juillet"), Part(folder / "b.pdf", "Août")]


@pytest.fixture(scope="module")
def merged(parts: list[Part]) -> bytes:
    """The bundle of both."""
    target = parts[0].pdf.with_name("merged.pdf")
    merge(html_to_pdf(FRONT), parts, target)
    return target.read_bytes()


@pytest.fixture(scope="module")
def firsts(parts: list[Part]) -> list[int]:
    """The pages, from zero, on which the parts begin."""
    return [1, 1 + page_count(parts[0].pdf)]


def test_the_whole_keeps_the_rules_for_access_and_archives(merged: bytes) -> None:
    assert complaints(merged) == []


def test_each_part_keeps_its_tags_and_says_its_language(parts: list[Part], merged: bytes) -> None:
    found = tags(merged).kids[-2:]
    assert [(part.name, part.lang) for part in found] == [("Part", "fr")] * 2
    for part, source in zip(found, parts, strict=True):
        assert _shape(part) == _shape(tags(source.pdf.read_bytes()))


def _shape(root: Tag) -> list[tuple[str, str]]:
    """Name and language of everything below an element."""
    return [(tag.name, tag.lang) for tag in root.walk()][1:]


def test_each_page_says_what_it_said_below_its_number_in_the_whole(parts: list[Part], merged: bytes) -> None:
    before = [text for part in parts for text in pages(part.pdf.read_bytes())]
    shown = pages(merged)
    assert len(shown) == 1 + len(before)
    for number, (text, was) in enumerate(zip(shown[1:], before, strict=True), start=2):
        stamp = f"{number}/{len(shown)}"
        assert stamp in text
        assert sorted(text.replace(stamp, "", 1).split()) == sorted(was.split())


def test_the_number_is_no_part_of_the_text_that_is_read_aloud(merged: bytes) -> None:
    for page in pikepdf.open(io.BytesIO(merged)).pages:
        first = page.obj.Contents[0].read_bytes()
        assert first.startswith(b"/Artifact <</Type /Pagination>> BDC")
        assert first.rstrip().endswith(b"EMC")


def test_marks_of_a_page_lead_to_its_own_structure(merged: bytes) -> None:
    """Each page finds, by the number it carries, elements that say that they stand on it."""
    pdf = pikepdf.open(io.BytesIO(merged))
    numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    tree = dict(zip((int(key) for key in numbers[::2]), numbers[1::2], strict=True))
    assert len(tree) == len(numbers) // 2
    carried = [int(page.obj.StructParents) for page in pdf.pages]
    assert len(set(carried)) == len(pdf.pages)
    for page, key in zip(pdf.pages, carried, strict=True):
        marked = [element for element in tree[key] if isinstance(element, pikepdf.Dictionary)]
        assert marked
        assert {element.Pg.objgen for element in marked} == {page.obj.objgen}


def test_notes_of_different_parts_have_different_identifiers(merged: bytes) -> None:
    pdf = pikepdf.open(io.BytesIO(merged))
    names = list(pdf.Root.StructTreeRoot.IDTree.Names)[::2]
    notes = [str(note.element.ID) for note in tags(merged).find("Note")]
    assert sorted(notes) == [str(name) for name in names] == sorted(set(notes))
    assert {name.split("/")[0] for name in notes} == {"1", "2"}


def test_links_of_the_contents_lead_to_the_parts(merged: bytes, firsts: list[int]) -> None:
    pdf = pikepdf.open(io.BytesIO(merged))
    names = list(pdf.Root.Names.Dests.Names)
    places = dict(zip((str(name) for name in names[::2]), names[1::2], strict=True))
    index = {page.obj.objgen: position for position, page in enumerate(pdf.pages)}
    links = [_target(link) for link in pdf.pages[0].obj.Annots]
    assert [index[places[link][0].objgen] for link in links] == firsts
    # A name that stands in every document leads to the page of its own.
    assert index[places["1/section-0"][0].objgen] < firsts[1] <= index[places["2/section-0"][0].objgen]


def _target(link: pikepdf.Object) -> str:
    """The name a link leads to."""
    return str(link.Dest if "/Dest" in link else link.A.D)


def test_the_outline_names_the_parts_and_what_is_in_them(parts: list[Part], merged: bytes, firsts: list[int]) -> None:
    pdf = pikepdf.open(io.BytesIO(merged))
    index = {page.obj.objgen: position for position, page in enumerate(pdf.pages)}
    with pdf.open_outline() as outline, pikepdf.open(parts[0].pdf) as source, source.open_outline() as inner:
        entries = outline.root[-2:]
        assert [entry.title for entry in entries] == ["Juillet", "Août"]
        assert [index[entry.destination[0].objgen] for entry in entries] == firsts
        assert [item.title for item in entries[0].children] == [item.title for item in inner.root]


def test_title_language_and_identification_are_those_of_the_front(merged: bytes) -> None:
    pdf = pikepdf.open(io.BytesIO(merged))
    assert str(pdf.Root.Lang) == "nl"
    assert str(pdf.docinfo.Title) == "Bundel van het netwerk"
    with pdf.open_metadata() as metadata:
        assert (metadata["pdfaid:part"], metadata["pdfuaid:part"]) == ("3", "1")


def test_the_same_parts_give_the_same_bytes(parts: list[Part], merged: bytes, tmp_path: Path) -> None:
    merge(html_to_pdf(FRONT), parts, tmp_path / "again.pdf")
    assert (tmp_path / "again.pdf").read_bytes() == merged


def test_a_file_that_is_no_pdf_is_named(parts: list[Part], tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"not a PDF")
    with pytest.raises(PdfError, match=r"broken\.pdf"):
        merge(html_to_pdf(FRONT), [*parts, Part(broken, "Septembre")], tmp_path / "out.pdf")


def test_a_file_without_tags_is_refused(parts: list[Part], tmp_path: Path) -> None:
    plain = tmp_path / "plain.pdf"
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.save(plain)
    with pytest.raises(PdfError, match="Part 3 is not tagged"):
        merge(html_to_pdf(FRONT), [*parts, Part(plain, "Septembre")], tmp_path / "out.pdf")
    assert not (tmp_path / "out.pdf").exists()


def test_a_stream_that_ends_like_a_line_keeps_the_rules_and_its_words(parts: list[Part], tmp_path: Path) -> None:
    """One in 256 compressed streams does; tabs behind the drawing of a page change nothing but its last byte."""
    with pikepdf.open(parts[1].pdf) as pdf:
        drawing = pdf.pages[0].Contents.read_bytes()
        endings = (zlib.compress(drawing + b"\t" * count) for count in range(256))
        raw = next(ending for ending in endings if ending.endswith(b"\r"))
        pdf.pages[0].Contents.write(raw, filter=pikepdf.Name.FlateDecode)
        pdf.save(tmp_path / "a.pdf")
    merge(html_to_pdf(FRONT), [Part(tmp_path / "a.pdf", "Un"), parts[0]], tmp_path / "out.pdf")
    merged = (tmp_path / "out.pdf").read_bytes()
    assert raw + b"\r\nendstream" in merged
    assert complaints(merged) == []
    assert sorted(pages(merged)[1].split()[1:]) == sorted(pages(parts[1].pdf.read_bytes())[0].split())


def test_what_files_have_in_common_is_kept_once_and_what_they_say_as_often_as_they_say_it(
    parts: list[Part], tmp_path: Path
) -> None:
    one, four = tmp_path / "one.pdf", tmp_path / "four.pdf"
    merge(html_to_pdf(FRONT), parts[:1], one)
    merge(html_to_pdf(FRONT), [parts[0]] * 4, four)
    fonts = [_fonts(file) for file in (one, four)]
    assert fonts[0] == fonts[1]
    said = [text.split(maxsplit=3)[-1] for text in pages(four.read_bytes())[1:]]
    assert len(said) == 4 * page_count(parts[0].pdf)
    assert complaints(four.read_bytes()) == []


def _fonts(file: Path) -> int:
    """How many fonts are embedded in a file."""
    with pikepdf.open(file) as pdf:
        return sum(1 for one in pdf.objects if isinstance(one, pikepdf.Stream) and "/Length1" in one)


def test_words_that_look_like_a_reference_stay_words(tmp_path: Path) -> None:
    said = FRONT.replace("Eerste", "Zie 5 0 R").replace("Bundel</h1>", "Deel 7 0 R</h1>")
    (tmp_path / "a.pdf").write_bytes(html_to_pdf(said.replace("#part", "https://example.org/4 0 R/")))
    merge(html_to_pdf(FRONT), [Part(tmp_path / "a.pdf", "Één (6 0 R)")], tmp_path / "out.pdf")
    merged = (tmp_path / "out.pdf").read_bytes()
    with pikepdf.open(io.BytesIO(merged)) as pdf, pdf.open_outline() as outline:
        assert outline.root[-1].title == "Één (6 0 R)"
        assert [item.title for item in outline.root[-1].children] == ["Deel 7 0 R"]
    assert complaints(merged) == []
