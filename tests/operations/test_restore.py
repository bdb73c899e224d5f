"""Backup, loss, restore: everything is as it was, or it is said what is not."""

import hashlib

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.management import CommandError, call_command
from django.db import connection

from amif_network.operations import facts
from amif_network.operations.backing_up import back_up
from amif_network.operations.problems import BackupBroken, UpkeepRefused
from amif_network.operations.restoring import restore, throw_away_database, try_restore
from amif_network.operations.storing import all_names, hash_of
from meetings.models import SectionText
from tests.operations.conftest import NOTES, PDF

pytestmark = pytest.mark.django_db(transaction=True)
NAME = "test_amif_restored"


@pytest.fixture
def backup(place, storage, attachment, at):
    return back_up(place, connection=connection, storage=storage, at=at)


@pytest.fixture
def elsewhere(tmp_path) -> FileSystemStorage:
    return FileSystemStorage(tmp_path / "restored")


def databases() -> list[str]:
    return [name for (name,) in facts.ask(connection, "SELECT datname FROM pg_database")]


def test_everything_comes_back(backup, elsewhere, attachment, edition):
    with throw_away_database(f"{NAME}_whole", connection) as empty:
        assert restore(backup.path, None, connection=empty, storage=elsewhere) == []
        assert facts.ask(empty, "SELECT pdf FROM meetings_edition")[0][0] == PDF
        texts = facts.ask(empty, "SELECT heading, html, hash FROM meetings_sectiontext ORDER BY id")
        with pytest.raises(Exception, match="Cannot update"):
            facts.ask(empty, "UPDATE meetings_edition SET version = 2 RETURNING id")
    assert texts == list(SectionText.objects.order_by("pk").values_list("heading", "html", "hash"))
    assert list(all_names(elsewhere)) == [attachment.file.name]
    assert hash_of(elsewhere, attachment.file.name) == hashlib.sha256(NOTES).hexdigest()
    assert f"{NAME}_whole" not in databases()


def test_an_edition_that_was_altered_before_is_named(place, storage, edition, at, break_with):
    break_with(
        "ALTER TABLE meetings_edition DROP CONSTRAINT edition_hash_is_of_its_bytes",
        "UPDATE meetings_edition SET pdf = overlay(pdf placing '\\x00' from 12)",
    )
    try:
        made = back_up(place, connection=connection, storage=storage, at=at)
        (complaint,) = made.complaints
        assert complaint.startswith(f"The bytes of edition {edition.pk} were altered: their sha256 is ")
        assert try_restore(made.path, None, name=f"{NAME}_altered", connection=connection) == [complaint]
    finally:
        break_with(
            "DELETE FROM meetings_edition",
            "ALTER TABLE meetings_edition ADD CONSTRAINT edition_hash_is_of_its_bytes "
            "CHECK (sha256 = encode(sha256(pdf), 'hex'))",
        )


def test_differences_are_named(backup):
    with throw_away_database(f"{NAME}_differs", connection) as empty:
        storage = FileSystemStorage(backup.path.parent / "files")
        assert restore(backup.path, None, connection=empty, storage=storage) == []
        with empty.cursor() as cursor:
            cursor.execute("ALTER TABLE meetings_edition DISABLE TRIGGER USER")
            cursor.execute("UPDATE meetings_edition SET reason = 'autre'")
            cursor.execute("DELETE FROM meetings_attachment")
            cursor.execute("ALTER TABLE meetings_attachment DROP CONSTRAINT attachment_kind_known")
        found = facts.differences(backup.manifest, facts.gather(empty))
    assert "The table meetings_edition has other content than it had." in found
    assert "The table meetings_attachment has 0 rows instead of 1." in found
    assert "The constraint meetings_attachment.attachment_kind_known is missing, and was c true." in found
    assert any(line.startswith("The trigger meetings_edition.pgtrigger_edition_is_frozen_") for line in found)


def test_a_database_that_is_not_empty_is_left_alone(backup):
    with pytest.raises(CommandError) as caught:
        call_command("restore", backup.path)
    tables = len(facts.tables(connection))
    assert str(caught.value) == (
        f"The database is not empty: it has {tables} tables. Make a new one (createdb), name it in DATABASE_URL, and try again."
    )


def test_a_storage_that_is_not_empty_is_left_alone(backup, storage, attachment):
    with throw_away_database(f"{NAME}_storage", connection) as empty:
        with pytest.raises(UpkeepRefused) as caught:
            restore(backup.path, None, connection=empty, storage=storage)
        assert facts.tables(empty) == []
    assert str(caught.value) == (
        f"The storage is not empty: it holds {attachment.file.name}. Name an empty folder in MEDIA_ROOT, and try again."
    )


def test_a_broken_backup_writes_nothing(backup, elsewhere):
    data = backup.path.read_bytes()
    backup.path.write_bytes(data.replace(NOTES, NOTES.upper()))
    with throw_away_database(f"{NAME}_broken", connection) as empty:
        with pytest.raises(BackupBroken):
            restore(backup.path, None, connection=empty, storage=elsewhere)
        assert (facts.tables(empty), list(all_names(elsewhere))) == ([], [])


def test_a_restore_that_fails_takes_its_files_out_again(backup, elsewhere):
    """Something in the way that is no table is found by pg_restore alone, after the files were written."""
    with throw_away_database(f"{NAME}_fails", connection) as empty:
        with empty.cursor() as cursor:
            cursor.execute("CREATE FUNCTION search_plain(html text) RETURNS text LANGUAGE sql AS $$ SELECT html $$")
        with pytest.raises(UpkeepRefused) as caught:
            restore(backup.path, None, connection=empty, storage=elsewhere)
        assert facts.tables(empty) == []
    assert str(caught.value).startswith("pg_restore failed, nothing was restored: ")
    assert list(all_names(elsewhere)) == []


def test_the_newest_backup_is_tried(backup, place, storage, at, capsys):
    newest = back_up(place, connection=connection, storage=storage, at=at.replace(day=20))
    call_command("try_restore", place, database=f"{NAME}_tried")
    assert capsys.readouterr().out == f"{newest.path} can be restored: every row, edition, file and guard is as it was saved.\n"
    assert f"{NAME}_tried" not in databases()


def test_a_database_that_exists_is_never_used_for_a_try(backup):
    own = connection.settings_dict["NAME"]
    with pytest.raises(CommandError) as caught:
        call_command("try_restore", backup.path, database=own)
    assert str(caught.value) == (f"There is a database {own} already: drop it if a test left it behind, or name another one.")
    assert own in databases()


def test_a_folder_without_backups_is_said(place):
    with pytest.raises(CommandError) as caught:
        call_command("try_restore", place)
    assert str(caught.value) == f"There is no backup in {place}."
