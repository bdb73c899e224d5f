"""What an import would do, row by row, as plain values: stored with the file, shown to a person, compared when they confirm."""

import datetime
import hashlib
import json
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from import_export.results import RowResult

from amif_network.core.fingerprint import fingerprint
from amif_network.directory.models import Organisation

from .cells import read_text
from .columns import Column, OfWorld
from .reading import Sheet
from .table import Table

NEW, CHANGED, SAME, REFUSED = KINDS = ("new", "changed", "same", "refused")
_OF_LIBRARY = {RowResult.IMPORT_TYPE_NEW: NEW, RowResult.IMPORT_TYPE_UPDATE: CHANGED, RowResult.IMPORT_TYPE_SKIP: SAME}
# Rows of one sheet that are kept to be shown, of those that are refused and of the others; all are counted and sealed.
MOST_KEPT = 500


class SheetOutcome:
    """What becomes of the rows of one sheet, gathered as they are read: memory does not grow with their number."""

    def __init__(self, sheet: Sheet, table: Table) -> None:
        self._sheet, self._table = sheet, table
        self._columns = {column.attribute: name for name, column in table.fields.items()}
        self._counts = dict.fromkeys(KINDS, 0)
        self._kept: dict[bool, list[dict[str, Any]]] = {True: [], False: []}
        self._seal = hashlib.sha256()

    def add(self, number: int, cells: dict[str, Any], row: RowResult) -> None:
        """Note one row. Raises the exception of a row that is a fault of the portal, and none of the person's."""
        if row.errors:
            raise row.errors[0].error
        kind = REFUSED if row.validation_error else _OF_LIBRARY[row.import_type]
        self._counts[kind] += 1
        if kind == SAME:
            return
        changes = [list(change) for change in row.changes] if kind != REFUSED else []
        self._seal.update(json.dumps([number, kind, changes]).encode())
        kept = self._kept[kind == REFUSED]
        if len(kept) < MOST_KEPT:
            errors = list(self._sentences(row.validation_error)) if kind == REFUSED else []
            kept.append({"number": number, "kind": kind, "key": self._key(cells), "changes": changes, "errors": errors})

    def values(self) -> dict[str, Any]:
        """Return all of it. Rows that change nothing are only counted."""
        return {
            "table": self._sheet.table,
            "unknown": self._sheet.unknown,
            "counts": self._counts,
            "rows": sorted([*self._kept[True], *self._kept[False]], key=lambda row: row["number"]),
            "seal": self._seal.hexdigest(),
        }

    def _key(self, cells: dict[str, Any]) -> list[list[str]]:
        """Return what names the row, as (column, text)."""
        named = ((name, _plain(self._table.fields[name], cells)) for name in self._table.keys)
        return [[name, text] for name, text in named if text]

    def _sentences(self, error: ValidationError) -> Iterable[list[str]]:
        """Return every refusal of a row with the column that it is about, "" for the row as a whole."""
        for attribute, messages in getattr(error, "message_dict", {NON_FIELD_ERRORS: error.messages}).items():
            name = attribute if attribute in self._table.fields else self._columns.get(attribute, "")
            for message in messages:
                yield [name, message]


def _plain(column: Column, cells: dict[str, Any]) -> str:
    """Return what a cell says as `Column.plain` would, else as it was typed."""
    if not column.readonly and not isinstance(column.widget, OfWorld) and column.column_name in cells:
        try:
            value = column.clean(cells)
        except ValueError:
            value = None
        if isinstance(value, str | int | datetime.date):
            return str(value)
    return read_text(cells.get(column.column_name))


def together(sheets: list[dict[str, Any]], unknown: dict[str, list[Organisation]]) -> dict[str, Any]:
    """Return the outcome of a whole file; `unknown` are names of organisations, with candidates."""
    counts = {kind: sum(sheet["counts"][kind] for sheet in sheets) for kind in KINDS}
    return {
        "sheets": sheets,
        "counts": counts,
        "unknown": [[name, [one.pk for one in candidates]] for name, candidates in unknown.items()],
    }


def seal(outcome: dict[str, Any]) -> str:
    """Return the fingerprint of what an import would change, whatever the language of its sentences."""
    values = [[sheet["table"], sheet["counts"], sheet["seal"]] for sheet in outcome["sheets"]]
    return fingerprint(values)


def changes_something(outcome: dict[str, Any]) -> bool:
    """True when confirming would do something, and may."""
    counts = outcome["counts"]
    return not counts[REFUSED] and bool(counts[NEW] or counts[CHANGED])
