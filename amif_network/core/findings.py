"""What a check of the data finds: which record, what is wrong with it, and what to do.

Each app lists its checks (settings.DATA_CHECKS); `manage.py check_data` runs them. Most are a question in SQL to which a sound
database has no answer: a trigger that was off, or a hand in the tables, is found although the constraints stand.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import connection, models, transaction

ROWS_AT_A_TIME = 500


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: the record (its class and key), what it is called, and two sentences."""

    record: str
    name: str
    problem: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Check:
    """A question to the data: `name` is what `--only` takes, `find` yields what is wrong, and keeps little in memory."""

    name: str
    find: Callable[[], Iterator[Finding]]


def rows(sql: str, parameters: Sequence[Any] = ()) -> Iterator[dict[str, Any]]:
    """Yield the rows of an answer by the names of their columns, a few hundred at a time; call it inside a transaction."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, parameters or None)
        while batch := cursor.fetchmany(ROWS_AT_A_TIME):
            names = [column.name for column in cursor.description or ()]
            yield from (dict(zip(names, row, strict=True)) for row in batch)


def question(name: str, model: type[models.Model], sql: str, problem: Any, remedy: Any) -> Check:
    """Return the check that finds a record of `model` for each row of `sql`, which selects `id`, `name` and what `problem` says.

    Both sentences are lazy translations; placeholders in `problem` are columns of the answer.
    """
    return Check(name, partial(_ask, model._meta.label, sql, problem, remedy))


def _ask(label: str, sql: str, problem: Any, remedy: Any) -> Iterator[Finding]:
    with transaction.atomic():
        for row in rows(sql):
            yield Finding(f"{label} {row['id']}", str(row["name"]), str(problem) % row, str(remedy))


def last_step(table: str, state_of: str, log: str, key: str, condition: str) -> str:
    """Return the SQL that finds records whose state is not the one in which the last step of their log left them.

    `state_of` selects `id`, `name` and `state` from `table`; `key` is the column of `log` that names the record. Records
    without a step in the log came in with a file, as history.
    """
    return f"""
        SELECT record.id, record.name, record.state, step.to_state FROM (SELECT {state_of} FROM {table}) AS record
        JOIN LATERAL (
            SELECT to_state FROM {log} WHERE {key} = record.id AND {condition} AND to_state <> ''
            ORDER BY at DESC, id DESC LIMIT 1
        ) AS step ON step.to_state <> record.state ORDER BY record.id"""  # noqa: S608  # our own names
