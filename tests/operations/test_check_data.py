"""`check_data` finds what was broken past the portal, names it, and says what to do."""
# ruff: noqa: S608  # keys of our own records

import io

import pytest
from django.core.management import CommandError, call_command
from django.utils.module_loading import import_string

from amif_network.operations.management.commands.check_data import all_checks
from meetings.models import Edition, MeetingLogEntry

pytestmark = pytest.mark.django_db


def found(*checks: str, lang: str = "en") -> list[str]:
    """Return the lines of the findings."""
    out = io.StringIO()
    with pytest.raises(CommandError) as caught:
        call_command("check_data", only=list(checks), lang=lang, stdout=out)
    lines = out.getvalue().splitlines()
    if lang == "en":
        count = len(lines)
        assert str(caught.value) == ("1 thing is wrong." if count == 1 else f"{count} things are wrong.")
    return lines


def trigger_of(model, name: str) -> str:
    """Return what the database calls a trigger."""
    (trigger,) = [one for one in model._meta.triggers if one.name == name]
    return trigger.get_pgid(model)


def test_sound_data_have_no_findings(storage, attachment, capsys):
    call_command("check_data")
    assert capsys.readouterr().out == "The data are sound.\n"


def test_every_check_has_a_name_of_its_own(settings):
    names = [check.name for path in settings.DATA_CHECKS for check in import_string(path)]
    assert sorted(names) == sorted(all_checks())


def test_an_unknown_check_is_said():
    with pytest.raises(CommandError) as caught:
        call_command("check_data", only=["nothing"])
    assert str(caught.value) == "There is no check “nothing”; --list names them."


def test_a_reference_to_nothing_is_named(edition, break_with):
    break_with("UPDATE meetings_minutes SET meeting_id = 987654")
    assert found("references")[0] == (
        f"[references] meetings_minutes {edition.minutes_id} “meeting_id”: "
        "It names meetings_meeting 987654, which does not exist. "
        "Restore what it names from a backup, or clear the column where it may be empty."
    )


def test_a_trigger_that_is_off_is_named(break_with):
    break_with(f"ALTER TABLE meetings_edition DISABLE TRIGGER {trigger_of(Edition, 'edition_is_frozen')}")
    assert found("triggers") == [
        "[triggers] meetings.Edition “edition_is_frozen”: "
        "The trigger is switched off: the database refuses nothing. "
        "Run manage.py pgtrigger install and manage.py pgtrigger enable."
    ]


def test_a_trigger_of_search_that_is_off_is_named(break_with):
    break_with("ALTER TABLE meetings_meeting DISABLE TRIGGER search_touch_meeting_0")
    assert found("triggers") == [
        "[triggers] meetings_meeting “search_touch_meeting_0”: The trigger of search is switched off. "
        "Switch it on with ALTER TABLE meetings_meeting ENABLE TRIGGER search_touch_meeting_0, and run manage.py rebuild_search."
    ]


def test_a_missing_trigger_is_named(break_with):
    break_with(f"DROP TRIGGER {trigger_of(MeetingLogEntry, 'log_is_only_added_to')} ON meetings_meetinglogentry")
    assert [line.split(":")[0] for line in found("triggers")] == ["[triggers] meetings.MeetingLogEntry “log_is_only_added_to”"]


def test_a_missing_constraint_is_named(break_with):
    break_with("ALTER TABLE meetings_attachment DROP CONSTRAINT attachment_kind_known")
    assert [line.split(":")[0] for line in found("constraints")] == ["[constraints] meetings.Attachment “attachment_kind_known”"]


def test_a_sequence_behind_its_table_is_named(edition, break_with):
    break_with("SELECT setval('meetings_edition_id_seq', 1)", f"UPDATE meetings_edition SET id = {edition.pk + 100}")
    (line,) = [line for line in found("sequences") if "meetings_edition_id_seq" in line]
    assert line.endswith(f"Run: SELECT setval('meetings_edition_id_seq', {edition.pk + 100});")


def test_a_missing_file_is_named(storage, attachment):
    storage.delete(attachment.file.name)
    assert found("files") == [
        f"[files] meetings.Attachment {attachment.pk} “notes.txt”: Its stored file {attachment.file.name} is missing. "
        "Take the file out of the last backup that holds it."
    ]


def test_an_altered_file_and_an_orphan_are_named(storage, attachment):
    storage.delete(attachment.file.name)
    storage.save(attachment.file.name, io.BytesIO(b"something else"))
    storage.save("attachments/ff/orphan", io.BytesIO(b"nobody's"))
    assert found("files") == [
        f"[files] meetings.Attachment {attachment.pk} “notes.txt”: Its stored file {attachment.file.name} was altered. "
        "Take the file out of the last backup that holds it.",
        "[files] storage “attachments/ff/orphan”: No record names this stored file. Delete it once a backup holds it.",
    ]


def test_an_index_out_of_step_is_named(edition, break_with):
    break_with("UPDATE meetings_meeting SET title_fr = 'Changée en secret'")
    lines = found("search")
    assert f"[search] meetings_meeting {edition.minutes.meeting_id} “meeting”" in [line.split(":")[0] for line in lines]
    assert {line.rpartition(". ")[2] for line in lines} == {"Run manage.py rebuild_search."}


def test_a_migration_that_waits_is_named(break_with):
    break_with("DELETE FROM django_migrations WHERE app = 'reports'")
    assert [line.split(":")[0] for line in found("migrations")] == ["[migrations] reports “0001_initial”"]


def test_an_account_without_its_address_is_named(observer, break_with):
    break_with(f"DELETE FROM account_emailaddress WHERE user_id = {observer.pk}")
    assert f"[addresses] accounts.User {observer.pk} “observer@example.org”" in [
        line.split(":")[0] for line in found("addresses")
    ]
