"""`backup` writes one file of one moment; `verify_backup` tells whether it is whole."""

import hashlib
import io
import json
import shutil
import tarfile
from collections import namedtuple
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from amif_network.operations.backing_up import back_up, backups_in
from amif_network.operations.container import read_backup
from amif_network.operations.problems import BackupBroken, UpkeepRefused
from meetings.models import Section
from tests.operations.conftest import NOTES, PDF

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def backup(place, storage, attachment, at):
    return back_up(place, connection=connection, storage=storage, at=at)


def refusal(path, passphrase=None) -> str:
    with pytest.raises(BackupBroken) as caught:
        read_backup(path, passphrase)
    return str(caught.value)


def test_the_manifest_says_what_was_saved(backup, attachment, edition):
    manifest = read_backup(backup.path, None)
    sha256 = hashlib.sha256(PDF).hexdigest()
    assert manifest["editions"] == {str(edition.pk): [sha256, sha256]}
    assert manifest["members"][0] == {
        "name": f"files/{attachment.file.name}",
        "size": len(NOTES),
        "sha256": hashlib.sha256(NOTES).hexdigest(),
    }
    assert manifest["tables"]["meetings_section"]["rows"] == Section.objects.count()
    assert "meetings.0001_initial" in manifest["migrations"]
    assert (backup.complaints, manifest["missing"]) == ([], [])


def test_a_plain_backup_opens_with_common_tools(backup):
    with tarfile.open(backup.path) as tar:
        names = [name.split("/")[0] for name in tar.getnames()]
        assert json.load(tar.extractfile("manifest.json"))["format"] == 1
    assert names == ["files", "database", "manifest.json", "manifest.sha256"]
    assert [path.name for path in backup.path.parent.iterdir()] == [backup.path.name]
    assert backup.path.stat().st_mode & 0o777 == 0o600


def test_only_files_that_a_record_mentions_are_saved(backup, storage, place, at):
    storage.save("attachments/ff/orphan", io.BytesIO(b"nobody mentions me"))
    later = back_up(place, connection=connection, storage=storage, at=at.replace(hour=5))
    assert later.manifest["members"][0] == backup.manifest["members"][0]
    assert len([line for line in later.manifest["members"] if line["name"].startswith("files/")]) == 1


def test_the_command_tells_of_a_missing_file_and_saves_the_rest(place, storage, attachment):
    storage.delete(attachment.file.name)
    with pytest.raises(CommandError) as caught:
        call_command("backup", place)
    assert str(caught.value) == (
        "The backup stands, but what it was made of is not whole:\n"
        f"The stored file {attachment.file.name} is missing; the backup is without it."
    )
    assert read_backup(backups_in(place)[0], None)["missing"] == [attachment.file.name]


def test_an_altered_file_is_told(place, storage, attachment, at):
    Path(storage.path(attachment.file.name)).write_bytes(b"x")
    made = back_up(place, connection=connection, storage=storage, at=at)
    now = hashlib.sha256(b"x").hexdigest()
    assert made.complaints == [
        f"The stored file {attachment.file.name} was altered: its sha256 is {now}, the record says {attachment.sha256}."
    ]


def test_a_sealed_backup_needs_its_passphrase(place, storage, edition, passphrase_file, at, capsys):
    call_command("backup", place, passphrase_file=passphrase_file)
    (path,) = backups_in(place)
    assert PDF not in path.read_bytes()
    assert refusal(path) == "The backup is sealed: name the file of its passphrase with --passphrase-file."
    capsys.readouterr()
    call_command("verify_backup", path, passphrase_file=passphrase_file)
    assert capsys.readouterr().out.startswith(f"{path} of ")


def test_an_altered_member_is_named(backup, attachment):
    data = backup.path.read_bytes()
    backup.path.write_bytes(data.replace(NOTES, NOTES.replace(b"shown", b"shewn")))
    assert refusal(backup.path) == f"The backup was altered: “files/{attachment.file.name}” is not what was written."


@pytest.mark.parametrize("share", [0.3, 0.9])
def test_a_backup_that_was_cut_off_is_refused(backup, share):
    data = backup.path.read_bytes()
    backup.path.write_bytes(data[: int(len(data) * share)])
    assert refusal(backup.path).startswith("The backup was cut off or altered")


def test_an_altered_manifest_is_refused(backup):
    data = backup.path.read_bytes()
    backup.path.write_bytes(data.replace(b'"format": 1', b'"format": 2'))
    assert refusal(backup.path) == "The manifest of the backup was altered."


def test_a_folder_that_is_not_there_is_said(tmp_path):
    with pytest.raises(CommandError) as caught:
        call_command("backup", tmp_path / "nowhere")
    assert str(caught.value) == f"{tmp_path / 'nowhere'} is not a folder; make it first, on another disk than the portal's."


def test_too_little_space_is_said_before_anything_is_written(place, storage, at, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: namedtuple("Usage", "free")(3 * 2**20))
    with pytest.raises(UpkeepRefused) as caught:
        back_up(place, connection=connection, storage=storage, at=at)
    assert str(caught.value).startswith(f"{place} has 3 MB free, and the backup may need ")
    assert list(place.iterdir()) == []


def test_older_backups_go_once_the_new_one_is_proven(place, storage, at):
    made = [back_up(place, connection=connection, storage=storage, at=at.replace(day=day)) for day in (1, 2, 3)]
    last = back_up(place, connection=connection, storage=storage, at=at.replace(day=4), keep=2)
    assert last.removed == [backup.path for backup in made[:2]]
    assert backups_in(place) == [made[2].path, last.path]
