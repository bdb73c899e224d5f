"""A small portal that was written for good: an edition, a file at a meeting, a section, people."""

import datetime
import hashlib
from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connection, transaction

from meetings.actions.attachments import attach
from meetings.models import Attachment, Edition
from tests.factories.meetings import NOW, MeetingFactory, MinutesFactory, SectionFactory

PDF = b"%PDF-1.7 the words of an edition, as published"
NOTES = b"What was shown at the meeting."


@pytest.fixture
def storage(settings, tmp_path: Path) -> FileSystemStorage:
    """The stored files of this test alone."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return default_storage


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """The folder of the backups."""
    folder = tmp_path / "backups"
    folder.mkdir()
    return folder


@pytest.fixture
def passphrase_file(tmp_path: Path) -> Path:
    path = tmp_path / "passphrase"
    path.write_text("une phrase assez longue\n")
    return path


@pytest.fixture
def edition(french_coordinator) -> Edition:
    minutes = MinutesFactory(meeting=MeetingFactory(title_fr="Première rencontre", title_nl="Eerste ontmoeting"))
    SectionFactory(minutes=minutes, fr=("Accueil", "<p>Bonjour à tous.</p>"), nl=("Onthaal", "<p>Welkom.</p>"))
    return Edition.objects.create(
        minutes=minutes,
        version=1,
        language="fr",
        content={"heads": []},
        pdf=PDF,
        sha256=hashlib.sha256(PDF).hexdigest(),
        approved_by=french_coordinator,
        approved_at=NOW,
        published_by=french_coordinator,
        published_at=NOW,
    )


@pytest.fixture
def attachment(storage, edition, french_coordinator) -> Attachment:
    return attach(
        edition.minutes.meeting,
        data=NOTES,
        filename="notes.txt",
        kind="annex",
        title="Notes",
        language="fr",
        by=french_coordinator,
        at=NOW,
    )


@pytest.fixture
def at() -> datetime.datetime:
    return datetime.datetime(2026, 3, 2, 4, 0, tzinfo=datetime.UTC)


@pytest.fixture
def break_with():
    """Return a function that runs SQL past triggers and references, as nobody but the owner of the tables can."""

    def run(*statements: str) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            # What deferred triggers still have to look at stands in the way of changes of tables.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET LOCAL session_replication_role = replica")
            for statement in statements:
                cursor.execute(statement)
            cursor.execute("SET LOCAL session_replication_role = origin")

    return run
