"""An import: kept, tried in a transaction that is rolled back, shown, and applied as a whole once a person confirms it."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from tablib import Dataset

from amif_network.accounts.models import User
from amif_network.accounts.roles import coordinating
from amif_network.core.bilingual import active_language
from amif_network.core.fingerprint import Overtaken

from ..models import Importation
from .outcome import CHANGED, NEW, REFUSED, of_sheet, seal, together
from .reading import Sheet, read_tables
from .tables import TABLES
from .tables.calls import call_key
from .world import World


class Refused(ValueError):
    """Some rows cannot be imported: nothing is."""


def receive(*, data: bytes, filename: str, by: User, at: datetime.datetime) -> Importation:
    """Keep a file and what it would change. Raises UnreadableTable, PermissionDenied."""
    if not coordinating(by, None):
        raise PermissionDenied
    sheets = read_tables(data, filename)
    importation = Importation(filename=filename[-200:], source=data, by=by, at=at)
    _look(importation, sheets, by=by, at=at)
    importation.save()
    return importation


@transaction.atomic
def look_again(
    importation: Importation, *, by: User, at: datetime.datetime, choices: Mapping[str, int] | None = None
) -> Importation:
    """Try the file anew, in the language of the reader; `choices` say which organisation is meant by a name that was not known.

    Raises Importation.DoesNotExist when it was confirmed or discarded meanwhile.
    """
    locked = _locked(importation)
    locked.choices |= choices or {}
    _look(locked, read_tables(bytes(locked.source), locked.filename), by=by, at=at)
    locked.save(update_fields=["choices", "outcome", "language"])
    return locked


@transaction.atomic
def confirm(importation: Importation, *, shown: str, by: User, at: datetime.datetime) -> Importation:
    """Apply a file: everything or nothing. `shown` is the seal of the preview that the person saw.

    Raises Overtaken when the file would change something else by now, Refused when rows are refused,
    Importation.DoesNotExist when it was confirmed or discarded meanwhile, PermissionDenied.
    """
    if not coordinating(by, None):
        raise PermissionDenied
    locked = _locked(importation)
    outcome = _apply(locked, read_tables(bytes(locked.source), locked.filename), by=by, at=at)
    if seal(outcome) != shown or seal(locked.outcome) != shown:
        raise Overtaken
    if outcome["counts"][REFUSED]:
        raise Refused
    locked.confirmed_at = at
    locked.save(update_fields=["confirmed_at"])
    return locked


def discard(importation: Importation) -> None:
    """Forget a file that nobody confirmed."""
    Importation.objects.filter(pk=importation.pk, confirmed_at=None).delete()


def changes_something(outcome: dict[str, Any]) -> bool:
    """True when confirming would do something, and may."""
    counts = outcome["counts"]
    return not counts[REFUSED] and bool(counts[NEW] or counts[CHANGED])


def _locked(importation: Importation) -> Importation:
    return Importation.objects.select_for_update().get(pk=importation.pk, confirmed_at=None)


def _look(importation: Importation, sheets: list[Sheet], *, by: User, at: datetime.datetime) -> None:
    """Note what the file would change: it is applied, and taken back before anybody else sees it."""
    with transaction.atomic():
        importation.outcome = _apply(importation, sheets, by=by, at=at)
        transaction.set_rollback(True)
    importation.language = active_language()


def _apply(importation: Importation, sheets: list[Sheet], *, by: User, at: datetime.datetime) -> dict[str, Any]:
    """Import every sheet, in the order in which they refer to each other, and return what became of each row."""
    named = {call_key(cells) for sheet in sheets for _number, cells in sheet.rows}
    world = World(by=by, at=at, filename=importation.filename, named=named, choices=importation.choices)
    outcomes = []
    for sheet in sheets:
        table = TABLES[sheet.table](world)
        table.numbers = [number for number, _cells in sheet.rows]
        headings = [heading for heading in sheet.headings if heading in table.fields]
        dataset = Dataset(*([cells[name] for name in headings] for _number, cells in sheet.rows), headers=headings)
        outcomes.append(of_sheet(sheet, table, table.import_data(dataset, use_transactions=False)))
    return together(outcomes, world.unknown)
