"""What is not finished when minutes are approved or published (UX §5): the open list, in the words of its pages."""

from dataclasses import dataclass

from amif_network.core.bilingual import LANGUAGES, Localised

from . import documents
from .models import Attendance, Minutes, PendingContribution, TranslationState
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


@dataclass(frozen=True, slots=True)
class OpenPoints:
    """The open list. Approving needs a reason while there is any point; publishing only for gaps, and prints it."""

    review: ReviewPoints
    gaps: list[Gap]
    pending: list[PendingContribution]
    unknown_attendance: list[Attendance]
    sections: int

    @property
    def need_reason(self) -> bool:
        """True when an edition would carry a text that is missing, outdated or not confirmed."""
        return bool(self.gaps)

    def __bool__(self) -> bool:
        return bool(self.review or self.gaps or self.pending or self.unknown_attendance)


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
        pending=[
            contribution
            for contribution in minutes.pending_contributions.all()
            if contribution.closed_at is None and (contribution.section_id is None or contribution.section_id in standing)
        ],
        unknown_attendance=[one for one in minutes.meeting.attendances.all() if one.status == Attendance.Status.UNKNOWN],
        sections=len(nodes),
    )
