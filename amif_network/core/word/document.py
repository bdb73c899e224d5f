"""A Word document that grows line by line."""

import io
import re
from collections.abc import Iterable
from typing import Any

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Twips
from docx.text.paragraph import Paragraph as WordParagraph

from amif_network.core.richtext.nodes import Block, Break, Cell, Inline, ListBlock, Marks, Note, Paragraph, Quote, Run, Table
from amif_network.core.richtext.reader import read_html

from . import styles
from .notes import Notes
from .numbering import INDENT, LEVELS, Lists

DEEPEST_HEADING = 6
# What XML cannot hold, although a text of the database may.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


class WordDocument:
    """A document in `lang`, with its title and the line at the top of every page."""

    def __init__(self, *, lang: str, title: str, running_title: str) -> None:
        self._document = Document()
        self._lang = lang
        styles.apply(self._document, lang)
        properties = self._document.core_properties
        properties.title, properties.language, properties.author, properties.comments = title[:255], styles.LOCALES[lang], "", ""
        self._notes, self._lists = Notes(self._document), Lists(self._document)
        header = self._document.sections[0].header.paragraphs[0]
        self._write(header, [Run(running_title)], lang)

    def line(self, text: str, *, style: str = "Normal", lang: str = "", bold_start: str = "") -> None:
        """Add a line of plain text; `bold_start` stands before it in bold."""
        pieces: list[Inline] = [Run(f"{bold_start} ", Marks(strong=True))] if bold_start else []
        self._write(self._document.add_paragraph(style=style), [*pieces, Run(text)], lang or self._lang)

    def heading(self, text: str, level: int, *, lang: str = "") -> None:
        """Add a heading of level 1 to 6; a deeper one has level 6."""
        style = f"Heading {min(level, DEEPEST_HEADING)}"
        self._write(self._document.add_paragraph(style=style), [Run(text)], lang or self._lang)

    def bullet(self, text: str, *, lang: str = "") -> None:
        """Add an entry to a bulleted list."""
        self._item([Run(text)], self._lists.new(ordered=False), 0, lang or self._lang)

    def rich_text(self, html: str, *, level: int, lang: str = "") -> None:
        """Add a stored text; `level` is that of the heading above it."""
        self._blocks(self._document, read_html(html), lang or self._lang, level)

    def to_bytes(self) -> bytes:
        """Return the file."""
        self._notes.finish()
        stream = io.BytesIO()
        self._document.save(stream)
        return stream.getvalue()

    def _blocks(self, into: Any, blocks: Iterable[Block], lang: str, level: int, style: str = "Normal") -> None:
        for block in blocks:
            match block:
                case Paragraph():
                    name = f"Heading {min(level + block.level - 2, DEEPEST_HEADING)}" if block.level else style
                    self._write(into.add_paragraph(style=name), block.inlines, lang)
                case ListBlock():
                    self._list(into, block, 0, lang, level)
                case Quote():
                    self._blocks(into, block.blocks, lang, level, "Quote")
                case Table():
                    self._table(into, block, lang, level)

    def _list(self, into: Any, block: ListBlock, depth: int, lang: str, level: int) -> None:
        depth = min(depth, LEVELS - 1)
        number = self._lists.new(ordered=block.ordered, kind=block.type, start=block.start, level=depth)
        for item in block.items:
            first = True
            for part in item.blocks:
                match part:
                    case Paragraph() if first:
                        self._item(part.inlines, number, depth, lang, into)
                    case Paragraph():
                        # A paragraph more of the same entry stands under it without a sign.
                        self._item(part.inlines, 0, depth, lang, into)
                    case ListBlock():
                        self._list(into, part, depth + 1, lang, level)
                    case _:
                        self._blocks(into, [part], lang, level)
                first = False

    def _item(self, inlines: Iterable[Inline], number: int, depth: int, lang: str, into: Any = None) -> None:
        paragraph = (into or self._document).add_paragraph(style="List Paragraph")
        if not number:
            paragraph.paragraph_format.left_indent = Twips(INDENT * (depth + 1))
        place = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        place.get_or_add_ilvl().val, place.get_or_add_numId().val = depth, number
        self._write(paragraph, inlines, lang)

    def _table(self, into: Any, block: Table, lang: str, level: int) -> None:
        if block.caption:
            self._write(into.add_paragraph(style="Caption"), block.caption, lang)
        places = _places(block)
        columns = max((column + cell.colspan for _row, column, cell in places), default=0)
        if not columns:
            return
        table = into.add_table(len(block.rows), columns)
        table.style = self._document.styles["Table Grid"]
        for row in table.rows[: block.head]:
            row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        for row_number, column, cell in places:
            last = min(row_number + cell.rowspan, len(block.rows)) - 1
            whole = table.cell(row_number, column).merge(table.cell(last, min(column + cell.colspan, columns) - 1))
            self._blocks(whole, _bold(cell), lang, level)
            if len(whole.paragraphs) > 1:
                # The empty paragraph with which every cell begins.
                whole._tc.remove(whole.paragraphs[0]._p)
            if not whole._tc.tcPr.getparent()[-1].tag.endswith("}p"):
                whole.add_paragraph()

    def _write(self, paragraph: WordParagraph, pieces: Iterable[Inline], lang: str, part: Part | None = None) -> None:
        """Write a line; the addresses of its links belong to the `part` of the package in which it stands."""
        link: tuple[str, Any] = ("", None)
        for piece in pieces:
            match piece:
                case Run(text, marks):
                    run = self._run(paragraph, text, marks, lang)
                    if marks.href and link[0] != marks.href:
                        link = (marks.href, _hyperlink(paragraph, marks.href, part or self._document.part))
                    if marks.href:
                        run.style = self._document.styles["Hyperlink"]
                        link[1].append(run._r)
                    else:
                        link = ("", None)
                case Break():
                    paragraph.add_run().add_break()
                case Note():
                    self._note(paragraph, piece, lang)

    def _run(self, paragraph: WordParagraph, text: str, marks: Marks, lang: str) -> Any:
        run = paragraph.add_run(_NOT_XML.sub("", text))
        run.bold, run.italic = marks.strong or None, marks.em or None
        run.font.superscript, run.font.subscript = marks.script == "sup" or None, marks.script == "sub" or None
        spoken = marks.lang or lang
        if spoken != self._lang:
            mark = OxmlElement("w:lang")
            mark.set(qn("w:val"), styles.LOCALES.get(spoken, spoken))
            run._r.get_or_add_rPr().append(mark)
        return run

    def _note(self, paragraph: WordParagraph, note: Note, lang: str) -> None:
        """Write a footnote: its runs are made beside the document and then move to the part of the notes."""
        aside = WordParagraph(OxmlElement("w:p"), paragraph._parent)
        self._write(aside, note.runs, lang, self._notes.part)
        reference = paragraph.add_run()
        reference.style = self._document.styles["footnote reference"]
        reference._r.append(self._notes.add(aside._p))


def _bold(cell: Cell) -> list[Block]:
    """Return the blocks of a cell, those of a header cell in bold."""
    if not cell.header:
        return cell.blocks
    return [
        Paragraph(
            [Run(one.text, one.marks._replace(strong=True)) if isinstance(one, Run) else one for one in block.inlines],
            block.level,
        )
        if isinstance(block, Paragraph)
        else block
        for block in cell.blocks
    ]


def _places(table: Table) -> list[tuple[int, int, Cell]]:
    """Return each cell with its row and column, past the cells that reach into its row from above."""
    taken: set[tuple[int, int]] = set()
    found: list[tuple[int, int, Cell]] = []
    for number, row in enumerate(table.rows):
        column = 0
        for cell in row.cells:
            while (number, column) in taken:
                column += 1
            found.append((number, column, cell))
            taken |= {(number + down, column + over) for down in range(cell.rowspan) for over in range(cell.colspan)}
            column += cell.colspan
    return found


def _hyperlink(paragraph: WordParagraph, address: str, part: Part) -> Any:
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    paragraph._p.append(link)
    return link
