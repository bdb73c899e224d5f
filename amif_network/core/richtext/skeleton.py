"""What a translation starts from: the structure of a text without its sentences."""

import re

from .nodes import Block, Cell, Inline, Item, ListBlock, Note, Paragraph, Quote, Row, Table, tidy
from .reader import read_html
from .writer import write_html, write_text

# Amounts, dates in figures, percentages and the like read the same in both languages.
_NUMBERS = re.compile(r"[\s\d.,:;%€+=×/()–−-]*\d[\s\d.,:;%€+=×/()–−-]*")


def skeleton(html: str) -> str:
    """Return the stored form of a text's structure.

    Kept are subheadings, captions and header cells, which are to be translated; lists with as many empty entries; tables
    with as many rows and columns, and the numbers in them. Sentences and footnotes are left out.
    """
    # Read once more: a row that lost its words may count as another kind of row.
    return write_html(read_html(write_html(_bare(read_html(html)))))


def _bare(blocks: list[Block]) -> list[Block]:
    result: list[Block] = []
    for block in blocks:
        match block:
            case Paragraph(inlines, level) if level and (kept := _without_notes(inlines)):
                result.append(Paragraph(kept, level))
            case ListBlock(ordered, start, kind, items):
                result.append(ListBlock(ordered, start, kind, [Item(_lists(item.blocks)) for item in items]))
            case Quote(inner) if quoted := _bare(inner):
                result.append(Quote(quoted))
            case Table(rows, caption, head):
                bare = [Row([_bare_cell(cell) for cell in row.cells]) for row in rows]
                result.append(Table(bare, _without_notes(caption), head))
    return result


def _lists(blocks: list[Block]) -> list[Block]:
    """Return the lists inside an entry."""
    return [block for block in _bare(blocks) if isinstance(block, ListBlock)]


def _bare_cell(cell: Cell) -> Cell:
    """Return a cell with its words if it is a header or holds numbers only, else an empty one."""
    keep = cell.header or _NUMBERS.fullmatch(write_text(cell.blocks))
    return Cell(cell.header, cell.scope, cell.colspan, cell.rowspan, cell.blocks if keep else [])


def _without_notes(inlines: list[Inline]) -> list[Inline]:
    return tidy(piece for piece in inlines if not isinstance(piece, Note))
