"""From chapters to a workbook: a sheet for each table, with figures as figures."""

import datetime
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import IO, Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from amif_network.core.bilingual import Localised
from amif_network.exchange.cells import neutral

from .chapters import Cell, Chapter, Share

BOLD, TOP = Font(bold=True), Alignment(vertical="top", wrap_text=True)
# As many characters as the name of a sheet may have, and those that it may not hold.
LONGEST_NAME, FORBIDDEN = 31, str.maketrans(dict.fromkeys("[]:*?/\\", " "))
NARROWEST, WIDEST = 10, 60


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table ready for a workbook: values as JSON keeps them, each with its kind ("day", "euro", "share", "")."""

    title: str
    chapter: str
    columns: list[str]
    rows: list[list[tuple[Any, str]]]
    note: str


def sheets_of(chapter: Chapter) -> list[dict[str, Any]]:
    """Return the tables of a chapter as JSON keeps them until the workbook is written."""
    found = []
    for table in chapter.tables:
        rows = [*table.rows, *([table.total] if table.total else [])]
        columns = [column.label for column in table.columns]
        found.append(Sheet(table.title, chapter.title, columns, [[_plain(cell) for cell in row] for row in rows], table.note))
    return [asdict(sheet) for sheet in found]


def _plain(cell: Cell) -> tuple[Any, str]:
    if isinstance(cell, Share):
        return (cell.part / cell.whole if cell.whole else None), "share"
    if isinstance(cell, Decimal):
        return str(cell), "euro"
    if isinstance(cell, datetime.date):
        return cell.isoformat(), "day"
    return (cell.text if isinstance(cell, Localised) else cell), ""


FORMATS = {"share": "0%", "euro": "#,##0.00", "day": "yyyy-mm-dd", "": "General"}


def write_workbook(stream: IO[bytes], title: str, on: str, sheets: Iterable[dict[str, Any]]) -> None:
    """Write a workbook in the active language: first what it is and what each sheet holds, then the sheets."""
    book, listed = Workbook(write_only=True), [Sheet(**sheet) for sheet in sheets]
    names = _names([sheet.title for sheet in listed])
    front = book.create_sheet(_("Contents"))
    front.column_dimensions["A"].width, front.column_dimensions["B"].width = 34, 70
    front.append([_cell(front, title, font=BOLD)])
    front.append([_cell(front, on)])
    front.append([])
    for name, sheet in zip(names, listed, strict=True):
        words = f"{sheet.chapter} – {sheet.title}" + (f". {sheet.note}" if sheet.note else "")
        front.append([_cell(front, name), _cell(front, words)])
    for name, sheet in zip(names, listed, strict=True):
        _write(book, name, sheet)
    book.save(stream)


def _write(book: Any, name: str, sheet: Sheet) -> None:
    page = book.create_sheet(name)
    page.freeze_panes = "B2"
    for place, heading in enumerate(sheet.columns, 1):
        longest = max([len(heading), *(len(str(row[place - 1][0] or "")) for row in sheet.rows)])
        page.column_dimensions[get_column_letter(place)].width = min(max(longest + 2, NARROWEST), WIDEST)
    page.append([_cell(page, heading, font=BOLD) for heading in sheet.columns])
    for row in sheet.rows:
        page.append([_cell(page, _value(value, kind), number_format=FORMATS[kind]) for value, kind in row])


def _value(value: Any, kind: str) -> Any:
    """Return a value as a workbook knows it, without characters that no sheet may hold."""
    if value is None or value == "":
        return None
    if kind == "euro":
        return Decimal(value)
    if kind == "day":
        return datetime.date.fromisoformat(value)
    return str(ILLEGAL_CHARACTERS_RE.sub("", value)) if isinstance(value, str) else value


def _cell(page: Any, value: Any, *, font: Font | None = None, number_format: str = "General") -> Any:
    # A text that would compute does not.
    cell = WriteOnlyCell(page, value=neutral(value) if isinstance(value, str) else value)
    cell.alignment, cell.number_format = TOP, number_format
    if font is not None:
        cell.font = font
    return cell


def _names(titles: list[str]) -> list[str]:
    """Return names of sheets: short, without forbidden characters, each different whatever its capitals."""
    names: list[str] = []
    for title in titles:
        name, number = " ".join(title.translate(FORBIDDEN).split())[:LONGEST_NAME].strip(" '"), 1
        while name.casefold() in {other.casefold() for other in names}:
            number += 1
            name = f"{name[: LONGEST_NAME - 4].rstrip()} ({number})"
        names.append(name)
    return names
