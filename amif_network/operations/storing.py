"""The stored files as one storage, whatever it stands on: listed, read piece by piece, and hashed."""

import hashlib
from collections.abc import Iterator
from typing import Any

from django.core.files.storage import Storage

PIECE = 1024 * 1024


def all_names(storage: Storage, folder: str = "") -> Iterator[str]:
    """Yield the name of every stored file; nothing where the storage does not exist yet."""
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in sorted(files):
        yield f"{folder}{name}"
    for name in sorted(folders):
        yield from all_names(storage, f"{folder}{name}/")


def size_of(storage: Storage, name: str) -> int:
    """Return how many bytes a stored file has, 0 where there is none."""
    try:
        return storage.size(name)
    except FileNotFoundError:
        return 0


def hash_of(storage: Storage, name: str) -> str | None:
    """Return the sha256 of a stored file, None where there is none."""
    try:
        file: Any = storage.open(name, "rb")
    except FileNotFoundError:
        return None
    with file:
        digest = hashlib.sha256()
        while piece := file.read(PIECE):
            digest.update(piece)
    return digest.hexdigest()
