"""Rich text as the portal stores it: one small, closed set of HTML, cleaned on every write and every display.

Stored elements: p h3 h4, ul ol li, blockquote, table caption thead tbody tr th td, strong em sub sup, a[href], br,
span[lang] and footnotes as span[data-fn] that hold their own text. Everything else gives way to its words; only the
content of script and style is dropped.
"""

import hashlib
import re
import unicodedata
from typing import NamedTuple

from django.utils.safestring import SafeString, mark_safe

from .nodes import Block, Break, Inline, Note, Paragraph, Run, clean_characters, map_text, tidy
from .reader import read_html
from .rewriting import Change, changed, rewrite
from .writer import write_html, write_inlines, write_text

__all__ = [
    "Annotated", "Change", "Footnote", "canonical", "changed", "content_hash", "from_plain_text", "plain_text", "rewrite",
    "sanitise", "with_footnotes",
]  # fmt: skip

_SPACE = re.compile(r"\s+")
_PARAGRAPH_END = re.compile(r"\n[ \t]*\n\s*")


def sanitise(html: str) -> str:
    """Return the stored form of any HTML: safe, well-nested, the same for texts that look the same; no word is lost."""
    return write_html(read_html(html))


def canonical(html: str) -> str:
    """Return what two versions are compared by: the stored form with every kind of white space folded to one."""
    blocks = read_html(html)
    map_text(blocks, _folded)
    return write_html(blocks)


def content_hash(heading: str, html: str) -> str:
    """Return the sha256 (hexadecimal) of a heading and text in their canonical form."""
    title = unicodedata.normalize("NFC", _folded(clean_characters(heading))).strip()
    return hashlib.sha256(f"{title}\n{canonical(html)}".encode()).hexdigest()


def _folded(text: str) -> str:
    """Fold every white space to one space."""
    return _SPACE.sub(" ", text)


def plain_text(html: str) -> str:
    """Return the words of a text: a line per paragraph, cells apart by tabs, footnotes in square brackets."""
    return write_text(read_html(html))


def from_plain_text(text: str) -> str:
    """Return unmarked text as stored HTML: blank lines part paragraphs, other line ends are breaks."""
    blocks: list[Block] = []
    for paragraph in _PARAGRAPH_END.split(text.replace("\r\n", "\n").replace("\r", "\n")):
        pieces: list[Inline] = []
        for line in paragraph.split("\n"):
            pieces += [Run(line), Break()]
        if inlines := tidy(pieces):
            blocks.append(Paragraph(inlines))
    return write_html(blocks)


class Footnote(NamedTuple):
    """A note at the end of a text on screen; `anchor` and `reference` are the ids of the note and of its number."""

    number: int
    anchor: str
    reference: str
    html: SafeString


class Annotated(NamedTuple):
    """A text with numbered references, and its notes."""

    html: SafeString
    notes: list[Footnote]


def with_footnotes(html: str, prefix: str) -> Annotated:
    """Return a text for the screen: each footnote a numbered link to a note, which links back.

    `prefix` makes the ids unique on the page (letters, digits, hyphens). The text is cleaned again on the way.
    """
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9-]*", prefix):
        raise ValueError(f"{prefix!r} cannot begin an element id")
    notes: list[Footnote] = []

    def reference(note: Note) -> str:
        number = len(notes) + 1
        anchor, back = f"{prefix}-note-{number}", f"{prefix}-ref-{number}"
        # Every part was escaped by the writer; the ids hold only what the check above lets through.
        notes.append(Footnote(number, anchor, back, mark_safe(write_inlines(note.runs))))  # noqa: S308
        return f'<sup class="note-ref"><a id="{back}" href="#{anchor}" role="doc-noteref">{number}</a></sup>'

    body = mark_safe(write_html(read_html(html), reference))  # noqa: S308
    return Annotated(body, notes)
