"""The review board: who answered what to the last round, and every remark with its outcome (UX §1, screen 9)."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from amif_network.accounts.models import User
from amif_network.core.bilingual import Localised

from ...forms.review import BoardFilter
from ...models import Circulation, Minutes, Remark
from ...models.choices import UNAPPROVED
from ...outline import outline, reading_order
from ...rounds import Anchor, anchors
from ..scope import minutes_for
from .cells import Cell, Line, lines


@dataclass(slots=True)
class Group:
    """The remarks about one section; without an anchor those about the minutes as a whole."""

    anchor: Anchor | None
    remarks: list[tuple[Remark, Anchor | None]] = field(default_factory=list)

    @property
    def name(self) -> str:
        """How the section is called."""
        if self.anchor is None:
            return _("The minutes as a whole")
        return f"{self.anchor.number} {self.anchor.heading.text}".strip() or _("Section without a heading")

    @property
    def heading(self) -> Localised | None:
        """The heading of the section, with its language."""
        return self.anchor.heading if self.anchor else None


@require_safe
def board(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one round of review, the last one where none is chosen: a line per organisation, then the remarks by section."""
    minutes, can = minutes_for(request, pk, "preview", Minutes.objects.for_workspace())
    assert isinstance(request.user, User)
    rounds = list(Circulation.objects.filter(minutes=minutes).defer("content").select_related("circulated_by__person"))
    form = BoardFilter(request.GET, rounds=rounds)
    number = form.chosen("round") if "round" in form.fields else ""
    chosen = next((one for one in rounds if one.number == number), rounds[0] if rounds else None)
    found = lines(chosen.requests.for_board(), request.user, minutes) if chosen else []
    remarks = Remark.objects.sent().filter(request__circulation__minutes=minutes).for_list()
    shown = [one for one in remarks if chosen and one.request.circulation_id == chosen.pk]
    return render(
        request,
        "meetings/review/board.html",
        {
            "minutes": minutes,
            "meeting": minutes.meeting,
            "can": can,
            "asking": minutes.state in UNAPPROVED and chosen is not None and chosen == rounds[0],
            "rounds": rounds,
            "round": chosen,
            "filters": form,
            "lines": [line for line in found if form.chosen("answer") in ("", line.cell.kind)],
            "counts": _counts(found),
            "groups": groups(minutes, [one for one in shown if _fits(one, form.chosen("remarks"))]),
            "sent": len(shown),
            "unsettled": sum(one.state == Remark.State.SENT for one in shown),
            "untold": sum(one.state == Remark.State.SETTLED and one.told_at is None for one in remarks),
            "earlier": _earlier(remarks, chosen, rounds),
        },
    )


def groups(minutes: Minutes, remarks: list[Remark]) -> list[Group]:
    """Return remarks by section: those about the whole first, then in reading order, at the end those of removed sections.

    `minutes`: with their sections. One query, for the records of the rounds.
    """
    nodes = reading_order(outline(minutes.sections.all()))
    keys = {one.request.circulation_id for one in remarks}
    records = {one.pk: one.printed() for one in Circulation.objects.filter(pk__in=keys)}
    found = anchors(remarks, records, nodes)
    places = {node.section.pk: place for place, node in enumerate(nodes)}
    by_section: dict[int | None, Group] = {}
    for remark in remarks:
        anchor = found.get(remark.pk)
        by_section.setdefault(remark.section_id, Group(anchor)).remarks.append((remark, anchor))
    order = sorted(by_section, key=lambda key: (key is not None, places.get(key or 0, len(places)), key or 0))
    return [by_section[key] for key in order]


def _counts(found: Iterable[Line]) -> list[tuple[int, str, Cell]]:
    """Return how many organisations stand in each cell, what that cell is called, and one of them for its looks."""
    by_kind: dict[str, list[Line]] = {}
    for line in found:
        by_kind.setdefault(line.cell.kind, []).append(line)
    names = dict(BoardFilter.CELLS)
    return [(len(by_kind[kind]), str(names[kind]), by_kind[kind][0].cell) for kind in names if kind in by_kind]


def _fits(remark: Remark, wanted: str) -> bool:
    return wanted == "" or (remark.state == Remark.State.SETTLED) == (wanted == "settled")


def _earlier(remarks: Iterable[Remark], chosen: Circulation | None, rounds: list[Circulation]) -> list[tuple[int, int]]:
    """Return which other rounds have remarks without an outcome, and how many."""
    by_number = {one.pk: one.number for one in rounds if one != chosen}
    waiting: dict[int, int] = {}
    for remark in remarks:
        number = by_number.get(remark.request.circulation_id)
        if number is not None and remark.state == Remark.State.SENT:
            waiting[number] = waiting.get(number, 0) + 1
    return sorted(waiting.items())
