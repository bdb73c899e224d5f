"""Which `pg_dump` is used, and what is said where there is none that fits."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.postgresql.base import DatabaseWrapper

from amif_network.operations import programs
from amif_network.operations.problems import UpkeepRefused

pytestmark = pytest.mark.django_db


@pytest.fixture
def plain() -> Iterator[BaseDatabaseWrapper]:
    """The same database, reached as one that is not embedded."""
    host = connection.get_connection_params().get("host", "")
    found = DatabaseWrapper({**connection.settings_dict, "HOST": host}, alias="plain")
    # What Django does with a new connection asks for it by its name.
    connections["plain"] = found
    yield found
    found.close()
    del connections["plain"]


@pytest.fixture
def install(tmp_path: Path, monkeypatch):
    """Return a function that installs a `pg_dump` of some version, the only one on this machine."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(programs, "DEBIAN", tmp_path / "postgresql")

    def put(folder: str, version: str) -> Path:
        path = tmp_path / folder / "pg_dump"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"#!/bin/sh\necho 'pg_dump (PostgreSQL) {version}'\n")
        path.chmod(0o755)
        return path

    return put


def test_where_there_is_none_the_package_is_named(plain, install):
    with pytest.raises(UpkeepRefused) as caught:
        programs.program("pg_dump", plain)
    major = programs.server_major(plain)
    assert str(caught.value) == f"The program pg_dump is not installed; install the package postgresql-client-{major}."


def test_one_that_is_older_than_the_server_is_refused(plain, install):
    install(".", "9.6.24")
    with pytest.raises(UpkeepRefused) as caught:
        programs.program("pg_dump", plain)
    major = programs.server_major(plain)
    assert str(caught.value) == (
        f"The program pg_dump is of version 9, the server of version {major}; install the package postgresql-client-{major}."
    )


def test_the_one_of_the_server_stands_before_a_newer_one(plain, install):
    major = programs.server_major(plain)
    install(".", "9.6.24")
    install("postgresql/99/bin", "99.1")
    fitting = install(f"postgresql/{major}/bin", f"{major}.2 (Debian {major}.2-1)")
    assert programs.program("pg_dump", plain) == fitting


def test_the_password_reaches_the_program_by_its_environment(plain):
    plain.settings_dict |= {"PASSWORD": "secret words", "PORT": "6000"}
    said = programs.environment(plain)
    assert (said["PGPASSWORD"], said["PGPORT"], said["PGDATABASE"]) == ("secret words", "6000", connection.settings_dict["NAME"])
