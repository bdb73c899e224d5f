"""From tables to the bytes of a file: a workbook with a sheet for each, or one table as CSV."""

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from tablib import Dataset

from .cells import neutral
from .columns import Column
from .reading import ABOUT
from .tables import Table

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
ZIP = "application/zip"
# In characters.
NARROWEST, WIDEST = 10, 60
HEADING = Font(bold=True)
TOP = Alignment(vertical="top", wrap_text=True)

Written = tuple[type[Table], Dataset]


def workbook(tables: Sequence[Written]) -> bytes:
    """Return an .xlsx workbook: a sheet for each table with frozen headings, and one that explains the columns."""
    book = Workbook(write_only=True)
    for table, dataset in tables:
        _sheet(book, table, dataset)
    _about(book, [table for table, _dataset in tables])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def comma_separated(dataset: Dataset) -> bytes:
    """Return one table as CSV as spreadsheet programs of both languages open it: UTF-8 with its mark, semicolons."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerow(dataset.headers)
    writer.writerows([_as_text(value) for value in row] for row in dataset)
    return stream.getvalue().encode("utf-8-sig")


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return a zip of files by their names; the import reads it as one file with many tables."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in files.items():
            package.writestr(name, data)
    return stream.getvalue()


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


def _sheet(book: Workbook, table: type[Table], dataset: Dataset) -> None:
    sheet = book.create_sheet(table.name)
    columns = [table.fields[name] for name in dataset.headers]
    sheet.freeze_panes = "A2"
    for place, width in enumerate(_widths(dataset), 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.append([_cell(sheet, name, font=HEADING) for name in dataset.headers])
    for row in dataset:
        sheet.append([_value(sheet, value, column) for value, column in zip(row, columns, strict=True)])


def _value(sheet: Any, value: Any, column: Column) -> Any:
    """Return a cell: numbers and dates as such, with their format; text that cannot compute."""
    if value is None:
        return None
    if isinstance(value, str):
        value = neutral(_printable(value))
    return _cell(sheet, value, number_format=column.widget.number_format)


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


def _widths(dataset: Dataset) -> list[int]:
    """Return how wide each column is for its longest value, within reason."""
    longest = [len(name) + 2 for name in dataset.headers]
    for row in dataset:
        longest = [max(width, len(str(value)) + 2 if value is not None else 0) for width, value in zip(longest, row, strict=True)]
    return [min(max(width, NARROWEST), WIDEST) for width in longest]


def _about(book: Workbook, tables: Sequence[type[Table]]) -> None:
    """Explain every column in the language of the reader; the import leaves this sheet alone."""
    sheet = book.create_sheet(ABOUT)
    sheet.freeze_panes = "A2"
    for letter, width in {"A": 16, "B": 18, "C": 70}.items():
        sheet.column_dimensions[letter].width = width
    headings = (_("sheet"), _("column"), _("what it says"))
    sheet.append([_cell(sheet, text, font=HEADING) for text in headings])
    for table in tables:
        for name, column in table.fields.items():
            texts = (table.name, name, neutral(str(column.label)))
            sheet.append([_cell(sheet, text, alignment=TOP) for text in texts])
