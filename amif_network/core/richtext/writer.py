"""From the closed model to HTML, to text, and to HTML with numbered notes for the screen."""

from collections.abc import Callable, Iterable
from html import escape

from .nodes import BARE, Block, Break, Inline, ListBlock, Marks, Note, Paragraph, Quote, Run, Table

NoteWriter = Callable[[Note], str]


def write_html(blocks: list[Block], note: NoteWriter | None = None) -> str:
    """Return the stored form; `note` says otherwise how a footnote is written (numbered on screen)."""
    return "".join(_block(block, note or stored_note) for block in blocks)


def stored_note(note: Note) -> str:
    """Write a footnote as it is stored: an inline element that holds its own text."""
    return f'<span data-fn="">{write_inlines(note.runs)}</span>'


def write_inlines(pieces: Iterable[Inline], note: NoteWriter = stored_note) -> str:
    """Write runs with as few elements as their marks allow, always nested in the same order."""
    parts: list[str] = []
    open_tags: list[tuple[str, str]] = []
    for piece in [*pieces, Run("")]:
        wanted = _tags(piece.marks) if isinstance(piece, Run) else []
        same = 0
        while same < min(len(wanted), len(open_tags)) and wanted[same] == open_tags[same]:
            same += 1
        parts += [f"</{tag}>" for tag, _ in reversed(open_tags[same:])]
        parts += [f"<{tag}{attributes}>" for tag, attributes in wanted[same:]]
        open_tags = wanted
        match piece:
            case Run(text):
                parts.append(escape(text, quote=False))
            case Break():
                parts.append("<br>")
            case Note():
                parts.append(note(piece))
    return "".join(parts)


def _tags(marks: Marks) -> list[tuple[str, str]]:
    """Return the elements of the marks from the outside in, with their attributes."""
    if marks == BARE:
        return []
    tags = []
    if marks.href:
        tags.append(("a", f' href="{escape(marks.href)}" rel="noopener noreferrer"'))
    if marks.lang:
        tags.append(("span", f' lang="{escape(marks.lang)}"'))
    if marks.strong:
        tags.append(("strong", ""))
    if marks.em:
        tags.append(("em", ""))
    if marks.script:
        tags.append((marks.script, ""))
    return tags


def _block(block: Block, note: NoteWriter) -> str:
    """Write one block."""
    match block:
        case Paragraph(inlines, level):
            tag = f"h{level}" if level else "p"
            return f"<{tag}>{write_inlines(inlines, note)}</{tag}>"
        case ListBlock():
            return _list(block, note)
        case Quote(blocks):
            return f"<blockquote>{write_html(blocks, note)}</blockquote>"
        case Table():
            return _table(block, note)


def _list(block: ListBlock, note: NoteWriter) -> str:
    """Write a list."""
    items = "".join(f"<li>{_flow(item.blocks, note)}</li>" for item in block.items)
    if not block.ordered:
        return f"<ul>{items}</ul>"
    start = f' start="{block.start}"' if block.start != 1 else ""
    kind = f' type="{block.type}"' if block.type != "1" else ""
    return f"<ol{start}{kind}>{items}</ol>"


def _flow(blocks: list[Block], note: NoteWriter) -> str:
    """Write the content of a list item or cell: a single paragraph, alone or before lists, needs no element of its own."""
    if blocks and isinstance(first := blocks[0], Paragraph) and all(isinstance(block, ListBlock) for block in blocks[1:]):
        return write_inlines(first.inlines, note) + write_html(blocks[1:], note)
    return write_html(blocks, note)


def _table(table: Table, note: NoteWriter) -> str:
    """Write a table with its head and body."""
    parts = ["<table>"]
    if table.caption:
        parts.append(f"<caption>{write_inlines(table.caption, note)}</caption>")
    for tag, rows in (("thead", table.rows[: table.head]), ("tbody", table.rows[table.head :])):
        if rows:
            parts.append(f"<{tag}>")
            for row in rows:
                parts.append("<tr>")
                for cell in row.cells:
                    name = "th" if cell.header else "td"
                    scope = f' scope="{cell.scope}"' if cell.header else ""
                    colspan = f' colspan="{cell.colspan}"' if cell.colspan > 1 else ""
                    rowspan = f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else ""
                    parts.append(f"<{name}{scope}{colspan}{rowspan}>{_flow(cell.blocks, note)}</{name}>")
                parts.append("</tr>")
            parts.append(f"</{tag}>")
    parts.append("</table>")
    return "".join(parts)


def write_text(blocks: list[Block]) -> str:
    """Return the words: a line per paragraph or table row, cells apart by tabs, footnotes in square brackets."""
    return "\n".join(line for block in blocks for line in _text_lines(block))


def inline_text(pieces: Iterable[Inline]) -> str:
    """Return the words of inline content."""
    parts = []
    for piece in pieces:
        match piece:
            case Run(text):
                parts.append(text)
            case Break():
                parts.append("\n")
            case Note(runs):
                parts.append(f" [{inline_text(runs)}]")
    return "".join(parts)


def _text_lines(block: Block) -> list[str]:
    """Return the lines of one block."""
    match block:
        case Paragraph(inlines):
            return [inline_text(inlines)]
        case ListBlock():
            return [line for item in block.items for inner in item.blocks for line in _text_lines(inner)]
        case Quote(blocks):
            return [line for inner in blocks for line in _text_lines(inner)]
        case Table():
            rows = ["\t".join(write_text(cell.blocks) for cell in row.cells) for row in block.rows]
            return ([inline_text(block.caption)] if block.caption else []) + rows
