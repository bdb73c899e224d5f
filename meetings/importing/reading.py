"""The door of the importer: bytes or pasted text in, numbered lines out, or a clear refusal."""

import re
from pathlib import PurePath

from amif_network.core.decoding import BINARY, NotText, decoded

from .errors import MAX_CHARACTERS, MAX_FILE_BYTES, MAX_LINES, UnreadableDocument
from .html_reading import HtmlLines
from .source import Line, Remark, Source
from .text_reading import read_lines
from .word_reading import read_word

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # Word 97-2003, and the envelope of password-protected .docx files
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
ZIP = b"PK\x03\x04"
EMPTY_ZIP = b"PK\x05\x06"
PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*", b"RIFF", b"\x00\x00\x01\x00")
HTML_START = re.compile(
    r"\s*(?:<!--.{0,2000}?-->\s*)?<(?:!doctype html|html|head|body|meta|div|p|table|h[1-6]|ul|ol|span|b)\b", re.I | re.S
)
TEXT_NAMES = {".txt", ".md", ".markdown", ".text", ".eml", ""}
HTML_NAMES = {".html", ".htm", ".xhtml"}
# Names that promise more than plain text: what is behind them is no document of theirs, and nothing to guess about.
OFFICE_NAMES = {".doc", ".docx", ".dot", ".dotx", ".odt", ".rtf", ".pdf", ".pages"}
MARKDOWN_NAMES = {".md", ".markdown"}


def read_document(data: bytes, filename: str) -> Source:
    """Read an uploaded file. The content decides what it is; the name only tells Markdown from text.

    Raises UnreadableDocument for anything that is not a text, Markdown, HTML or .docx document, is too large, or is hostile,
    and for plain text under the name of an office document.
    """
    if len(data) > MAX_FILE_BYTES:
        raise UnreadableDocument("too_big")
    if not data.strip():
        raise UnreadableDocument("empty")
    suffix = PurePath(filename).suffix.lower()
    if data.startswith((ZIP, EMPTY_ZIP)):
        lines, raw, remarks = read_word(data, filename)
        return _source(filename, lines, raw, remarks)
    _refuse_known_formats(data)
    text = _decoded(data)
    if suffix in HTML_NAMES or (suffix not in TEXT_NAMES and HTML_START.match(text)):
        return read_html(text, name=filename)
    if suffix in OFFICE_NAMES:
        raise UnreadableDocument("not_a_document")
    return read_text(text, name=filename, markdown=suffix in MARKDOWN_NAMES)


def read_text(text: str, *, name: str = "", markdown: bool = False) -> Source:
    """Read pasted text. Raises UnreadableDocument when it is empty or too long."""
    _check_length(text)
    lines, raw = read_lines(text, markdown=markdown)
    return _source(name, lines, raw)


def read_html(markup: str, *, name: str = "") -> Source:
    """Read pasted HTML; scripts, styles and pictures are left out. Raises UnreadableDocument when no text is in it."""
    _check_length(markup)
    lines, raw = HtmlLines().read(markup)
    return _source(name, lines, raw)


def _decoded(data: bytes) -> str:
    try:
        return decoded(data)
    except NotText as error:
        raise UnreadableDocument("not_a_document") from error


def _refuse_known_formats(data: bytes) -> None:
    if data.startswith(OLE):
        raise UnreadableDocument("encrypted" if ENCRYPTED in data else "old_word")
    if b"%PDF-" in data[:1024]:
        raise UnreadableDocument("pdf")
    if data.startswith(b"{\\rtf"):
        raise UnreadableDocument("other_office")
    if data.startswith(PICTURES) and BINARY.search(data[:2000]):
        raise UnreadableDocument("picture")


def _check_length(text: str) -> None:
    if not text.strip():
        raise UnreadableDocument("empty")
    if len(text) > MAX_CHARACTERS or sum(bool(line.strip()) for line in text.splitlines()) > MAX_LINES:
        raise UnreadableDocument("too_long")


def _source(name: str, lines: list[Line], raw: list[str], remarks: list[Remark] | None = None) -> Source:
    if not lines:
        raise UnreadableDocument("empty")
    if sum(map(len, raw)) > MAX_CHARACTERS or len(lines) > MAX_LINES:
        raise UnreadableDocument("too_long")
    return Source(name, tuple(lines), tuple(raw), tuple(remarks or ()))
