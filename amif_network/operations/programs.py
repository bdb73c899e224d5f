"""The programs of PostgreSQL that write and read a dump: where they are, and how they reach the portal's database."""

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from .problems import UpkeepRefused

# Debian keeps one folder for each version and puts none but the newest's wrappers on the path.
DEBIAN = Path("/usr/lib/postgresql")
# What psycopg calls the parts of an address → what the programs read from their environment.
NAMES = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
    "service": "PGSERVICE",
    "passfile": "PGPASSFILE",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
}


def program(name: str, connection: BaseDatabaseWrapper) -> Path:
    """Return `pg_dump` or `pg_restore`, not older than the server; raises UpkeepRefused where there is none."""
    connection.ensure_connection()
    needed = server_major(connection)
    found = [(_major(path), path) for path in _places(name, connection)]
    fitting = [path for major, path in sorted(found) if major >= needed]
    if fitting:
        return fitting[0]
    package = f"postgresql-client-{needed}"
    if not found:
        raise UpkeepRefused(f"The program {name} is not installed; install the package {package}.")
    raise UpkeepRefused(
        f"The program {name} is of version {max(found)[0]}, the server of version {needed}; install the package {package}."
    )


def server_major(connection: BaseDatabaseWrapper) -> int:
    """Return the main version of the server, such as 18."""
    version: int = connection.pg_version  # type: ignore[attr-defined]
    return version // 10_000


def environment(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """Return the environment in which a program reaches the database of `connection`; the password stands in no command line."""
    parameters: Mapping[str, Any] = connection.get_connection_params()
    there = {NAMES[key]: str(value) for key, value in parameters.items() if key in NAMES and value}
    return {**os.environ, **there}


def _places(name: str, connection: BaseDatabaseWrapper) -> list[Path]:
    """Return where the program may be: with the embedded server, on the path, in Debian's folders."""
    cluster = getattr(connection, "cluster", None)
    own = [cluster.binary(name)] if cluster is not None else []
    on_path = shutil.which(name)
    places = [*own, *([Path(on_path)] if on_path else []), *DEBIAN.glob(f"*/bin/{name}")]
    return [place for place in places if place.is_file()]


def _major(path: Path) -> int:
    said = subprocess.run([path, "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603  # ours
    found = re.search(r"\s(\d+)", said)
    return int(found[1]) if found else 0
