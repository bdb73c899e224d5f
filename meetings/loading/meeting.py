"""The page of a meeting: what it shows, in one message to the database."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Q

from amif_network.accounts.models import User
from amif_network.accounts.questions import ReaderQuestion
from amif_network.core.questions import Ask, Question, asked_ahead, attach
from amif_network.directory.models import Affiliation, Person

from ..models import AgendaItem, Attachment, Attendance, Edition, Meeting, MeetingLogEntry
from ..models.registers import Promise, Signal
from .attaching import attach_pairs

RELATIONS: dict[str, type[models.Model]] = {
    "presenters": AgendaItem.presenters.through,
    "promises": AgendaItem.promises.through,
    "signals": AgendaItem.signals.through,
}


@dataclass(frozen=True, slots=True)
class Loaded:
    """A meeting as `for_detail` loads it, with what its agenda takes up from earlier ones and what stands beside it.

    `around`: the meeting before and those that follow; `invited`: whether an organisation of the reader is or was invited; `log`:
    for coordinating users alone.
    """

    meeting: Meeting
    around: Sequence[Meeting]
    invited: bool
    editions: Sequence[Edition]
    documents: Sequence[Attachment]
    log: Sequence[MeetingLogEntry]


def load(meeting: int, reader: User) -> Loaded | None:
    """Return what the page of a meeting shows; None where the meeting does not exist for `reader`."""
    with asked_ahead(*_asks(meeting, reader)):
        found = meeting_of(reader, meeting)
        if not found:
            return None
        _put_together(found[0], reader)
        return Loaded(
            meeting=found[0],
            around=around(reader, meeting),
            invited=bool(invited(reader, meeting)),
            editions=editions_of(reader, meeting),
            documents=documents_of(reader, meeting),
            log=log_of(meeting) if reader.is_coordinating else (),
        )


def _asks(meeting: int, reader: User) -> Iterable[Ask]:
    """Return what `load` asks."""
    for_reader = (meeting_of, around, invited, editions_of, documents_of, promises_in, signals_in)
    yield from (one.of(reader, meeting) for one in for_reader)
    yield from (one.of(meeting) for one in (people_of, affiliations_of, agenda_of, presenters_of))
    yield from (pairs_of.of(meeting, name=name) for name in RELATIONS)
    if reader.is_coordinating:
        yield log_of.of(meeting)


def _put_together(meeting: Meeting, reader: User) -> None:
    """Put everything where the managers of the meeting and of its rows find it; all of it has come already."""
    people, agenda = people_of(meeting.pk), agenda_of(meeting.pk)
    for row in people:
        row.meeting = meeting
    for item in agenda:
        item.meeting = meeting
    attach([row.person for row in people], "affiliations", affiliations_of(meeting.pk), "person_id")
    attach([meeting], "attendances", people, "meeting_id")
    attach([meeting], "agenda_items", agenda, "meeting_id")
    taken_up: dict[str, Sequence[models.Model]] = {
        "presenters": presenters_of(meeting.pk),
        "promises": promises_in(reader, meeting.pk),
        "signals": signals_in(reader, meeting.pk),
    }
    for name, rows in taken_up.items():
        attach_pairs(agenda, name, rows, pairs_of(meeting.pk, name=name))


@ReaderQuestion
def meeting_of(reader: User, meeting: int) -> models.QuerySet[Meeting]:
    """Return the meeting with its minutes, if it exists for the reader."""
    return Meeting.objects.visible_to(reader).select_related("minutes", "chair", "minute_taker").filter(pk=meeting)


@ReaderQuestion
def around(reader: User, meeting: int) -> models.QuerySet[Meeting]:
    """Return the meeting before and those that follow, as far as they exist for the reader."""
    before = Meeting.objects.filter(pk=meeting).values("previous")
    return Meeting.objects.visible_to(reader).filter(Q(pk__in=before) | Q(previous=meeting)).order_by("date", "pk")


@ReaderQuestion
def invited(reader: User, meeting: int) -> models.QuerySet[Any, Any]:
    """Return the key of the meeting where an organisation of the reader is or was invited."""
    return Meeting.objects.involving(reader).filter(pk=meeting).values_list("pk", flat=True)


@ReaderQuestion
def editions_of(reader: User, meeting: int) -> models.QuerySet[Edition]:
    """Return the editions that the reader may read."""
    return Edition.objects.visible_to(reader).for_list().filter(minutes__meeting=meeting)


@ReaderQuestion
def documents_of(reader: User, meeting: int) -> models.QuerySet[Attachment]:
    """Return the documents that the reader may read."""
    return Attachment.objects.visible_to(reader).filter(meeting=meeting)


@ReaderQuestion
def promises_in(reader: User, meeting: int) -> models.QuerySet[Promise]:
    """Return the promises that the agenda takes up, as far as they exist for the reader."""
    taken_up = AgendaItem.promises.through.objects.filter(agendaitem__meeting=meeting)
    return Promise.objects.visible_to(reader).for_list().filter(pk__in=taken_up.values("promise"))


@ReaderQuestion
def signals_in(reader: User, meeting: int) -> models.QuerySet[Signal]:
    """Return the signals that the agenda takes up, as far as they exist for the reader."""
    taken_up = AgendaItem.signals.through.objects.filter(agendaitem__meeting=meeting)
    return Signal.objects.visible_to(reader).for_list().filter(pk__in=taken_up.values("signal"))


@Question
def people_of(meeting: int) -> models.QuerySet[Attendance]:
    """Return the attendance list."""
    return Attendance.objects.for_list().defer("organisation__loaded").filter(meeting=meeting)


@Question
def affiliations_of(meeting: int) -> models.QuerySet[Affiliation]:
    """Return what those on the list are or were in their organisations."""
    return Affiliation.objects.filter(person__in=Attendance.objects.filter(meeting=meeting).values("person"))


@Question
def agenda_of(meeting: int) -> models.QuerySet[AgendaItem]:
    """Return the agenda, with the minutes that it approves."""
    items = AgendaItem.objects.filter(meeting=meeting).select_related("approves__meeting")
    return items.order_by("position", "pk")


@Question
def presenters_of(meeting: int) -> models.QuerySet[Person]:
    """Return who presents an item."""
    return Person.objects.filter(
        pk__in=AgendaItem.presenters.through.objects.filter(agendaitem__meeting=meeting).values("person")
    )


@Question
def pairs_of(meeting: int, *, name: str) -> models.QuerySet[Any, tuple[int, int]]:
    """Return which items of the agenda have which rows of a relation, by their keys."""
    through: Any = RELATIONS[name]
    target = AgendaItem._meta.get_field(name).m2m_reverse_name()  # type: ignore[union-attr]  # they are such relations
    pairs: models.QuerySet[Any, tuple[int, int]] = through.objects.filter(agendaitem__meeting=meeting)
    return pairs.values_list("agendaitem_id", target)


@Question
def log_of(meeting: int) -> models.QuerySet[MeetingLogEntry]:
    """Return the steps of the meeting and its minutes, the latest first."""
    return MeetingLogEntry.objects.steps().filter(meeting=meeting).select_related("by__person")
