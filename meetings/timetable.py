"""What an agenda adds up to: printed numbers, durations, their sum, and where it does not fit the meeting.

Works on loaded rows; asks nothing of the database. Slots of time are optional (DOMAIN §4): a row without
both times has no duration and takes part in no comparison.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext as _

from amif_network.core.bilingual import active_language
from amif_network.core.formats import format_duration, format_time

from .models import AgendaItem, Meeting
from .numbering import automatic

NUMBERED_KINDS = frozenset({AgendaItem.Kind.TOPIC, AgendaItem.Kind.ANY_OTHER_BUSINESS})


@dataclass(frozen=True, slots=True)
class Slot:
    """A row of the agenda with the number it is printed with ("" for none)."""

    item: AgendaItem
    number: str

    @property
    def duration(self) -> datetime.timedelta | None:
        """How long the slot lasts; None while a time is missing."""
        return _span(self.item.starts_at, self.item.ends_at)


@dataclass(frozen=True, slots=True)
class Timetable:
    """The rows of an agenda; `meeting_start` and `meeting_end` are what it has to fit into."""

    slots: tuple[Slot, ...]
    meeting_start: datetime.time | None
    meeting_end: datetime.time | None

    @property
    def total(self) -> datetime.timedelta:
        """The sum of all known durations."""
        return sum((slot.duration for slot in self.slots if slot.duration is not None), datetime.timedelta())

    @property
    def timed(self) -> bool:
        """True when some row has a time."""
        return any(slot.item.starts_at or slot.item.ends_at for slot in self.slots)

    def remarks(self) -> list[str]:
        """Say in words where the agenda does not fit: too early, too late, longer than the meeting, overlapping rows."""
        return [remark for remark in (self._early(), self._late(), self._too_long(), *self._overlaps()) if remark]

    def _early(self) -> str:
        first = min((slot.item.starts_at for slot in self.slots if slot.item.starts_at), default=None)
        early = _span(first, self.meeting_start)
        if first is None or not early:
            return ""
        return _("The agenda starts at %(time)s, %(duration)s before the meeting.") % _words(first, early)

    def _late(self) -> str:
        last = max((slot.item.ends_at for slot in self.slots if slot.item.ends_at), default=None)
        late = _span(self.meeting_end, last)
        if last is None or not late:
            return ""
        return _("The agenda ends at %(time)s, %(duration)s after the end of the meeting.") % _words(last, late)

    def _too_long(self) -> str:
        planned = _span(self.meeting_start, self.meeting_end)
        if not planned or self.total <= planned:
            return ""
        lang = active_language()
        return _("The slots add up to %(total)s, %(excess)s more than the meeting lasts.") % {
            "total": format_duration(self.total, lang),
            "excess": format_duration(self.total - planned, lang),
        }

    def _overlaps(self) -> list[str]:
        timed = [slot.item for slot in self.slots if slot.item.starts_at]
        return [
            _("“%(second)s” starts before “%(first)s” is over.") % {"first": first.title, "second": second.title}
            for first, second in pairwise(timed)
            if _span(second.starts_at, first.ends_at or first.starts_at)
        ]


def timetable(meeting: Meeting, items: Iterable[AgendaItem]) -> Timetable:
    """Return the timetable of `items`, in their order; blank numbers are given where the meeting asks for it."""
    slots, previous = [], ""
    for item in items:
        number = item.label
        if not number and meeting.agenda_numbered and item.kind in NUMBERED_KINDS:
            number = automatic("", previous)
        previous = number or previous
        slots.append(Slot(item, number))
    return Timetable(tuple(slots), meeting.starts_at, meeting.ends_at)


def _span(start: datetime.time | None, end: datetime.time | None) -> datetime.timedelta | None:
    """Return the time from `start` to `end` of one day; None when either is missing or `end` comes first."""
    if start is None or end is None or end < start:
        return None
    day = datetime.date.min
    return datetime.datetime.combine(day, end) - datetime.datetime.combine(day, start)


def _words(time: datetime.time, duration: datetime.timedelta) -> dict[str, str]:
    lang = active_language()
    return {"time": format_time(time, lang), "duration": format_duration(duration, lang)}
