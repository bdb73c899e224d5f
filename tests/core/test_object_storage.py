"""Files in an S3-compatible store: kept and read as on a disk, private, whole even where an answer breaks off."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from django.core.files.base import ContentFile

from amif_network.core.away import StorageAway
from amif_network.core.object_storage import PIECE, ObjectStorage
from tests.s3 import store as s3_store

DATA = hashlib.shake_256(b"21").digest(5 * PIECE + 77)
NAME = "attachments/ab/abcdef.pdf"


@pytest.fixture(scope="module")
def server():
    with s3_store() as store:
        yield store


@pytest.fixture
def store(server):
    yield server
    server.away, server.cut = False, 0


@pytest.fixture
def storage(store) -> ObjectStorage:
    return ObjectStorage(**store.options())


@pytest.fixture
def kept(storage, store) -> ObjectStorage:
    assert storage.save(NAME, ContentFile(DATA)) == NAME
    store.asked.clear()
    return storage


def test_a_file_is_kept_under_its_name(kept):
    with kept.open(NAME) as file:
        assert (file.read(), file.size, file.name) == (DATA, len(DATA), NAME)
    assert (kept.exists(NAME), kept.size(NAME), kept.exists("other")) == (True, len(DATA), False)


def test_folders_are_listed(kept):
    assert kept.listdir("") == (["attachments"], [])
    for name in ("attachments/ab/second", "attachments/cd/third", "fourth"):
        kept.save(name, ContentFile(b"1"))
    assert kept.listdir("") == (["attachments"], ["fourth"])
    assert kept.listdir("attachments/") == (["ab", "cd"], [])
    assert kept.listdir("attachments/ab") == ([], ["abcdef.pdf", "second"])
    assert kept.listdir("nothing") == ([], [])


def test_a_name_that_is_taken_is_not_written_over(kept):
    other = kept.save(NAME, ContentFile(b"other"))
    with kept.open(NAME) as first, kept.open(other) as second:
        assert (other == NAME, first.read(), second.read()) == (False, DATA, b"other")


def test_a_deleted_file_is_missing(kept):
    for _twice in range(2):
        kept.delete(NAME)
    for ask in (kept.open, kept.size):
        with pytest.raises(FileNotFoundError):
            ask(NAME)


def test_a_file_deleted_under_its_reader_is_missing(kept):
    with kept.open(NAME) as file:
        kept.delete(NAME)
        with pytest.raises(FileNotFoundError):
            file.read()


def test_a_reader_from_the_start_is_answered_once(kept, store):
    with kept.open(NAME) as file:
        pieces = [file.read(1000) for _piece in range(len(DATA) // 1000 + 1)]
    assert (b"".join(pieces), store.ranges()) == (DATA, ["bytes=0-"])


def test_a_reader_of_a_part_is_answered_from_there(kept, store):
    with kept.open(NAME) as file:
        file.seek(-77, 2)
        assert (file.read(), file.read(), file.tell()) == (DATA[-77:], b"", len(DATA))
        file.seek(3 * PIECE)
        assert file.read(5) == DATA[3 * PIECE : 3 * PIECE + 5]
    assert store.ranges() == [f"bytes={len(DATA) - 77}-", f"bytes={3 * PIECE}-"]


def test_an_answer_that_breaks_off_is_asked_for_again(kept, store):
    store.cut = 2
    with kept.open(NAME) as file:
        assert file.read() == DATA
    first, *others = store.ranges()
    assert (first, len(others), all(one > first for one in others)) == ("bytes=0-", 2, True)


def test_a_store_that_goes_on_breaking_off_is_away(kept, store):
    with kept.open(NAME) as file:
        store.away = True
        with pytest.raises(StorageAway):
            file.read()


def test_the_store_is_told_the_hash_of_what_it_gets(storage, store):
    storage.save("told", ContentFile(DATA))
    (put,) = [one for one in store.asked if one.method == "PUT"]
    assert put.sha256 == hashlib.sha256(DATA).hexdigest()


def test_no_file_is_open_to_the_public(kept, store):
    grants = kept.client().get_object_acl(Bucket=kept.bucket, Key=NAME)["Grants"]
    assert [(one["Grantee"]["Type"], one["Permission"]) for one in grants] == [("CanonicalUser", "FULL_CONTROL")]
    with pytest.raises(HTTPError) as refused:
        urlopen(f"{store.options()['endpoint']}/{kept.bucket}/{NAME}")  # noqa: S310 (our own server)
    refused.value.close()
    assert refused.value.code == 403
    with pytest.raises(ValueError, match="has no address: the portal alone hands it out"):
        kept.url(NAME)


def test_a_file_is_not_opened_for_writing(kept):
    with pytest.raises(ValueError, match="opened to be read"):
        kept.open(NAME, "wb")


def test_several_threads_share_it(storage):
    files = {f"thread/{number}": hashlib.shake_256(b"%d" % number).digest(PIECE + number) for number in range(12)}

    def around(name: str) -> bytes:
        storage.save(name, ContentFile(files[name]))
        with storage.open(name) as file:
            return bytes(file.read())

    with ThreadPoolExecutor(6) as pool:
        assert dict(zip(files, pool.map(around, files), strict=True)) == files


def test_a_forked_process_speaks_over_connections_of_its_own(kept, monkeypatch):
    ours = kept.client()
    assert kept.client() is ours
    monkeypatch.setattr("amif_network.core.object_storage.os.getpid", lambda: -1)
    assert kept.client() is not ours


def test_a_store_that_is_not_there_is_away(kept, store):
    nobody = ObjectStorage(**{**store.options(), "endpoint": "http://127.0.0.1:9"})
    for ask in (nobody.open, nobody.size, nobody.exists, nobody.listdir, nobody.delete):
        with pytest.raises(StorageAway):
            ask(NAME)
    assert nobody.is_away() == "its store does not answer"


def test_a_store_that_refuses_is_away(kept, store):
    assert kept.is_away() == ""
    store.away = True
    with pytest.raises(StorageAway):
        kept.save("new", ContentFile(b"1"))
    assert kept.is_away() == "its store refuses: 503"
    store.away = False
    assert ObjectStorage(**{**store.options(), "bucket": "of-nobody"}).is_away() == "its store refuses: 404"
