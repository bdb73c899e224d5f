"""The minutes of a workspace with all that it shows, in one message to the database.

All stands where `Minutes.objects.for_workspace()` puts it, and beside it what sections left to be done. Who wrote is loaded
once for all of their texts, without the moment of their last visit, which says nothing of minutes and changes often.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models

from amif_network.accounts.models import User
from amif_network.accounts.questions import ReaderQuestion
from amif_network.core.questions import Ask, Question, asked_ahead, attach
from amif_network.directory.models import Organisation

from ..models import Minutes, PendingContribution, Section, SectionText, SlideReference, TranslationRequest
from ..models.choices import PRESENT
from ..models.registers import Idea, Promise, Signal
from .attaching import attach_pairs

Awaiting = PendingContribution.organisations.through
REGISTERS: tuple[tuple[str, type[models.Model]], ...] = (("promises", Promise), ("signals", Signal), ("ideas", Idea))


@dataclass(frozen=True, slots=True)
class Loaded:
    """Minutes with the organisations that were at their meeting, in the order of a language, and their removed sections."""

    minutes: Minutes
    present: Sequence[Organisation]
    removed: Sequence[Section]


def load(meeting: int, reader: User, lang: str) -> Loaded | None:
    """Return the minutes of a meeting with all that their workspace shows in `lang`; None where they do not exist for `reader`.

    One message, and a question for the texts of removed sections where there are any.
    """
    with asked_ahead(*_asks(meeting, reader, lang)):
        found = minutes_of(reader, meeting)
        if not found:
            return None
        minutes: Minutes = found[0]
        _put_together(minutes, sections_of(meeting))
        return Loaded(minutes, present_at(meeting, lang=lang), _removed(minutes))


def _asks(meeting: int, reader: User, lang: str) -> Iterable[Ask]:
    """Return what `load` asks."""
    alike = (sections_of, removed_from, texts_of, writers_of, slides_of, awaited_by, awaited_from, asked_for)
    yield minutes_of.of(reader, meeting)
    yield present_at.of(meeting, lang=lang)
    yield from (one.of(meeting) for one in alike)
    yield from (left_by.of(meeting, kind=kind) for _name, kind in REGISTERS)


def _put_together(minutes: Minutes, sections: list[Section]) -> None:
    """Put everything where the managers of minutes and sections find it; all of it has come already."""
    meeting = minutes.meeting_id
    for section in sections:
        section.minutes = minutes
    texts, awaited, owing = texts_of(meeting), awaited_by(meeting), awaited_from(meeting)
    writers: dict[int | None, User] = {user.pk: user for user in writers_of(meeting)}
    for text in texts:
        text.updated_by = writers.get(text.updated_by_id)
    pairs = [(one.pendingcontribution_id, one.organisation_id) for one in owing]
    attach_pairs(awaited, "organisations", list({one.organisation_id: one.organisation for one in owing}.values()), pairs)
    attach([minutes], "sections", sections, "minutes_id")
    attach([minutes], "pending_contributions", awaited, "minutes_id")
    attach(sections, "pending_contributions", awaited, "section_id")
    attach(sections, "texts", texts, "section_id")
    attach(sections, "slide_references", slides_of(meeting), "section_id")
    attach(sections, "translation_requests", asked_for(meeting), "section_id")
    for name, kind in REGISTERS:
        attach(sections, name, left_by(meeting, kind=kind), "section_id")


def _removed(minutes: Minutes) -> list[Section]:
    """Return the removed sections, the latest first, with what names them."""
    found = removed_from(minutes.meeting_id)
    if found:
        texts = SectionText.objects.filter(section__in=[section.pk for section in found])
        attach(found, "texts", texts, "section_id")
    for section in found:
        section.minutes = minutes
    return found


@ReaderQuestion
def minutes_of(reader: User, meeting: int) -> models.QuerySet[Minutes]:
    """Return the minutes of a meeting, if they exist for the reader."""
    return Minutes.objects.visible_to(reader).select_related("meeting", "approved_by", "published_by").filter(meeting_id=meeting)


@Question
def sections_of(meeting: int) -> models.QuerySet[Section]:
    """Return the sections that were not removed, in the order of siblings."""
    standing = Section.objects.filter(removed_at=None, minutes__meeting=meeting)
    return standing.select_related("organisation", "agenda_item").defer("organisation__loaded").order_by("position", "pk")


@Question
def removed_from(meeting: int) -> models.QuerySet[Section]:
    """Return the sections that can be brought back, the latest first."""
    removed = Section.objects.filter(minutes__meeting=meeting).exclude(removed_at=None)
    return removed.select_related("organisation").defer("organisation__loaded").order_by("-removed_at", "pk")


@Question
def texts_of(meeting: int) -> models.QuerySet[SectionText]:
    """Return the texts of the sections in either language, with the version that waits for a decision."""
    texts = SectionText.objects.for_list().select_related(None)
    return texts.filter(section__minutes__meeting=meeting, section__removed_at=None).order_by("section_id", "language")


@Question
def writers_of(meeting: int) -> models.QuerySet[User]:
    """Return who wrote the texts as they stand."""
    texts = SectionText.objects.filter(section__minutes__meeting=meeting)
    return User.objects.filter(pk__in=texts.values("updated_by")).select_related("person").defer("last_login")


@Question
def slides_of(meeting: int) -> models.QuerySet[SlideReference]:
    """Return the slides that the sections speak of."""
    slides = SlideReference.objects.filter(section__minutes__meeting=meeting)
    return slides.select_related("attachment").order_by("position", "pk")


@Question
def awaited_by(meeting: int) -> models.QuerySet[PendingContribution]:
    """Return the contributions that were to come, of sections and of the minutes as a whole."""
    return PendingContribution.objects.filter(minutes__meeting=meeting).select_related("person").order_by("pk")


@Question
def awaited_from(meeting: int) -> models.QuerySet[Any]:
    """Return which organisations owe them."""
    return Awaiting.objects.filter(pendingcontribution__minutes__meeting=meeting).select_related("organisation").order_by("pk")


@Question
def asked_for(meeting: int) -> models.QuerySet[TranslationRequest]:
    """Return of whom translations are asked."""
    asked = TranslationRequest.objects.open().filter(section__minutes__meeting=meeting)
    return asked.select_related("assignee__person").defer("assignee__last_login").order_by("asked_at", "pk")


@Question
def left_by(meeting: int, *, kind: type[models.Model]) -> models.QuerySet[Any]:
    """Return the entries of a register that sections of these minutes left."""
    return kind._default_manager.filter(section__minutes__meeting=meeting).order_by("pk")


@Question
def present_at(meeting: int, *, lang: str) -> models.QuerySet[Organisation]:
    """Return the organisations that were at the meeting, by their name in `lang`."""
    present = Organisation.objects.filter(attendances__meeting=meeting, attendances__status__in=PRESENT).distinct()
    return present.for_list(lang)
