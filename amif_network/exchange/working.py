"""The work on a file: read it, try it in a transaction that is rolled back, or apply it as a whole."""

import datetime
from itertools import batched
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from amif_network.accounts import access_log
from amif_network.accounts.models import AccessKind
from amif_network.core.bilingual import in_both
from amif_network.core.fingerprint import Overtaken
from amif_network.core.origin import IMPORT, at_work

from .errors import UnreadableTable
from .models import AT_WORK, Importation, ImportState
from .outcome import CHANGED, NEW, REFUSED, SheetOutcome, seal, together
from .progress import Tell, silent, told
from .reading import Sheet, read_tables
from .subjects import tables
from .table import CHUNK
from .workflow import reach
from .world import World


class Refused(ValueError):
    """Some rows cannot be imported: nothing is."""


def work(key: int, *, at: datetime.datetime) -> str:
    """Go on with the file of this key, in the language of its reader, and return the state that it reached.

    Does nothing where another worker has it, or nothing is to be done: it may be called as often as one likes.
    """
    with transaction.atomic():
        waiting = Importation.objects.select_for_update(of=("self",), skip_locked=True).select_related("by")
        importation = waiting.filter(pk=key, state__in=AT_WORK).first()
        if importation is None:
            return ""
        with translation.override(importation.language), told(importation) as tell:
            go_on(importation, at=at, tell=tell)
        return importation.state


def go_on(importation: Importation, *, at: datetime.datetime, tell: Tell = silent, sheets: list[Sheet] | None = None) -> None:
    """Do the next piece of work on a locked file and note what became of it; `sheets` where it is read already."""
    try:
        sheets = sheets or read_tables(bytes(importation.source), importation.filename)
        if importation.state == ImportState.IMPORTING:
            _import(importation, sheets, at=at, tell=tell)
        else:
            look(importation, sheets, at=at, tell=tell)
    except UnreadableTable as error:
        reach(importation, ImportState.UNREADABLE)
        importation.remark = str(error)
    importation.save()


def look(importation: Importation, sheets: list[Sheet], *, at: datetime.datetime, tell: Tell = silent) -> None:
    """Note what the file would change: it is applied, and taken back before anybody else sees it."""
    with transaction.atomic():
        importation.outcome = _apply(importation, sheets, at=at, tell=tell)
        transaction.set_rollback(True)
    reach(importation, ImportState.SHOWN)
    importation.remark = ""


def _import(importation: Importation, sheets: list[Sheet], *, at: datetime.datetime, tell: Tell) -> None:
    """Apply the file; where it would change something else than was shown, or rows are refused, nothing, and say why."""
    try:
        apply(importation, sheets, shown=importation.shown, at=at, tell=tell)
    except Overtaken:
        importation.remark = _("Something changed since you saw the preview; nothing was imported. This is how it looks now.")
    except Refused:
        importation.remark = _("Nothing was imported: some rows are refused.")
    if importation.remark:
        reach(importation, ImportState.SHOWN)


def apply(importation: Importation, sheets: list[Sheet], *, shown: str, at: datetime.datetime, tell: Tell = silent) -> None:
    """Apply a locked file whose preview had the seal `shown`: everything or nothing.

    Raises Overtaken when the file would change something else by now, Refused when rows are refused; then its outcome is
    what it would change now.
    """
    before = seal(importation.outcome)
    with at_work(IMPORT, by=importation.by_id, about=importation.filename), transaction.atomic():
        importation.outcome = _apply(importation, sheets, at=at, tell=tell)
        if not before == shown == seal(importation.outcome):
            raise Overtaken
        if importation.outcome["counts"][REFUSED]:
            raise Refused
    reach(importation, ImportState.IMPORTED)
    importation.confirmed_at, importation.remark = at, ""
    counts = importation.outcome["counts"]
    titles = [tables()[sheet["table"]].title for sheet in importation.outcome["sheets"]]
    subject = in_both(lambda: f"{importation.filename} ({', '.join(str(title) for title in titles)})")
    access_log.note(AccessKind.IMPORT, by=importation.by, subject=subject, rows=counts[NEW] + counts[CHANGED], at=at)


def _apply(importation: Importation, sheets: list[Sheet], *, at: datetime.datetime, tell: Tell) -> dict[str, Any]:
    """Import every sheet, in the order in which they refer to each other, and return what became of each row."""
    world = World(importation, at=at, sheets=sheets)
    done, total = 0, sum(len(sheet.rows) for sheet in sheets)
    outcomes = []
    for sheet in sheets:
        table = tables()[sheet.table](world)
        outcome = SheetOutcome(sheet, table)
        for rows in batched(sheet.rows, CHUNK):
            results = []
            for number, cells in rows:
                results.append(table.read(cells, number))
                done += 1
                tell(done, total)
            table.flush()
            for (number, cells), result in zip(rows, results, strict=True):
                outcome.add(number, cells, result)
        table.finish()
        outcomes.append(outcome.values())
    return together(outcomes, world.unknown)
