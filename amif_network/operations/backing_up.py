"""A backup: database and stored files of one moment, in one file that proves itself (`container`).

The snapshot is taken once and shared: `pg_dump` and the counts of the manifest see the same rows, and only files are copied that
these rows mention. The file lies under another name until it was written, read back and found whole.
"""

import datetime
import io
import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from django.core.files.storage import Storage
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from . import facts, storing
from .container import DATABASE, FILES, PART, BackupWriter, read_backup
from .problems import UpkeepRefused
from .programs import environment, program, server_major

FORMAT = 1
PREFIX, PLAIN, SEALED, UNFINISHED = "amif-", ".tar", ".tar.sealed", ".unfinished"
A_DAY = 24 * 60 * 60


@dataclass
class Backup:
    """A backup that was made: where it lies, what it holds, and a sentence for each file that it could not hold as it should."""

    path: Path
    manifest: dict[str, Any]
    complaints: list[str] = field(default_factory=list)
    removed: list[Path] = field(default_factory=list)


def back_up(
    place: Path,
    *,
    connection: BaseDatabaseWrapper,
    storage: Storage,
    at: datetime.datetime,
    passphrase: str | None = None,
    keep: int | None = None,
) -> Backup:
    """Write a backup of the moment into the folder `place`, read it back, and then remove those older than the last `keep`.

    Raises UpkeepRefused: no such folder, too little space, no `pg_dump`, or one that fails. Then nothing is left in `place`.
    """
    _check_place(place)
    target = place / f"{PREFIX}{at:%Y%m%dT%H%M%S.%fZ}{SEALED if passphrase is not None else PLAIN}"
    unfinished = target.with_name(f".{target.name}{UNFINISHED}")
    try:
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            complaints = _write(file, place, connection, storage, at, passphrase)
            file.flush()
            os.fsync(file.fileno())
        manifest = read_backup(unfinished, passphrase)
        unfinished.rename(target)
    except OSError as error:
        raise UpkeepRefused(f"The backup cannot be written to {place}: {error.strerror or error}.") from error
    finally:
        unfinished.unlink(missing_ok=True)
    return Backup(target, manifest, complaints, _remove_older(place, keep, at))


def backups_in(place: Path) -> list[Path]:
    """Return the backups in a folder, the oldest first."""
    found = [path for path in place.glob(f"{PREFIX}*") if path.name.endswith((PLAIN, SEALED))]
    return sorted(found, key=lambda path: path.name)


def _check_place(place: Path) -> None:
    if not place.is_dir():
        raise UpkeepRefused(f"{place} is not a folder; make it first, on another disk than the portal's.")
    if not os.access(place, os.W_OK | os.X_OK):
        raise UpkeepRefused(f"The account that runs the portal may not write to {place}.")


def _remove_older(place: Path, keep: int | None, at: datetime.datetime) -> list[Path]:
    """Remove what is older than the last `keep` backups, and what backups left that were killed a day ago."""
    for remains in place.glob(f".{PREFIX}*{UNFINISHED}"):
        if at.timestamp() - remains.stat().st_mtime > A_DAY:
            remains.unlink(missing_ok=True)
    old = backups_in(place)[:-keep] if keep else []
    for path in old:
        path.unlink(missing_ok=True)
    return old


def _write(
    file: IO[bytes],
    place: Path,
    connection: BaseDatabaseWrapper,
    storage: Storage,
    at: datetime.datetime,
    passphrase: str | None,
) -> list[str]:
    """Write the whole backup; return what is to be complained about."""
    dump = program("pg_dump", connection)
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT pg_export_snapshot(), pg_database_size(current_database())")
        snapshot, size = cursor.fetchone()
        files = facts.mentioned_files(connection)
        _check_space(place, size, storage, files)
        writer = BackupWriter(file, passphrase)
        try:
            members, complaints = _add_files(writer, storage, files)
            members += _add_database(writer, [str(dump), "--format=custom", f"--snapshot={snapshot}"], connection)
            found = facts.gather(connection)
        except BaseException:
            writer.abandon()
            raise
    head = {"format": FORMAT, "made_at": at.isoformat(), "server": server_major(connection), "members": members}
    writer.finish({**head, **found, "missing": sorted(files.keys() - {line["name"][len(FILES) :] for line in members})})
    return complaints + facts.broken_editions(found)


def _check_space(place: Path, database_size: int, storage: Storage, files: dict[str, str]) -> None:
    needed = database_size + sum(storing.size_of(storage, name) for name in files)
    free = shutil.disk_usage(place).free
    if free < needed:
        raise UpkeepRefused(
            f"{place} has {free // 2**20} MB free, and the backup may need {needed // 2**20} MB: "
            "make room, or name another folder."
        )


def _add_files(writer: BackupWriter, storage: Storage, files: dict[str, str]) -> tuple[list[dict[str, Any]], list[str]]:
    """Copy the stored files; a missing or altered one is told, and stops nothing: the rest must be saved all the same."""
    members, complaints = [], []
    for name, sha256 in files.items():
        try:
            source: Any = storage.open(name, "rb")
        except FileNotFoundError:
            complaints.append(f"The stored file {name} is missing; the backup is without it.")
            continue
        with source:
            line = writer.add(f"{FILES}{name}", source, source.size)
        if line["sha256"] != sha256:
            complaints.append(f"The stored file {name} was altered: its sha256 is {line['sha256']}, the record says {sha256}.")
        members.append(line)
    return members, complaints


def _add_database(writer: BackupWriter, command: list[str], connection: BaseDatabaseWrapper) -> list[dict[str, Any]]:
    """Write what `pg_dump` says, part by part."""
    members: list[dict[str, Any]] = []
    with tempfile.TemporaryFile() as words:
        with subprocess.Popen(  # noqa: S603  # our own words
            command, env=environment(connection), stdout=subprocess.PIPE, stderr=words
        ) as dump:
            assert dump.stdout is not None
            while part := dump.stdout.read(PART):
                members.append(writer.add(f"{DATABASE}{len(members) + 1:05}", io.BytesIO(part), len(part)))
        if dump.returncode != 0:
            words.seek(0)
            raise UpkeepRefused(f"pg_dump failed: {' '.join(words.read().decode(errors='replace').split())}")
    return members
