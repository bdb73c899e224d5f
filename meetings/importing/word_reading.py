"""Word documents to numbered lines: mammoth reads the runs, tables and notes; this module adds what mammoth drops.

That is: the printed number of every automatically numbered paragraph, heading levels by style, nested list levels, and the
page headers and footers. They are written into the XML before mammoth sees it (see `WORD_ROLE` in html_reading).
"""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from xml.etree import ElementTree

import mammoth

from .errors import UnreadableDocument
from .html_reading import HtmlLines
from .inline import Rich
from .source import Line, Remark, Zone
from .text_reading import CONTROL
from .word_numbering import Numbering, Styles, tag
from .word_package import open_package, read_part, refuse_hostile

DOCUMENT = "word/document.xml"
# What mammoth needs; pictures, comments, themes and embedded fonts stay in the zip.
KEPT = re.compile(
    r"\[Content_Types\]\.xml\Z|_rels/\.rels\Z|word/(?:_rels/)?(?:document|styles|footnotes|endnotes)\.xml(?:\.rels)?\Z"
)
MARGIN_PART = re.compile(r"word/(header|footer)\d*\.xml\Z")
STYLE_MAP = "u => u"
PICTURE = re.compile(rb"<(?:pic:pic|v:imagedata)[\s>]")
COMMENT = re.compile(rb"<w:comment\s")
TRACKED = re.compile(rb"<w:(?:ins|del|moveFrom|moveTo)\s")
MAX_DEPTH = 200  # nested elements; tables in tables of real documents stay below 60


def read_word(data: bytes, filename: str) -> tuple[list[Line], list[str], list[Remark]]:
    """Return lines, raw lines and remarks of a .docx file. Raises UnreadableDocument."""
    package = open_package(data)
    refuse_hostile(package, filename)
    if DOCUMENT not in package.namelist():
        raise UnreadableDocument("not_a_document")
    parts = {name: read_part(package, name) for name in package.namelist() if KEPT.match(name)}
    remarks = list(_remarks(package, parts[DOCUMENT]))
    headers = _margin_texts(package, "header")
    parts[DOCUMENT] = _with_roles(parts[DOCUMENT], parts, package)
    markup = _mammoth(parts)
    lines, raw = HtmlLines(from_word=True, first_number=len(headers) + 1).read(markup)
    lines = _margin_lines(headers, Zone.HEADER, 1) + _with_list_gaps(lines)
    raw = headers + raw
    footers = _margin_texts(package, "footer")
    return lines + _margin_lines(footers, Zone.FOOTER, len(raw) + 1), raw + footers, remarks


def _mammoth(parts: dict[str, bytes]) -> str:
    slim = io.BytesIO()
    with zipfile.ZipFile(slim, "w", zipfile.ZIP_STORED) as target:
        for name, content in parts.items():
            target.writestr(name, content)
    slim.seek(0)
    try:
        result = mammoth.convert_to_html(
            slim,
            style_map=STYLE_MAP,
            convert_image=lambda image: [],
            include_embedded_style_map=False,
            external_file_access=False,
        )
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, OSError, RecursionError) as error:
        raise UnreadableDocument("damaged") from error
    return str(result.value)


def _parsed(data: bytes) -> ElementTree.Element:
    """Parse XML that `read_part` has cleared of DOCTYPE and entities; refuse absurd nesting."""
    root: ElementTree.Element | None = None
    depth = 0
    try:
        for event, element in ElementTree.iterparse(io.BytesIO(data), events=("start", "end")):  # noqa: S314
            root = element if root is None else root
            depth += 1 if event == "start" else -1
            if depth > MAX_DEPTH:
                raise UnreadableDocument("damaged")
    except ElementTree.ParseError as error:
        raise UnreadableDocument("damaged") from error
    if root is None:
        raise UnreadableDocument("damaged")
    return root


