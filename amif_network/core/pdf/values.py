"""The values of a PDF as plain Python: just enough notation to read and change a few objects of our own files."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from amif_network.core.pdf.errors import PdfError

# Literal strings come first: what looks like a reference within a text is none.
_STRING = rb"\((?:[^\\()]|\\.)*\)"
_TOKEN = re.compile(rb"<<|>>|\[|\]|" + _STRING + rb"|<[0-9A-Fa-f\s]*>|/[^\s<>\[\]()/%]*|(\d+) 0 R\b|[^\s<>\[\]()/%]+", re.DOTALL)
_LITERAL = re.compile(_STRING, re.DOTALL)
_REFERENCE = re.compile(_STRING + rb"|\b(\d+) 0 R\b", re.DOTALL)

_PLAIN_REFERENCE = re.compile(rb"(\d+) 0 R\b")
_APART = b"\n\0\n"
_NUMBERED = re.compile(rb"(\d+) (\[[^\]]*\]|\d+ 0 R\b)")


class Ref(NamedTuple):
    """A reference to the object of this number."""

    number: int


# Numbers, names and strings stay in the notation of the file.
type Value = dict[bytes, Value] | list[Value] | Ref | bytes
type Dictionary = dict[bytes, Value]


def parse(text: bytes) -> Value:
    """Return the value of an object. Raises PdfError for what is none."""
    tokens = _TOKEN.finditer(text)
    try:
        value = _value(next(tokens), tokens)
    except (StopIteration, ValueError) as error:
        raise PdfError("An object of the file cannot be read.") from error
    if next(tokens, None) is not None:
        raise PdfError("Something follows an object of the file.")
    return value


def _value(token: re.Match[bytes], tokens: Iterator[re.Match[bytes]]) -> Value:
    if token[1] is not None:
        return Ref(int(token[1]))
    if token[0] == b"[":
        return [_value(inner, tokens) for inner in _until(b"]", tokens)]
    if token[0] == b"<<":
        return {name[0]: _value(next(tokens), tokens) for name in _until(b">>", tokens)}
    if token[0] in (b"]", b">>"):
        raise ValueError(token[0])
    return token[0]


def _until(end: bytes, tokens: Iterator[re.Match[bytes]]) -> Iterator[re.Match[bytes]]:
    """Yield tokens up to the one that closes. Raises ValueError when none does."""
    for token in tokens:
        if token[0] == end:
            return
        yield token
    raise ValueError(end)


def written(value: Value) -> bytes:
    """Return a value in the notation of PDF."""
    if isinstance(value, Ref):
        return b"%d 0 R" % value.number
    if isinstance(value, bytes):
        return value
    if isinstance(value, dict):
        return b"<<" + b" ".join(name + b" " + written(held) for name, held in value.items()) + b">>"
    return b"[" + b" ".join([written(held) for held in value]) + b"]"


def renumbered(texts: Sequence[bytes], numbers: Mapping[bytes, bytes]) -> list[bytes]:
    """Return the texts of objects with other references: `numbers` gives them by the digits of the old ones.

    All are taken at once, cut where references stand, which costs a third of one after the other. Where a text of the file itself
    says such words ("see 5 0 R"), or its end cannot be told, each is read with care.
    """
    whole = _APART.join(texts)
    if not any(b" 0 R" in said for said in _LITERAL.findall(whole)):
        pieces = _PLAIN_REFERENCE.split(whole)
        pieces[1::2] = [numbers[number] for number in pieces[1::2]]
        found = b"".join(pieces).split(_APART)
        if len(found) == len(texts):
            return found
    return [_REFERENCE.sub(lambda one: one[0] if one[1] is None else numbers[one[1]], text) for text in texts]


def references(text: bytes) -> list[int]:
    """Return the numbers of the objects that an object refers to."""
    return [int(number) for number in _REFERENCE.findall(text) if number]


def numbered(tree: bytes) -> list[tuple[int, bytes]]:
    """Return what a number tree of one leaf holds, given its text: keys, and references or lists of them, as text."""
    return [(int(key), held) for key, held in _NUMBERED.findall(tree)]


def text_string(words: str) -> bytes:
    """Return a text, as titles have it."""
    return b"<feff" + words.encode("utf-16-be").hex().encode() + b">"


def decoded(string: bytes) -> bytes:
    """Return the bytes that a string stands for."""
    if string.startswith(b"<"):
        return bytes.fromhex(string[1:-1].decode())
    return re.sub(rb"\\([0-7]{1,3}|.)", _unescaped, string[1:-1], flags=re.DOTALL)


def _unescaped(found: re.Match[bytes]) -> bytes:
    escaped = found[1]
    if escaped.isdigit():
        return bytes([int(escaped, 8) & 0xFF])
    return {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b""}.get(escaped, escaped)


def byte_string(content: bytes) -> bytes:
    """Return the notation of bytes, as names of places and identifiers have them."""
    return b"<" + content.hex().encode() + b">"


def number_of(value: Value) -> int:
    """Return the number of the object that a reference leads to. Raises PdfError for what is no reference."""
    if not isinstance(value, Ref):
        raise PdfError("A reference is missing in the file.")
    return value.number


def word(value: Value) -> bytes:
    """Return a number, name or string as it is written. Raises PdfError for anything else."""
    if not isinstance(value, bytes):
        raise PdfError("A figure is missing in the file.")
    return value


def integer(value: Value) -> int:
    """Return a whole number. Raises PdfError for what is none."""
    try:
        return int(word(value))
    except ValueError as error:
        raise PdfError("A figure is missing in the file.") from error
