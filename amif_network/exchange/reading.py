"""From the bytes of an uploaded file to its tables, or a clear refusal: nothing is unpacked before it was measured."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from amif_network.core.decoding import NotText, decoded

from .cells import read_text
from .errors import (
    MAX_COLUMNS,
    MAX_FILE_BYTES,
    MAX_ROWS,
    UnreadableTable,
    formula,
    missing_columns,
    no_table,
    null_character,
    repeated,
)  # fmt: skip
from .notation import json_rows
from .package import measured, read_part, refuse_hostile
from .subjects import tables_for_import

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
FOREIGN = (b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"<!DOCTYPE", b"<html")
# What the export writes for people beside the tables.
ABOUT = "about"
# What the library raises on a workbook that is none.
DAMAGED = (
    InvalidFileException,
    zipfile.BadZipFile,
    KeyError,
    ValueError,
    TypeError,
    IndexError,
    AttributeError,
    OSError,
    SyntaxError,
)


@dataclass
class Sheet:
    """One table of a file: `rows` are (number in the file, values by heading); `unknown` headings were not read."""

    table: str
    headings: list[str]
    rows: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def read_tables(data: bytes, filename: str) -> list[Sheet]:
    """Read an uploaded file: a workbook with a sheet per table, JSON of several, a CSV file of one, or a zip of those.

    The content decides. Raises UnreadableTable for anything else, and for what is too large, damaged or hostile.
    """
    refuse_at_sight(data)
    raw = _package(data) if data.startswith(ZIP) else _of_text(_text(data), _stem(filename))
    sheets = [sheet for name, rows in raw.items() if (sheet := _sheet(name, rows)) is not None]
    if not any(sheet.rows for sheet in sheets):
        raise UnreadableTable("no_rows" if sheets else "empty")
    names = [sheet.table for sheet in sheets]
    if twice := next((name for name in names if names.count(name) > 1), ""):
        raise repeated(twice)
    if sum(len(sheet.rows) for sheet in sheets) > MAX_ROWS:
        raise UnreadableTable("too_many_rows")
    order = list(tables_for_import())
    return sorted(sheets, key=lambda sheet: order.index(sheet.table))


def refuse_at_sight(data: bytes) -> None:
    """Refuse what its size or its first bytes give away. Raises UnreadableTable."""
    if len(data) > MAX_FILE_BYTES:
        raise UnreadableTable("too_big")
    if not data.strip():
        raise UnreadableTable("empty")
    if data.startswith(OLE):
        raise UnreadableTable("encrypted" if ENCRYPTED in data else "old_excel")
    if data.startswith(FOREIGN):
        raise UnreadableTable("not_a_table")
    if data.startswith(ZIP):
        measured(data)


Rows = Iterable[tuple[int, list[Any]]]


def _sheet(name: str, rows: Rows) -> Sheet | None:
    """Recognise the table of a sheet; None for one without a heading."""
    tables = tables_for_import()
    lines = iter(rows)
    first = next((values for _number, values in lines if any(read_text(value) for value in values)), None)
    if first is None:
        return None
    headings = [read_text(value).lower() for value in first]
    while headings and not headings[-1]:
        headings.pop()
    if twice := next((one for one in headings if one and headings.count(one) > 1), ""):
        raise repeated(twice)
    table = name.lower() if name.lower() in tables else _recognised(name, headings)
    columns = tables[table].fields
    if missing := [column for column in tables[table].asked() if column not in headings]:
        raise missing_columns(table, ", ".join(missing))
    sheet = Sheet(table, headings, unknown=[one for one in headings if one and one not in columns])
    for number, values in lines:
        if len(sheet.rows) > MAX_ROWS:
            raise UnreadableTable("too_many_rows")
        if any(read_text(value) for value in values):
            cells = zip(headings, [*values, *[None] * (len(headings) - len(values))], strict=False)
            sheet.rows.append((number, {heading: value for heading, value in cells if heading in columns}))
    return sheet


def _recognised(name: str, headings: list[str]) -> str:
    """Return the table that has most of these columns and fewest others. Raises UnreadableTable where none has two of them."""
    tables = tables_for_import()
    known = {table: len(set(headings) & set(kind.fields)) for table, kind in tables.items()}
    best = max(known, key=lambda table: (2 * known[table] - len(headings), -len(tables[table].fields)))
    if known[best] < 2:
        raise no_table(name, ", ".join(tables))
    return best


def _stem(filename: str) -> str:
    """Return the table a file is named after, as in "call-7-payments.csv"; else its name."""
    stem = PurePath(filename).stem.lower()
    return next((name for name in tables_for_import() if stem == name or stem.endswith(f"-{name}")), filename)


def _of_text(text: str, stem: str) -> Mapping[str, Rows]:
    """Return the tables of JSON, or the one of CSV, by name. Raises UnreadableTable."""
    if text.lstrip().startswith("{"):
        return json_rows(text)
    return {stem: _text_rows(text)}


def _package(data: bytes) -> dict[str, Rows]:
    """Return the tables of a workbook, or of a zip of CSV files, by name. Raises UnreadableTable."""
    package = measured(data)
    names = package.namelist()
    if names and all(name.lower().endswith(".csv") for name in names):
        return {_stem(name): _text_rows(_text(read_part(package, name))) for name in names}
    refuse_hostile(package)
    return _workbook(data)


def _workbook(data: bytes) -> dict[str, Rows]:
    try:
        # Formulas, not the values a program computed for them: who sends a formula is told so.
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        return {sheet.title: list(_cells(sheet)) for sheet in book.worksheets if sheet.title.lower() != ABOUT}
    except UnreadableTable:
        raise
    except DAMAGED as error:
        raise UnreadableTable("damaged") from error


def _cells(sheet: Any) -> Iterator[tuple[int, list[Any]]]:
    """Return the rows of a sheet that hold something; a sheet may claim any size, so its own word does not count."""
    sheet.reset_dimensions()
    for number, row in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS, max_row=MAX_ROWS + 2), 1):
        if number > MAX_ROWS + 1:
            raise UnreadableTable("too_many_rows")
        values = []
        for cell in row:
            if cell.value is not None and cell.data_type in ("f", "e"):
                raise formula(f"{sheet.title}!{cell.coordinate}")
            values.append(cell.value)
        if any(value is not None for value in values):
            yield number, values


def _text(data: bytes) -> str:
    try:
        return decoded(data)
    except NotText as error:
        raise UnreadableTable("not_a_table") from error


def _text_rows(text: str) -> Rows:
    """Read CSV with semicolons, commas or tabs: whichever separates the most headings."""
    heading = text.lstrip("\r\n").split("\n", 1)[0]
    delimiter = max(";,\t", key=heading.count)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise UnreadableTable("damaged") from error
    for number, values in enumerate(lines, 1):
        for place, value in enumerate(values[:MAX_COLUMNS]):
            if value.startswith("="):
                raise formula(f"{_letters(place)}{number}")
            # No database holds it: not as a value, and not in the preview that quotes it.
            if "\0" in value:
                raise null_character(f"{_letters(place)}{number}")
        yield number, values[:MAX_COLUMNS]


def _letters(place: int) -> str:
    """Return the name of a column in a spreadsheet: 0 is A, 26 is AA."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
