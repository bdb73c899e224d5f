"""Checks of what stands below the records: references, guards, sequences, migrations, the index of search, stored files."""

# ruff: noqa: S608  # names of our own tables and columns

from collections.abc import Iterator
from typing import Any

import pgtrigger
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from amif_network.core.away import StorageAway
from amif_network.core.findings import Check, Finding, rows
from amif_network.search import triggers as search
from amif_network.search.models import Entry
from amif_network.search.sources import COLUMNS, SOURCES

from . import facts, storing

# Each reference of one column, and what it points at.
REFERENCES = """
SELECT conname, conrelid::regclass::text AS "table", own.attname AS "column", confrelid::regclass::text AS target,
    other.attname AS key
FROM pg_constraint
JOIN pg_attribute own ON own.attrelid = conrelid AND own.attnum = conkey[1]
JOIN pg_attribute other ON other.attrelid = confrelid AND other.attnum = confkey[1]
WHERE contype = 'f' AND connamespace = current_schema()::regnamespace AND array_length(conkey, 1) = 1 ORDER BY 2, 3"""
SEQUENCES = """
SELECT sequence.relname AS name, holder.relname AS "table", attname AS "column" FROM pg_depend
JOIN pg_class sequence ON sequence.oid = pg_depend.objid AND sequence.relkind = 'S'
JOIN pg_class holder ON holder.oid = refobjid JOIN pg_attribute ON attrelid = holder.oid AND attnum = refobjsubid
WHERE deptype IN ('a', 'i') AND sequence.relnamespace = current_schema()::regnamespace ORDER BY 1"""


def broken_references() -> Iterator[Finding]:
    """Find rows that name a record which does not exist, whatever constraint should have refused them."""
    quote = connection.ops.quote_name
    with transaction.atomic():
        for reference in list(rows(REFERENCES)):
            own, key = quote(reference["column"]), quote(reference["key"])
            sql = f"""SELECT own.ctid::text AS place, to_jsonb(own) ->> 'id' AS id, own.{own} AS said
                FROM {reference["table"]} own WHERE own.{own} IS NOT NULL
                AND NOT EXISTS (SELECT FROM {reference["target"]} other WHERE other.{key} = own.{own})"""
            for row in rows(sql):
                yield Finding(
                    f"{reference['table']} {row['id'] or row['place']}",
                    reference["column"],
                    _("It names %(target)s %(said)s, which does not exist.") % {**reference, **row},
                    _("Restore what it names from a backup, or clear the column where it may be empty."),
                )


def missing_references() -> Iterator[Finding]:
    """Find constraints of the models that the database does not have, or that do not hold for the rows that stand."""
    with transaction.atomic():
        there = {row["name"]: row["valid"] for row in rows("SELECT conname AS name, convalidated AS valid FROM pg_constraint")}
        there |= {row["name"]: True for row in rows("SELECT indexname AS name FROM pg_indexes")}
        for model in facts.stored_models():
            for constraint in model._meta.constraints:
                if not there.get(constraint.name):
                    yield _guard(
                        model, constraint.name, _("The constraint is missing, or was not checked against all rows."), _remake()
                    )


def missing_triggers() -> Iterator[Finding]:
    """Find triggers of the models that are missing, altered or switched off, and those of search."""
    remedy = _("Run manage.py pgtrigger install and manage.py pgtrigger enable.")
    for model, trigger in pgtrigger.registered():
        status, enabled = trigger.get_installation_status(model)
        if status != "INSTALLED":
            yield _guard(model, trigger.name, _("The trigger is missing, or is not that of this version."), remedy)
        elif not enabled:
            yield _guard(model, trigger.name, _("The trigger is switched off: the database refuses nothing."), remedy)
    with transaction.atomic():
        sql = """SELECT tgname AS name, tgrelid::regclass AS place FROM pg_trigger
            WHERE tgname ~ '^search_touch_' AND tgenabled <> 'O'"""
        remedy = _("Switch it on with ALTER TABLE %(place)s ENABLE TRIGGER %(name)s, and run manage.py rebuild_search.")
        for row in rows(sql):
            yield Finding(str(row["place"]), row["name"], _("The trigger of search is switched off."), remedy % row)


def _guard(model: Any, name: str | None, problem: str, remedy: str) -> Finding:
    return Finding(model._meta.label, name or "", problem, remedy)


def _remake() -> str:
    return _("Correct the rows that break it and make it anew, as manage.py sqlmigrate writes it.")


def sequences_behind() -> Iterator[Finding]:
    """Find sequences whose next number is in use already, so that the next record could not be written."""
    quote = connection.ops.quote_name
    with transaction.atomic():
        for sequence in list(rows(SEQUENCES)):
            column, table, name = (quote(sequence[key]) for key in ("column", "table", "name"))
            sql = f"SELECT last_value, coalesce((SELECT max({column}) FROM {table}), 0) AS highest FROM {name}"
            for row in rows(sql):
                if row["last_value"] < row["highest"]:
                    yield Finding(
                        sequence["table"],
                        sequence["name"],
                        _("Its next number is in use already: it stands at %(last_value)d, the table at %(highest)d.") % row,
                        _("Run: SELECT setval('%(name)s', %(highest)d);") % {**sequence, **row},
                    )


