"""The archive holds the whole record in open formats, proves it, and lets nobody in."""

import hashlib
import json
import zipfile
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from amif_network.exchange.subjects import tables
from amif_network.operations.archiving import archived, columns, export_archive
from tests.factories.meetings import AttendanceFactory
from tests.operations.conftest import NOTES, PDF

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def bag(tmp_path, storage, attachment, at) -> Path:
    assert export_archive(tmp_path / "bag", storage=storage, at=at) == []
    return tmp_path / "bag"


def records(bag: Path, label: str) -> list[dict]:
    return json.loads((bag / "data/records" / f"{label}.json").read_text())["rows"]


def test_every_file_is_in_the_manifest_with_its_hash(bag):
    lines = [line.split("  ", 1) for line in (bag / "manifest-sha256.txt").read_text().splitlines()]
    payload = sorted(str(path.relative_to(bag)) for path in (bag / "data").rglob("*") if path.is_file())
    assert [name for _, name in lines] == payload
    assert [value for value, _ in lines] == [hashlib.sha256((bag / name).read_bytes()).hexdigest() for _, name in lines]
    assert (bag / "bagit.txt").read_text() == "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    octets = sum((bag / name).stat().st_size for name in payload)
    assert f"Payload-Oxum: {octets}.{len(payload)}\n" in (bag / "bag-info.txt").read_text()


def test_editions_and_files_lie_in_it_as_they_were_stored(bag, edition, attachment):
    (pdf,) = (bag / "data/editions").iterdir()
    assert pdf.name == f"{edition.minutes.meeting_id}-v1-fr-internal-{edition.pk}.pdf"
    assert pdf.read_bytes() == PDF
    assert (bag / "data/files" / attachment.file.name).read_bytes() == NOTES


def test_records_stand_in_json_under_the_names_that_the_schema_explains(bag, edition):
    (meeting,) = records(bag, "meetings.Meeting")
    assert (meeting["id"], meeting["title_fr"], meeting["title_nl"]) == (
        edition.minutes.meeting_id,
        "Première rencontre",
        "Eerste ontmoeting",
    )
    schema = json.loads((bag / "data/schema.json").read_text())
    assert set(meeting) == set(schema["meetings.Meeting"]["fields"])
    assert schema["meetings.Meeting"]["fields"]["series"]["name"].keys() == {"fr", "nl"}
    assert schema["meetings.Minutes"]["fields"]["meeting_id"]["refers_to"] == "meetings.Meeting"
    assert sorted(schema) == [model._meta.label for model in archived()]


def test_every_table_of_the_exchange_is_there(bag):
    assert sorted(path.stem for path in (bag / "data/tables").iterdir()) == sorted(tables())


def test_nothing_in_it_lets_anybody_in(tmp_path, storage, attachment, at, french_coordinator):
    attendance = AttendanceFactory(link_key="0b5c2f0e-6d3c-4a58-9d5c-0a2f3b1c9e77")
    export_archive(tmp_path / "bag", storage=storage, at=at)
    everything = b"".join(path.read_bytes() for path in (tmp_path / "bag").rglob("*") if path.is_file())
    assert french_coordinator.email.encode() in everything
    assert french_coordinator.password.encode() not in everything
    assert str(attendance.link_key).encode() not in everything


def test_no_column_that_is_named_like_a_secret_is_archived():
    named = {(model._meta.label, field.name) for model in archived() for field in columns(model)}
    assert {
        pair for pair in named if any(word in pair[1] for word in ("password", "secret", "digest", "token", "link_key"))
    } == set()
    assert {label for label, _ in named} & {
        "meetings.ReviewLink",
        "accounts.Invitation",
        "sessions.Session",
        "mfa.Authenticator",
    } == set()


def test_the_same_record_gives_the_same_zip(tmp_path, storage, attachment, at):
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        export_archive(tmp_path / folder / "bag.zip", storage=storage, at=at)
    first, second = ((tmp_path / folder / "bag.zip").read_bytes() for folder in ("one", "two"))
    assert first == second
    with zipfile.ZipFile(tmp_path / "one" / "bag.zip") as package:
        assert package.testzip() is None
        assert package.read(f"bag/data/files/{attachment.file.name}") == NOTES


def test_a_place_in_use_is_refused(tmp_path, place):
    (place / "something").write_text("here")
    with pytest.raises(CommandError) as caught:
        call_command("export_archive", place)
    assert str(caught.value) == f"{place} exists already: name a new folder or file."


def test_a_missing_file_is_told(tmp_path, storage, attachment):
    storage.delete(attachment.file.name)
    with pytest.raises(CommandError) as caught:
        call_command("export_archive", tmp_path / "bag")
    assert str(caught.value) == (
        f"The archive stands, but not all of it is whole:\nThe stored file {attachment.file.name} is missing."
    )


@pytest.mark.parametrize("name", ["bag", "bag.zip"])
def test_nobody_else_on_the_machine_reads_it(name, tmp_path, storage, attachment, at):
    export_archive(tmp_path / name, storage=storage, at=at)
    written = [path for path in [tmp_path / name, *(tmp_path / name).rglob("*")] if path.is_file()]
    assert {path.stat().st_mode & 0o777 for path in written} == {0o600}
