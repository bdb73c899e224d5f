"""Stored files in an S3-compatible store, of which the portal is the only reader: no address of a file is ever given out.

It stands on `botocore` alone. A file is read as it is asked for, from any place in it, and is never held whole (decision 21).
"""

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NoReturn

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from botocore.session import Session
from django.core.files import File
from django.core.files.storage import Storage
from urllib3.exceptions import HTTPError

from .away import StorageAway

# How often a question that failed is asked.
TRIES = 3
# Bytes that are read from the store at least, so that a reader of a few bytes at a time asks for them once.
PIECE = 256 * 1024
MISSING = ("404", "NoSuchKey")


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds to wait for a connection, and for each word of the store; how often it is asked."""

    connecting: int
    answering: int
    tries: int


WORK, LOOK = Patience(5, 30, TRIES), Patience(2, 2, 1)


class ObjectStorage(Storage):
    """Files as the private objects of one bucket, each under its name.

    `endpoint`: the address of a store other than Amazon's. May be shared by threads; a forked process speaks over connections
    of its own. What the store cannot do for now raises StorageAway, a file that is not there FileNotFoundError.
    """

    def __init__(self, *, bucket: str, region: str, access_key: str, secret_key: str, endpoint: str = "") -> None:
        self.bucket = bucket
        self._place = {"region_name": region, "endpoint_url": endpoint or None}
        self._keys = {"aws_access_key_id": access_key, "aws_secret_access_key": secret_key}
        self._clients: dict[tuple[int, Patience], Any] = {}

    def client(self, patience: Patience = WORK) -> Any:
        """Return what speaks to the store for this process, any number of its threads at a time."""
        key = (os.getpid(), patience)
        if key not in self._clients:
            self._clients[key] = self._client(patience)
        return self._clients[key]

    def _client(self, patience: Patience) -> Any:
        config = Config(
            connect_timeout=patience.connecting,
            read_timeout=patience.answering,
            retries={"mode": "standard", "total_max_attempts": patience.tries},
            # The name of the bucket stands in the path, as every store of one's own understands it; each request carries the
            # sha256 of what it brings, and the store refuses what arrives otherwise. Newer checksums are not known to all.
            s3={"addressing_style": "path" if self._place["endpoint_url"] else "auto", "payload_signing_enabled": True},
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        )
        return Session().create_client("s3", config=config, **self._place, **self._keys)

    def is_away(self) -> str:
        """Return in a few words why the store cannot be used now, within some seconds; nothing where it can be."""
        try:
            self.client(LOOK).head_bucket(Bucket=self.bucket)
        except ClientError as error:
            return f"its store refuses: {error.response['ResponseMetadata']['HTTPStatusCode']}"
        except BotoCoreError:
            return "its store does not answer"
        return ""

    def _open(self, name: str, mode: str = "rb") -> File:
        if mode != "rb":
            raise ValueError(f"A stored file is opened to be read, not as {mode!r}.")
        return File(io.BufferedReader(StoredObject(self, name), PIECE), name)

    def _save(self, name: str, content: File) -> str:
        content.seek(0)
        with answered(name):
            self.client().put_object(Bucket=self.bucket, Key=name, Body=content)
        return name

    def delete(self, name: str) -> None:
        """Delete a file; one that is not there is none."""
        with answered(name):
            self.client().delete_object(Bucket=self.bucket, Key=name)

    def exists(self, name: str) -> bool:
        """Tell whether there is such a file."""
        try:
            self.described(name)
        except FileNotFoundError:
            return False
        return True

    def size(self, name: str) -> int:
        """Return how many bytes a file has."""
        return int(self.described(name)["ContentLength"])

    def described(self, name: str) -> dict[str, Any]:
        """Return what the store says of a file (`ContentLength`, `ETag`)."""
        with answered(name):
            said: dict[str, Any] = self.client().head_object(Bucket=self.bucket, Key=name)
        return said

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        """Return the folders and the files of a folder; none where nothing was stored."""
        prefix = f"{path.strip('/')}/".lstrip("/")
        folders, files = [], []
        with answered(path):
            pages = self.client().get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Delimiter="/", Prefix=prefix)
            for page in pages:
                folders += [one["Prefix"].removeprefix(prefix).rstrip("/") for one in page.get("CommonPrefixes", ())]
                files += [one["Key"].removeprefix(prefix) for one in page.get("Contents", ()) if one["Key"] != prefix]
        return folders, files

    def url(self, name: str | None) -> NoReturn:
        """Give no address: who may read a file is asked by the portal, each time."""
        raise ValueError(f"The stored file {name} has no address: the portal alone hands it out.")


class StoredObject(io.RawIOBase):
    """The bytes of one file, read from wherever the reader stands, in one answer of the store for as long as it reads on.

    An answer that breaks off is asked for again from there. Raises FileNotFoundError at once where there is no such file.
    """

    def __init__(self, storage: ObjectStorage, name: str) -> None:
        super().__init__()
        self._storage, self._named, self._at = storage, name, 0
        self._answer: Any = None
        said = storage.described(name)
        self._size, self._tag = int(said["ContentLength"]), said["ETag"]

    def readable(self) -> bool:
        """It can be read."""
        return True

    def seekable(self) -> bool:
        """It can be read from any place."""
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        """Go to a place, at the latest the end; nothing is asked before something is read there."""
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        if (place := max(start + offset, 0)) != self._at:
            self._forget()
            self._at = place
        return self._at

    def tell(self) -> int:
        """Return where it stands."""
        return self._at

    def readinto(self, buffer: Any, /) -> int:
        """Read what comes next into a buffer; return how much, 0 at the end."""
        wanted = min(len(buffer), self._size - self._at)
        if wanted <= 0:
            return 0
        for again in range(TRIES):
            try:
                piece = self._read(wanted)
                break
            except FileNotFoundError:
                raise
            # The store went away in the middle of an answer.
            except (BotoCoreError, HTTPError, OSError) as error:
                self._forget()
                if again == TRIES - 1:
                    raise StorageAway(f"The store broke off {self._named}.") from error
        buffer[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)

    def _read(self, wanted: int) -> bytes:
        if self._answer is None:
            with answered(self._named):
                self._answer = self._storage.client().get_object(
                    Bucket=self._storage.bucket, Key=self._named, Range=f"bytes={self._at}-", IfMatch=self._tag
                )["Body"]
        piece: bytes = self._answer.read(wanted)
        if not piece:
            raise OSError("the answer is shorter than the file")
        return piece

    def _forget(self) -> None:
        if self._answer is not None:
            self._answer.close()
            self._answer = None

    def close(self) -> None:
        """Let go of the answer."""
        if not self.closed:
            self._forget()
        super().close()


@contextmanager
def answered(name: str) -> Iterator[None]:
    """Say of a question about a file what the portal understands: FileNotFoundError, or StorageAway."""
    try:
        yield
    except ClientError as error:
        if error.response["Error"]["Code"] in MISSING:
            raise FileNotFoundError(f"There is no stored file {name}.") from error
        raise StorageAway(f"The store refuses {name}: {error.response['Error']['Code']}.") from error
    except BotoCoreError as error:
        raise StorageAway(f"The store does not answer about {name}: {type(error).__name__}.") from error
