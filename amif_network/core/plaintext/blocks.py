"""From the plain notation to rich text: paragraphs, headings, lists, quotations and tables."""

import re
from itertools import pairwise

from amif_network.core.richtext.nodes import MAX_SPAN, Block, Cell, Item, ListBlock, Paragraph, Quote, Row, Run, Table

from .inlines import InlineReader
from .signs import BLOCK_START, continues

MAX_DEPTH = 24
_MARKER = re.compile(r"(?:[-*•]|(?P<number>\d{1,3})(?P<type>[aAiI]?)\.)(?: +|$)")
_HEADING = re.compile(r"(#{1,6}) +(.*)")
_BAR = re.compile(r"(?<!\\)(?:\\\\)*\|")
_RULE = re.compile(r"\|[-:| ]*-[-:| ]*\|")
_CELL = re.compile(r"(=?)(?:\{((?:col|row|\d+x\d+| )*)\})?(.*)", re.DOTALL)


class BlockReader:
    """Reads the blocks of some lines."""

    def __init__(self, lines: list[str], depth: int = 0) -> None:
        self.lines = lines
        self.depth = depth
        self.at = 0

    def read(self) -> list[Block]:
        """Return the blocks; what is nested beyond reason is read as a paragraph."""
        if self.depth > MAX_DEPTH:
            return [Paragraph(InlineReader("\n".join(self.lines)).read())]
        blocks: list[Block] = []
        apart = False
        while self.at < len(self.lines):
            line = self.line()
            if line in {"", "\\"}:
                self.at += 1
                apart = apart or line == "\\"
                continue
            block = self.block(line)
            last = blocks[-1] if blocks else None
            if not apart and isinstance(block, ListBlock) and isinstance(last, ListBlock) and continues(last, block):
                last.items += block.items
            else:
                blocks.append(block)
            apart = False
        return blocks

    def line(self) -> str:
        """Return the current line without white space around it."""
        return self.lines[self.at].strip(" \t")

    def block(self, line: str) -> Block:
        """Read the block that begins at the current line."""
        if heading := _HEADING.fullmatch(line):
            self.at += 1
            return Paragraph(InlineReader(heading[2]).read(), 3 if len(heading[1]) < 3 else 4)
        if line.startswith(">"):
            return self.quote()
        if line.startswith("|"):
            return self.table()
        if marker := _MARKER.match(line):
            return self.entry(marker)
        return self.paragraph()

    def paragraph(self) -> Paragraph:
        """Read lines up to a blank one or the beginning of another block."""
        lines: list[str] = []
        while self.at < len(self.lines) and (line := self.line()) and not (lines and BLOCK_START.match(line)):
            lines.append("" if line == "\\" else line)
            self.at += 1
        return Paragraph(InlineReader("\n".join(lines)).read())

    def quote(self) -> Quote:
        """Read the lines of a quotation."""
        lines = []
        while self.at < len(self.lines) and (line := self.line()).startswith(">"):
            lines.append(line[1:].removeprefix(" "))
            self.at += 1
        return Quote(BlockReader(lines, self.depth + 1).read())

    def entry(self, marker: re.Match[str]) -> ListBlock:
        """Read one list entry, as a list of its own; lists that go on are joined by `read`."""
        indent = len(self.lines[self.at]) - len(self.lines[self.at].lstrip(" \t"))
        first = self.line()[marker.end() :]
        lines = [first, *self.indented(indent + 2, indent + len(marker[0].rstrip()) + 1)]
        ordered = marker["number"] is not None
        start = max(1, int(marker["number"])) if ordered else 1
        return ListBlock(ordered, start, marker["type"] or "1", [Item(BlockReader(lines, self.depth + 1).read())])

    def indented(self, least: int, width: int) -> list[str]:
        """Read the lines after the current one that are indented, without their indentation; step past them."""
        lines: list[str] = []
        self.at += 1
        blank = 0
        while self.at + blank < len(self.lines):
            line = self.lines[self.at + blank].expandtabs(4)
            content = line.lstrip(" ")
            if not content:
                blank += 1
                continue
            if len(line) - len(content) < least:
                break
            lines += [""] * blank + [line[min(len(line) - len(content), width) :]]
            self.at += blank + 1
            blank = 0
        return lines

    def table(self) -> Table:
        """Read the rows of a table."""
        table = Table()
        while self.at < len(self.lines) and (line := self.line()).startswith("|"):
            if line == "|-":
                self.at += 1
                table.rows.append(Row(self.cells()))
                continue
            if line.startswith("|+"):
                table.caption += [*InlineReader(line[2:]).read(), Run(" ")]
            elif _RULE.fullmatch(line) and table.rows:
                for cell in table.rows[-1].cells:
                    cell.header = True
            else:
                ends = [match.end() for match in _BAR.finditer(line)]
                parts = [line[begin : end - 1] for begin, end in pairwise(ends)]
                rest = line[ends[-1] :]
                table.rows.append(Row([self.cell([part]) for part in [*parts, *([rest] if rest else [])]]))
            self.at += 1
        return table

    def cells(self) -> list[Cell]:
        """Read the cells of a row that are written one below the other."""
        cells = []
        while self.at < len(self.lines) and (line := self.line()).startswith("|") and line != "|-" and not _is_row(line):
            indent = len(self.lines[self.at]) - len(self.lines[self.at].lstrip(" \t"))
            cells.append(self.cell([line[1:], *self.indented(indent + 2, indent + 2)]))
        return cells

    def cell(self, lines: list[str]) -> Cell:
        """Read a cell whose first line begins after the bar."""
        header, signs_text, text = _CELL.findall(lines[0])[0]
        signs = signs_text.split()
        scope = next((sign for sign in signs if sign in {"col", "row"}), "")
        span = next((sign for sign in signs if "x" in sign), "1x1")
        columns, rows = (min(int(number[:3]), MAX_SPAN) for number in span.split("x"))
        blocks = BlockReader([text, *lines[1:]], self.depth + 1).read()
        return Cell(bool(header), scope, columns, rows, blocks)


def _is_row(line: str) -> bool:
    """Say whether a line is a whole row: it ends with a bar of its own."""
    return len(line) > 1 and any(match.end() == len(line) for match in _BAR.finditer(line))
