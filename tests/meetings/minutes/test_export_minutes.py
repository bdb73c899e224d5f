"""`manage.py export_minutes`: the same documents without a browser."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from meetings import documents
from meetings.actions import publishing
from meetings.models import Edition, Minutes
from tests.factories.meetings import NOW, MeetingFactory
from tests.factories.publishing import OVERRIDE, SITE

pytestmark = pytest.mark.django_db


def export(minutes_or_id: Minutes | int, path: Path, lang: str = "fr", *more: str) -> str:
    out = StringIO()
    number = minutes_or_id.meeting_id if isinstance(minutes_or_id, Minutes) else minutes_or_id
    call_command("export_minutes", str(number), "--lang", lang, "--output", str(path), *more, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize("lang", ["fr", "nl", "both"])
def test_a_draft_is_what_the_page_gives(section, tmp_path: Path, lang):
    said = export(section.minutes, tmp_path / "minutes.pdf", lang)
    page = documents.pdf(documents.record(documents.load(section.minutes.pk), lang))
    assert (tmp_path / "minutes.pdf").read_bytes() == page
    assert "version 0.1, draft" in said


def test_published_minutes_are_the_stored_bytes(section, french_coordinator, tmp_path: Path):
    approved = publishing.approve(section.minutes, by=french_coordinator, at=NOW, override=OVERRIDE)
    assert "approved, not published" in export(approved, tmp_path / "approved.pdf")
    publishing.publish(approved, by=french_coordinator, at=NOW, site=SITE, reasons={"fr": "Test"})
    (tmp_path / "minutes.pdf").write_bytes(b"an older file")
    said = export(approved, tmp_path / "minutes.pdf", "nl")
    editions = {one.audience: bytes(one.pdf) for one in Edition.objects.filter(language="nl")}
    assert (tmp_path / "minutes.pdf").read_bytes() == editions["internal"]
    assert "published edition" in said
    export(approved, tmp_path / "public.pdf", "nl", "--audience", "public")
    assert (tmp_path / "public.pdf").read_bytes() == editions["public"]


@pytest.mark.parametrize("number", [0, 999999, 10**30])
def test_an_unknown_meeting_is_an_error(db, tmp_path: Path, number):
    with pytest.raises(CommandError, match=f"no meeting {number} "):
        export(number, tmp_path / "minutes.pdf")
    assert list(tmp_path.iterdir()) == []


def test_a_meeting_without_minutes_is_an_error(db, tmp_path: Path):
    with pytest.raises(CommandError, match="no meeting"):
        export(MeetingFactory().pk, tmp_path / "minutes.pdf")


@pytest.mark.parametrize(
    "arguments",
    [
        ["x", "--lang", "fr", "--output", "a.pdf"],
        ["1", "--lang", "de", "--output", "a.pdf"],
        ["1", "--lang", "fr"],
        ["1", "--output", "a.pdf"],
    ],
)
def test_wrong_arguments_are_an_error(db, arguments):
    with pytest.raises(CommandError):
        call_command("export_minutes", *arguments)


@pytest.mark.parametrize("place", ["missing/minutes.pdf", "."])
def test_a_file_that_cannot_be_written_is_an_error(section, tmp_path: Path, place):
    with pytest.raises(CommandError, match="cannot be written"):
        export(section.minutes, tmp_path / place)
