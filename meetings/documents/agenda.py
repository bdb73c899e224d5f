"""The agenda as a record prints it, with what its items take up from earlier meetings."""

from collections.abc import Iterator

from django.utils import translation

from amif_network.core.bilingual import localised
from amif_network.core.formats import format_list, format_time_range

from ..models import AgendaItem, Meeting
from ..printed import PrintedAgendaRow, PrintedLeftOpen
from ..timetable import timetable


def agenda(meeting: Meeting, lang: str) -> tuple[PrintedAgendaRow, ...]:
    """Return the rows of the agenda of a meeting that was loaded for a document, in `lang`."""
    return tuple(
        PrintedAgendaRow(
            title=localised(slot.item, "title", lang),
            label=slot.number,
            time=format_time_range(slot.item.starts_at, slot.item.ends_at, lang),
            presenters=format_list([str(person) for person in slot.item.presenters.all()], lang),
            left_open=tuple(_left_open(slot.item, lang)),
        )
        for slot in timetable(meeting, list(meeting.agenda_items.all())).slots
    )


def _left_open(item: AgendaItem, lang: str) -> Iterator[PrintedLeftOpen]:
    """Yield the promises, then the signals that an item takes up; whatever became of them, they were on the agenda.

    What was said anonymously stays out: its words may tell who said it.
    """
    for promise in item.promises.all():
        if promise.section is None or not promise.section.anonymous:
            who = promise.owed_by.name_in(lang) if promise.owed_by else str(promise.owed_by_person or "")
            yield PrintedLeftOpen(text=localised(promise, "text", lang), who=who)
    for signal in item.signals.all():
        if signal.section is None or not signal.section.anonymous:
            with translation.override(lang):
                yield PrintedLeftOpen(text=localised(signal, "text", lang), who=str(signal.get_addressee_display()))
