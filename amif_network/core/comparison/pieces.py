"""A text cut into the smallest parts that two people may change without meeting: paragraphs, list items, table rows.

Where a list or a table begins is a part of its own, so that turning bullets into numbers, changing a caption and adding
an entry are three changes that have nothing to do with each other. A table whose cells reach over several rows stays
whole, as does a quotation, and so does everything inside an entry.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from amif_network.core.richtext.nodes import MAX_START, Block, Item, ListBlock, Paragraph, Quote, Row, Table
from amif_network.core.richtext.reader import read_html
from amif_network.core.richtext.tables import finish_table
from amif_network.core.richtext.writer import write_html

_SPACE = re.compile(r"\s+")
_TAG = re.compile(r"<[^>]*>")
_WORD = re.compile(r"\w+")

Node = Paragraph | Quote | Table | ListBlock | Item | Row


@dataclass(frozen=True)
class Piece:
    """A part of a text. An empty list or table stands for the beginning of one, for `Item` and `Row` follow.

    `text` is how it is written; two pieces say the same when their `key` is equal. An entry knows the list or table it
    was found in (`home`) and its place there, for when it is shown alone.
    """

    node: Node
    text: str
    home: ListBlock | Table | None = field(default=None, compare=False)
    number: int = field(default=1, compare=False)

    @cached_property
    def key(self) -> str:
        """What it is compared by: all kinds of white space are one."""
        return _SPACE.sub(" ", self.text)

    @cached_property
    def words(self) -> frozenset[tuple[str, int]]:
        """Its words, each with the count of the same words before it; a beginning has a word for what it begins."""
        found = _WORD.findall(_TAG.sub(" ", self.key))
        if self.opens:
            found.append(f"<{type(self.node).__name__}>")
        seen: dict[str, int] = {}
        result = []
        for word in found:
            seen[word] = seen.get(word, 0) + 1
            result.append((word, seen[word]))
        return frozenset(result)

    @property
    def opens(self) -> bool:
        """Whether it is the beginning of a list or of a table."""
        return isinstance(self.node, ListBlock) or (isinstance(self.node, Table) and not self.node.rows)


def pieces(html: str) -> list[Piece]:
    """Return the pieces of any HTML; `join` makes `sanitise(html)` of them."""
    return cut(read_html(html))


def cut(blocks: Iterable[Block]) -> list[Piece]:
    """Return the pieces of blocks."""
    result: list[Piece] = []
    for block in blocks:
        if isinstance(block, ListBlock):
            result += _list_pieces(block)
        elif isinstance(block, Table) and all(cell.rowspan == 1 for row in block.rows for cell in row.cells):
            result += _table_pieces(block)
        else:
            result.append(Piece(block, write_html([block])))
    return result


def _list_pieces(block: ListBlock) -> list[Piece]:
    """Return the beginning of a list and its entries."""
    home = replace(block, items=[])
    beginning = write_html([home])
    entries = (
        Piece(item, write_html([ListBlock(items=[item])]), home, block.start + place) for place, item in enumerate(block.items)
    )
    return [Piece(home, beginning), *entries]


def _table_pieces(block: Table) -> list[Piece]:
    """Return the beginning of a table, with its caption, and its rows."""
    home = Table(caption=block.caption)
    rows = (Piece(row, write_html([Table(rows=[row])]), home, place) for place, row in enumerate(block.rows, start=1))
    return [Piece(home, write_html([home])), *rows]


def join(parts: Sequence[Piece]) -> str:
    """Return the stored form of a text made of these pieces, whatever they are and wherever they come from."""
    return write_html(assembled(parts))


def assembled(parts: Sequence[Piece]) -> list[Block]:
    """Return whole blocks made of pieces; an entry without a beginning gets a list or table like the one it came from."""
    result: list[Block] = []
    current: Block | None = None
    for part in parts:
        node = part.node
        if isinstance(node, Item):
            if not isinstance(current, ListBlock):
                current = _list_of(part)
                result.append(current)
            current.items.append(node)
        elif isinstance(node, Row):
            if not isinstance(current, Table):
                current = Table()
                result.append(current)
            # Settling the table below changes cells; those of the piece stay as they are.
            current.rows.append(Row([replace(cell) for cell in node.cells]))
        else:
            current = _begun(node)
            result.append(current or node)
    return [whole for block in result if (whole := _settled(block))]


def _list_of(part: Piece) -> ListBlock:
    """Return a list for an entry that has none: it keeps the kind of list and the number it had."""
    home = part.home if isinstance(part.home, ListBlock) else ListBlock()
    return replace(home, start=min(part.number, MAX_START) if home.ordered else 1, items=[])


def _begun(node: Paragraph | Quote | Table | ListBlock) -> Block | None:
    """Return the list or table that begins here, to be filled."""
    if isinstance(node, ListBlock):
        return replace(node, items=[])
    return Table(caption=node.caption) if isinstance(node, Table) and not node.rows else None


def _settled(block: Block) -> Block | None:
    """Settle a block: an empty list is nothing, a caption without a table a paragraph."""
    if isinstance(block, ListBlock) and not block.items:
        return None
    if not isinstance(block, Table):
        return block
    if not block.rows:
        return Paragraph(block.caption) if block.caption else None
    if any(cell.rowspan > 1 for row in block.rows for cell in row.cells):
        return block
    finish_table(block)
    return block
