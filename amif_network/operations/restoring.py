"""Restore a backup into an empty place, all or nothing, and say in what the result differs from what was saved."""

import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from django.core.files import File
from django.core.files.storage import FileSystemStorage, Storage
from django.db import ProgrammingError, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.utils import load_backend

from . import facts, storing
from .container import DATABASE, FILES, PIECE, read_backup
from .problems import UpkeepRefused
from .programs import environment, program, server_major


def restore(path: Path, passphrase: str | None, *, connection: BaseDatabaseWrapper, storage: Storage) -> list[str]:
    """Put a backup into the empty database and the empty storage; return a sentence for each difference.

    The backup is read to its end first. Raises UpkeepRefused (BackupBroken) before anything is written where it is broken, or
    the place is not empty; where something fails later, the files that were written are taken out again.
    """
    manifest = read_backup(path, passphrase)
    _check_empty(connection, storage)
    _check_server(manifest, connection)
    written: list[str] = []
    try:
        with _database_filler(connection) as database:

            def take(name: str, content: IO[bytes]) -> None:
                if name.startswith(FILES):
                    # Noted first: what is written in part goes too.
                    written.append(name.removeprefix(FILES))
                    _store(storage, written[-1], content)
                elif name.startswith(DATABASE):
                    _pour(content, database)

            read_backup(path, passphrase, take)
    except BaseException:
        for name in written:
            storage.delete(name)
        raise
    return compare(manifest, connection) + _files_differ(manifest, storage)


def compare(manifest: dict[str, Any], connection: BaseDatabaseWrapper) -> list[str]:
    """Return a sentence for each thing in which the database behind `connection` differs from the manifest."""
    with _transaction(connection):
        found = facts.gather(connection)
    return facts.differences(manifest, found)


def unknown_migrations(manifest: dict[str, Any]) -> list[str]:
    """Return the migrations of a backup that this version of the portal does not have: a newer one made it."""
    known = {f"{app}.{name}" for app, name in MigrationLoader(None, ignore_no_migrations=True).graph.nodes}
    ours = {name.partition(".")[0] for name in known}
    return [name for name in manifest["migrations"] if name.partition(".")[0] in ours and name not in known]


def try_restore(path: Path, passphrase: str | None, *, name: str, connection: BaseDatabaseWrapper) -> list[str]:
    """Restore the database of a backup into a new one called `name`, compare, and drop it; return the differences.

    The files are not written anywhere: their bytes were proven while the backup was read, and are compared with what the restored
    records say. Raises UpkeepRefused where the database exists already or may not be made.
    """
    manifest = read_backup(path, passphrase)
    _check_server(manifest, connection)
    with throw_away_database(name, connection) as restored:
        with _database_filler(restored) as database:
            read_backup(path, passphrase, lambda member, content: _pour(content, database) if _is_part(member) else None)
        with _transaction(restored):
            said = facts.mentioned_files(restored)
        saved = {line["name"][len(FILES) :]: line["sha256"] for line in manifest["members"] if line["name"].startswith(FILES)}
        wrong = sorted(file for file, sha256 in said.items() if saved.get(file) != sha256)
        return compare(manifest, restored) + [f"The stored file {file} is missing from the backup, or altered." for file in wrong]


@contextmanager
def throw_away_database(name: str, connection: BaseDatabaseWrapper) -> Iterator[BaseDatabaseWrapper]:
    """Make a database on the same server, give a connection to it, and drop it at the end, whatever happens."""
    quoted = connection.ops.quote_name(name)
    if facts.ask(connection, "SELECT datname FROM pg_database").count((name,)):
        raise UpkeepRefused(f"There is a database {name} already: drop it if a test left it behind, or name another one.")
    with connection.cursor() as cursor:
        try:
            cursor.execute(f"CREATE DATABASE {quoted} TEMPLATE template0")
        except ProgrammingError as error:
            raise UpkeepRefused(f"The user of the database may not make another one: {error}") from error
    settings = {**connection.settings_dict, "NAME": name}
    try:
        with closing(load_backend(settings["ENGINE"]).DatabaseWrapper(settings, alias=name)) as made:
            connections[name] = made
            yield made
    finally:
        del connections[name]
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {quoted} WITH (FORCE)")


def _transaction(connection: BaseDatabaseWrapper) -> Any:
    """Return a transaction of this connection, which `connections` knows."""
    return transaction.atomic(using=connection.alias)


def _is_part(member: str) -> bool:
    return member.startswith(DATABASE)


def _check_empty(connection: BaseDatabaseWrapper, storage: Storage) -> None:
    """Refuse what would be written over."""
    if there := facts.tables(connection):
        raise UpkeepRefused(
            f"The database is not empty: it has {len(there)} tables. "
            "Make a new one (createdb), name it in DATABASE_URL, and try again."
        )
    if name := next(storing.all_names(storage), None):
        place = "folder in MEDIA_ROOT" if isinstance(storage, FileSystemStorage) else "bucket in S3_BUCKET"
        raise UpkeepRefused(f"The storage is not empty: it holds {name}. Name an empty {place}, and try again.")


def _check_server(manifest: dict[str, Any], connection: BaseDatabaseWrapper) -> None:
    connection.ensure_connection()
    if server_major(connection) < manifest["server"]:
        raise UpkeepRefused(
            f"The backup comes from PostgreSQL {manifest['server']}, this server is {server_major(connection)}: "
            "it needs the same or a newer one."
        )


@contextmanager
def _database_filler(connection: BaseDatabaseWrapper) -> Iterator[IO[bytes]]:
    """Give a pipe to `pg_restore`, which fills the database in one transaction; raises UpkeepRefused where it fails.

    Where the one who writes fails, it is ended before the end of its input, and the transaction with it.
    """
    command = [str(program("pg_restore", connection)), "--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"]
    there = environment(connection)
    with tempfile.TemporaryFile() as words:
        with subprocess.Popen(  # noqa: S603  # our own words
            [*command, f"--dbname={connection.settings_dict['NAME']}"], env=there, stdin=subprocess.PIPE, stderr=words
        ) as filler:
            assert filler.stdin is not None
            try:
                yield filler.stdin
                filler.stdin.close()
            except BrokenPipeError:
                # It ended before its input did; why, is said below.
                with suppress(BrokenPipeError):
                    filler.stdin.close()
            except BaseException:
                filler.kill()
                raise
        if filler.returncode != 0:
            words.seek(0)
            raise UpkeepRefused(
                f"pg_restore failed, nothing was restored: {' '.join(words.read().decode(errors='replace').split())}"
            )


def _pour(content: IO[bytes], target: IO[bytes]) -> None:
    while piece := content.read(PIECE):
        target.write(piece)


def _store(storage: Storage, name: str, content: IO[bytes]) -> None:
    """Write one stored file under exactly its name."""
    with tempfile.TemporaryFile() as whole:
        _pour(content, whole)
        whole.seek(0)
        kept = storage.save(name, File(whole))
    if kept != name:
        storage.delete(kept)
        raise UpkeepRefused(f"The storage would keep {name} as {kept}: somebody else writes to it.")


def _files_differ(manifest: dict[str, Any], storage: Storage) -> list[str]:
    said = [f"The stored file {name} was missing when the backup was made." for name in manifest["missing"]]
    for line in manifest["members"]:
        if line["name"].startswith(FILES):
            name = line["name"].removeprefix(FILES)
            if storing.hash_of(storage, name) != line["sha256"]:
                said.append(f"The stored file {name} was not written as it was saved.")
    return said
