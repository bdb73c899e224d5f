"""What is not finished when minutes are approved or published (UX §5): the open list, in the words of its pages."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _

from amif_network.core.bilingual import LANGUAGES, Localised, localised

from . import documents
from .models import Attendance, Meeting, Minutes, PendingContribution, TranslationState
from .outline import Node, outline, reading_order
from .review_points import ReviewPoints, review_points

# What keeps a translation from counting as complete.
GAPS = (TranslationState.MISSING, TranslationState.OUTDATED, TranslationState.DIVERGED, TranslationState.UNCONFIRMED)


@dataclass(frozen=True, slots=True)
class Gap:
    """A section whose text in `lang` is missing, outdated or unconfirmed."""

    node: Node
    lang: str
    state: TranslationState

    @property
    def title(self) -> Localised:
        """The heading as it stands in either language."""
        return documents.heading(self.node.section, self.lang)

    @property
    def only_heading(self) -> bool:
        """True when the text is there, and nothing but its heading is missing."""
        section = self.node.section
        return self.state == TranslationState.MISSING and not documents.body(section, self.lang).fallback


@dataclass(frozen=True, slots=True)
class Untitled:
    """Something outside the sections that has no words in `lang`: `what` it is, its words in the other, where to mend it."""

    what: str
    words: Localised
    lang: str
    url: str


@dataclass(frozen=True, slots=True)
class OpenPoints:
    """The open list. Approving needs a reason while there is any point; publishing only for gaps, and prints it.

    `wordless`: sections without a word in either language, which are not printed.
    """

    review: ReviewPoints
    gaps: list[Gap]
    untitled: list[Untitled]
    wordless: list[Node]
    pending: list[PendingContribution]
    unknown_attendance: list[Attendance]
    sections: int

    @property
    def need_reason(self) -> bool:
        """True when an edition would carry a text that is missing, outdated or not confirmed."""
        return bool(self.gaps)

    def __bool__(self) -> bool:
        return bool(self.review or self.gaps or self.untitled or self.wordless or self.pending or self.unknown_attendance)


def open_points(minutes: Minutes) -> OpenPoints:
    """Return what is open in `minutes`, as loaded by `documents.load`."""
    nodes = reading_order(outline(minutes.sections.all()))
    standing = {node.section.pk for node in nodes}
    return OpenPoints(
        review=review_points(minutes),
        gaps=[
            Gap(node, lang, state)
            for node in nodes
            for lang in LANGUAGES
            if (state := node.section.translation_state(lang)) in GAPS
        ],
        untitled=list(_untitled(minutes.meeting)) + list(_untitled_slides(minutes.meeting_id, nodes)),
        wordless=[node for node in nodes if not documents.says_something(node)],
        pending=[
            contribution
            for contribution in minutes.pending_contributions.all()
            if contribution.closed_at is None and (contribution.section_id is None or contribution.section_id in standing)
        ],
        unknown_attendance=[one for one in minutes.meeting.attendances.all() if one.status == Attendance.Status.UNKNOWN],
        sections=len(nodes),
    )


def _untitled(meeting: Meeting) -> Iterator[Untitled]:
    """Yield what of the meeting and its agenda exists in one language only."""
    about, agenda = (reverse(f"meetings:{name}", args=[meeting.pk]) for name in ("edit", "agenda"))
    yield from _in_one_language(_("title of the meeting"), meeting, "title", about)
    yield from _in_one_language(_("place"), meeting, "place", about)
    yield from _in_one_language(_("heading of the agenda"), meeting, "agenda_title", about)
    for item in meeting.agenda_items.all():
        yield from _in_one_language(_("agenda item"), item, "title", agenda)


def _untitled_slides(meeting: int, nodes: list[Node]) -> Iterator[Untitled]:
    """Yield the presentations whose subject exists in one language only."""
    for node in nodes:
        for slides in node.section.slide_references.all():
            url = reverse("meetings:slide-edit", args=[meeting, slides.pk])
            yield from _in_one_language(_("subject of a presentation"), slides, "topic", url)


def _in_one_language(what: str, record: models.Model, field: str, url: str) -> Iterator[Untitled]:
    """Yield what `field` of a record lacks, in the one language in which it has no words."""
    for lang in LANGUAGES:
        words = localised(record, field, lang)
        if words.text and words.fallback:
            yield Untitled(what, words, lang, url)
