"""Several of our PDFs as one that is tagged, archivable and accessible like each of them.

A plain merge of pages loses the tags: the structure tree, the numbers that lead from a page to it, the identifiers of notes and
the named places that links lead to all belong to a whole file. Here they are carried over: each file becomes a part of the
structure, its numbers are moved up, its names get a prefix. The pages themselves, with what is drawn on them, stay as they are;
a font, picture or profile that two files have byte for byte is kept once. Files are taken apart as text (`plain`): rendering
the same texts again would take more than a hundred times as long (`bench/bundles.py`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from amif_network.core.pdf.calm import calm_memory
from amif_network.core.pdf.errors import PdfError
from amif_network.core.pdf.numerals import FONT, Numerals
from amif_network.core.pdf.outlines import chained, hung_below, uppermost
from amif_network.core.pdf.plain import Plain, Stream, compose, read
from amif_network.core.pdf.values import (
    Dictionary,
    Ref,
    Value,
    byte_string,
    decoded,
    integer,
    number_of,
    numbered,
    references,
    renumbered,
    word,
    written,
)

# A page is called `part-3` by links of the front matter that lead to the first page of the third file.
PLACE = "part-{}"


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a bundle: where its bytes are, and what it is called in the outline."""

    pdf: Path
    title: str


@dataclass(slots=True)
class _Bundle:
    """The file that grows: its pages, its structure, and the names that its links use."""

    pdf: Plain
    document: int
    pages: list[int] = field(default_factory=list)
    parts: list[int] = field(default_factory=list)
    next_key: int = 0
    # The entries of the number tree, as text: they are many, and nothing of them has to be understood but their key.
    numbers: list[bytes] = field(default_factory=list)
    notes: dict[bytes, Value] = field(default_factory=dict)
    places: dict[bytes, Value] = field(default_factory=dict)
    entries: list[int] = field(default_factory=list)
    # Streams that refer to nothing, by what they are.
    known: dict[Stream, int] = field(default_factory=dict)


def page_count(pdf: Path | bytes) -> int:
    """Return how many pages a file has. Raises PdfError when it is no PDF."""
    plain = read(pdf) if isinstance(pdf, bytes) else _opened(pdf)
    return integer(plain.dictionary(plain.value(plain.root)[b"/Pages"])[b"/Count"])


def merge(front: bytes, parts: Sequence[Part], target: Path) -> None:
    """Write the front matter and, behind it, every part to `target`, and number all pages anew at their head.

    The front matter is one of our own documents; title, language and metadata of the whole are its. Where it links to `#part-1`,
    `#part-2` …, the link leads to that part. The same input gives the same bytes.
    Raises PdfError when a part is no PDF or is not tagged.
    """
    with calm_memory():
        target.write_bytes(compose(_joined(front, parts)))


def _joined(front: bytes, parts: Sequence[Part]) -> Plain:
    """Return the whole as it will be written."""
    pdf = read(front)
    catalog = pdf.value(pdf.root)
    root = pdf.dictionary(catalog[b"/StructTreeRoot"])
    bundle = _Bundle(pdf, number_of(pdf.array(root[b"/K"])[0]), pages=_pages(pdf, catalog))
    _take_in(bundle, catalog, prefix=b"")
    bundle.entries = uppermost(pdf, catalog)
    for number, part in enumerate(parts, start=1):
        first = len(bundle.pages)
        source = _opened(part.pdf)
        _append(bundle, source, number, part.title)
        bundle.places[PLACE.format(number).encode()] = _top(pdf, bundle.pages[first])
    _write_pages(bundle, catalog)
    _write_structure(bundle, catalog)
    chained(pdf, catalog, bundle.entries)
    pdf.texts[pdf.root] = written(catalog)
    return pdf


def _opened(path: Path) -> Plain:
    """Open a part."""
    try:
        return read(path.read_bytes())
    except PdfError as error:
        raise PdfError(f"{path.name} is no PDF: {error}") from error


