"""From tables to a file, row by row: a workbook with a sheet for each, CSV, or JSON. Memory does not grow with the rows."""

import csv
import io
import itertools
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import IO, Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from .cells import neutral
from .columns import Column
from .notation import write_json
from .reading import ABOUT
from .table import Table

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
JSON = "application/json"
ZIP = "application/zip"
# In characters; how many rows are looked at to tell how wide a column is.
NARROWEST, WIDEST = 10, 60
LOOKED_AT = 200
HEADING = Font(bold=True)
TOP = Alignment(vertical="top", wrap_text=True)


@dataclass
class Written:
    """A table with the records that go into a file; `rows` counts them once they are written."""

    table: Table
    records: Iterable[Any]
    rows: int = field(default=0, init=False)

    @property
    def name(self) -> str:
        """What the sheet, or the file, is called."""
        return self.table.name

    @property
    def columns(self) -> dict[str, Column]:
        """The columns by name, in the order in which they are written."""
        return {column.column_name: column for column in self.table.get_export_fields()}

    def lines(self) -> Iterator[list[Any]]:
        """Return the cells of each row."""
        for line in self.table.lines(self.records):
            self.rows += 1
            yield line


def write_workbook(stream: IO[bytes], tables: Sequence[Written]) -> None:
    """Write an .xlsx workbook: a sheet for each table with frozen headings, and one that explains the columns."""
    book = Workbook(write_only=True)
    for written in tables:
        _sheet(book, written)
    _about(book, tables)
    book.save(stream)


def write_csv(stream: IO[bytes], written: Written) -> None:
    """Write one table as CSV."""
    write_values(stream, list(written.columns), written.lines())


def write_values(stream: IO[bytes], headings: Sequence[str], lines: Iterable[Sequence[Any]]) -> None:
    """Write plain values as CSV as spreadsheet programs of both languages open it: UTF-8 with its mark, semicolons."""
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows([_as_text(value) for value in row] for row in lines)
    text.flush()
    text.detach()


def write_zip(stream: IO[bytes], tables: Sequence[Written]) -> None:
    """Write a zip of CSV files; the import reads it as one file with many tables."""
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for written in tables:
            with package.open(f"{written.name}.csv", "w", force_zip64=True) as part:
                write_csv(part, written)


def write_tables(stream: IO[bytes], tables: Sequence[Written]) -> None:
    """Write all tables as one JSON document."""
    write_json(stream, ((written.name, list(written.columns), written.lines()) for written in tables))


def _as_text(value: Any) -> str:
    """Write a value: an amount with its cents and a point, a truth as true or false, a text that cannot compute."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return neutral(_printable(value)) if isinstance(value, str) else str(value)


def _printable(text: str) -> str:
    """Leave out control characters: no sheet may hold them, and no form of the portal takes them."""
    return str(ILLEGAL_CHARACTERS_RE.sub("", text))


def _sheet(book: Workbook, written: Written) -> None:
    sheet = book.create_sheet(written.name)
    columns = written.columns
    lines = written.lines()
    first = list(itertools.islice(lines, LOOKED_AT))
    sheet.freeze_panes = "A2"
    for place, width in enumerate(_widths(list(columns), first), 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.append([_cell(sheet, name, font=HEADING) for name in columns])
    formats = [column.widget.number_format for column in columns.values()]
    for row in itertools.chain(first, lines):
        sheet.append([_value(sheet, value, shown) for value, shown in zip(row, formats, strict=True)])


def _value(sheet: Any, value: Any, number_format: str) -> Any:
    """Return a cell: numbers and dates as such, with their format; text that cannot compute."""
    if value is None:
        return None
    if isinstance(value, str):
        value = neutral(_printable(value))
    return _cell(sheet, value, number_format=number_format)


def _cell(
    sheet: Any, value: Any, *, font: Font | None = None, number_format: str = "", alignment: Alignment | None = None
) -> Any:
    cell = WriteOnlyCell(sheet, value=value)
    if font is not None:
        cell.font = font
    if number_format:
        cell.number_format = number_format
    if alignment is not None:
        cell.alignment = alignment
    return cell


def _widths(names: Sequence[str], rows: Iterable[list[Any]]) -> list[int]:
    """Return how wide each column is for its longest value, within reason."""
    longest = [len(name) + 2 for name in names]
    for row in rows:
        longest = [max(width, len(str(value)) + 2 if value is not None else 0) for width, value in zip(longest, row, strict=True)]
    return [min(max(width, NARROWEST), WIDEST) for width in longest]


def _about(book: Workbook, tables: Sequence[Written]) -> None:
    """Explain every column in the language of the reader; the import leaves this sheet alone."""
    sheet = book.create_sheet(ABOUT)
    sheet.freeze_panes = "A2"
    for letter, width in {"A": 16, "B": 18, "C": 70}.items():
        sheet.column_dimensions[letter].width = width
    headings = (_("sheet"), _("column"), _("what it says"))
    sheet.append([_cell(sheet, text, font=HEADING) for text in headings])
    for written in tables:
        for name, column in written.columns.items():
            texts = (written.name, name, neutral(str(column.label)))
            sheet.append([_cell(sheet, text, alignment=TOP) for text in texts])
