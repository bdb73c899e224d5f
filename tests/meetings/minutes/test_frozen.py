"""What was published stays: no way in changes or deletes an edition, and its bytes survive backup and restore."""

import os
import subprocess
from hashlib import sha256
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from amif_network.core.embedded_postgres.cluster import checkout_cluster
from meetings.models import Edition
from tests.factories.meetings import NOW, MinutesFactory


@pytest.fixture
def edition(french_coordinator) -> Edition:
    data = b"%PDF-1.7 \x00\xff\\" + bytes(range(256)) * 40
    return Edition.objects.create(
        minutes=MinutesFactory(), version=1, language="fr", audience="public", content={"heads": []}, pdf=data,
        sha256=sha256(data).hexdigest(), approved_by=french_coordinator, approved_at=NOW,
        published_by=french_coordinator, published_at=NOW,
    )  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("field", ["reason", "sha256", "version", "audience", "published_at"])
def test_the_orm_changes_no_edition(edition, field):
    setattr(edition, field, {"version": 2, "audience": "internal", "published_at": "2020-01-01T00:00Z"}.get(field, "x"))
    for change in (edition.save, lambda: Edition.objects.update(**{field: getattr(edition, field)})):
        with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
            change()


@pytest.mark.django_db
def test_the_orm_deletes_no_edition(edition):
    for delete in (edition.delete, Edition.objects.all().delete):
        with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
            delete()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE meetings_edition SET pdf = 'x'",
        "UPDATE meetings_edition SET pdf = 'x', sha256 = encode(sha256('x'), 'hex')",
        "DELETE FROM meetings_edition",
        "DELETE FROM meetings_edition USING meetings_minutes",
        "WITH gone AS (DELETE FROM meetings_edition RETURNING 1) SELECT * FROM gone",
    ],
)
def test_sql_changes_and_deletes_no_edition(edition, statement):
    with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert bytes(Edition.objects.get().pdf) == bytes(edition.pdf)


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["change", "delete", "add"])
def test_the_administration_only_shows_editions(signed_in, administrator, edition, how):
    administrator.is_staff = administrator.is_superuser = True
    administrator.save()
    client = signed_in(administrator)
    arguments = [] if how == "add" else [edition.pk]
    assert (
        client.post(reverse(f"admin:meetings_edition_{how}", args=arguments), {"reason": "x", "post": "yes"}).status_code == 403
    )
    shown = client.get(reverse("admin:meetings_edition_change", args=[edition.pk]))
    assert (shown.status_code, b'name="_save"' in shown.content) == (200, False)
    assert Edition.objects.get().reason == ""


@pytest.mark.django_db(transaction=True)
def test_backup_and_restore_keep_every_byte_and_the_guard(edition, tmp_path: Path):
    """As docs/operations.md says: pg_dump in the custom format, then pg_restore into an empty database."""
    embedded = settings.DATABASES["default"]["ENGINE"] == "amif_network.core.embedded_postgres"
    known = connection.get_connection_params()
    where = {name: str(known[name]) for name in ("host", "port", "user") if known.get(name)}
    environment = {**os.environ, **{f"PG{name.upper()}": value for name, value in where.items()}}
    dump, copy = tmp_path / "portal.dump", f"{known['dbname']}_copy"

    def run(program: str, *arguments: str) -> None:
        place = checkout_cluster(settings.BASE_DIR).binary(program) if embedded else program
        done = subprocess.run([place, *arguments], env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr

    run("pg_dump", "--format=custom", f"--file={dump}", known["dbname"])
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{copy}"')
    try:
        run("pg_restore", "--exit-on-error", "--no-owner", f"--dbname={copy}", str(dump))
        with psycopg.connect(dbname=copy, autocommit=True, **where) as restored:
            ((data, digest),) = restored.execute("SELECT pdf, sha256 FROM meetings_edition").fetchall()
            assert (bytes(data), sha256(data).hexdigest()) == (bytes(edition.pdf), digest)
            for statement in ("UPDATE meetings_edition SET reason = 'x'", "DELETE FROM meetings_edition"):
                with pytest.raises(psycopg.errors.RaiseException, match="Cannot"):
                    restored.execute(statement)
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{copy}" WITH (FORCE)')
