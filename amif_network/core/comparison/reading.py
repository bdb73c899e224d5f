"""Two versions of a text as one that can be read: what stayed, and what was put in and taken out."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import Literal, NamedTuple

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from amif_network.core.richtext.nodes import (
    Block,
    Cell,
    Inline,
    Item,
    ListBlock,
    Paragraph,
    Quote,
    Row,
    Run,
    Table,
    clean_characters,
    tidy,
)
from amif_network.core.richtext.writer import write_html, write_inlines

from .alignment import steps
from .pieces import Node, Piece, assembled, cut, pieces
from .words import NoteWriter, aside, changed_words, note_writer, wholly

Kind = Literal["same", "changed", "added", "removed"]

# A longer stretch that stayed the same may be folded, but for so many pieces at either edge.
LONG, CONTEXT = 4, 1


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the text for display: HTML with <ins> and <del>, and how many pieces it holds."""

    kind: Kind
    html: SafeString
    size: int = 1
    fold: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """What became of a heading and a text."""

    heading: SafeString
    heading_changed: bool
    parts: list[Part]

    @property
    def changed(self) -> bool:
        """Whether anything differs."""
        return self.heading_changed or any(part.kind != "same" for part in self.parts)


def compare(old_html: str, new_html: str, old_heading: str = "", new_heading: str = "") -> Comparison:
    """Return what became of a text, for reading; never to be stored."""
    old_title, new_title = (tidy([Run(clean_characters(heading))]) for heading in (old_heading, new_heading))
    shown = note_writer()
    title = write_inlines(changed_words(old_title, new_title), shown)
    # Written by our own writer, which escapes every word.
    heading = mark_safe(title)  # noqa: S308
    return Comparison(heading, _shows_a_change(title), _parts(pieces(old_html), pieces(new_html), shown))


class _Fared(NamedTuple):
    """How a piece fared; a changed one has two sides."""

    kind: Kind
    piece: Piece
    now: Piece | None = None

    @property
    def of_a_table(self) -> bool:
        """Whether it is the beginning or a row of a table."""
        return isinstance(self.piece.node, Row) or (self.piece.opens and isinstance(self.piece.node, Table))

    def marked(self) -> list[Piece]:
        """Return the piece with its changes marked."""
        if self.now:
            return _changed(self.piece, self.now)
        return [self.piece if self.kind == "same" else _whole(self.piece, inserted=self.kind == "added")]


def _fared(old: Sequence[Piece], new: Sequence[Piece]) -> list[_Fared]:
    """Return how every piece of either version fared, in reading order."""
    result: list[_Fared] = []
    for step in steps(old, new):
        if step.kind == "same":
            result.append(_Fared("same", new[step.j1]))
        elif step.kind == "changed":
            result.append(_Fared("changed", old[step.i1], new[step.j1]))
        else:
            result += [_Fared("removed", piece) for piece in old[step.i1 : step.i2]]
            result += [_Fared("added", piece) for piece in new[step.j1 : step.j2]]
    return result


def _parts(old: Sequence[Piece], new: Sequence[Piece], shown: NoteWriter) -> list[Part]:
    """Return the parts of a compared text; pieces in a row that fared alike are one part, and so is a changed table."""
    result: list[Part] = []
    for of_a_table, group in groupby(_fared(old, new), key=lambda one: one.of_a_table):
        run = list(group)
        if of_a_table and len({one.kind for one in run}) > 1:
            html = _written(run, shown)
            result.append(Part("changed", html if _shows_a_change(html) else _with_remark(html), len(run)))
            continue
        for kind, alike in groupby(run, key=lambda one: one.kind):
            result += (_changes if kind == "changed" else _stretch)(list(alike), shown)
    return [part for part in result if part.html]


def _changes(run: list[_Fared], shown: NoteWriter) -> list[Part]:
    """Return a part for each changed piece, with a word on what changed about it when no word of it did."""
    result = []
    for one in run:
        assert one.now
        html = _written([one], shown)
        if _kind_of(one.piece.node) != _kind_of(one.now.node):
            before, now = _described(one.piece.node), _described(one.now.node)
            html = _with_remark(html, _("Was: %(before)s. Is now: %(now)s.") % {"before": before, "now": now})
        elif not _shows_a_change(html):
            html = _with_remark(html)
        result.append(Part("changed", html))
    return result


def _shows_a_change(html: str) -> bool:
    """Whether a word is marked; words themselves are escaped."""
    return "<ins>" in html or "<del>" in html


def _with_remark(html: str, remark: str = "") -> SafeString:
    """Return a part followed by what the portal says about it."""
    # Both halves were escaped when they were written.
    return mark_safe(f"{html}<p>{aside(remark or _('Only the layout was changed.'))}</p>")  # noqa: S308


