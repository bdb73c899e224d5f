"""A sealed file gives its bytes back, or says what became of it."""

import io

import pytest

from amif_network.operations.problems import BackupBroken, UpkeepRefused
from amif_network.operations.sealing import PIECE, TAG_BYTES, SealedReader, SealedWriter, read_passphrase

PASSPHRASE = "une phrase assez longue"
WORDS = bytes(range(256)) * (PIECE // 256 * 2) + b"the end"
HEAD_AND_CHECK = 59


def seal(data: bytes) -> bytes:
    target = io.BytesIO()
    writer = SealedWriter(target, PASSPHRASE)
    for start in range(0, len(data), 700_001):
        writer.write(data[start : start + 700_001])
    writer.close()
    return target.getvalue()


def unseal(sealed: bytes, passphrase: str = PASSPHRASE) -> bytes:
    reader = SealedReader(io.BytesIO(sealed), passphrase)
    plain = b""
    while piece := reader.read(300_000):
        plain += piece
    return plain


@pytest.mark.parametrize("data", [b"", b"a few words", WORDS, b"x" * PIECE, b"x" * (2 * PIECE)])
def test_what_was_sealed_comes_back(data):
    assert unseal(seal(data)) == data


def test_the_same_bytes_are_never_sealed_alike():
    assert seal(b"words") != seal(b"words")


def test_a_wrong_passphrase_is_said():
    with pytest.raises(BackupBroken) as caught:
        unseal(seal(WORDS), "une autre phrase assez longue")
    assert str(caught.value) == "The passphrase is not the one with which this backup was sealed (or its head was altered)."


def test_an_altered_byte_is_found():
    sealed = bytearray(seal(WORDS))
    sealed[HEAD_AND_CHECK + PIECE + TAG_BYTES + 5] ^= 1
    with pytest.raises(BackupBroken) as caught:
        unseal(bytes(sealed))
    at = HEAD_AND_CHECK + PIECE + TAG_BYTES
    assert str(caught.value) == f"The backup was altered or cut off: the piece that begins at byte {at} is not what was written."


def test_a_file_cut_off_between_pieces_is_found():
    end = HEAD_AND_CHECK + PIECE + TAG_BYTES
    with pytest.raises(BackupBroken) as caught:
        unseal(seal(WORDS)[:end])
    assert str(caught.value) == f"The backup was cut off after byte {end}: what was written behind it is missing."


def test_pieces_that_changed_places_are_found():
    sealed = seal(WORDS)
    first, second = (sealed[HEAD_AND_CHECK + at * (PIECE + TAG_BYTES) :][: PIECE + TAG_BYTES] for at in (0, 1))
    with pytest.raises(BackupBroken):
        unseal(sealed[:HEAD_AND_CHECK] + second + first + sealed[HEAD_AND_CHECK + 2 * (PIECE + TAG_BYTES) :])


@pytest.mark.parametrize("length", [0, 20, 58])
def test_a_file_without_its_head_is_found(length):
    with pytest.raises(BackupBroken) as caught:
        unseal(seal(b"words")[:length])
    assert str(caught.value) == "The backup was cut off: not even its head is whole."


def test_a_short_passphrase_is_refused(tmp_path):
    path = tmp_path / "passphrase"
    path.write_text("court\n")
    with pytest.raises(UpkeepRefused) as caught:
        read_passphrase(path)
    assert str(caught.value) == f"The first line of {path} must hold a passphrase of at least 12 characters."


def test_a_missing_passphrase_file_is_said(tmp_path):
    with pytest.raises(UpkeepRefused) as caught:
        read_passphrase(tmp_path / "nowhere")
    assert str(caught.value).startswith(f"The passphrase file {tmp_path / 'nowhere'} cannot be read: ")
