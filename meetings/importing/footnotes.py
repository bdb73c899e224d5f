"""Footnotes: found at the foot of a page or of the document, set at their marker in the text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from .findings import Findings
from .inline import Rich, Span
from .paragraphs import Block
from .source import Cell, Line, Row, Table

RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
# "¹ Le service intercommunal …"
RAISED_NOTE = re.compile(rf"(?P<key>[{RAISED}]{{1,3}})\s*(?=\S)")
# "[^1]: …" of Markdown; word_reading writes Word's notes in this form
MARKDOWN_NOTE = re.compile(r"\[\^(?P<key>[\w-]{1,20})\]:\s*")
# "[1] …" where "[1]" also stands in the text above
BRACKET_NOTE = re.compile(r"\[(?P<key>\d{1,2})\]\s+(?=\S)")
MARKER = re.compile(
    rf"(?<=\S)(?P<raised>[{RAISED}]{{1,3}})|\[\^(?P<markdown>[\w-]{{1,20}})\](?!:)|(?<=\S)\s?\[(?P<bracket>\d{{1,2}})\]"
)


@dataclass(slots=True)
class Footnote:
    """A note with its key ("¹" and "1" differ) and the lines it stood on; `used` once it has its place.

    `typed` is the marker with what is attached to it ("²Voir").
    """

    key: str
    marker: str
    typed: str
    rich: Rich
    lines: tuple[int, ...]
    used: bool = False


def take_footnotes(lines: Sequence[Line]) -> tuple[list[Line], list[Footnote]]:
    """Separate the notes from the text. A line like a note whose marker stands nowhere above is text."""
    kept: list[Line] = []
    notes: list[Footnote] = []
    open_note = False
    seen: set[str] = set()
    for line in lines:
        hit = _note_start(line, seen)
        if hit is not None:
            marker = re.match(r"\S+", line.text)
            typed = marker[0] if marker and hit.re is RAISED_NOTE else hit[0].strip()
            notes.append(Footnote(hit["key"], hit[0].strip(), typed, line.rich.cut(hit.end()), (line.number,)))
        elif open_note and not line.gap and line.table is None:
            note = notes[-1]
            note.rich, note.lines = Rich.joined([note.rich, line.rich], " "), (*note.lines, line.number)
        else:
            kept.append(line)
        open_note = hit is not None or (open_note and not line.gap and line.table is None)
        seen.update(_keys(line))
    return kept, notes


def _note_start(line: Line, seen: set[str]) -> re.Match[str] | None:
    if line.table is not None:
        return None
    if hit := MARKDOWN_NOTE.match(line.text):
        return hit
    hit = RAISED_NOTE.match(line.text) or BRACKET_NOTE.match(line.text)
    return hit if hit is not None and hit["key"] in seen else None


def _keys(line: Line) -> Iterator[str]:
    texts = [line.text] if line.table is None else [cell.text for row in line.table.rows for cell in row.cells]
    for text in texts:
        for hit in MARKER.finditer(text):
            yield hit["raised"] or hit["markdown"] or hit["bracket"]


def place_footnotes(blocks: Sequence[Block], notes: list[Footnote], findings: Findings) -> list[Block]:
    """Replace each marker by the note that it announces: the next one with its key."""
    if all(note.used for note in notes):
        return list(blocks)
    placed = []
    for block in blocks:
        if block.table is not None:
            rows = [_in_row(row, notes, findings) for row in block.table.rows]
            placed.append(replace(block, table=Table(tuple(rows))))
        else:
            placed.append(replace(block, rich=_in_text(block.rich, block.lines[-1], notes, findings)))
    return placed


def note_marker(text: str, hit: re.Match[str], line: int, findings: Findings) -> None:
    """List a marker with the word it hangs on: "ajouter¹"."""
    word = re.search(r"\w*\Z", text[: hit.start()])
    findings.set_aside(line, "footnote_marker", (word[0] if word else "") + hit[0])


def without_markers(text: str) -> str:
    """Return a text of the same length in which the markers are blank, for the recognisers that look for words."""
    return MARKER.sub(lambda hit: " " * len(hit[0]), text)


def _in_row(row: Row, notes: list[Footnote], findings: Findings) -> Row:
    def in_cell(cell: Cell) -> Cell:
        return replace(
            cell, lines=tuple(replace(line, rich=_in_text(line.rich, row.number, notes, findings)) for line in cell.lines)
        )

    return replace(row, cells=tuple(in_cell(cell) for cell in row.cells))


def _in_text(rich: Rich, line: int, notes: list[Footnote], findings: Findings) -> Rich:
    result, position = Rich(), 0
    for hit in MARKER.finditer(rich.text):
        key = hit["raised"] or hit["markdown"] or hit["bracket"]
        note = next((note for note in notes if note.key == key and not note.used and note.lines[0] > line), None)
        if note is None:
            continue
        note.used = True
        note_marker(rich.text, hit, line, findings)
        findings.set_aside(note.lines[0], "footnote_marker", note.typed)
        result += rich.cut(position, hit.start()) + Rich((Span("", note=note.rich),))
        position = hit.end()
    return result + rich.cut(position)
