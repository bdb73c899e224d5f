"""What an import would do, row by row, as plain values: stored with the file, shown to a person, compared when they confirm."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from import_export.results import Result, RowResult

from amif_network.core.fingerprint import fingerprint
from amif_network.directory.models import Organisation

from .cells import read_text
from .reading import Sheet
from .tables import Table

NEW, CHANGED, SAME, REFUSED = KINDS = ("new", "changed", "same", "refused")
_OF_LIBRARY = {RowResult.IMPORT_TYPE_NEW: NEW, RowResult.IMPORT_TYPE_UPDATE: CHANGED, RowResult.IMPORT_TYPE_SKIP: SAME}


def of_sheet(sheet: Sheet, table: Table, result: Result) -> dict[str, Any]:
    """Return what became of every row of a sheet. Rows that change nothing are only counted.

    Raises the exception of a row that is a fault of the portal, and none of the person's.
    """
    rows = []
    counts = dict.fromkeys(KINDS, 0)
    for (number, cells), row in zip(sheet.rows, result.rows, strict=True):
        if row.errors:
            raise row.errors[0].error
        kind = REFUSED if row.validation_error else _OF_LIBRARY[row.import_type]
        counts[kind] += 1
        if kind != SAME:
            rows.append(_row(number, kind, table, cells, row))
    return {"table": sheet.table, "unknown": sheet.unknown, "counts": counts, "rows": rows}


def _row(number: int, kind: str, table: Table, cells: dict[str, Any], row: RowResult) -> dict[str, Any]:
    return {
        "number": number,
        "kind": kind,
        "key": [text for name in table.keys if (text := read_text(cells.get(name)))],
        "changes": [list(change) for change in row.changes] if kind != REFUSED else [],
        "errors": list(_sentences(table, row.validation_error)) if kind == REFUSED else [],
    }


def _sentences(table: Table, error: ValidationError) -> Iterable[list[str]]:
    """Return every refusal of a row with the column that it is about, "" for the row as a whole."""
    columns = {column.attribute: name for name, column in table.fields.items()}
    for attribute, messages in getattr(error, "message_dict", {NON_FIELD_ERRORS: error.messages}).items():
        name = attribute if attribute in table.fields else columns.get(attribute, "")
        for message in messages:
            yield [name, message]


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
    return fingerprint(
        [
            [sheet["table"], sheet["counts"], [[row["number"], row["kind"], row["changes"]] for row in sheet["rows"]]]
            for sheet in outcome["sheets"]
        ]
    )