def _with_roles(document: bytes, parts: dict[str, bytes], package: zipfile.ZipFile) -> bytes:
    """Write role and printed number in front of each heading, title and list paragraph."""
    root = _parsed(document)
    styles = Styles(_parsed(parts["word/styles.xml"]) if "word/styles.xml" in parts else None)
    has_numbering = "word/numbering.xml" in package.namelist()
    numbering = Numbering(_parsed(read_part(package, "word/numbering.xml")) if has_numbering else None, styles)
    for paragraph in _paragraphs(root):
        _mark(paragraph, styles, numbering)
    for name in ("word/footnotes.xml", "word/endnotes.xml"):
        if name in parts:
            _parsed(parts[name])
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))


def _paragraphs(element: ElementTree.Element) -> Iterator[ElementTree.Element]:
    """Yield paragraphs in reading order, each text box once (Word stores it twice)."""
    for child in element:
        if child.tag.endswith("}Choice"):
            continue
        if child.tag == tag("p"):
            yield child
        yield from _paragraphs(child)


def _mark(paragraph: ElementTree.Element, styles: Styles, numbering: Numbering) -> None:
    for node in paragraph.iter(tag("t")):
        node.text = CONTROL.sub(" ", node.text or "")
    if not any((node.text or "").strip() for node in paragraph.iter(tag("t"))):
        return
    properties = paragraph.find(tag("pPr"))
    style = styles.of(properties)
    heading = styles.heading_level(style, properties)
    number = numbering.next(style, properties)
    if styles.is_title(style):
        prefix = "\ue000T0\ue001"
    elif heading:
        prefix = f"\ue000H{heading}\ue001{number.label + ' ' if number and number.label not in {'', '-'} else ''}"
    elif number is not None:
        prefix = f"\ue000L{min(number.level, 8)}\ue001{number.label + ' ' if number.label else ''}"
    else:
        return
    run = ElementTree.Element(tag("r"))
    ElementTree.SubElement(run, tag("t"), {"{http://www.w3.org/XML/1998/namespace}space": "preserve"}).text = prefix
    paragraph.insert(0 if properties is None else 1, run)


def _with_list_gaps(lines: list[Line]) -> list[Line]:
    """Set the first item of each list apart from the paragraph before it."""
    result = []
    for index, line in enumerate(lines):
        first = line.listed and (index == 0 or not lines[index - 1].listed)
        result.append(replace(line, gap=True) if first else line)
    return result


def _margin_texts(package: zipfile.ZipFile, kind: str) -> list[str]:
    """Return the distinct paragraphs of the page headers or footers."""
    texts: list[str] = []
    for name in sorted(package.namelist()):
        hit = MARGIN_PART.match(name)
        if not hit or hit[1] != kind:
            continue
        for paragraph in _paragraphs(_parsed(read_part(package, name))):
            pieces = ["\t" if node.tag in {tag("tab"), tag("br")} else node.text or "" for node in _runs(paragraph)]
            text = CONTROL.sub(" ", "".join(pieces)).strip()
            if text and text not in texts:
                texts.append(text)
    return texts


def _runs(paragraph: ElementTree.Element) -> Iterator[ElementTree.Element]:
    """Yield the text nodes of a paragraph, without those of text boxes inside it (they are paragraphs themselves)."""
    for child in paragraph:
        if child.tag in {tag("t"), tag("tab"), tag("br")}:
            yield child
        elif child.tag not in {tag("p"), tag("pPr"), tag("rPr")}:
            yield from _runs(child) if child.tag != tag("txbxContent") else ()


def _margin_lines(texts: list[str], zone: Zone, first: int) -> list[Line]:
    return [Line(first + index, Rich.plain(text), gap=True, zone=zone) for index, text in enumerate(texts)]


def _remarks(package: zipfile.ZipFile, document: bytes) -> Iterator[Remark]:
    if pictures := len(PICTURE.findall(document)):
        yield Remark("pictures_left_out", values={"count": pictures})
    if "word/comments.xml" in package.namelist() and (comments := len(COMMENT.findall(read_part(package, "word/comments.xml")))):
        yield Remark("comments_left_out", values={"count": comments})
    if TRACKED.search(document):
        yield Remark("tracked_changes")
