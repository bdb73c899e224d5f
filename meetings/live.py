"""What a meeting is at: the section spoken about, its slot in the agenda, and what comes next.

Works on minutes that are loaded already (`Minutes.objects.for_workspace()`); asks nothing of the database.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from .models import AgendaItem, Minutes, Section
from .outline import Node, outline, reading_order


@dataclass(frozen=True, slots=True)
class Live:
    """The section spoken about (None before the first), the one after it, and the agenda item they speak of.

    `ends` is the end of its slot on the day of the meeting, None without one.
    """

    current: Node | None
    upcoming: Node | None
    item: AgendaItem | None
    ends: datetime.datetime | None

    def remaining(self, now: datetime.datetime) -> datetime.timedelta | None:
        """Return how much of the slot is left at `now`, negative past its end; None without a slot or on another day."""
        if self.ends is None or timezone.localdate(now) != timezone.localdate(self.ends):
            return None
        return self.ends - now


def live(minutes: Minutes, nodes: Sequence[Node] | None = None) -> Live:
    """Return what the meeting of loaded `minutes` is at; `nodes`: their sections in reading order, where that is known."""
    nodes = reading_order(outline(minutes.sections.all())) if nodes is None else nodes
    place = next((place for place, node in enumerate(nodes) if node.section.pk == minutes.current_section_id), None)
    current = None if place is None else nodes[place]
    # An answer belongs to its round table: the meeting goes from question to question.
    rest = nodes if place is None else nodes[place + 1 :]
    upcoming = next((node for node in rest if node.section.kind != Section.Kind.ANSWER), None)
    item = _item(current, nodes)
    ends = None
    if item is not None and item.ends_at is not None:
        ends = timezone.make_aware(datetime.datetime.combine(minutes.meeting.date, item.ends_at))
    return Live(current, upcoming, item, ends)


def countdown(left: datetime.timedelta) -> str:
    """Write a span of time, whichever its sign, as a clock shows it: "4:05" minutes and seconds, "1:04:05" with hours."""
    seconds = int(abs(left).total_seconds())
    hours, minutes = divmod(seconds // 60, 60)
    return f"{hours}:{minutes:02}:{seconds % 60:02}" if hours else f"{minutes}:{seconds % 60:02}"


def _item(current: Node | None, nodes: Sequence[Node]) -> AgendaItem | None:
    """Return the agenda item of a section, or of the nearest section above it that has one."""
    sections = {node.section.pk: node.section for node in nodes}
    section = current.section if current else None
    while section is not None and section.agenda_item is None:
        section = sections.get(section.parent_id) if section.parent_id else None
    return section.agenda_item if section else None