def _append(bundle: _Bundle, source: Plain, number: int, title: str) -> None:
    """Add the pages of a file, its structure as a part that says its language, and its outline below its title."""
    catalog = source.value(source.root)
    if b"/StructTreeRoot" not in catalog:
        raise PdfError(f"Part {number} is not tagged.")
    catalog = _moved_in(bundle, source)
    pdf, prefix = bundle.pdf, b"%d/" % number
    root = pdf.dictionary(catalog[b"/StructTreeRoot"])
    for kid in pdf.array(root[b"/K"]):
        element = pdf.dictionary(kid)
        element |= {b"/S": b"/Part", b"/P": Ref(bundle.document), b"/Lang": catalog[b"/Lang"]}
        pdf.texts[number_of(kid)] = written(element)
        bundle.parts.append(number_of(kid))
    pages = _pages(pdf, catalog)
    for page in pages:
        _move_up(pdf, page, bundle.next_key, prefix)
    _take_in(bundle, catalog, prefix)
    bundle.pages += pages
    bundle.entries.append(hung_below(pdf, uppermost(pdf, catalog), title, _top(pdf, pages[0])))
    _forget(pdf, catalog, root)


def _moved_in(bundle: _Bundle, source: Plain) -> Dictionary:
    """Copy all objects of a file under numbers that are free; return its catalog with these."""
    pdf, base = bundle.pdf, bundle.pdf.size
    numbers = {b"%d" % number: b"%d 0 R" % (number + base) for number in range(source.size)}
    own: list[tuple[int, Stream]] = []
    for number, stream in source.streams.items():
        if references(stream.about):
            own.append((number, stream))
        elif (same := bundle.known.setdefault(stream, number + base)) == number + base:
            pdf.streams[same] = stream
        else:
            numbers[b"%d" % number] = b"%d 0 R" % same
    for (number, stream), about in zip(own, renumbered([stream.about for _number, stream in own], numbers), strict=True):
        pdf.streams[number + base] = Stream(about, stream.data)
    moved = (number + base for number in source.texts)
    pdf.texts.update(zip(moved, renumbered(list(source.texts.values()), numbers), strict=True))
    pdf.size = base + source.size
    catalog = pdf.value(source.root + base)
    del pdf.texts[source.root + base]
    pdf.texts.pop(source.info + base, None)
    return catalog


def _forget(pdf: Plain, catalog: Dictionary, root: Dictionary) -> None:
    """Remove what a part said of itself as a whole, and nothing refers to now."""
    whole = [catalog.get(name) for name in (b"/Pages", b"/StructTreeRoot", b"/Names", b"/Outlines", b"/Metadata")]
    for value in [*whole, root.get(b"/ParentTree"), root.get(b"/IDTree")]:
        if isinstance(value, Ref):
            pdf.texts.pop(value.number, None)
            pdf.streams.pop(value.number, None)


def _move_up(pdf: Plain, number: int, by: int, prefix: bytes) -> None:
    """Give a page and its links the numbers and names that they have in the bundle."""
    page = pdf.value(number)
    if b"/StructParents" in page:
        page[b"/StructParents"] = b"%d" % (integer(page[b"/StructParents"]) + by)
        pdf.texts[number] = written(page)
    for reference in pdf.array(page.get(b"/Annots", [])):
        link = pdf.dictionary(reference)
        if b"/StructParent" in link:
            link[b"/StructParent"] = b"%d" % (integer(link[b"/StructParent"]) + by)
        for holder, name in ((link, b"/Dest"), (link.get(b"/A"), b"/D")):
            place = holder.get(name) if isinstance(holder, dict) else None
            if isinstance(holder, dict) and isinstance(place, bytes) and place[:1] in (b"(", b"<"):
                holder[name] = byte_string(prefix + decoded(place))
        pdf.texts[number_of(reference)] = written(link)


def _take_in(bundle: _Bundle, catalog: Dictionary, prefix: bytes) -> None:
    """Enter the numbers, identifiers and places of a file into those of the bundle."""
    pdf = bundle.pdf
    tree = pdf.dictionary(catalog[b"/StructTreeRoot"])
    found = numbered(pdf.text(tree[b"/ParentTree"]))
    bundle.numbers += [b"%d %b" % (bundle.next_key + key, held) for key, held in found]
    bundle.next_key += max((key for key, _held in found), default=-1) + 1
    for name, note in _pairs(pdf, tree.get(b"/IDTree")):
        element = pdf.dictionary(note)
        element[b"/ID"] = byte_string(prefix + name)
        pdf.texts[number_of(note)] = written(element)
        bundle.notes[prefix + name] = note
    names = pdf.resolved(catalog.get(b"/Names", b"null"))
    if isinstance(names, dict):
        bundle.places |= {prefix + name: place for name, place in _pairs(pdf, names.get(b"/Dests"))}


