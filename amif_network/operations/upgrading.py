"""Which migrations may run while people work: the rule for everything after the first migration of an app.

A migration may hold an ACCESS EXCLUSIVE lock for an instant, never while it reads or writes a whole table: everybody would wait.
And the version that runs until the restart must be able to go on writing. What is made in the same migration is empty, and free.
"""

import re
from collections.abc import Iterator
from typing import Any

from django.contrib.postgres.operations import AddConstraintNotValid, AddIndexConcurrently
from django.db import connection, migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.db.models import NOT_PROVIDED

# What reads or rewrites a whole table under a lock, or locks it outright; by what is said of it.
LONG_SQL = {
    r"\bcreate\s+(unique\s+)?index\s+(?!concurrently)": "builds an index while nobody can write: CREATE INDEX CONCURRENTLY",
    r"\balter\s+column\s+\S+\s+(set\s+data\s+)?type\b": "rewrites the table: add a column, copy in batches, and switch",
    r"\bset\s+not\s+null\b": "reads the whole table under the lock: add a CHECK NOT VALID and validate it first",
    r"\b(lock\s+table|vacuum\s+full|cluster|truncate)\b": "locks the table for as long as it takes",
}


def unsafe_migrations(apps: set[str]) -> list[str]:
    """Return a sentence for each operation of the migrations of these apps, after their first, that live data do not bear."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    said: list[str] = []
    for key, migration in sorted(loader.graph.nodes.items()):
        if key[0] in apps and not migration.initial and not key[1].startswith("0001_"):
            said += [f"{'.'.join(key)}: {danger}" for danger in dangers(migration, loader.project_state(key, at_end=False))]
    return said


def dangers(migration: migrations.Migration, state: ProjectState) -> Iterator[str]:
    """Yield a sentence for each dangerous operation of a migration that starts from `state`."""
    app, new = migration.app_label, set[str]()
    in_rows = [isinstance(operation, migrations.RunPython) for operation in migration.operations]
    if any(in_rows) and not all(in_rows):
        yield "it changes tables and rows: rows are changed by a migration of their own, so that no lock waits for them."
    for operation in migration.operations:
        if isinstance(operation, migrations.CreateModel):
            new.add(operation.name_lower)
        elif (danger := _danger(operation, app, state)) and _subject(operation) not in new:
            yield danger
        if isinstance(operation, AddIndexConcurrently) and migration.atomic:
            yield "AddIndexConcurrently needs atomic = False."
        operation.state_forwards(app, state)


def _subject(operation: Any) -> str:
    """Return the model that an operation changes, in lower case."""
    return str(getattr(operation, "model_name_lower", "") or getattr(operation, "model_name", "") or "").lower()


def _danger(operation: Any, app: str, state: ProjectState) -> str | None:
    match operation:
        case AddIndexConcurrently() | AddConstraintNotValid():
            return None
        case migrations.AddIndex():
            return f"AddIndex on {operation.model_name} builds it while nobody can write: use AddIndexConcurrently."
        case migrations.AddConstraint():
            return (
                f"AddConstraint {operation.constraint.name} reads all of {operation.model_name} under its lock: use "
                "AddConstraintNotValid and, in the next migration, ValidateConstraint; for a unique one "
                "an index made concurrently."
            )
        case migrations.AddField():
            return _new_column(operation)
        case migrations.AlterField():
            return _changed_column(operation, app, state)
        case migrations.RenameField() | migrations.RenameModel() | migrations.AlterModelTable():
            return f"{operation.describe()}: the version that still runs knows the former name; add the new, copy, remove later."
        case migrations.RunSQL():
            return _long_sql(str(operation.sql))
    return None


def _new_column(operation: Any) -> str | None:
    field, place = operation.field, f"{operation.model_name}.{operation.name}"
    if isinstance(field, models.GeneratedField):
        return f"{place} is computed for every row under the lock: fill an ordinary column by a trigger, and then in batches."
    if field.many_to_many:
        return None
    if not field.null and field.db_default is NOT_PROVIDED:
        return f"{place} is NOT NULL without db_default: the version that still runs could write no row."
    if field.unique or field.db_index:
        return f"{place} builds its index under the lock: db_index=False, and AddIndexConcurrently in the next migration."
    return None


def _changed_column(operation: migrations.AlterField, app: str, state: ProjectState) -> str | None:
    before: Any = state.models[app, operation.model_name_lower].get_field(operation.name)
    after: Any = operation.field
    place = f"{operation.model_name}.{operation.name}"
    if before.null and not after.null:
        return f"{place} becomes NOT NULL: add the check with AddConstraintNotValid, validate it, and then change the column."
    old, new = (_type(field) for field in (before, after))
    if old != new and not _widened(old, new):
        return f"{place} turns from {old} into {new}, which rewrites the table: add a column, copy in batches, and switch."
    if (after.unique or after.db_index) and not (before.unique or before.db_index):
        return f"{place} builds its index under the lock: use AddIndexConcurrently."
    return None


def _type(field: Any) -> str:
    """Return what a column is; a reference is whatever its target's key is, so that its kind says enough."""
    return field.get_internal_type() if field.is_relation else str(field.db_type(connection))


def _widened(old: str, new: str) -> bool:
    """Tell whether PostgreSQL changes the type without a look at the rows."""
    if not old.startswith("varchar"):
        return False
    sizes = [int(size[1]) if (size := re.search(r"\((\d+)\)", kind)) else None for kind in (old, new)]
    longer = sizes[1] is None or (sizes[0] is not None and sizes[1] >= sizes[0])
    return new == "text" or (new.startswith("varchar") and longer)


def _long_sql(sql: str) -> str | None:
    found = next((said for pattern, said in LONG_SQL.items() if re.search(pattern, sql, re.IGNORECASE)), None)
    return found and f"RunSQL {found}."