def waiting_migrations() -> Iterator[Finding]:
    """Find migrations of this version that the database has not seen."""
    executor = MigrationExecutor(connection)
    for migration, _backwards in executor.migration_plan(executor.loader.graph.leaf_nodes()):
        yield Finding(
            migration.app_label, migration.name, _("The migration was not applied."), _("Run manage.py prepare_database.")
        )


def search_out_of_step() -> Iterator[Finding]:
    """Find records whose entries in the index of search are not what they should be."""
    columns = ", ".join(COLUMNS)
    with transaction.atomic():
        (mark,) = rows("SELECT obj_description(to_regproc(%s), 'pg_proc') AS found", [search.MARK])
        if mark["found"] != search.fingerprint():
            yield Finding(Entry._meta.label, search.MARK, _("The triggers of search are not those of this version."), _rebuild())
        for source in SOURCES:
            select = source.select.replace("ANY (keys)", f"ANY (ARRAY(SELECT id FROM {source.table}))")
            sound = f"SELECT {columns} FROM ({select}) AS found ({columns}) WHERE title > '' OR text > ''"
            stored = f"SELECT {columns} FROM {search.TABLE} WHERE kind = '{source.kind}'"
            sql = f"SELECT DISTINCT object_id FROM (({sound} EXCEPT {stored}) UNION ALL ({stored} EXCEPT {sound})) AS different"
            for row in rows(sql):
                yield Finding(
                    f"{source.table} {row['object_id']}", source.kind, _("The index of search is out of step."), _rebuild()
                )


def _rebuild() -> str:
    return _("Run manage.py rebuild_search.")


def stored_files() -> Iterator[Finding]:
    """Find files that a record names and that are missing or altered, and files that no record names; or that nobody can tell."""
    try:
        yield from _files()
    except StorageAway as error:
        yield Finding(
            "storage",
            type(error).__name__,
            _("The store of files could not be asked: %(reason)s") % {"reason": error},
            _("Run manage.py check_data --only files once it answers."),
        )


def _files() -> Iterator[Finding]:
    quote = connection.ops.quote_name
    named: set[str] = set()
    with transaction.atomic():
        for model, field in facts.file_fields():
            column, table = quote(field.column or field.name), quote(model._meta.db_table)
            sql = f"SELECT id, filename AS name, sha256, {column} AS file FROM {table} WHERE {column} <> '' ORDER BY id"
            for row in rows(sql):
                named.add(row["file"])
                yield from _look_at(model._meta.label, row)
    for name in storing.all_names(default_storage):
        if name not in named:
            yield Finding("storage", name, _("No record names this stored file."), _("Delete it once a backup holds it."))


def _look_at(label: str, row: dict[str, Any]) -> Iterator[Finding]:
    found = storing.hash_of(default_storage, row["file"])
    if found != row["sha256"]:
        problem = _("Its stored file %(file)s was altered.") if found else _("Its stored file %(file)s is missing.")
        yield Finding(
            f"{label} {row['id']}", row["name"], problem % row, _("Take the file out of the last backup that holds it.")
        )


# What stands in the log of mails of these pages is about records that nobody deletes; of others (reports) the day comes.
MAILS_ABOUT = {
    "meeting": "meetings_meeting", "call": "projects_call", "project": "projects_project",
    "partnership": "partnerships_partnership",
}  # fmt: skip


def mails_about_nothing() -> Iterator[Finding]:
    """Find mails in the log of a record that does not exist: what was sent about it can be seen nowhere."""
    with transaction.atomic():
        for kind, table in MAILS_ABOUT.items():
            sql = f"""SELECT id, subject, about FROM outbox_outgoingmail mail WHERE about ~ %s
                AND NOT EXISTS (SELECT FROM {table} one WHERE one.id::text = split_part(mail.about, ':', 2)) ORDER BY id"""
            for row in rows(sql, [f"^{kind}:"]):
                yield Finding(
                    f"outbox.OutgoingMail {row['id']}",
                    row["subject"],
                    _("It stands in the log of a record that is not there: %(about)s.") % {"about": row["about"]},
                    _("Restore that record from the last backup that holds it."),
                )


CHECKS = (
    Check("mails", mails_about_nothing),
    Check("migrations", waiting_migrations),
    Check("triggers", missing_triggers),
    Check("constraints", missing_references),
    Check("references", broken_references),
    Check("sequences", sequences_behind),
    Check("files", stored_files),
    Check("search", search_out_of_step),
)
