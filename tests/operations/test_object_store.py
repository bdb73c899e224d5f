"""The portal with its files in an S3-compatible store: attached, handed out, saved, restored, checked."""

import os
import subprocess
import sys
from io import BytesIO, StringIO

import pytest
from django.conf import settings as own
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection

from amif_network.core.object_storage import ObjectStorage
from amif_network.operations import facts
from amif_network.operations.backing_up import back_up
from amif_network.operations.problems import UpkeepRefused
from amif_network.operations.restoring import restore, throw_away_database
from amif_network.operations.storing import all_names, hash_of
from amif_network.search.files import read_new
from amif_network.search.models import ReadFile
from meetings.actions.attachments import attach, remove
from meetings.models import Attachment
from tests.factories.meetings import NOW, MeetingFactory
from tests.meetings.pages import address
from tests.meetings.test_attach import pdf
from tests.operations.conftest import NOTES
from tests.s3 import store as s3_store

pytestmark = pytest.mark.django_db
NAME = "test_amif_bucket"


@pytest.fixture(scope="module")
def server():
    with s3_store() as store:
        yield store


@pytest.fixture
def store(server):
    yield server
    server.away = False


@pytest.fixture
def storage(store, settings):
    """The files of the portal, in a bucket of their own."""
    backend = "amif_network.core.object_storage.ObjectStorage"
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": backend, "OPTIONS": store.options()}}
    return default_storage


@pytest.fixture
def elsewhere(store) -> ObjectStorage:
    return ObjectStorage(**store.options())


def check_files() -> list[str]:
    out = StringIO()
    try:
        call_command("check_data", only=["files"], stdout=out)
    except CommandError:
        return [line for line in out.getvalue().splitlines() if line.startswith("[")]
    return []


def test_an_attached_file_is_handed_out_by_the_portal(storage, attachment, signed_in, french_coordinator):
    response = signed_in(french_coordinator).get(attachment.get_absolute_url())
    assert (b"".join(response.streaming_content), response.headers["Content-Length"]) == (NOTES, str(len(NOTES)))
    assert list(all_names(storage)) == [attachment.file.name]
    assert hash_of(storage, attachment.file.name) == attachment.sha256


def test_the_same_bytes_are_kept_once_and_go_with_the_last_record(
    storage, attachment, french_coordinator, django_capture_on_commit_callbacks
):
    second = attach(
        MeetingFactory(), data=NOTES, filename="again.txt", kind="annex", title="Again", language="fr",
        by=french_coordinator, at=NOW,
    )  # fmt: skip
    left = []
    for one in (attachment, second):
        with django_capture_on_commit_callbacks(execute=True):
            remove(one, by=french_coordinator, at=NOW)
        left.append(list(all_names(storage)))
    assert left == [[second.file.name], []]


def test_its_words_are_read(storage, edition, french_coordinator):
    found = attach(
        edition.minutes.meeting, data=pdf(1), filename="a.pdf", kind="presentation", title="A", language="fr",
        by=french_coordinator, at=NOW,
    )  # fmt: skip
    assert (read_new(at=NOW), ReadFile.objects.filter(sha256=found.sha256).count()) == (1, 1)


def test_no_file_is_given_up_while_the_store_is_away(storage, attachment, store, french_coordinator, signed_in):
    store.away = True
    client = signed_in(french_coordinator)
    client.raise_request_exception = False
    response = client.get(attachment.get_absolute_url())
    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")
    assert "Le dépôt des fichiers ne répond pas pour l’instant." in response.content.decode()
    assert "De opslag van bestanden antwoordt op dit ogenblik niet." in response.content.decode()
    assert check_files() == [
        f"[files] storage “StorageAway”: The store of files could not be asked: The store refuses {attachment.file.name}: 503. "
        "Run manage.py check_data --only files once it answers."
    ]


def test_a_file_sent_while_the_store_is_away_leaves_no_record(storage, attachment, store, french_coordinator, signed_in):
    store.away = True
    client = signed_in(french_coordinator)
    client.raise_request_exception = False
    response = client.post(
        address("attach", attachment.meeting_id),
        {"file": SimpleUploadedFile("b.txt", b"words"), "title": "B", "kind": "annex", "language": "fr"},
    )
    assert (response.status_code, list(Attachment.objects.values_list("pk", flat=True))) == (503, [attachment.pk])


