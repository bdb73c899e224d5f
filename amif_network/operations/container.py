"""The file of a backup: a tar, sealed where a passphrase is given, written and read from its beginning to its end.

Its members, in this order: `files/…` (stored files under their names), `database/00001`, … (the dump of `pg_dump
--format=custom`, cut into parts), `manifest.json`, and `manifest.sha256`, the hash of the manifest.
"""

import hashlib
import io
import json
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from .problems import BackupBroken
from .sealing import SealedReader, SealedWriter, is_sealed

FILES, DATABASE, MANIFEST, SEAL = "files/", "database/", "manifest.json", "manifest.sha256"
PART = 8 * 1024 * 1024
PIECE = 1024 * 1024
# A manifest of a hundred thousand files and editions has some 30 MB.
LARGEST_MANIFEST = 512 * 1024 * 1024
# What every manifest states; who reads one relies on it.
STATED = {"made_at", "server", "members", "missing", "migrations", "tables", "editions", "guards"}
# Called with each member of the database or of the files, and a file to read it from.
Taker = Callable[[str, IO[bytes]], None]


class Hashed:
    """A file to read from that knows how many bytes went through it and their sha256."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source, self._hash, self.size = source, hashlib.sha256(), 0

    def read(self, size: int = -1) -> bytes:
        """Return what the source gives, and count it."""
        data = self._source.read(size)
        self._hash.update(data)
        self.size += len(data)
        return data

    def drain(self) -> None:
        """Read to the end."""
        while self.read(PIECE):
            pass

    @property
    def sha256(self) -> str:
        """The hash of what was read so far, in hexadecimal."""
        return self._hash.hexdigest()


class _Sink:
    """Where the tar goes: nowhere once the backup was given up, so that it can be closed without a trace."""

    def __init__(self, target: Any) -> None:
        self._target, self.given_up = target, False

    def write(self, data: bytes) -> int:
        return len(data) if self.given_up else int(self._target.write(data))


class BackupWriter:
    """Writes the members of a backup one after the other."""

    def __init__(self, target: IO[bytes], passphrase: str | None) -> None:
        self._sealed = SealedWriter(target, passphrase) if passphrase is not None else None
        self._sink = _Sink(self._sealed or target)
        sink: Any = self._sink
        self._tar = tarfile.open(fileobj=sink, mode="w|", format=tarfile.PAX_FORMAT)  # noqa: SIM115  # closed below

    def add(self, name: str, source: IO[bytes], size: int) -> dict[str, Any]:
        """Write a member of `size` bytes; return its line of the manifest. Raises OSError where the source gives less."""
        entry = tarfile.TarInfo(name)
        entry.size = size
        hashed: Any = Hashed(source)
        self._tar.addfile(entry, hashed)
        return {"name": name, "size": hashed.size, "sha256": hashed.sha256}

    def abandon(self) -> None:
        """End a backup that failed; writes nothing any more."""
        self._sink.given_up = True
        self._tar.close()

    def finish(self, manifest: dict[str, Any]) -> None:
        """Write the manifest and what proves it, and end the file."""
        words = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True).encode()
        self.add(MANIFEST, io.BytesIO(words), len(words))
        proof = hashlib.sha256(words).hexdigest().encode()
        self.add(SEAL, io.BytesIO(proof), len(proof))
        self._tar.close()
        if self._sealed is not None:
            self._sealed.close()


@contextmanager
def _plain(path: Path, passphrase: str | None) -> Iterator[Any]:
    """Open the bytes of the tar; raises BackupBroken where the passphrase is missing or wrong."""
    try:
        sealed = is_sealed(path)
    except OSError as error:
        raise BackupBroken(f"The backup {path} cannot be read: {error.strerror}.") from error
    if sealed and passphrase is None:
        raise BackupBroken("The backup is sealed: name the file of its passphrase with --passphrase-file.")
    with path.open("rb") as file:
        yield SealedReader(file, passphrase) if sealed and passphrase is not None else file


def read_backup(path: Path, passphrase: str | None, taker: Taker | None = None) -> dict[str, Any]:
    """Read a backup to its end and return its manifest, once every member proved to be what the manifest says.

    `taker` gets the members on the way, before they are proven: read once without it, and again with it. Raises BackupBroken,
    which names the member.
    """
    with _plain(path, passphrase) as source:
        try:
            seen, words, proof = _members(source, taker)
        except tarfile.TarError as error:
            raise BackupBroken(f"The backup was cut off or altered, and cannot be read to its end: {error}.") from error
        while source.read(PIECE):  # what is sealed proves its end
            pass
    if words is None or proof is None:
        raise BackupBroken("The backup was cut off or altered: its manifest, which stands at its end, is missing.")
    if hashlib.sha256(words).hexdigest().encode() != proof:
        raise BackupBroken("The manifest of the backup was altered.")
    manifest = _read(words)
    _compare(manifest, seen)
    return manifest


def _read(words: bytes) -> dict[str, Any]:
    """Return the manifest. Raises BackupBroken for one that no backup writes: whoever alters a plain file can prove it anew."""
    try:
        manifest: dict[str, Any] = json.loads(words)
        names = [line["name"] for line in manifest["members"] if {"size", "sha256"} <= line.keys()]
        if not manifest.keys() >= STATED or not all(_within(name) for name in names) or len(names) < len(manifest["members"]):
            raise ValueError
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BackupBroken("The manifest of the backup is not one that this command wrote.") from error
    return manifest


def _within(name: str) -> bool:
    """Tell whether a member lies where backups have theirs, and leads out of no folder."""
    parts = name.split("/")
    return name.startswith((FILES, DATABASE)) and not {"", ".", ".."} & set(parts)


def _members(source: Any, taker: Taker | None) -> tuple[dict[str, tuple[int, str]], bytes | None, bytes | None]:
    """Read all members; return size and hash of each, and the last two themselves."""
    seen: dict[str, tuple[int, str]] = {}
    last: dict[str, bytes] = {}
    with tarfile.open(fileobj=source, mode="r|") as tar:
        for entry in tar:
            content: Any = tar.extractfile(entry)
            if content is None:
                raise BackupBroken(f"The backup holds “{entry.name}”, which is not a file: it was altered.")
            if entry.name in (MANIFEST, SEAL):
                last[entry.name] = content.read(LARGEST_MANIFEST)
                continue
            if entry.name in seen:
                raise BackupBroken(f"The backup holds “{entry.name}” twice: it was altered.")
            hashed: Any = Hashed(content)
            if taker is not None:
                taker(entry.name, hashed)
            hashed.drain()
            seen[entry.name] = (hashed.size, hashed.sha256)
    return seen, last.get(MANIFEST), last.get(SEAL)


def _compare(manifest: dict[str, Any], seen: dict[str, tuple[int, str]]) -> None:
    expected = {line["name"]: (line["size"], line["sha256"]) for line in manifest["members"]}
    wrong = sorted(name for name in expected.keys() | seen.keys() if expected.get(name) != seen.get(name))
    if wrong:
        more = f" (and {len(wrong) - 1} more)" if len(wrong) > 1 else ""
        raise BackupBroken(f"The backup was altered: “{wrong[0]}” is not what was written{more}.")
