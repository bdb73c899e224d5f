"""The closed model of a rich text, and the rules that give every text exactly one form.

A text is a list of blocks; blocks hold inline pieces; each run of characters carries its own marks. Reader (HTML),
plain-text notation and writers all meet here, so that two texts that look the same are stored the same.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

MAX_LIST_DEPTH = 8
MAX_SPAN = 50
MAX_START = 999
LIST_TYPES = ("1", "a", "A", "i", "I")

_BREAKING_SPACE = re.compile(r"[ \t-\r\x1c-\x1f\x85\u2028\u2029]+")
# Controls, byte order marks, lone surrogates, the invisible overrides that make a text read other than it is, and what
# word processors leave behind unseen: soft hyphens, zero-width spaces, word joiners.
_UNWANTED = re.compile(
    r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u200b\u2060\u202a-\u202e\u2066-\u2069\ufeff"
    r"\ufff9-\ufffc\ufffe\uffff\ud800-\udfff]"
)


class Marks(NamedTuple):
    """What is said about a run of characters: link, language (BCP 47, lower case), emphasis, "sub" or "sup"."""

    href: str = ""
    lang: str = ""
    strong: bool = False
    em: bool = False
    script: str = ""

    def common(self, other: "Marks") -> "Marks":
        """Return the marks both carry."""
        return Marks(
            self.href if self.href == other.href else "",
            self.lang if self.lang == other.lang else "",
            self.strong and other.strong,
            self.em and other.em,
            self.script if self.script == other.script else "",
        )


BARE = Marks()


@dataclass(slots=True, frozen=True)
class Run:
    """Characters that share their marks."""

    text: str
    marks: Marks = BARE


@dataclass(slots=True, frozen=True)
class Break:
    """A line break inside a paragraph."""


@dataclass(slots=True, frozen=True)
class Note:
    """A footnote; it stands where its number is printed and holds its own text."""

    runs: tuple[Run, ...]


Inline = Run | Break | Note


@dataclass(slots=True)
class Paragraph:
    """A paragraph (level 0) or a heading (level 3 or 4)."""

    inlines: list[Inline]
    level: int = 0


@dataclass(slots=True)
class Item:
    """An entry of a list."""

    blocks: "list[Block]" = field(default_factory=list)


@dataclass(slots=True)
class ListBlock:
    """A bulleted or numbered list."""

    ordered: bool = False
    start: int = 1
    type: str = "1"
    items: list[Item] = field(default_factory=list)


@dataclass(slots=True)
class Quote:
    """A quotation."""

    blocks: "list[Block]" = field(default_factory=list)


@dataclass(slots=True)
class Cell:
    """A table cell; `scope` is "col" or "row" for header cells and empty for the others."""

    header: bool = False
    scope: str = ""
    colspan: int = 1
    rowspan: int = 1
    blocks: "list[Block]" = field(default_factory=list)


@dataclass(slots=True)
class Row:
    """A row of a table."""

    cells: list[Cell] = field(default_factory=list)


@dataclass(slots=True)
class Table:
    """A table; its first `head` rows are repeated on every printed page."""

    rows: list[Row] = field(default_factory=list)
    caption: list[Inline] = field(default_factory=list)
    head: int = 0


Block = Paragraph | ListBlock | Quote | Table


def clean_characters(text: str) -> str:
    """Remove the characters that no text needs (see `_UNWANTED`)."""
    return _UNWANTED.sub("", text)


def tidy(inlines: Iterable[Inline]) -> list[Inline]:
    """Give inline content its one form.

    White space collapses as in HTML and vanishes at the edges and around breaks; neighbours with the same marks are
    joined; marks never begin or end on white space; characters are NFC; trailing and leading breaks vanish.
    """
    pieces = _spaced(_joined(inlines))
    while pieces and isinstance(pieces[0], Break):
        pieces.pop(0)
    while pieces and isinstance(pieces[-1], Break):
        pieces.pop()
    return _composed(_joined(_space_marks(pieces)))


def tidy_note(inlines: Iterable[Inline]) -> tuple[Run, ...]:
    """Give the content of a footnote its one form: one line of runs, breaks and inner notes flattened."""
    flat: list[Inline] = []
    for piece in inlines:
        if isinstance(piece, Run):
            flat.append(piece)
        elif isinstance(piece, Note):
            flat += [Run(" "), *piece.runs, Run(" ")]
        else:
            flat.append(Run(" "))
    return tuple(piece for piece in tidy(flat) if isinstance(piece, Run))


def _joined(pieces: Iterable[Inline]) -> list[Inline]:
    """Clean characters, collapse HTML white space and join neighbours with the same marks."""
    groups: list[tuple[Marks, list[str]] | Break | Note] = []
    for piece in pieces:
        if not isinstance(piece, Run):
            groups.append(piece)
        elif piece.text:
            last = groups[-1] if groups else None
            if isinstance(last, tuple) and last[0] == piece.marks:
                last[1].append(piece.text)
            else:
                groups.append((piece.marks, [piece.text]))
    result: list[Inline] = []
    for group in groups:
        if isinstance(group, tuple):
            text = _BREAKING_SPACE.sub(" ", clean_characters("".join(group[1])))
            if text:
                result.append(Run(text, group[0]))
        else:
            result.append(group)
    return result


def _spaced(pieces: list[Inline]) -> list[Inline]:
    """Collapse spaces that meet across runs; trim the edges and around breaks."""
    result: list[Inline] = []
    at_edge, after_space = True, False
    for piece in pieces:
        if isinstance(piece, Run):
            text = piece.text.lstrip() if at_edge else piece.text.lstrip(" ") if after_space else piece.text
            if text:
                result.append(Run(text, piece.marks))
                at_edge, after_space = False, text.endswith(" ")
        else:
            if isinstance(piece, Break):
                _strip_end(result)
            result.append(piece)
            at_edge, after_space = isinstance(piece, Break), False
    _strip_end(result)
    return result


def _strip_end(pieces: list[Inline]) -> None:
    """Remove white space at the end of the pieces."""
    while pieces and isinstance(last := pieces[-1], Run):
        if text := last.text.rstrip():
            pieces[-1] = Run(text, last.marks)
            return
        pieces.pop()


def _space_marks(pieces: list[Inline]) -> list[Inline]:
    """Let white space between two words carry only the marks that both of them and itself share."""
    result: list[Inline] = []
    before = BARE
    spaces: list[Run] = []
    for piece in (part for whole in pieces for part in _word_parts(whole)):
        if isinstance(piece, Run) and piece.text.isspace():
            spaces.append(piece)
            continue
        after = piece.marks if isinstance(piece, Run) else BARE
        result += _with_common_marks(spaces, before.common(after))
        result.append(piece)
        before, spaces = after, []
    return result + _with_common_marks(spaces, BARE)


def _word_parts(piece: Inline) -> list[Inline]:
    """Split the white space at the ends of a marked run off its words."""
    if not isinstance(piece, Run) or piece.marks == BARE or piece.text.isspace():
        return [piece]
    words = piece.text.strip()
    before, _, after = piece.text.partition(words)
    return [Run(part, piece.marks) for part in (before, words, after) if part]


def _with_common_marks(spaces: list[Run], marks: Marks) -> list[Run]:
    """Return the white space with what is common to it and to its surroundings."""
    for run in spaces:
        marks = marks.common(run.marks)
    return [Run(run.text, marks) for run in spaces]


def _composed(pieces: list[Inline]) -> list[Inline]:
    """Compose characters (Unicode NFC), so that é is one character however it was typed."""
    return [Run(unicodedata.normalize("NFC", piece.text), piece.marks) if isinstance(piece, Run) else piece for piece in pieces]


def map_text(blocks: list[Block], change: Callable[[str], str]) -> None:
    """Apply `change` to every run of characters of the blocks, then tidy them again."""
    for block in blocks:
        match block:
            case Paragraph():
                block.inlines = tidy(_mapped(block.inlines, change))
            case ListBlock():
                for item in block.items:
                    map_text(item.blocks, change)
            case Quote():
                map_text(block.blocks, change)
            case Table():
                block.caption = tidy(_mapped(block.caption, change))
                for row in block.rows:
                    for cell in row.cells:
                        map_text(cell.blocks, change)


def _mapped(pieces: Iterable[Inline], change: Callable[[str], str]) -> list[Inline]:
    """Return the pieces with the characters of runs and notes changed."""
    result: list[Inline] = []
    for piece in pieces:
        match piece:
            case Run(text, marks):
                result.append(Run(change(text), marks))
            case Note(runs):
                result.append(Note(tidy_note(Run(change(run.text), run.marks) for run in runs)))
            case _:
                result.append(piece)
    return result
