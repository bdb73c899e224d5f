"""Keep an agenda as a template, write one from a template, archive a template and bring it back."""

import datetime
from collections.abc import Sequence

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from amif_network.accounts.models import User
from amif_network.accounts.roles import coordinating

from ..models import AgendaItem, AgendaTemplate, AgendaTemplateRow, Meeting

# The day on which times of day are added up.
_DAY = datetime.date(2000, 1, 1)
_MINUTE = datetime.timedelta(minutes=1)


def rows_to_keep(meeting: Meeting) -> list[AgendaTemplateRow]:
    """Return the rows that a template of the agenda of `meeting` would have, unsaved.

    What belongs to this one meeting is left out: the approval of certain minutes, what was left open before.
    """
    items = meeting.agenda_items.filter(approves=None, promises=None, signals=None).order_by("position", "pk")
    return [
        AgendaTemplateRow(position=place, title_fr=item.title_fr, title_nl=item.title_nl, kind=item.kind, minutes=_minutes(item))
        for place, item in enumerate(items, 1)
    ]


@transaction.atomic
def keep_agenda(meeting: Meeting, *, name_fr: str, name_nl: str, by: User, at: datetime.datetime) -> AgendaTemplate:
    """Keep the agenda of `meeting` under a name. Raises ValidationError for one without rows to keep, PermissionDenied."""
    _refuse_others(by)
    rows = rows_to_keep(meeting)
    if not rows:
        raise ValidationError(_("The agenda has no row that a template could keep."), code="empty")
    template = AgendaTemplate.objects.create(name_fr=name_fr, name_nl=name_nl, created_by=by, created_at=at)
    for row in rows:
        row.template = template
    AgendaTemplateRow.objects.bulk_create(rows)
    return template


@transaction.atomic
def rename(template: AgendaTemplate, *, name_fr: str, name_nl: str, by: User) -> AgendaTemplate:
    """Give a template another name. Raises PermissionDenied."""
    _refuse_others(by)
    template.name_fr, template.name_nl = name_fr, name_nl
    template.save(update_fields=["name_fr", "name_nl"])
    return template


@transaction.atomic
def archive(template: AgendaTemplate, *, by: User, at: datetime.datetime) -> None:
    """Offer a template no more; archived twice, it keeps the first day. Raises PermissionDenied."""
    _refuse_others(by)
    AgendaTemplate.objects.filter(pk=template.pk, archived_at=None).update(archived_at=at)


@transaction.atomic
def bring_back(template: AgendaTemplate, *, by: User) -> None:
    """Offer an archived template again. Raises PermissionDenied."""
    _refuse_others(by)
    AgendaTemplate.objects.filter(pk=template.pk).update(archived_at=None)


def items_of(template: AgendaTemplate, meeting: Meeting) -> list[tuple[AgendaItem, int | None]]:
    """Return the rows of a template as unsaved items of `meeting`, each with how many minutes it lasts."""
    return [
        (AgendaItem(meeting=meeting, title_fr=row.title_fr, title_nl=row.title_nl, kind=row.kind), row.minutes)
        for row in template.rows.all()
    ]


def put_in_order(items: Sequence[tuple[AgendaItem, int | None]], start: datetime.time | None) -> list[AgendaItem]:
    """Number unsaved items in their order; from `start` on they get times, as long as it is known how long each lasts."""
    clock = datetime.datetime.combine(_DAY, start) if start else None
    for place, (item, minutes) in enumerate(items, 1):
        item.position = place
        until = clock + minutes * _MINUTE if clock and minutes else None
        if clock and until and until.date() == _DAY:
            item.starts_at, item.ends_at = clock.time(), until.time()
            clock = until
        else:
            clock = None
    return [item for item, _minutes_of_it in items]


def _minutes(item: AgendaItem) -> int | None:
    """Return how long an item lasts; None while a time of it is missing."""
    if item.starts_at is None or item.ends_at is None:
        return None
    span = datetime.datetime.combine(_DAY, item.ends_at) - datetime.datetime.combine(_DAY, item.starts_at)
    return span // _MINUTE or None


def _refuse_others(by: User) -> None:
    """Raise PermissionDenied for whoever does not coordinate."""
    if not coordinating(by, None):
        raise PermissionDenied