def _stretch(run: list[_Fared], shown: NoteWriter) -> list[Part]:
    """Return a stretch that fared alike; the middle of a long one that stayed may be folded."""
    kind = run[0].kind
    long = kind == "same" and len(run) > LONG
    result = []
    for start, end in pairwise([0, CONTEXT, len(run) - CONTEXT, len(run)] if long else [0, len(run)]):
        html = _written(run[start:end], shown)
        if kind == "same" or _shows_a_change(html):
            result.append(Part(kind, html, end - start, fold=long and start == CONTEXT))
        else:
            result.append(Part("changed", _with_remark(html)))
    return result


def _written(run: Iterable[_Fared], shown: NoteWriter) -> SafeString:
    """Write pieces for display."""
    blocks = assembled([piece for one in run for piece in one.marked()])
    # Built by our own writer from the closed model, which has no place for anything that runs.
    return mark_safe(write_html(blocks, shown))  # noqa: S308


def _kind_of(node: Node) -> tuple[object, ...]:
    """Return what has a name of its own."""
    return type(node), getattr(node, "level", None), getattr(node, "ordered", None)


def _described(node: Node) -> str:
    """Name a piece in the active language."""
    match node:
        case Paragraph(_inlines, level):
            return {0: _("paragraph"), 3: _("heading"), 4: _("subheading")}[level]
        case ListBlock(ordered):
            return _("numbered list") if ordered else _("bulleted list")
        case Item():
            return _("list item")
        case Row():
            return _("table row")
        case Quote():
            return _("quotation")
        case Table():
            return _("table")


def _changed(old: Piece, new: Piece) -> list[Piece]:
    """Return a changed piece with its words marked; when the two are of another kind, the one taken out, the other put in."""
    node: Node | None = None
    match old.node, new.node:
        case (Paragraph(before), Paragraph(after, level)):
            node = Paragraph(changed_words(before, after), level)
        case (Item(before_blocks), Item(after_blocks)):
            node = Item(_changed_blocks(before_blocks, after_blocks))
        case (Quote(before_blocks), Quote(after_blocks)):
            node = Quote(_changed_blocks(before_blocks, after_blocks))
        case (Row(before_cells), Row(after_cells)) if len(before_cells) == len(after_cells):
            node = Row(_changed_cells(before_cells, after_cells))
        case (ListBlock(), ListBlock()):
            node = new.node
        case (Table(), Table()) if [len(row.cells) for row in old.node.rows] == [len(row.cells) for row in new.node.rows]:
            rows = [Row(_changed_cells(was.cells, now.cells)) for was, now in zip(old.node.rows, new.node.rows, strict=True)]
            node = Table(rows, changed_words(old.node.caption, new.node.caption), new.node.head)
    if node is None:
        return [_whole(old, inserted=False), _whole(new, inserted=True)]
    return [replace(new, node=node)]


def _changed_blocks(old: list[Block], new: list[Block]) -> list[Block]:
    """Return the blocks of an entry, a cell or a quotation with what changed in them."""
    return assembled([piece for one in _fared(cut(old), cut(new)) for piece in one.marked()])


def _changed_cells(old: Iterable[Cell], new: Iterable[Cell]) -> list[Cell]:
    """Return cells with what changed in them."""
    return [replace(now, blocks=_changed_blocks(was.blocks, now.blocks)) for was, now in zip(old, new, strict=True)]


def _whole(piece: Piece, *, inserted: bool) -> Piece:
    """Return a piece all of whose words were put in, or taken out."""

    def marked(inlines: list[Inline]) -> list[Inline]:
        return wholly(inlines, inserted=inserted)

    node = piece.node
    if isinstance(node, Item):
        return replace(piece, node=Item(_rewritten(node.blocks, marked)))
    if isinstance(node, Row):
        return replace(piece, node=_rewritten_row(node, marked))
    return replace(piece, node=_rewritten([node], marked)[0])


def _rewritten(blocks: Iterable[Block], line: Callable[[list[Inline]], list[Inline]]) -> list[Block]:
    """Return copies of blocks in which every line was rewritten."""
    result: list[Block] = []
    for block in blocks:
        match block:
            case Paragraph(inlines, level):
                result.append(Paragraph(line(inlines), level))
            case ListBlock(items=items):
                result.append(replace(block, items=[Item(_rewritten(item.blocks, line)) for item in items]))
            case Quote(inner):
                result.append(Quote(_rewritten(inner, line)))
            case Table(rows, caption, head):
                result.append(Table([_rewritten_row(row, line) for row in rows], line(caption), head))
    return result


def _rewritten_row(row: Row, line: Callable[[list[Inline]], list[Inline]]) -> Row:
    """Return a copy of a row in which every line was rewritten."""
    return Row([replace(cell, blocks=_rewritten(cell.blocks, line)) for cell in row.cells])
