"""No migration after the first of an app makes people wait: the rule, on what is there and on what is made up."""

import pytest
from django.apps import apps
from django.contrib.postgres.operations import AddConstraintNotValid, AddIndexConcurrently
from django.db import migrations, models
from django.db.migrations.state import ModelState, ProjectState

from amif_network.operations.upgrading import dangers, unsafe_migrations

PACKAGES = ("amif_network", "meetings", "projects", "partnerships")
OURS = {config.label for config in apps.get_app_configs() if config.name.split(".")[0] in PACKAGES}


def state() -> ProjectState:
    """A table that holds many rows."""
    found = ProjectState()
    fields = [
        ("id", models.BigAutoField(primary_key=True)),
        ("name", models.CharField(max_length=100)),
        ("note", models.TextField(null=True)),
        ("count", models.IntegerField()),
    ]
    found.add_model(ModelState("meetings", "Large", fields))
    return found


def said_of(*operations: migrations.operations.base.Operation, atomic: bool = True) -> list[str]:
    migration = migrations.Migration("0002_made_up", "meetings")
    migration.operations, migration.atomic = list(operations), atomic
    return list(dangers(migration, state()))


def test_the_migrations_of_the_portal_keep_to_the_rule():
    assert unsafe_migrations(OURS) == []


INDEX = models.Index(fields=["name"], name="large_name")
CHECK = models.CheckConstraint(condition=models.Q(count__gte=0), name="large_count")

DANGEROUS = {
    "index": (
        migrations.AddIndex("Large", INDEX),
        "AddIndex on Large builds it while nobody can write: use AddIndexConcurrently.",
    ),
    "constraint": (
        migrations.AddConstraint("Large", CHECK),
        "AddConstraint large_count reads all of Large under its lock: use AddConstraintNotValid and, in the next migration, "
        "ValidateConstraint; for a unique one an index made concurrently.",
    ),
    "not null": (
        migrations.AddField("Large", "more", models.IntegerField(default=0)),
        "Large.more is NOT NULL without db_default: the version that still runs could write no row.",
    ),
    "reference": (
        migrations.AddField("Large", "other", models.ForeignKey("meetings.Large", null=True, on_delete=models.CASCADE)),
        "Large.other builds its index under the lock: db_index=False, and AddIndexConcurrently in the next migration.",
    ),
    "computed": (
        migrations.AddField(
            "Large",
            "double",
            models.GeneratedField(expression=models.F("count") * 2, output_field=models.IntegerField(), db_persist=True),
        ),
        "Large.double is computed for every row under the lock: fill an ordinary column by a trigger, and then in batches.",
    ),
    "type": (
        migrations.AlterField("Large", "count", models.BigIntegerField()),
        "Large.count turns from integer into bigint, which rewrites the table: add a column, copy in batches, and switch.",
    ),
    "shorter": (
        migrations.AlterField("Large", "name", models.CharField(max_length=50)),
        "Large.name turns from varchar(100) into varchar(50), which rewrites the table: "
        "add a column, copy in batches, and switch.",
    ),
    "becomes not null": (
        migrations.AlterField("Large", "note", models.TextField()),
        "Large.note becomes NOT NULL: add the check with AddConstraintNotValid, validate it, and then change the column.",
    ),
    "becomes indexed": (
        migrations.AlterField("Large", "count", models.IntegerField(db_index=True)),
        "Large.count builds its index under the lock: use AddIndexConcurrently.",
    ),
    "renamed": (
        migrations.RenameField("Large", "name", "title"),
        "Rename field name on Large to title: the version that still runs knows the former name; "
        "add the new, copy, remove later.",
    ),
    "sql": (
        migrations.RunSQL("CREATE INDEX large_name ON meetings_large (name)"),
        "RunSQL builds an index while nobody can write: CREATE INDEX CONCURRENTLY.",
    ),
    "sql not null": (
        migrations.RunSQL("ALTER TABLE meetings_large ALTER COLUMN note SET NOT NULL"),
        "RunSQL reads the whole table under the lock: add a CHECK NOT VALID and validate it first.",
    ),
}


@pytest.mark.parametrize("kind", DANGEROUS)
def test_what_live_data_do_not_bear_is_refused_with_the_way_out(kind):
    operation, sentence = DANGEROUS[kind]
    assert said_of(operation) == [sentence]


SAFE = {
    "column": migrations.AddField("Large", "more", models.IntegerField(null=True)),
    "column with its value": migrations.AddField("Large", "more", models.IntegerField(db_default=0)),
    "longer": migrations.AlterField("Large", "name", models.CharField(max_length=200)),
    "text": migrations.AlterField("Large", "name", models.TextField()),
    "words": migrations.AlterField("Large", "name", models.CharField("name", max_length=100)),
    "not valid": AddConstraintNotValid("Large", CHECK),
    "sql": migrations.RunSQL("CREATE INDEX CONCURRENTLY large_name ON meetings_large (name)"),
}


@pytest.mark.parametrize("kind", SAFE)
def test_what_takes_an_instant_is_allowed(kind):
    assert said_of(SAFE[kind]) == []


def test_what_is_made_in_the_same_migration_is_free():
    fields = [("id", models.BigAutoField(primary_key=True)), ("name", models.CharField(max_length=100))]
    assert said_of(migrations.CreateModel("New", fields), migrations.AddIndex("New", INDEX)) == []


def test_an_index_made_concurrently_needs_a_migration_outside_a_transaction():
    assert said_of(AddIndexConcurrently("Large", INDEX), atomic=False) == []
    assert said_of(AddIndexConcurrently("Large", INDEX)) == ["AddIndexConcurrently needs atomic = False."]


def test_rows_are_changed_by_a_migration_of_their_own():
    change = migrations.RunPython(migrations.RunPython.noop)
    assert said_of(change) == []
    assert said_of(migrations.AddField("Large", "more", models.IntegerField(null=True)), change) == [
        "it changes tables and rows: rows are changed by a migration of their own, so that no lock waits for them."
    ]