def test_a_record_goes_though_its_bytes_cannot(
    storage, attachment, store, french_coordinator, django_capture_on_commit_callbacks
):
    store.away = True
    with django_capture_on_commit_callbacks(execute=True):
        remove(attachment, by=french_coordinator, at=NOW)
    store.away = False
    (orphan,) = check_files()
    assert orphan.startswith(f"[files] storage “{attachment.file.name}”: No record names this stored file.")


def test_a_node_without_its_store_is_not_ready(storage, client, store):
    assert client.get("/readyz").json()["parts"]["storage"] == "ready"
    store.away = True
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["parts"]["storage"]) == (503, "its store refuses: 503")


def test_missing_altered_and_orphaned_files_are_named(storage, attachment):
    assert check_files() == []
    name = attachment.file.name
    storage.delete(name)
    storage.save(name, BytesIO(b"something else"))
    storage.save("attachments/ff/orphan", BytesIO(b"nobody's"))
    altered, orphan = check_files()
    storage.delete(name)
    missing, _orphan = check_files()
    assert f"Its stored file {name} was altered." in altered
    assert f"Its stored file {name} is missing." in missing
    assert orphan.startswith("[files] storage “attachments/ff/orphan”: No record names this stored file.")


@pytest.mark.django_db(transaction=True)
def test_a_backup_of_one_bucket_is_restored_into_another(storage, attachment, place, at, elsewhere):
    made = back_up(place, connection=connection, storage=storage, at=at)
    assert (made.complaints, made.manifest["missing"]) == ([], [])
    call_command("try_restore", place, database=f"{NAME}_tried", stdout=StringIO())
    with throw_away_database(f"{NAME}_whole", connection) as empty:
        with pytest.raises(UpkeepRefused) as caught:
            restore(made.path, None, connection=empty, storage=storage)
        assert str(caught.value) == (
            f"The storage is not empty: it holds {attachment.file.name}. Name an empty bucket in S3_BUCKET, and try again."
        )
        assert restore(made.path, None, connection=empty, storage=elsewhere) == []
        assert list(facts.mentioned_files(empty)) == list(all_names(elsewhere)) == [attachment.file.name]
    assert hash_of(elsewhere, attachment.file.name) == attachment.sha256


@pytest.mark.django_db(transaction=True)
def test_a_backup_tells_of_a_file_that_the_store_lost(storage, attachment, place, at):
    storage.delete(attachment.file.name)
    made = back_up(place, connection=connection, storage=storage, at=at)
    assert made.complaints == [f"The stored file {attachment.file.name} is missing; the backup is without it."]


@pytest.mark.django_db(transaction=True)
def test_a_backup_that_cannot_reach_the_store_is_none(storage, attachment, place, store):
    store.away = True
    with pytest.raises(CommandError, match="The store refuses attachments"):
        call_command("backup", place, stdout=StringIO())
    assert list(place.iterdir()) == []


def test_the_environment_names_the_store(store):
    options = store.options()
    program = (
        "from django.core.files.base import ContentFile; from django.core.files.storage import default_storage; "
        "print(default_storage.save('from/elsewhere', ContentFile(b'words')))"
    )
    bare = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    said = {f"S3_{name.upper()}": value for name, value in options.items()}
    done = subprocess.run(
        [sys.executable, "-c", f"import django; django.setup(); {program}"], cwd=own.BASE_DIR, capture_output=True, text=True,
        check=False,
        env={**bare, **said, "DJANGO_SETTINGS_MODULE": "amif_network.settings", "INSECURE_HTTP": "true",
             "DATABASE_URL": "postgresql:///nowhere"},
    )  # fmt: skip
    assert (done.stdout, done.stderr) == ("from/elsewhere\n", "")
    with ObjectStorage(**options).open("from/elsewhere") as file:
        assert file.read() == b"words"
