"""Our own PDFs taken apart into the text of their objects, and written again: nothing is decoded that stays as it is.

A library makes an object of every value of a file, some thousands a document; to put files together few of them have to be
understood. Other files than ours, and other notations of ours, are first written in this one by pikepdf.
"""

import hashlib
import io
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import batched
from typing import NamedTuple

import pikepdf

from amif_network.core.pdf.errors import PdfError
from amif_network.core.pdf.values import Dictionary, Ref, Value, integer, number_of, parse, written

_STREAM = re.compile(rb"(\d+) 0 obj\s*(<<.*?>>)\s*stream\r?\n", re.DOTALL)
_OTHER = re.compile(rb"(\d+) 0 obj\s*(.*?)\s*endobj", re.DOTALL)
_LENGTH = re.compile(rb"/Length (\d+)")
# Objects of one compressed stream: a reader opens the whole of it for each.
TOGETHER = 500
# Where the words are that most files hold, more effort gains little and costs a multiple.
COMPRESSION = 3
HEADER = b"%PDF-1.7\n%\xf0\x9f\x96\xa4\n"


class Stream(NamedTuple):
    """The dictionary of a stream, as text, and its bytes as they lie in the file."""

    about: bytes
    data: bytes


@dataclass(slots=True)
class Plain:
    """A file: its objects by number, as text or as streams, and the numbers of its catalog and of what says its title."""

    root: int = 0
    info: int = 0
    size: int = 1
    texts: dict[int, bytes] = field(default_factory=dict)
    streams: dict[int, Stream] = field(default_factory=dict)

    def value(self, number: int) -> Dictionary:
        """Return the dictionary of this number. Raises PdfError where there is none."""
        return self.dictionary(Ref(number))

    def resolved(self, value: Value) -> Value:
        """Return what a reference leads to; any other value as it is."""
        return parse(self.texts.get(value.number, b"null")) if isinstance(value, Ref) else value

    def dictionary(self, value: Value) -> Dictionary:
        """Return a dictionary, or the one that a reference leads to. Raises PdfError for anything else."""
        found = self.resolved(value)
        if not isinstance(found, dict):
            raise PdfError("The file lacks a part of its structure.")
        return found

    def text(self, value: Value) -> bytes:
        """Return the text of what a reference leads to, or of a value itself."""
        return self.texts[value.number] if isinstance(value, Ref) else written(value)

    def array(self, value: Value) -> list[Value]:
        """Return a list, or the one that a reference leads to. Raises PdfError for anything else."""
        found = self.resolved(value)
        if not isinstance(found, list):
            raise PdfError("The file lacks a part of its structure.")
        return found

    def new(self) -> int:
        """Return a number that no object has."""
        self.size += 1
        return self.size - 1


def read(data: bytes) -> Plain:
    """Take a file apart. Raises PdfError when it is no PDF."""
    try:
        return _read(data)
    except (AssertionError, AttributeError, LookupError, PdfError, TypeError, ValueError, zlib.error):
        return _rewritten(data)


def _rewritten(data: bytes) -> Plain:
    """Take apart a file in another notation than WeasyPrint's."""
    buffer = io.BytesIO()
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            pdf.save(
                buffer,
                static_id=True,
                compress_streams=False,
                stream_decode_level=pikepdf.StreamDecodeLevel.none,
                object_stream_mode=pikepdf.ObjectStreamMode.generate,
            )
        return _read(buffer.getvalue())
    except (pikepdf.PdfError, AssertionError, AttributeError, LookupError, PdfError, TypeError, ValueError, zlib.error) as error:
        raise PdfError(f"This is no PDF: {error}") from error


def _read(data: bytes) -> Plain:
    """Read objects where the table of the file says that they are; raises anything for a file in another notation."""
    start = int(data[data.rindex(b"startxref") + 9 :].split(None, 1)[0])
    _number, table = _stream_at(data, start)
    about = parse(table.about)
    assert isinstance(about, dict)
    if about.get(b"/Type") != b"/XRef" or b"/Prev" in about or b"/Encrypt" in about or b"/DecodeParms" in about:
        raise ValueError("Not in our notation.")
    plain = Plain(number_of(about[b"/Root"]), number_of(about[b"/Info"]) if b"/Info" in about else 0, integer(about[b"/Size"]))
    for offset in _offsets(about, _inflated(table)):
        if offset == start:
            continue
        if -1 < data.find(b"stream", offset) < data.find(b"endobj", offset):
            number, stream = _stream_at(data, offset)
            if b"/ObjStm" in stream.about:
                plain.texts.update(_packed(stream))
            else:
                plain.streams[number] = stream
        else:
            found = _OTHER.match(data, offset)
            plain.texts[int(found[1])] = found[2]  # type: ignore[index]
    return plain


