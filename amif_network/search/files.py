"""Keep the words of attached files for the index: each file is read once, soon after it was attached (`settings.DUE_WORK`)."""

import datetime
import json
import logging
import shutil
import subprocess
import sys
import tempfile
import time
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Model
from django.db.models.fields.files import FieldFile

from amif_network.core.uploads import CONTENT_TYPES
from meetings.models import Attachment
from partnerships.models import PartnershipDocument
from projects.models.project import ProjectDocument

from .models import FileOutcome, FilePage, ReadFile
from .reading import SECONDS

HOLDERS: tuple[type[Model], ...] = (Attachment, ProjectDocument, PartnershipDocument)
READABLE = [CONTENT_TYPES[name] for name in ("pdf", "docx", "pptx")]
# Seconds after which the rest waits for the next minute.
ENOUGH = 30
logger = logging.getLogger(__name__)


def read_new(*, at: datetime.datetime) -> int:
    """Read the files that nobody has read yet, as many as fit into half a minute; forget those that are gone. Return how many."""
    _forget()
    until = time.monotonic() + ENOUGH
    done = 0
    for sha256, file in _unread().items():
        if time.monotonic() > until:
            break
        keep(sha256, file, at=at)
        done += 1
    return done


def keep(sha256: str, file: FieldFile, *, at: datetime.datetime) -> ReadFile:
    """Read one file and keep its words; one that cannot be read is noted as such, and not tried again."""
    try:
        found = _pages(file)
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        logger.info("The file %s cannot be searched: %s", sha256[:12], error.__class__.__name__)
        found, outcome = [], FileOutcome.REFUSED
    else:
        outcome = FileOutcome.READ if any(found) else FileOutcome.NOTHING
    with transaction.atomic():
        ReadFile.objects.filter(sha256=sha256).delete()
        FilePage.objects.bulk_create(
            FilePage(file_id=sha256, number=number, text=text) for number, text in enumerate(found, 1) if text
        )
        # Last: its trigger brings the pages into the index.
        return ReadFile.objects.create(sha256=sha256, outcome=outcome, read_at=at)


def _pages(file: FieldFile) -> list[str]:
    """Have a process of its own read the file. Raises SubprocessError or ValueError where it fails or takes too long."""
    reader = settings.BASE_DIR / "amif_network" / "search" / "reading.py"
    # The store may be no folder: the process gets a copy.
    with file.open("rb") as stored, tempfile.NamedTemporaryFile() as copy:
        shutil.copyfileobj(stored, copy)
        copy.flush()
        done = subprocess.run(  # noqa: S603  # our own module, and a path that tempfile made
            [sys.executable, "-I", "-X", "utf8", str(reader), copy.name],
            stdout=subprocess.PIPE,
            # A broken file may give a reader more to complain of than this process could hold.
            stderr=subprocess.DEVNULL,
            timeout=2 * SECONDS,
            check=True,
        )
    found: list[str] = json.loads(done.stdout)
    return found


def _unread() -> dict[str, Any]:
    """Return the files that were not read yet, by hash, those attached first first."""
    read = ReadFile.objects.values("sha256")
    rows: list[Any] = [
        row
        for holder in HOLDERS
        for row in holder._default_manager.filter(content_type__in=READABLE).exclude(sha256__in=read).order_by("added_at")
    ]
    return {row.sha256: row.file for row in rows}


def _forget() -> None:
    """Delete the words of files that nobody holds any more."""
    held = ReadFile.objects.all()
    for holder in HOLDERS:
        held = held.exclude(sha256__in=holder._default_manager.values("sha256"))
    held.delete()
