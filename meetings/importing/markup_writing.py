"""Blocks to HTML in the stored subset: paragraphs, subheadings, nested lists with their numbers, tables."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from .findings import Findings
from .markers import Reading, Style
from .paragraphs import Block, Kind, read_blocks
from .result import OrganisationMatch
from .source import Cell, Table

DEEPEST = 8  # lists in lists
HEADER_CELL = 60  # characters
TYPES = {(Style.LETTER, False): "a", (Style.LETTER, True): "A", (Style.ROMAN, False): "i", (Style.ROMAN, True): "I"}


@dataclass(slots=True)
class _List:
    """An open list; each item is a list of HTML pieces."""

    reading: Reading
    start: int
    indent: int
    items: list[list[str]] = field(default_factory=list)
    announces: bool = False  # the last item ends with a colon

    def html(self) -> str:
        items = "".join(f"<li>{''.join(pieces)}</li>" for pieces in self.items)
        if self.reading.style is Style.BULLET:
            return f"<ul>{items}</ul>"
        kind = TYPES.get((self.reading.style, self.reading.upper))
        attributes = (f' start="{self.start}"' if self.start != 1 else "") + (f' type="{kind}"' if kind else "")
        return f"<ol{attributes}>{items}</ol>"


class _Writer:
    """Writes blocks in order, with a stack of open lists."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.stack: list[_List] = []

    def write(self, block: Block) -> None:
        if block.kind is Kind.ITEM:
            self._item(block)
        elif block.kind is Kind.CONTINUATION and self.stack:
            while len(self.stack) > 1 and block.indent <= self.stack[-1].indent:
                self._close()
            self.stack[-1].items[-1].append(f"<p>{block.rich.html()}</p>")
        else:
            self.close_all()
            self.pieces.append(_plain(block))

    def close_all(self) -> None:
        while self.stack:
            self._close()

    def _close(self) -> None:
        done = self.stack.pop()
        (self.stack[-1].items[-1] if self.stack else self.pieces).append(done.html())

    def _item(self, block: Block) -> None:
        assert block.marker is not None  # an item is a block with a marker
        while len(self.stack) > 1 and block.indent < self.stack[-1].indent:
            self._close()
        reading = self._place(block, block.marker.readings)
        self.stack[-1].reading, self.stack[-1].announces = reading, block.text.rstrip().endswith(":")
        self.stack[-1].items.append([f"<p>{block.rich.html()}</p>"])

    def _place(self, block: Block, readings: tuple[Reading, ...]) -> Reading:
        """Make the list on top of the stack the one that the item belongs to, and return how its number is read."""
        if self.stack and block.indent > self.stack[-1].indent:
            return self._open(block, readings)
        for depth in range(len(self.stack) - 1, -1, -1):
            if self.stack[depth].indent < block.indent:
                break
            if reading := _continuing(self.stack[depth].reading, readings):
                while len(self.stack) > depth + 1:
                    self._close()
                return reading
        if self.stack and self._holds_subitems(block, readings[0]):
            # "1. Three interests:" directly followed by "- …" without indentation: its sub-items
            return self._open(block, readings)
        while self.stack and self.stack[-1].indent >= block.indent:
            self._close()
        return self._open(block, readings)

    def _holds_subitems(self, block: Block, reading: Reading) -> bool:
        last = self.stack[-1]
        close = not block.gap or last.announces
        return close and last.reading.style is not reading.style and len(self.stack) < DEEPEST

    def _open(self, block: Block, readings: tuple[Reading, ...]) -> Reading:
        reading = next((one for one in readings if one.number == 1), readings[0])
        self.stack.append(_List(reading, reading.number, block.indent))
        return reading


def _continuing(last: Reading, readings: tuple[Reading, ...]) -> Reading | None:
    """Return the reading that continues a list: the next number, or the same one again as Markdown allows."""
    for reading in readings:
        same = (reading.style, reading.upper) == (last.style, last.upper)
        if same and (reading.style is Style.BULLET or reading.number in {last.number, last.number + 1}):
            return reading
    return None


def write_blocks(blocks: Sequence[Block]) -> str:
    """Return the HTML of the blocks."""
    writer = _Writer()
    for block in blocks:
        writer.write(block)
    writer.close_all()
    return "".join(writer.pieces)


def _plain(block: Block) -> str:
    if block.table is not None:
        return _table(block.table)
    if block.kind is Kind.SUBHEADING:
        return f"<h{block.depth}>{block.rich.html()}</h{block.depth}>"
    return f"<p>{block.rich.html()}</p>"


def _table(table: Table) -> str:
    """Write a table; rows shorter than the widest are filled up, so that every column keeps its place."""
    header, width = _header_rows(table), table.width
    rows = []
    spans = any(cell.rowspan > 1 for row in table.rows for cell in row.cells)
    for index, row in enumerate(table.rows):
        cells = [_cell(cell, header=index < header) for cell in row.cells]
        spanned = _spanned_from_above(table, index) if spans else 0
        missing = width - sum(cell.colspan for cell in row.cells) - spanned
        cells.extend("<th></th>" if index < header else "<td></td>" for _ in range(max(missing, 0)))
        rows.append(f"<tr>{''.join(cells)}</tr>")
    head = f"<thead>{''.join(rows[:header])}</thead>" if header else ""
    body = f"<tbody>{''.join(rows[header:])}</tbody>" if rows[header:] else ""
    return f"<table>{head}{body}</table>"


def _header_rows(table: Table) -> int:
    """Count the header rows: those the document marks; else a first row that is filled, short, and not like the others."""
    marked = 0
    for row in table.rows:
        if not row.cells or not all(cell.header for cell in row.cells):
            break
        marked += 1
    if marked or len(table.rows) < 2:
        return min(marked, len(table.rows) - 1)
    first = table.rows[0].cells
    filled = len(first) > 1 and all(cell.text and len(cell.text) <= HEADER_CELL for cell in first)
    figures = any(character.isdigit() for cell in first for character in cell.text)
    return 1 if filled and not figures else 0


def _spanned_from_above(table: Table, index: int) -> int:
    """Return how many columns of a row are taken by cells that reach down from above."""
    return sum(
        cell.colspan
        for distance, row in enumerate(reversed(table.rows[:index]), 1)
        for cell in row.cells
        if cell.rowspan > distance
    )


def _cell(cell: Cell, *, header: bool) -> str:
    spans = "".join(f' {name}="{value}"' for name, value in (("colspan", cell.colspan), ("rowspan", cell.rowspan)) if value > 1)
    inner = write_blocks(_cell_blocks(cell))
    return f'<th scope="col"{spans}>{inner}</th>' if header else f"<td{spans}>{inner}</td>"


def _cell_blocks(cell: Cell) -> list[Block]:
    """Return the content of a cell. Cells hold no subheadings and no cut sentences."""
    quiet = Findings(lambda text: OrganisationMatch())
    blocks = read_blocks(cell.lines, 0, quiet)
    return [replace(block, kind=Kind.PARAGRAPH) if block.kind is Kind.SUBHEADING else block for block in blocks]
