"""What reading produces and recognising consumes: numbered lines of rich text."""

from dataclasses import dataclass, field
from enum import StrEnum

from .inline import Rich


class Zone(StrEnum):
    """Where on the page a line stood."""

    BODY = "body"
    HEADER = "header"
    FOOTER = "footer"


@dataclass(frozen=True)
class Line:
    """One line of the source. List markers and printed labels are still part of its text.

    `number` counts from 1 in `Source.raw`; `gap`: a blank line or a paragraph break stands before it;
    `heading`: 1-9 where the document itself says so (Word style, Markdown #), else 0; `listed`: the
    document itself says that it is a list item; `tabbed`: it began with a tab (an empty first cell); `open_cell`: it ended
    with one (an empty last cell).
    """

    number: int
    rich: Rich
    gap: bool = False
    indent: int = 0
    heading: int = 0
    title: bool = False
    listed: bool = False
    tabbed: bool = False
    open_cell: bool = False
    zone: Zone = Zone.BODY
    table: "Table | None" = None

    @property
    def text(self) -> str:
        """The characters of the line."""
        return self.rich.text


@dataclass(frozen=True)
class Cell:
    """One cell of a table."""

    lines: tuple[Line, ...]
    header: bool = False
    colspan: int = 1
    rowspan: int = 1

    @property
    def text(self) -> str:
        """The cell's text on one line."""
        return " ".join(line.text for line in self.lines).strip()


@dataclass(frozen=True)
class Row:
    """One row of a table, with the number of its source line."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
    """A table of the source, from Word, Markdown or tabs."""

    rows: tuple[Row, ...]

    @property
    def width(self) -> int:
        """Number of columns of the widest row."""
        return max((sum(cell.colspan for cell in row.cells) for row in self.rows), default=0)


@dataclass(frozen=True)
class Remark:
    """Something the reader noticed before recognition: a code of `notices.MESSAGES` with its values."""

    code: str
    line: int | None = None
    values: dict[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True)
class Source:
    """A document as read: `raw[n - 1]` is what the preview shows beside line n."""

    name: str
    lines: tuple[Line, ...]
    raw: tuple[str, ...]
    remarks: tuple[Remark, ...] = ()

    @property
    def text(self) -> str:
        """Every word of the document, as the check that nothing is lost reads it."""
        return "\n".join(self.raw)
