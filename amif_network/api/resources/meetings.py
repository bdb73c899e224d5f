"""Meetings with their agendas, without anybody's name: who presents or leads is for those who were there."""

from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from amif_network.accounts.models import Scope, User
from meetings.models import AgendaItem, Meeting

from .. import parameters as by
from ..fields import MOMENT, Field, at, bilingual, date, identity, on, or_null, several, text, word, written
from ..parameters import Rows
from .resource import Resource, changed


def _time(field: str, example: str) -> Field:
    """A time of the day of the meeting, or of a row of its agenda."""
    return Field(or_null(MOMENT), lambda row: on(getattr(row, "meeting", row).date, getattr(row, field)), example)


ITEM = {
    "label": text("label", "2"),
    "title": bilingual("title", "Tour de table", "Rondetafel"),
    "kind": word("kind", AgendaItem.Kind, "topic"),
    "starts": _time("starts_at", "2026-03-12T09:30:00.000000+01:00"),
    "ends": _time("ends_at", "2026-03-12T10:30:00.000000+01:00"),
}


def _agenda(meeting: Any) -> list[dict[str, Any]]:
    items = list(meeting.agenda_items.all())
    for item in items:
        item.meeting = meeting
    return [written(ITEM, item) for item in items]


def _rows(reader: User) -> Rows:
    items = Prefetch("agenda_items", queryset=AgendaItem.objects.order_by("position", "pk"))
    updated = changed((Meeting, "pgh_obj"), (AgendaItem, "meeting"))
    return Meeting.objects.visible_to(reader).annotate(updated=updated).prefetch_related(items)


MEETINGS = Resource(
    name="meeting",
    title=_("Meetings"),
    about=_("What, when, where and in which state, with the agenda."),
    scope=Scope.MEETINGS,
    rows=_rows,
    fields={
        **identity("meeting"),
        "title": bilingual("title", "Réunion du réseau", "Netwerkvergadering"),
        "series": word("series", Meeting.Series, "network"),
        "state": word("state", Meeting.State, "convened"),
        "date": date("date", "2026-03-12"),
        "starts": _time("starts_at", "2026-03-12T09:30:00.000000+01:00"),
        "ends": _time("ends_at", "2026-03-12T12:30:00.000000+01:00"),
        "mode": word("mode", Meeting.Mode, "hybrid"),
        "place": bilingual("place", "Bruxelles", "Brussel"),
        "agenda": several(ITEM, _agenda),
        "updated": at("updated", "2026-02-01T10:00:00.000000+01:00"),
    },
    filters={
        "state": by.one_of(Meeting.State, lambda rows, value: rows.filter(state=value), _("Only meetings in this state.")),
        "year": by.year(lambda rows, value: rows.filter(date__year=value), _("Only meetings of this year.")),
    },
)
