"""Put other words in the place of some, in a whole rich text, whatever marks or line breaks stand between their letters."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from .nodes import Block, Break, Inline, ListBlock, Marks, Note, Paragraph, Quote, Run, Table, tidy, tidy_note
from .reader import read_html
from .writer import write_html


class Change(NamedTuple):
    """The characters of a text from `start` up to but not including `end`, and what is said instead."""

    start: int
    end: int
    text: str


# Finds what is to be changed in a line of text, in order and without overlaps.
Finder = Callable[[str], list[Change]]
# Tells whether a link may stay one.
LinkCheck = Callable[[str], bool]


def rewrite(html: str, find: Finder, *, keep_link: LinkCheck = lambda href: True) -> str:
    """Return a stored text with the changes that `find` asks for; a link that `keep_link` refuses leaves its words.

    `find` gets one paragraph, heading, caption or note at a time, a line break in it as a line end.
    """
    blocks = read_html(html)
    _rewrite(blocks, find, keep_link)
    return write_html(blocks)


def changed(text: str, changes: Iterable[Change]) -> str:
    """Return plain `text` with its changes made."""
    parts, place = [], 0
    for change in changes:
        parts += [text[place : change.start], change.text]
        place = change.end
    return "".join([*parts, text[place:]])


def _rewrite(blocks: list[Block], find: Finder, keep_link: LinkCheck) -> None:
    for block in blocks:
        match block:
            case Paragraph():
                block.inlines = tidy(_line(block.inlines, find, keep_link))
            case ListBlock():
                for item in block.items:
                    _rewrite(item.blocks, find, keep_link)
            case Quote():
                _rewrite(block.blocks, find, keep_link)
            case Table():
                block.caption = tidy(_line(block.caption, find, keep_link))
                for row in block.rows:
                    for cell in row.cells:
                        _rewrite(cell.blocks, find, keep_link)


def _line(pieces: Iterable[Inline], find: Finder, keep_link: LinkCheck) -> list[Inline]:
    """Change one line. A note takes no part in the line that it stands in; it is a line of its own."""
    flat = [_without_link(piece, keep_link) for piece in pieces]
    line = "".join(_characters(piece) for piece in flat)
    changes = find(line)
    result: list[Inline] = []
    place = 0
    for piece in flat:
        end = place + len(_characters(piece))
        if isinstance(piece, Note):
            notes = _line(piece.runs, find, keep_link)
            result.append(Note(tidy_note(notes)))
        else:
            result += _pieces(piece, place, end, changes)
        place = end
    return result


def _pieces(piece: Inline, start: int, end: int, changes: list[Change]) -> list[Inline]:
    """Return what becomes of a piece that stands at `start` in the line: what is said instead stands where the change begins."""
    touching = [change for change in changes if change.start < end and change.end > start]
    if not touching:
        return [piece]
    marks = piece.marks._replace(href="") if isinstance(piece, Run) else Marks()
    result: list[Inline] = []
    place = start
    for change in touching:
        if isinstance(piece, Run) and place < change.start:
            result.append(Run(piece.text[place - start : change.start - start], piece.marks))
        if change.start >= start:
            result.append(Run(change.text, marks))
        place = change.end
    if isinstance(piece, Run) and place < end:
        result.append(Run(piece.text[place - start :], piece.marks))
    return result


def _characters(piece: Inline) -> str:
    match piece:
        case Run(text):
            return text
        case Break():
            return "\n"
    return ""


def _without_link(piece: Inline, keep_link: LinkCheck) -> Inline:
    if isinstance(piece, Run) and piece.marks.href and not keep_link(piece.marks.href):
        return Run(piece.text, piece.marks._replace(href=""))
    return piece
