"""Several of our PDFs as one that is tagged, archivable and accessible like each of them.

A plain merge of pages loses the tags: the structure tree, the numbers that lead from a page to it, the identifiers of notes and
the named places that links lead to all belong to a whole file. Here they are carried over: each file becomes a part of the
structure, its numbers are moved up, its names get a prefix. The pages themselves, with what is drawn on them, stay as they are.
Rendering the same texts again would take some fifty times as long (`bench/bundles.py`).
"""

import io
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from amif_network.core.pdf.errors import PdfError
from amif_network.core.pdf.numerals import Numerals

# A page is called `part-3` by links of the front matter that lead to the first page of the third file.
PLACE = "part-{}"


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a bundle: where its bytes are, and what it is called in the outline."""

    pdf: Path
    title: str


@dataclass(slots=True)
class _Bundle:
    """The file that grows: its structure tree, and the names that its links use."""

    pdf: pikepdf.Pdf
    document: pikepdf.Object
    next_key: int = 0
    numbers: list[pikepdf.Object | int] = field(default_factory=list)
    notes: dict[str, pikepdf.Object] = field(default_factory=dict)
    places: dict[str, pikepdf.Object] = field(default_factory=dict)


def page_count(pdf: Path | bytes) -> int:
    """Return how many pages a file has. Raises PdfError when it is no PDF."""
    with pikepdf.open(io.BytesIO(pdf)) if isinstance(pdf, bytes) else _opened(pdf) as source:
        return len(source.pages)


def merge(front: bytes, parts: Sequence[Part], target: Path) -> None:
    """Write the front matter and, behind it, every part to `target`, and number all pages anew at their head.

    The front matter is one of our own documents; title, language and metadata of the whole are its. Where it links to `#part-1`,
    `#part-2` …, the link leads to that part. The same input gives the same bytes.
    Raises PdfError when a part is no PDF or is not tagged.
    """
    with pikepdf.open(io.BytesIO(front)) as pdf, ExitStack() as sources:
        root = pdf.Root.StructTreeRoot
        bundle = _Bundle(pdf, root.K[0])
        _take_in(bundle, pdf.Root, prefix="")
        with pdf.open_outline() as outline:
            for number, part in enumerate(parts, start=1):
                # What is copied reads from its source until the bundle is written.
                source = sources.enter_context(_opened(part.pdf))
                first = len(pdf.pages)
                _append(bundle, source, number)
                bundle.places[PLACE.format(number)] = _top(pdf.pages[first])
                outline.root.append(_entry(source, part.title, first, pdf))
        _write_trees(bundle, root)
        _number_pages(pdf)
        for stream in pdf.objects:
            if isinstance(stream, pikepdf.Stream):
                _end_clearly(stream)
        # Streams stay as they are, and none is made that could end in any way.
        pdf.save(
            target,
            deterministic_id=True,
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )


def _opened(path: Path) -> pikepdf.Pdf:
    """Open a part."""
    try:
        return pikepdf.open(path)
    except pikepdf.PdfError as error:
        raise PdfError(f"{path.name} is no PDF: {error}") from error


def _append(bundle: _Bundle, source: pikepdf.Pdf, number: int) -> None:
    """Add the pages of a file, and its structure as a part that says its language."""
    if "/StructTreeRoot" not in source.Root:
        raise PdfError(f"Part {number} is not tagged.")
    first = len(bundle.pdf.pages)
    bundle.pdf.pages.extend(source.pages)
    # Copied after the pages, so that its references lead to the copies.
    names = source.make_indirect(source.Root.get("/Names", Dictionary()))
    copied = Dictionary(StructTreeRoot=bundle.pdf.copy_foreign(source.Root.StructTreeRoot), Names=bundle.pdf.copy_foreign(names))
    for element in copied.StructTreeRoot.K:
        element.S, element.P, element.Lang = Name.Part, bundle.document, str(source.Root.Lang)
        bundle.document.K.append(element)
    for page in list(bundle.pdf.pages)[first:]:
        _move_up(page.obj, bundle.next_key, f"{number}/")
    _take_in(bundle, copied, prefix=f"{number}/")


def _move_up(page: pikepdf.Object, by: int, prefix: str) -> None:
    """Give a page and its links the numbers and names that they have in the bundle."""
    if "/StructParents" in page:
        page.StructParents = int(page.StructParents) + by
    for link in page.get("/Annots", Array()):
        if "/StructParent" in link:
            link.StructParent = int(link.StructParent) + by
        if isinstance(link.get("/Dest"), String):
            link.Dest = String(prefix + str(link.Dest))
        action = link.get("/A", Dictionary())
        if action.get("/S") == Name.GoTo and isinstance(action.get("/D"), String):
            action.D = String(prefix + str(action.D))


def _take_in(bundle: _Bundle, root: pikepdf.Object, prefix: str) -> None:
    """Enter the numbers, identifiers and places of a file into those of the bundle."""
    tree = root.StructTreeRoot
    numbers = list(tree.ParentTree.Nums)
    for key, element in zip(numbers[::2], numbers[1::2], strict=True):
        bundle.numbers += [bundle.next_key + int(key), element]
    bundle.next_key += max((int(key) for key in numbers[::2]), default=-1) + 1
    for name, note in _pairs(tree.get("/IDTree", Dictionary())):
        note.ID = String(prefix + name)
        bundle.notes[prefix + name] = note
    bundle.places |= {
        prefix + name: place for name, place in _pairs(root.get("/Names", Dictionary()).get("/Dests", Dictionary()))
    }


def _pairs(tree: pikepdf.Object) -> Iterator[tuple[str, pikepdf.Object]]:
    """Yield what a name tree holds; those of our documents are one leaf."""
    names = list(tree.get("/Names", Array()))
    yield from ((str(name), held) for name, held in zip(names[::2], names[1::2], strict=True))


def _write_trees(bundle: _Bundle, root: pikepdf.Object) -> None:
    """Store the numbers, identifiers and places of the whole."""
    pdf = bundle.pdf
    root.ParentTree = pdf.make_indirect(Dictionary(Nums=Array(bundle.numbers)))
    root.ParentTreeNextKey = bundle.next_key
    if bundle.notes:
        root.IDTree = _name_tree(pdf, bundle.notes)
    if bundle.places:
        pdf.Root.Names = Dictionary(Dests=_name_tree(pdf, bundle.places))


def _name_tree(pdf: pikepdf.Pdf, entries: dict[str, pikepdf.Object]) -> pikepdf.Object:
    """Return a name tree of one leaf, in the order of its bytes, as readers search it."""
    ordered = sorted(entries.items(), key=lambda entry: entry[0].encode())
    return pdf.make_indirect(Dictionary(Names=Array([half for name, held in ordered for half in (String(name), held)])))


def _top(page: pikepdf.Page) -> Array:
    """Return the place at the head of a page."""
    return Array([page.obj, Name.XYZ, 0, page.mediabox[3], 0])


def _entry(source: pikepdf.Pdf, title: str, first: int, pdf: pikepdf.Pdf) -> pikepdf.OutlineItem:
    """Return the entry of a part in the outline, with the outline of its file below it, closed."""
    place = {page.obj.objgen: position for position, page in enumerate(source.pages, start=first)}
    entry = pikepdf.OutlineItem(title, _top(pdf.pages[first]))
    entry.is_closed = True

    def copy(items: list[pikepdf.OutlineItem], into: pikepdf.OutlineItem) -> None:
        for item in items:
            assert isinstance(item.destination, Array)
            page, how, *where = list(item.destination)
            copied = pikepdf.OutlineItem(item.title, Array([pdf.pages[place[page.objgen]].obj, how, *where]))
            into.children.append(copied)
            copy(item.children, copied)

    with source.open_outline() as outline:
        copy(outline.root, entry)
    return entry


def _end_clearly(stream: pikepdf.Stream) -> None:
    """Write a stream that ends in a CR in hexadecimal digits.

    With the LF that follows it, a checker of PDF/A takes the CR for a part of the end of the line. One in 256 compressed streams
    ends so; `tagging` ends its lines in both, which qpdf cannot.
    """
    raw = stream.read_raw_bytes()
    if raw.endswith(b"\r"):
        filters = stream.get("/Filter", Array())
        further = list(filters) if isinstance(filters, Array) else [filters]
        stream.write(raw.hex().encode() + b">", filter=Array([Name.ASCIIHexDecode, *further]))


def _number_pages(pdf: pikepdf.Pdf) -> None:
    """Print the number of each page within the whole at its head, as an artifact: it is no part of the text."""
    numerals = Numerals(pdf)
    for number, page in enumerate(pdf.pages, start=1):
        numerals.write(page, f"{number} / {len(pdf.pages)}")
