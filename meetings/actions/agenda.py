"""Save the agenda of a meeting as a whole: rows changed, added, removed and put in order."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from amif_network.accounts.models import User
from amif_network.core.fingerprint import Overtaken
from amif_network.directory.models import Person

from ..models import AgendaItem, Meeting
from ..models.choices import Edit
from .meeting import locked_for_editing
from .people import keep_new_people
from .steps import note

COLUMNS = ("position", "label", "title_fr", "title_nl", "kind", "starts_at", "ends_at")


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaRow:
    """A row as it shall be; `pk` names the item it changes, None makes a new one."""

    pk: int | None = None
    label: str = ""
    title_fr: str = ""
    title_nl: str = ""
    kind: str = AgendaItem.Kind.TOPIC
    starts_at: datetime.time | None = None
    ends_at: datetime.time | None = None
    presenters: tuple[Person, ...] = ()


@transaction.atomic
def save_agenda(meeting: Meeting, *, rows: Sequence[AgendaRow], base: str, by: User, at: datetime.datetime) -> Meeting:
    """Make `rows`, in their order, the whole agenda of `meeting` as it stood at the fingerprint `base`.

    Items that no row names are removed; a row that names an item of another meeting, or one that is gone,
    becomes a new item. Raises Overtaken when somebody else changed the agenda since, PermissionDenied when
    the meeting is not open for editing. The number of queries does not depend on the number of rows.
    """
    locked = locked_for_editing(meeting.pk, by=by)
    if locked.agenda_items.fingerprint() != base:
        raise Overtaken
    keep_new_people(person for row in rows for person in row.presenters)
    existing = {item.pk: item for item in locked.agenda_items.all()}
    items = [_filled(existing.pop(row.pk or 0, AgendaItem(meeting=locked)), row, place) for place, row in enumerate(rows, 1)]
    AgendaItem.objects.filter(pk__in=existing).delete()
    AgendaItem.objects.bulk_update([item for item in items if item.pk], COLUMNS)
    AgendaItem.objects.bulk_create([item for item in items if not item.pk])
    _present(items, rows)
    if locked.agenda_items.fingerprint() != base:
        note(locked, Edit.AGENDA, by=by, at=at)
    return locked


def _filled(item: AgendaItem, row: AgendaRow, position: int) -> AgendaItem:
    """Write `row` into `item`, at `position`."""
    item.position = position
    for name in COLUMNS[1:]:
        setattr(item, name, getattr(row, name))
    return item


def _present(items: Sequence[AgendaItem], rows: Sequence[AgendaRow]) -> None:
    """Make the presenters of `items` those of `rows`, with one deletion and one insertion for all."""
    through = AgendaItem.presenters.through
    wanted = {(item.pk, person.pk) for item, row in zip(items, rows, strict=True) for person in row.presenters}
    links = through.objects.filter(agendaitem__in=items)
    present = {(link.agendaitem_id, link.person_id): link.pk for link in links}
    through.objects.filter(pk__in=[pk for pair, pk in present.items() if pair not in wanted]).delete()
    through.objects.bulk_create(
        [through(agendaitem_id=item, person_id=person) for item, person in sorted(wanted - present.keys())]
    )
