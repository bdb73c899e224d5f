"""A bag (BagIt 1.0, RFC 8493): files with their hashes, in a folder or a zip, written one after the other."""

import hashlib
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from .problems import UpkeepRefused

# The same in every zip, so that the same record gives the same bytes.
MOMENT = (1980, 1, 1, 0, 0, 0)


class _Counted:
    """A file to write to that keeps the hash and the size of what was written."""

    def __init__(self, target: IO[bytes]) -> None:
        self._target, self.hash, self.size = target, hashlib.sha256(), 0

    def write(self, data: Any) -> int:
        """Write, and count."""
        self.hash.update(data)
        self.size += len(data)
        return self._target.write(data)

    def flush(self) -> None:
        """Pass it on."""
        self._target.flush()

    readable = seekable = staticmethod(lambda: False)
    writable = staticmethod(lambda: True)
    closed = False


class Bag:
    """A bag being written: `file` gives a file of its payload, `close` writes what proves them all."""

    def __init__(self, place: Path) -> None:
        """Begin a bag in a new or empty folder, or a new `.zip`. Raises UpkeepRefused where something lies there."""
        if place.is_file() or (place.is_dir() and any(place.iterdir())):
            raise UpkeepRefused(f"{place} exists already: name a new folder or file.")
        if not place.parent.is_dir():
            raise UpkeepRefused(f"{place.parent} is not a folder; make it first.")
        self._place, self._lines, self._octets = place, dict[str, str](), 0
        self._zip = zipfile.ZipFile(_made(place), "w", zipfile.ZIP_DEFLATED) if place.suffix == ".zip" else None

    @contextmanager
    def file(self, name: str) -> Iterator[Any]:
        """Give the payload file `data/NAME` to write bytes to."""
        with self._opened(f"data/{name}") as target:
            counted = _Counted(target)
            yield counted
        self._lines[f"data/{name}"] = counted.hash.hexdigest()
        self._octets += counted.size

    def close(self, info: dict[str, str]) -> None:
        """Write the declaration, `info` (such as Bagging-Date), and the manifests."""
        declared = {**info, "Payload-Oxum": f"{self._octets}.{len(self._lines)}"}
        tags = {
            "bagit.txt": "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
            "bag-info.txt": "".join(f"{label}: {value}\n" for label, value in declared.items()),
            "manifest-sha256.txt": _manifest(self._lines),
        }
        hashes = {name: hashlib.sha256(words.encode()).hexdigest() for name, words in tags.items()}
        for name, words in {**tags, "tagmanifest-sha256.txt": _manifest(hashes)}.items():
            with self._opened(name) as target:
                target.write(words.encode())
        if self._zip is not None:
            self._zip.close()

    @contextmanager
    def _opened(self, name: str) -> Iterator[IO[bytes]]:
        if self._zip is not None:
            entry = zipfile.ZipInfo(f"{self._place.stem}/{name}", MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            with self._zip.open(entry, "w", force_zip64=True) as target:
                yield target
        else:
            path = self._place / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with _made(path).open("wb") as target:
                yield target


def _made(path: Path) -> Path:
    """Make a file that nobody but the account of the portal reads: as a backup, it holds what is known of people."""
    path.touch(mode=0o600, exist_ok=False)
    return path


def _manifest(hashes: dict[str, str]) -> str:
    # A name with a line break, or the sign that stands for it, is written as RFC 8493 asks.
    encoded = {name.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D"): value for name, value in hashes.items()}
    return "".join(f"{value}  {name}\n" for name, value in sorted(encoded.items()))
