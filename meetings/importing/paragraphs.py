"""Lines to blocks: wrapped lines and cut sentences are joined, subheadings, items and tables told apart."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from .findings import Findings
from .inline import Rich
from .markers import Marker, list_marker
from .source import Cell, Line, Row, Table

SHORTEST_CUT = 25  # characters of a line that can be half a sentence
LONGEST_SUBHEADING = 45
MOST_WORDS_OF_SUBHEADING = 5
LONGEST_BOLD_SUBHEADING = 100
UNFINISHED = re.compile(r"[^.!?:;…]\Z")
HYPHENATED = re.compile(r"[^\W\d_][-\u00ad]\Z")
# "Le CPAS accueillant s'engage à :" ends in the middle of a sentence.
RUNS_ON = re.compile(r"\b(?:à|de|du|des|par|que|qui|pour|sont|est|dat|van|om|te|door|zijn|is|aan|op|met)\s*:\Z", re.IGNORECASE)
SEAM = 2  # characters that tell how a line ended: searching the whole paragraph for its end takes long
MOST_LINES = 300  # lines of one paragraph
WRAP_WIDTHS = range(50, 101)  # characters of a line in a text wrapped by hand or by a mail program
WRAPPED_LINES = 5


class Kind(StrEnum):
    """What a block is."""

    PARAGRAPH = "paragraph"
    SUBHEADING = "subheading"
    ITEM = "item"
    CONTINUATION = "continuation"
    TABLE = "table"


@dataclass(frozen=True)
class Block:
    """A logical paragraph with the source lines it came from. `depth`: of a subheading, 3 or 4."""

    kind: Kind
    rich: Rich
    lines: tuple[int, ...]
    indent: int = 0
    gap: bool = True
    marker: Marker | None = None
    table: Table | None = None
    depth: int = 3

    @property
    def text(self) -> str:
        """The characters of the block."""
        return self.rich.text


def wrap_width(lines: Sequence[Line]) -> int:
    """Return the width at which a whole document was wrapped, 0 when its paragraphs are one line each."""
    lengths = [len(line.text) + line.indent for line in lines if line.table is None]
    longest = max(lengths, default=0)
    full = sum(length > 0.8 * longest for length in lengths)
    return longest if longest in WRAP_WIDTHS and full >= WRAPPED_LINES else 0


def read_blocks(lines: Sequence[Line], width: int, findings: Findings) -> list[Block]:
    """Turn the lines of one section into blocks."""
    blocks: list[Block] = []
    index = 0
    while index < len(lines):
        if (end := _tab_table_end(lines, index)) > index:
            blocks.append(_tab_table(lines[index:end]))
            index = end
            continue
        line = lines[index]
        joined = _joined(blocks[-1], line, width, findings) if blocks else None
        if joined is not None:
            blocks[-1] = joined
        else:
            blocks.append(_block(line, blocks[-1] if blocks else None))
        index += 1
    return blocks


def _block(line: Line, previous: Block | None) -> Block:
    if line.table is not None:
        return Block(Kind.TABLE, Rich(), tuple(row.number for row in line.table.rows), table=line.table, gap=line.gap)
    if line.heading:
        return Block(Kind.SUBHEADING, line.rich.unmarked(), (line.number,), depth=3 if line.heading <= 3 else 4)
    marker = list_marker(line.text, listed=line.listed, indented=line.indent > 0)
    if marker is not None:
        return Block(Kind.ITEM, line.rich.cut(marker.length), (line.number,), line.indent, line.gap, marker)
    if is_subheading(line):
        return Block(Kind.SUBHEADING, line.rich.unmarked(), (line.number,), gap=line.gap)
    if previous is not None and previous.kind is Kind.ITEM and previous.text.rstrip().endswith(":"):
        # "1. CPAS de Charleroi :" announces the paragraph below it.
        return Block(Kind.CONTINUATION, line.rich, (line.number,), max(line.indent, previous.indent + 1), line.gap)
    in_list = previous is not None and previous.kind in {Kind.ITEM, Kind.CONTINUATION} and line.indent > 0
    if in_list and previous is not None and line.indent > previous.indent - (previous.kind is Kind.CONTINUATION):
        return Block(Kind.CONTINUATION, line.rich, (line.number,), line.indent, line.gap)
    return Block(Kind.PARAGRAPH, line.rich, (line.number,), line.indent, line.gap)


def is_subheading(line: Line) -> bool:
    """Whether a line is a run-in heading: "Avantages :", or a short line in bold."""
    text = line.text.strip()
    if line.rich.emphatic:
        return len(text) <= LONGEST_BOLD_SUBHEADING and not text.endswith((".", ";", ","))
    short = len(text) <= LONGEST_SUBHEADING and len(text.rstrip(" :").split()) <= MOST_WORDS_OF_SUBHEADING
    return short and text.endswith(":") and text[0].isupper() and not RUNS_ON.search(text)


def _joined(previous: Block, line: Line, width: int, findings: Findings) -> Block | None:
    """Return the block before with the line joined to it, None where the line begins its own."""
    if previous.kind in {Kind.TABLE, Kind.SUBHEADING} or line.table is not None or line.heading:
        return None
    if len(previous.lines) >= MOST_LINES:
        return None
    if list_marker(line.text, listed=line.listed, indented=line.indent > 0) is not None:
        return None
    if line.gap:
        return _mended(previous, line, findings) if _is_cut(previous, line) else None
    if is_subheading(line) and not UNFINISHED.search(previous.text.rstrip()[-SEAM:]):
        return None
    joint = _joint(previous.text, line, width)
    return replace(previous, rich=Rich.joined([previous.rich, line.rich], joint), lines=(*previous.lines, line.number))


def _is_cut(previous: Block, line: Line) -> bool:
    """Whether a page break stands in the middle of a sentence: no full stop before, a small letter after."""
    before = previous.text.rstrip()
    long = len(before) - (before.rfind("\n") + 1) >= SHORTEST_CUT
    return long and bool(UNFINISHED.search(before[-SEAM:])) and line.text[:1].islower() and not line.listed


def _mended(previous: Block, line: Line, findings: Findings) -> Block:
    seam = f"{' '.join(previous.text.split()[-5:])} / {' '.join(line.text.split()[:5])}"
    findings.warn("joined_sentence", line.number, text=seam)
    return replace(previous, rich=Rich.joined([previous.rich, line.rich], " "), lines=(*previous.lines, line.number))


def _joint(before: str, line: Line, width: int) -> str:
    """Return what stands between two lines: nothing after a hyphen, a space where the text was wrapped, else a break."""
    before = before.rstrip()
    last = len(before) - (before.rfind("\n") + 1)
    seam = before[-SEAM:]
    if HYPHENATED.search(seam) and line.text[:1].islower():
        return ""
    wrapped = width and last + len(line.text.split(" ", 1)[0]) >= 0.7 * width
    if (wrapped and not before.endswith(":")) or (UNFINISHED.search(seam) and line.text[:1].islower()):
        return " "
    return "\n"


# Tables made of tabs


def _is_tabbed(line: Line) -> bool:
    marker = list_marker(line.text, listed=line.listed, indented=line.indent > 0)
    return line.table is None and "\t" in line.text[marker.length if marker else 0 :].strip()


def _is_item(line: Line) -> bool:
    return not line.tabbed and not _is_tabbed(line) and list_marker(line.text, listed=line.listed) is not None


def _in_columns(line: Line) -> bool:
    return _is_tabbed(line) or line.open_cell


def _tab_table_end(lines: Sequence[Line], start: int) -> int:
    """Return the end of a run of lines with columns; a line without a tab inside the run is a row with one cell."""
    if not _is_tabbed(lines[start]):
        return start
    end = start + 1
    while end < len(lines) and _is_row(lines[end]):
        end += 1
    tabbed = sum(_in_columns(line) or line.tabbed for line in lines[start:end])
    return end if tabbed >= 2 and tabbed * 2 >= end - start else start


def _is_row(line: Line) -> bool:
    """Whether a line goes on with the columns above it. In Word every row is a paragraph of its own."""
    return line.table is None and not line.heading and not _is_item(line) and (not line.gap or _in_columns(line))


def _tab_table(lines: Sequence[Line]) -> Block:
    rows = []
    for line in lines:
        parts = _columns(line.rich)
        if line.tabbed:
            parts.insert(0, Rich())
        cells = tuple(Cell((Line(line.number, part, gap=True),) if part else ()) for part in parts)
        rows.append(Row(line.number, cells))
    table = Table(tuple(rows))
    return Block(Kind.TABLE, Rich(), tuple(line.number for line in lines), table=table)


def _columns(rich: Rich) -> list[Rich]:
    parts, start = [], 0
    for hit in re.finditer(r"\t+", rich.text):
        parts.append(rich.cut(start, hit.start()).strip())
        parts.extend(Rich() for _ in range(len(hit[0]) - 1))
        start = hit.end()
    return [*parts, rich.cut(start).strip()]
