"""Sealed files: AES-256-GCM in pieces, so that a backup of any size is written and read in the memory of one piece.

A sealed file is a head of 43 bytes, 16 bytes to check the passphrase by, and then its pieces:

- head: `AMIF-SEALED-1\\n` (14 bytes), the scrypt parameters log2 N, r and p (a byte each), salt (16 bytes), the first 7 bytes of
  every nonce, and 3 bytes that are zero;
- check: 16 bytes by which a wrong passphrase is told from an altered file;
- scrypt of the passphrase (UTF-8) and the salt gives 64 bytes: 32 for AES, and 32 of which the SHA-256, cut to
  16 bytes, is the check;
- each piece is 1 MiB of plain bytes, the last one less (or none), followed by its tag of 16 bytes;
- the nonce of a piece is the 7 bytes of the head, its number (4 bytes, big-endian, from 0) and 1 for the last piece, else 0; the
  head is authenticated with every piece. So no piece can be altered, moved, left out or cut off unnoticed.
"""

import hashlib
import os
from pathlib import Path
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from .problems import BackupBroken, UpkeepRefused

MAGIC = b"AMIF-SEALED-1\n"
LOG_N, R, P = 15, 8, 1
SALT_BYTES, PREFIX_BYTES, CHECK_BYTES, TAG_BYTES = 16, 7, 16, 16
HEAD_BYTES = len(MAGIC) + 3 + SALT_BYTES + PREFIX_BYTES + 3
PIECE = 1024 * 1024
SHORTEST_PASSPHRASE = 12


def read_passphrase(path: Path) -> str:
    """Return the first line of a file; raises UpkeepRefused where there is none, or one that is too short."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UpkeepRefused(f"The passphrase file {path} cannot be read: {error}.") from error
    passphrase = lines[0].strip() if lines else ""
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise UpkeepRefused(f"The first line of {path} must hold a passphrase of at least {SHORTEST_PASSPHRASE} characters.")
    return passphrase


def is_sealed(path: Path) -> bool:
    """Tell whether a file begins as a sealed one does."""
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC


def _keys(passphrase: str, head: bytes) -> tuple[AESGCM, bytes]:
    """Return the cipher and the check bytes that belong to a passphrase and a head."""
    log_n, r, p = head[len(MAGIC) : len(MAGIC) + 3]
    if (log_n, r, p) != (LOG_N, R, P):
        raise BackupBroken("The head of the backup was altered, or a newer version of the portal sealed it.")
    salt = head[len(MAGIC) + 3 :][:SALT_BYTES]
    both = hashlib.scrypt(passphrase.encode(), salt=salt, n=1 << log_n, r=r, p=p, maxmem=128 * 1024 * 1024, dklen=64)
    return AESGCM(both[:32]), hashlib.sha256(both[32:]).digest()[:CHECK_BYTES]


def _nonce(head: bytes, number: int, *, last: bool) -> bytes:
    prefix = head[len(MAGIC) + 3 + SALT_BYTES :][:PREFIX_BYTES]
    return prefix + number.to_bytes(4, "big") + bytes([last])


class SealedWriter:
    """A file to write to: what is written reaches `target` sealed; `close()` writes the last piece."""

    def __init__(self, target: IO[bytes], passphrase: str) -> None:
        self._target, self._number, self._waiting = target, 0, bytearray()
        self._head = MAGIC + bytes([LOG_N, R, P]) + os.urandom(SALT_BYTES + PREFIX_BYTES) + bytes(3)
        self._cipher, check = _keys(passphrase, self._head)
        target.write(self._head + check)

    def write(self, data: bytes) -> int:
        """Take bytes; whole pieces are sealed and written at once."""
        self._waiting += data
        while len(self._waiting) > PIECE:
            self._seal(bytes(self._waiting[:PIECE]), last=False)
            del self._waiting[:PIECE]
        return len(data)

    def close(self) -> None:
        """Write what is left as the last piece; leaves the target open."""
        self._seal(bytes(self._waiting), last=True)
        self._waiting.clear()

    def _seal(self, piece: bytes, *, last: bool) -> None:
        self._target.write(self._cipher.encrypt(_nonce(self._head, self._number, last=last), piece, self._head))
        self._number += 1


class SealedReader:
    """A file to read from: gives the plain bytes of `source`, each piece once it proved genuine.

    Raises BackupBroken for a wrong passphrase, an altered byte, and a file that was cut off.
    """

    def __init__(self, source: IO[bytes], passphrase: str) -> None:
        self._source, self._number, self._ready, self._ended = source, 0, b"", False
        self._head = source.read(HEAD_BYTES)
        check = source.read(CHECK_BYTES)
        if len(self._head) + len(check) < HEAD_BYTES + CHECK_BYTES:
            raise BackupBroken("The backup was cut off: not even its head is whole.")
        self._cipher, expected = _keys(passphrase, self._head)
        if check != expected:
            raise BackupBroken("The passphrase is not the one with which this backup was sealed (or its head was altered).")
        self._ahead = source.read(PIECE + TAG_BYTES)

    def read(self, size: int = -1) -> bytes:
        """Return up to `size` plain bytes, all that are left for -1; none at the end."""
        while not self._ended and (size < 0 or len(self._ready) < size):
            self._ready += self._open_next()
        size = len(self._ready) if size < 0 else size
        answer, self._ready = self._ready[:size], self._ready[size:]
        return answer

    def _open_next(self) -> bytes:
        piece, self._ahead = self._ahead, self._source.read(PIECE + TAG_BYTES)
        self._ended = not self._ahead
        try:
            plain = self._cipher.decrypt(_nonce(self._head, self._number, last=self._ended), piece, self._head)
        except InvalidTag as error:
            raise BackupBroken(self._what_is_wrong(piece)) from error
        self._number += 1
        return plain

    def _what_is_wrong(self, piece: bytes) -> str:
        at = HEAD_BYTES + CHECK_BYTES + self._number * (PIECE + TAG_BYTES)
        try:
            self._cipher.decrypt(_nonce(self._head, self._number, last=not self._ended), piece, self._head)
        except InvalidTag:
            return f"The backup was altered or cut off: the piece that begins at byte {at} is not what was written."
        return f"The backup was cut off after byte {at + len(piece)}: what was written behind it is missing."
