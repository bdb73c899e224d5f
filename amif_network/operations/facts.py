"""What is true of a database, so that two of them can be told apart: rows and content of each table, guards, editions, files.

Everything is asked in plain SQL of the connection that is handed in: the portal's, or that of a restored database.
"""
# ruff: noqa: S608  # names of our own tables and columns, quoted

from collections.abc import Collection, Iterator
from typing import Any

from django.apps import apps
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from pghistory.models import Event

from meetings.models import Edition

# Every value as text, the same on every server: the digest of a table is made of it.
PLAINLY = (
    "SET LOCAL TimeZone = 'UTC'",
    "SET LOCAL DateStyle = 'ISO, YMD'",
    "SET LOCAL IntervalStyle = 'postgres'",
    "SET LOCAL bytea_output = 'hex'",
    "SET LOCAL extra_float_digits = 1",
)
TABLES = (
    "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = current_schema()::regnamespace ORDER BY relname"
)
# The sum of 60 bits of the sha256 of each row: it tells changed rows, in whatever order they lie.
DIGEST = """
SELECT count(*), coalesce(sum(
    ('x' || left(encode(sha256(convert_to(row_of_it::text, 'UTF8')), 'hex'), 15))::bit(60)::bigint
), 0)::text
FROM {table} AS row_of_it
"""
# Triggers by their state and the text of their function, constraints and indexes by whether they hold.
GUARDS = """
SELECT 'trigger ' || tgrelid::regclass::text || '.' || tgname, tgenabled::text || ' ' || md5(prosrc)
FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid
JOIN pg_class ON pg_class.oid = tgrelid AND relnamespace = current_schema()::regnamespace WHERE NOT tgisinternal
UNION ALL
SELECT 'constraint ' || conrelid::regclass::text || '.' || conname, contype::text || ' ' || convalidated FROM pg_constraint
WHERE connamespace = current_schema()::regnamespace AND conrelid <> 0 AND contype <> 'n'
UNION ALL
SELECT 'index ' || indexrelid::regclass::text, indisvalid::text FROM pg_index
JOIN pg_class ON pg_class.oid = indexrelid AND relnamespace = current_schema()::regnamespace
UNION ALL
SELECT 'sequence ' || sequencename, increment_by::text FROM pg_sequences WHERE schemaname = current_schema()
"""


def ask(connection: BaseDatabaseWrapper, sql: str) -> list[tuple[Any, ...]]:
    """Return the rows of an answer."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def tables(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the names of all tables, those of the cache and of migrations too."""
    return [name for (name,) in ask(connection, TABLES)]


def gather(connection: BaseDatabaseWrapper) -> dict[str, Any]:
    """Return what is true of the database now; call it inside a transaction, whose settings it changes."""
    for setting in PLAINLY:
        with connection.cursor() as cursor:
            cursor.execute(setting)
    quote = connection.ops.quote_name
    contents = {name: ask(connection, DIGEST.format(table=quote(name)))[0] for name in tables(connection)}
    return {
        "tables": {name: {"rows": rows, "digest": digest} for name, (rows, digest) in contents.items()},
        "guards": dict(ask(connection, GUARDS)),
        "migrations": [f"{app}.{name}" for app, name in ask(connection, "SELECT app, name FROM django_migrations ORDER BY 1, 2")],
        "editions": edition_hashes(connection),
    }


def edition_hashes(connection: BaseDatabaseWrapper) -> dict[str, list[str]]:
    """Return for each edition the hash that it says, and that of its bytes, by its key."""
    table = connection.ops.quote_name(Edition._meta.db_table)
    found = ask(connection, f"SELECT id, sha256, encode(sha256(pdf), 'hex') FROM {table} ORDER BY id")
    return {str(key): [said, true] for key, said, true in found}


def stored_models() -> Iterator[type[models.Model]]:
    """Yield every model with a table of the portal's own."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy:
            yield model


def file_fields() -> Iterator[tuple[type[models.Model], models.FileField]]:
    """Yield every column of the portal that names a stored file, with its model; not the history, which tells of deleted ones."""
    for model in apps.get_models():
        if issubclass(model, Event):
            continue
        for field in model._meta.local_fields:
            if isinstance(field, models.FileField):
                yield model, field


def mentioned_files(connection: BaseDatabaseWrapper, of_apps: Collection[str] = ()) -> dict[str, str]:
    """Return the name of each stored file that a record mentions (of these apps, else of all), with the sha256 that it says."""
    found: dict[str, str] = {}
    for model, field in file_fields():
        if of_apps and model._meta.app_label not in of_apps:
            continue
        table, column = (connection.ops.quote_name(name) for name in (model._meta.db_table, field.column or field.name))
        found.update(ask(connection, f"SELECT DISTINCT {column}, sha256 FROM {table} WHERE {column} <> '' ORDER BY 1"))
    return found


def differences(expected: dict[str, Any], found: dict[str, Any]) -> list[str]:
    """Return a sentence for each thing in which a database differs from what a backup says of it."""
    said = []
    for name in sorted(expected["tables"].keys() | found["tables"].keys()):
        said += _table_differs(name, expected["tables"].get(name), found["tables"].get(name))
    for name in sorted(expected["guards"].keys() | found["guards"].keys()):
        was, is_now = expected["guards"].get(name), found["guards"].get(name)
        if was != is_now:
            said.append(f"The {name} is {is_now or 'missing'}, and was {was or 'not there'}.")
    for key in sorted(expected["editions"].keys() | found["editions"].keys(), key=int):
        was, is_now = expected["editions"].get(key), found["editions"].get(key)
        if was != is_now:
            said.append(f"Edition {key} is not the one that was saved: its bytes have another sha256, or it is missing.")
    return said + broken_editions(found)


def broken_editions(found: dict[str, Any]) -> list[str]:
    """Return a sentence for each edition whose bytes are not those whose hash it says."""
    return [
        f"The bytes of edition {key} were altered: their sha256 is {true}, published was {said}."
        for key, (said, true) in found["editions"].items()
        if said != true
    ]


def _table_differs(name: str, was: dict[str, Any] | None, is_now: dict[str, Any] | None) -> list[str]:
    if was is None or is_now is None:
        return [f"The table {name} is {'missing' if is_now is None else 'there, and was not'}."]
    if was["rows"] != is_now["rows"]:
        return [f"The table {name} has {is_now['rows']} rows instead of {was['rows']}."]
    return [f"The table {name} has other content than it had."] if was["digest"] != is_now["digest"] else []
