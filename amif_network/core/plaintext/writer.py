"""From rich text to the plain notation."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from amif_network.core.richtext.nodes import (
    BARE,
    MAX_START,
    Block,
    Break,
    Cell,
    Inline,
    ListBlock,
    Marks,
    Note,
    Paragraph,
    Quote,
    Run,
    Table,
)
from amif_network.core.richtext.tables import default_scope

from .signs import BLOCK_START, SCRIPTS, continues

_DASHES = re.compile(r"[-: ]*-[-: ]*")


def write_blocks(blocks: list[Block], *, in_table: bool, tight: bool = False) -> list[str]:
    """Return the lines of blocks, a blank line between two of them; `tight` puts a list right below its paragraph."""
    lines: list[str] = []
    before: Block | None = None
    for block in blocks:
        if before is not None and not (tight and isinstance(before, Paragraph) and isinstance(block, ListBlock)):
            lines.append("")
            if isinstance(before, ListBlock) and isinstance(block, ListBlock) and continues(before, block):
                lines += ["\\", ""]
        match block:
            case Paragraph(inlines, level):
                lines += _write_paragraph(inlines, level, in_table)
            case ListBlock():
                lines += _write_list(block, in_table)
            case Quote():
                lines += [f"> {line}".rstrip() for line in write_blocks(block.blocks, in_table=in_table)]
            case Table():
                lines += _write_table(block)
        before = block
    return lines


def _write_paragraph(inlines: list[Inline], level: int, in_table: bool) -> list[str]:
    """Return the lines of a paragraph or heading."""
    text = _write_inlines(inlines, "|" if in_table else "")
    if level:
        return ["#" * (level - 1) + " " + text]
    return [_not_a_block(line) for line in text.split("\n")]


def _not_a_block(line: str) -> str:
    """Keep a line of a paragraph from being read as the beginning of something else, or as its end."""
    start = BLOCK_START.match(line)
    if start and start[1]:
        return start[1] + "\\" + line[start.end(1) :]
    return "\\" + line if start or not line else line


def _write_list(block: ListBlock, in_table: bool) -> list[str]:
    """Return the lines of a list; what belongs to an entry is indented by the width of its marker."""
    lines = []
    for index, item in enumerate(block.items):
        number = f"{min(block.start + index, MAX_START)}{block.type if block.type != '1' else ''}."
        marker = number if block.ordered else "-"
        lines += _hanging(marker, len(marker) + 1, item.blocks, in_table)
    return lines


def _hanging(marker: str, indent: int, blocks: list[Block], in_table: bool) -> list[str]:
    """Return the lines of blocks after a marker; only a paragraph begins on the marker's own line."""
    lines = write_blocks(blocks, in_table=in_table, tight=True) or [""]
    if blocks and not isinstance(blocks[0], Paragraph):
        lines.insert(0, "")
    return [f"{marker} {lines[0]}".rstrip(" "), *(" " * indent + line if line else "" for line in lines[1:])]


def _write_table(table: Table) -> list[str]:
    """Return the lines of a table: a line a row where its cells are simple, else a line a cell."""
    lines = [f"|+ {_write_inlines(table.caption, '|')}"] if table.caption else []
    for index, row in enumerate(table.rows):
        starts = [_cell_start(cell, index, table.head) for cell in row.cells]
        contents = [_one_line(cell) for cell in row.cells]
        if None not in contents:
            cells = [f"{start} {content}".rstrip(" ") for start, content in zip(starts, contents, strict=True)]
            lines.append(" ".join(cells) + " |")
            continue
        lines.append("|-")
        for start, cell in zip(starts, row.cells, strict=True):
            lines += _hanging(start, 2, cell.blocks, in_table=True)
    return lines


def _one_line(cell: Cell) -> str | None:
    """Return the content of a cell that fits on the line of its row, else None."""
    lines = write_blocks(cell.blocks, in_table=True)
    if len(lines) > 1 or not all(isinstance(block, Paragraph) for block in cell.blocks):
        return None
    return _not_a_rule("".join(lines))


def _not_a_rule(text: str) -> str:
    """Keep a cell of dashes from being read as the rule under a head."""
    return "\\" + text if _DASHES.fullmatch(text) else text


def _cell_start(cell: Cell, row: int, head: int) -> str:
    """Return what opens a cell: a bar, the sign of a header, and what is unusual about it."""
    notes = []
    if cell.header and cell.scope != default_scope(row, head):
        notes.append(cell.scope)
    if (cell.colspan, cell.rowspan) != (1, 1):
        notes.append(f"{cell.colspan}x{cell.rowspan}")
    return "|" + "=" * cell.header + (f"{{{' '.join(notes)}}}" if notes else "")


class _State(NamedTuple):
    """The signs that are open while inline content is written."""

    structure: tuple[tuple[str, str], ...] = ()
    strong: bool = False
    em: bool = False


def _structure(marks: Marks) -> tuple[tuple[str, str], ...]:
    """Return the nested signs of the marks as (opening, closing), from the outside in."""
    signs = []
    if marks.href:
        address = re.sub(r"([()])", r"\\\1", marks.href)
        signs.append(("[", f"]({address})"))
    if marks.lang:
        signs.append((f"{{{marks.lang}: ", "}"))
    if marks.script:
        signs.append((f"{{{SCRIPTS[marks.script]} ", "}"))
    return tuple(signs)


def _write_inlines(pieces: Iterable[Inline], special: str) -> str:
    """Write inline content; characters of `special` are escaped too (bars in tables, brackets in notes)."""
    parts: list[str] = []
    state = _State()
    for piece in [*pieces, Run("")]:
        marks = piece.marks if isinstance(piece, Run) else BARE
        wanted = _State(_structure(marks), marks.strong, marks.em)
        parts.append(_passage(state, wanted))
        state = wanted
        match piece:
            case Run(text):
                parts.append(_escaped(text, special + ("[]^" if marks.href else "")))
            case Break():
                parts.append("\n")
            case Note(runs):
                parts.append(f"[^ {_write_inlines(runs, special + '[]')}]")
    return "".join(parts)


def _passage(old: _State, new: _State) -> str:
    """Return the signs between two runs. Emphasis is a switch and may reach over the other signs, which nest."""
    same = 0
    while same < min(len(old.structure), len(new.structure)) and old.structure[same] == new.structure[same]:
        same += 1
    closing = "".join(close for _, close in reversed(old.structure[same:]))
    opening = "".join(start for start, _ in new.structure[same:])
    off = "**" * (old.strong and not new.strong) + "*" * (old.em and not new.em)
    on = "**" * (new.strong and not old.strong) + "*" * (new.em and not old.em)
    return off + closing + opening + on


def _escaped(text: str, special: str) -> str:
    """Put a backslash before the characters that would be read as signs where they stand."""
    text = re.sub(r"[\\*{}" + re.escape(special) + "]", r"\\\g<0>", text)
    return text if "[" in special else text.replace("[^", "\\[^").replace("](", "\\](")