def _stream_at(data: bytes, offset: int) -> tuple[int, Stream]:
    found = _STREAM.match(data, offset)
    if found is None:
        raise ValueError("No stream stands here.")
    length = int(_LENGTH.search(found[2])[1])  # type: ignore[index]
    return int(found[1]), Stream(found[2], data[found.end() : found.end() + length])


def _offsets(about: Dictionary, table: bytes) -> list[int]:
    """Return where in the file objects stand that are not packed with others."""
    widths = about[b"/W"]
    assert isinstance(widths, list)
    kind, first, second = (integer(width) for width in widths)
    step = kind + first + second
    if kind != 1:
        raise ValueError("Not in our notation.")
    return [
        int.from_bytes(table[at * step + 1 : at * step + 1 + first], "big")
        for at, type_ in enumerate(table[::step])
        if type_ == 1
    ]


def _packed(stream: Stream) -> Iterator[tuple[int, bytes]]:
    """Yield number and text of each object in a stream of objects."""
    body = _inflated(stream)
    about = parse(stream.about)
    assert isinstance(about, dict)
    first = integer(about[b"/First"])
    head = [int(word) for word in body[:first].split()]
    ends = [*head[3::2], len(body) - first]
    for number, begin, end in zip(head[::2], head[1::2], ends, strict=True):
        yield number, body[first + begin : first + end].rstrip()


def _inflated(stream: Stream) -> bytes:
    return zlib.decompress(stream.data) if b"/FlateDecode" in stream.about else stream.data


def compose(plain: Plain) -> bytes:
    """Return the bytes of a file; the same objects give the same bytes."""
    pieces, position = [HEADER], len(HEADER)
    # Of every number: what kind of entry it is, and two figures.
    entries: dict[int, bytes] = {}

    def add(number: int, stream: Stream) -> None:
        nonlocal position
        # An end of line that cannot be taken for data, as `tagging` writes it.
        piece = b"%d 0 obj\n%b\nstream\n%b\r\nendstream\nendobj\n" % (number, stream.about, stream.data)
        entries[number] = b"\1" + position.to_bytes(4, "big") + b"\0\0"
        pieces.append(piece)
        position += len(piece)

    for number, stream in sorted(plain.streams.items()):
        add(number, stream)
    for batch in batched(sorted(plain.texts), TOGETHER):
        holder = plain.new()
        entries |= {number: b"\2" + holder.to_bytes(4, "big") + at.to_bytes(2, "big") for at, number in enumerate(batch)}
        add(holder, _pack([(number, plain.texts[number]) for number in batch]))
    last = plain.new()
    entries[last] = b"\1" + position.to_bytes(4, "big") + b"\0\0"
    add(last, _table(plain, entries, hashlib.sha256(b"".join(pieces)).digest()[:16]))
    pieces.append(b"startxref\n%d\n%%%%EOF\n" % int.from_bytes(entries[last][1:5], "big"))
    return b"".join(pieces)


def _pack(objects: list[tuple[int, bytes]]) -> Stream:
    """Return a stream of objects."""
    head, at = [], 0
    for number, text in objects:
        head.append(b"%d %d" % (number, at))
        at += len(text) + 1
    places = b" ".join(head) + b"\n"
    data = zlib.compress(places + b"\n".join([text for _number, text in objects]), COMPRESSION)
    about = b"<</Type /ObjStm/N %d/First %d/Filter /FlateDecode/Length %d>>" % (len(objects), len(places), len(data))
    return Stream(about, data)


def _table(plain: Plain, entries: dict[int, bytes], identity: bytes) -> Stream:
    """Return the table of all numbers; those that no object has are free."""
    free = b"\0" * 7
    data = zlib.compress(b"".join([entries.get(number, free) for number in range(plain.size)]), COMPRESSION)
    about: Dictionary = {
        b"/Type": b"/XRef",
        b"/W": [b"1", b"4", b"2"],
        b"/Size": b"%d" % plain.size,
        b"/Root": Ref(plain.root),
        **({b"/Info": Ref(plain.info)} if plain.info else {}),
        b"/ID": [b"<" + identity.hex().encode() + b">"] * 2,
        b"/Filter": b"/FlateDecode",
        b"/Length": b"%d" % len(data),
    }
    return Stream(written(about), data)
