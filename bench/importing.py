"""Importing a document of minutes, against reading its lines: what any import of it has to do first."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from bench.portal import coordinator, forgotten
from bench.rows import Row, compare
from meetings.actions import importing
from meetings.importing import read_document

SEEDS = Path(settings.BASE_DIR).parent / "shared" / "seeds"
OWN = Path(settings.BASE_DIR) / "tests" / "meetings" / "importing" / "documents"
TIMES = 5


def rows() -> Iterator[Row]:
    """Recognise and import the longest document at hand: a real one where there is one."""
    coordinator()
    document = max(
        (path for folder in (SEEDS, OWN) for path in sorted(folder.glob("*.txt"))), key=lambda path: path.stat().st_size
    )
    data = document.read_bytes()
    scale = f"{'seed' if document.parent == SEEDS else 'own'}, {len(data) / 1000:.0f} kB"
    read = partial(read_document, data, document.name)
    for name, run in (("Import, recognise", importing.recognise), ("Import, recognise and save", import_and_forget)):
        median, reference = compare(partial(run, data, document.name), read, times=TIMES)
        yield Row(name, scale, median, reference)


def import_and_forget(data: bytes, name: str) -> None:
    """Do what the import page does from the upload to the confirmation, and take it back."""
    with forgotten():
        by, at = coordinator(), timezone.now()
        received = importing.receive(data=data, filename=name, by=by, at=at)
        _source, parsed = importing.recognise(data, name)
        decisions = importing.Directory(parsed).decisions()
        importing.confirm(received, parsed=parsed, decisions=decisions, by=by, at=at)