def _pairs(pdf: Plain, tree: Value | None) -> Iterator[tuple[bytes, Value]]:
    """Yield what a name tree holds; those of our documents are one leaf."""
    if tree is not None:
        names = pdf.array(pdf.dictionary(tree)[b"/Names"])
        yield from ((decoded(word(name)), held) for name, held in zip(names[::2], names[1::2], strict=True))


def _write_structure(bundle: _Bundle, catalog: Dictionary) -> None:
    """Store the parts, numbers, identifiers and places of the whole."""
    pdf = bundle.pdf
    document = pdf.value(bundle.document)
    document[b"/K"] = [*pdf.array(document[b"/K"]), *(Ref(part) for part in bundle.parts)]
    pdf.texts[bundle.document] = written(document)
    root = pdf.dictionary(catalog[b"/StructTreeRoot"])
    root[b"/ParentTree"] = _stored(pdf, {b"/Nums": b"[" + b" ".join(bundle.numbers) + b"]"})
    root[b"/ParentTreeNextKey"] = b"%d" % bundle.next_key
    if bundle.notes:
        root[b"/IDTree"] = _name_tree(pdf, bundle.notes)
    catalog[b"/StructTreeRoot"] = _stored(pdf, root, catalog[b"/StructTreeRoot"])
    if bundle.places:
        catalog[b"/Names"] = {b"/Dests": _name_tree(pdf, bundle.places)}


def _name_tree(pdf: Plain, entries: dict[bytes, Value]) -> Ref:
    """Return a name tree of one leaf, in the order of its bytes, as readers search it."""
    ordered = sorted(entries.items())
    return _stored(pdf, {b"/Names": [half for name, held in ordered for half in (byte_string(name), held)]})


def _write_pages(bundle: _Bundle, catalog: Dictionary) -> None:
    """List all pages, and print the number of each at its head, as an artifact: it is no part of the text."""
    pdf = bundle.pdf
    numerals = Numerals(pdf)
    lettered: set[int] = set()
    for count, number in enumerate(bundle.pages, start=1):
        page = pdf.value(number)
        box = [float(word(edge)) for edge in pdf.array(page[b"/MediaBox"])]
        stream = pdf.new()
        pdf.streams[stream] = numerals.drawing(box[2], box[3], f"{count} / {len(bundle.pages)}")
        contents = page[b"/Contents"]
        # Before what the page draws, which may leave its coordinates turned.
        page[b"/Contents"] = [Ref(stream), *(contents if isinstance(contents, list) else [contents])]
        page[b"/Parent"] = catalog[b"/Pages"]
        _letter(pdf, page, numerals.font, lettered)
        pdf.texts[number] = written(page)
    tree = pdf.dictionary(catalog[b"/Pages"])
    tree |= {b"/Kids": [Ref(page) for page in bundle.pages], b"/Count": b"%d" % len(bundle.pages)}
    pdf.texts[number_of(catalog[b"/Pages"])] = written(tree)


def _letter(pdf: Plain, page: Dictionary, font: Ref, lettered: set[int]) -> None:
    """Make the font of the numbers known to a page; pages of a file share what they know."""
    held = page[b"/Resources"]
    resources = pdf.dictionary(held)
    if isinstance(held, Ref) and held.number in lettered:
        return
    fonts = pdf.dictionary(resources.get(b"/Font", {}))
    resources[b"/Font"] = {**fonts, FONT: font}
    if isinstance(held, Ref):
        pdf.texts[held.number] = written(resources)
        lettered.add(held.number)
    else:
        page[b"/Resources"] = resources


def _top(pdf: Plain, page: int) -> Value:
    """Return the place at the head of a page."""
    return [Ref(page), b"/XYZ", b"0", pdf.array(pdf.value(page)[b"/MediaBox"])[3], b"0"]


def _stored(pdf: Plain, value: Dictionary, place: Value | None = None) -> Ref:
    """Store a dictionary as an object, in its old place where it has one."""
    number = place.number if isinstance(place, Ref) else pdf.new()
    pdf.texts[number] = written(value)
    return Ref(number)


def _pages(pdf: Plain, catalog: Dictionary) -> list[int]:
    """Return the numbers of all pages. Raises PdfError where they are not one list, as those of our documents are."""
    pages = [number_of(kid) for kid in pdf.array(pdf.dictionary(catalog[b"/Pages"])[b"/Kids"])]
    if any(pdf.value(page).get(b"/Type") != b"/Page" for page in pages):
        raise PdfError("The pages of the file are not in one list.")
    return pages
