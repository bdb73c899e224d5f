"""Tables as JSON: `{"tables": {"organisations": [{"organisation": "cpas-52011", …}, …], …}}`, for programs rather than people."""

import json
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import IO, Any

from .cells import neutral
from .errors import MAX_COLUMNS, MAX_ROWS, UnreadableTable, null_character, repeated

# What a cell may hold.
PLAIN = str | int | float | bool | None

Rows = Iterator[tuple[int, list[Any]]]


def write_json(stream: IO[bytes], tables: Iterable[tuple[str, list[str], Iterable[list[Any]]]]) -> None:
    """Write tables, as (name, columns, rows), one row a line."""
    stream.write(b'{"tables": {')
    for place, (name, columns, rows) in enumerate(tables):
        stream.write(f"{',' if place else ''}\n{json.dumps(name)}: [".encode())
        for number, row in enumerate(rows):
            cells = {column: _as_json(value) for column, value in zip(columns, row, strict=True)}
            stream.write(f"{',' if number else ''}\n{json.dumps(cells, ensure_ascii=False)}".encode())
        stream.write(b"\n]")
    stream.write(b"\n}}\n")


def _as_json(value: Any) -> PLAIN:
    """Return an amount with its cents and dates in ISO notation as text; what JSON knows itself as such."""
    if isinstance(value, Decimal) or not isinstance(value, str | int | float | bool | None):
        return str(value)
    return value


def json_rows(text: str) -> dict[str, Rows]:
    """Return the rows of each table, its columns first, numbered as on a sheet. Raises UnreadableTable."""
    try:
        content = json.loads(text, object_pairs_hook=_once, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        if isinstance(error, UnreadableTable):
            raise
        raise UnreadableTable("damaged") from error
    tables = content.get("tables")
    if not isinstance(tables, dict) or not all(isinstance(rows, list) for rows in tables.values()):
        raise UnreadableTable("not_our_json")
    return {name: _rows(name, rows) for name, rows in tables.items()}


def _rows(name: str, rows: list[Any]) -> Rows:
    if not rows:
        return
    columns = list(rows[0]) if isinstance(rows[0], dict) else []
    if not columns or len(columns) > MAX_COLUMNS:
        raise UnreadableTable("not_our_json")
    if len(rows) > MAX_ROWS:
        raise UnreadableTable("too_many_rows")
    yield 1, columns
    for number, row in enumerate(rows, 2):
        # A column that some rows leave out would be emptied in them: nobody said so.
        if not isinstance(row, Mapping) or row.keys() != rows[0].keys():
            raise UnreadableTable("not_our_json")
        yield number, [_cell(name, number, row[column]) for column in columns]


def _cell(name: str, number: int, value: Any) -> PLAIN:
    """Return a value as a cell of a sheet holds it: text of JSON was never made neutral, and is restored when it is read."""
    if not isinstance(value, PLAIN):
        raise UnreadableTable("not_our_json")
    if isinstance(value, str) and "\0" in value:
        raise null_character(f"{name}:{number}")
    return neutral(value) if isinstance(value, str) else value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _value in pairs]
        raise repeated(next(name for name in names if names.count(name) > 1))
    return found


def _refuse_constant(name: str) -> Any:
    """Refuse NaN and Infinity, which are no JSON."""
    raise ValueError(name)
