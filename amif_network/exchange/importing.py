"""An import: kept, tried, shown, and applied as a whole once a person confirms it.

What is small is answered at once. A long file is worked on by a task (`working.work`), and its page tells how far it is.
"""

import datetime
from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from amif_network.accounts.models import User
from amif_network.accounts.roles import administering
from amif_network.core.bilingual import active_language

from . import tasks, working
from .models import AT_WORK, Importation, ImportState, Progress
from .reading import Sheet, read_tables, refuse_at_sight
from .workflow import reach

# What is answered while the person waits: in bytes of the file, and in rows.
AT_ONCE_BYTES = 300_000
AT_ONCE_ROWS = 400
# How long the work on a file may lie before it is begun anew, and how often.
PATIENCE = datetime.timedelta(minutes=5)
MOST_ATTEMPTS = 3


@transaction.atomic
def receive(*, data: bytes, filename: str, by: User, at: datetime.datetime) -> Importation:
    """Keep a file, and look at what it would change. Raises UnreadableTable, PermissionDenied."""
    if not administering(by, None):
        raise PermissionDenied
    refuse_at_sight(data)
    sheets = read_tables(data, filename) if len(data) <= AT_ONCE_BYTES else []
    importation = Importation(filename=filename[-200:], source=data, by=by, at=at, language=active_language())
    if _at_once(sheets):
        working.look(importation, sheets, at=at)
    importation.save()
    Progress.objects.create(importation=importation)
    if importation.at_work:
        _begin(importation, at)
    return importation


@transaction.atomic
def look_again(
    importation: Importation, *, by: User, at: datetime.datetime, choices: Mapping[str, int] | None = None
) -> Importation:
    """Try the file anew, in the language of the reader; `choices` say which organisation is meant by a name that was not known.

    Raises Importation.DoesNotExist when it was confirmed or discarded meanwhile, UnreadableTable.
    """
    locked = _locked(importation)
    locked.choices |= choices or {}
    reach(locked, ImportState.LOOKING)
    locked.language, locked.attempts = active_language(), 0
    sheets = _small(locked)
    if sheets:
        working.look(locked, sheets, at=at)
    locked.save()
    if locked.at_work:
        _begin(locked, at)
    return locked


@transaction.atomic
def confirm(importation: Importation, *, shown: str, by: User, at: datetime.datetime) -> Importation:
    """Apply a file: everything or nothing. `shown` is the seal of the preview that the person saw.

    Raises Overtaken when the file would change something else by now, Refused when rows are refused,
    Importation.DoesNotExist when it was confirmed or discarded meanwhile, PermissionDenied. Of a long file the page tells it.
    """
    if not administering(by, None):
        raise PermissionDenied
    locked = _locked(importation)
    if sheets := _small(locked):
        working.apply(locked, sheets, shown=shown, at=at)
        locked.save()
        return locked
    reach(locked, ImportState.IMPORTING)
    locked.shown, locked.language, locked.attempts = shown, active_language(), 0
    locked.remark = ""
    locked.save()
    _begin(locked, at)
    return locked


def discard(importation: Importation) -> None:
    """Forget a file that nobody confirmed, unless the portal works on it at this moment."""
    Importation.objects.filter(pk=importation.pk, confirmed_at=None).exclude(state__in=AT_WORK).delete()


def resume(*, at: datetime.datetime) -> None:
    """Begin anew what lies since the portal was restarted, or since the work on it failed; give up after three attempts."""
    lying = Importation.objects.filter(state__in=AT_WORK, begun_at__lt=at - PATIENCE)
    with transaction.atomic():
        for importation in lying.select_for_update(skip_locked=True).defer("source", "outcome"):
            if importation.attempts < MOST_ATTEMPTS:
                _begin(importation, at)
                continue
            reach(importation, ImportState.BROKEN_OFF)
            with translation.override(importation.language):
                importation.remark = _("The portal broke off three times; nothing was imported. Its log says why.")
            importation.save(update_fields=["state", "remark"])


def _begin(importation: Importation, at: datetime.datetime) -> None:
    """Hand the file to the worker once the transaction is through."""
    importation.begun_at, importation.attempts = at, importation.attempts + 1
    importation.save(update_fields=["begun_at", "attempts"])
    Progress.objects.filter(importation=importation).update(done=0, total=0)
    key = importation.pk
    transaction.on_commit(lambda: tasks.work.enqueue(key))


def _locked(importation: Importation) -> Importation:
    waiting = Importation.objects.select_for_update(of=("self",)).select_related("by")
    return waiting.exclude(state__in=AT_WORK).get(pk=importation.pk, confirmed_at=None)


def _at_once(sheets: list[Sheet]) -> bool:
    return bool(sheets) and sum(len(sheet.rows) for sheet in sheets) <= AT_ONCE_ROWS


def _small(importation: Importation) -> list[Sheet]:
    """Return the sheets of a file that is answered at once, none for a long one."""
    if len(importation.source) > AT_ONCE_BYTES:
        return []
    sheets = read_tables(bytes(importation.source), importation.filename)
    return sheets if _at_once(sheets) else []
