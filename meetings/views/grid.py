"""A round table as a table: the question, and under it what each organisation answered (DOMAIN §4)."""

import uuid as uuids
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from amif_network.core.bilingual import active_language
from amif_network.directory.models import Organisation

from ..models import Attendance, Meeting, Minutes, Section
from ..models.choices import PRESENT, AttendanceStatus
from ..outline import outline, reading_order
from .rows import Row, rows_of
from .scope import chosen_view, minutes_for
from .workspace import shown_languages, view_tabs, workspace_address

# Organisations at the meeting come first, then those of which an answer is awaited, then the others.
AT_THE_TABLE, AWAITED, OTHER = range(3)


@dataclass(frozen=True, slots=True)
class Line:
    """An organisation in a round table: how it took part, and its answers (often one, one per type, or none yet)."""

    organisation: Organisation | None
    name: str
    place: int
    answers: list[Row]

    @property
    def present(self) -> bool:
        """True when somebody was there for it."""
        return self.place == AT_THE_TABLE

    @property
    def awaited(self) -> bool:
        """True when it was excused and has not answered: its answer still comes in."""
        return self.place == AWAITED and not self.answers


@require_safe
def grid(request: HttpRequest, pk: int, uuid: uuids.UUID) -> HttpResponse:
    """Show a round table with a line per organisation, in one language or both (`?lang=`)."""
    minutes, can = minutes_for(request, pk, "preview", Minutes.objects.for_workspace())
    shown = chosen_view(request)
    node = next((one for one in reading_order(outline(minutes.sections.all())) if one.section.uuid == uuid), None)
    if node is None or node.section.kind != Section.Kind.ROUND_TABLE:
        raise Http404
    question, *parts = rows_of([node, *node.children], shown_languages(minutes, shown))
    lines = _lines(minutes.meeting, [row for row in parts if row.section.kind == Section.Kind.ANSWER])
    return render(
        request,
        "meetings/minutes/grid.html",
        {
            "minutes": minutes,
            "meeting": minutes.meeting,
            "question": question,
            "lines": lines,
            "others": [row for row in parts if row.section.kind != Section.Kind.ANSWER],
            "answered": sum(1 for line in lines if line.answers and line.organisation),
            "asked": sum(1 for line in lines if line.organisation),
            "shown": shown,
            "tabs": view_tabs(shown),
            "can": can,
            "back": workspace_address(minutes, shown, node.section),
        },
    )


def _lines(meeting: Meeting, answers: Iterable[Row]) -> list[Line]:
    """Return a line for each organisation that took part, was excused or answered, and one for answers without a name."""
    lang = active_language()
    places = _places(meeting)
    given: dict[int | None, list[Row]] = defaultdict(list)
    for answer in answers:
        organisation = answer.section.organisation
        given[organisation.pk if organisation else None].append(answer)
        if organisation:
            places.setdefault(organisation.pk, (organisation, OTHER))
    lines = [
        Line(organisation, organisation.localised_name(lang).text, place, given[organisation.pk])
        for organisation, place in places.values()
        if place != OTHER or given[organisation.pk]
    ]
    lines.sort(key=lambda line: (line.place, getattr(line.organisation, f"sort_{lang}")))
    return [*lines, Line(None, _("Without a name"), OTHER, given[None])] if given[None] else lines


def _places(meeting: Meeting) -> dict[int, tuple[Organisation, int]]:
    """Return the organisations on the attendance list with the best place that one of their people gives them. One query."""
    places: dict[int, tuple[Organisation, int]] = {}
    listed = Attendance.objects.filter(meeting=meeting).exclude(organisation=None).select_related("organisation")
    for attendance in listed.order_by("position", "pk"):
        organisation = attendance.organisation
        assert organisation is not None
        place = OTHER
        if attendance.status in PRESENT:
            place = AT_THE_TABLE
        elif attendance.status == AttendanceStatus.EXCUSED:
            place = AWAITED
        known = places.get(organisation.pk, (organisation, OTHER))[1]
        places[organisation.pk] = (organisation, min(place, known))
    return places
