"""What a remark proposes, put into a text: the wording of "accepted as proposed", to be shown before and written then."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from amif_network.core import richtext
from amif_network.core.quotation import NotOnce, put_in_place, times_quoted

from .collision import HEADING_LENGTH
from .models import Remark, Section


class Obstacle(StrEnum):
    """Why a proposal cannot be put into the text by the portal."""

    NOTHING_PROPOSED = "nothing_proposed"
    NO_SECTION = "no_section"
    NO_PLACE = "no_place"
    SECTION_REMOVED = "section_removed"
    QUOTE_GONE = "quote_gone"
    QUOTE_AMBIGUOUS = "quote_ambiguous"
    HEADING_TOO_LONG = "heading_too_long"

    @property
    def sentence(self) -> str:
        """What is said to the coordinator."""
        return str(_SENTENCES[self])


_SENTENCES: dict[Obstacle, Promise] = {
    Obstacle.NOTHING_PROPOSED: _("The remark proposes no wording."),
    Obstacle.NO_SECTION: _("The remark is about the minutes as a whole: the portal does not know where its wording belongs."),
    Obstacle.NO_PLACE: _("The remark quotes no passage: the portal does not know what its wording takes the place of."),
    Obstacle.SECTION_REMOVED: _("The section was removed from the minutes. Bring it back first, or choose another outcome."),
    Obstacle.QUOTE_GONE: _("The quoted passage does not stand in the text any more."),
    Obstacle.QUOTE_AMBIGUOUS: _(
        "The quoted passage stands in the text more than once: the portal cannot tell which one is meant."
    ),
    Obstacle.HEADING_TOO_LONG: _("The heading would become too long."),
}


class CannotApply(ValueError):
    """The proposal cannot be put into the text; `obstacle` says why. Nothing was changed."""

    def __init__(self, obstacle: Obstacle) -> None:
        super().__init__(obstacle.sentence)
        self.obstacle = obstacle


@dataclass(frozen=True, slots=True)
class Applied:
    """Heading and text with the proposal in them; `already` when it stood there before, put in by hand."""

    heading: str
    html: str
    already: bool = False


def applied(remark: Remark, section: Section | None) -> Applied:
    """Return the text of `section` in the language of the remark with its proposal: in the place of the quote, behind
    the quote for an addition that has one, else as paragraphs at the end.

    `section`: with its texts loaded. Raises CannotApply.
    """
    if not remark.proposal.strip():
        raise CannotApply(Obstacle.NOTHING_PROPOSED)
    if section is None:
        raise CannotApply(Obstacle.NO_SECTION)
    if section.removed_at is not None:
        raise CannotApply(Obstacle.SECTION_REMOVED)
    text = section.text_in(remark.language)
    heading, html = (text.heading, text.html) if text else ("", "")
    adds = remark.kind == Remark.Kind.ADDITION
    if _stands_already(remark, heading, html):
        return Applied(heading, html, already=True)
    if not remark.quote.strip():
        if not adds:
            raise CannotApply(Obstacle.NO_PLACE)
        return Applied(heading, richtext.sanitise(html + richtext.from_plain_text(remark.proposal)))
    words = f"{remark.quote.strip()} {remark.proposal.strip()}" if adds else remark.proposal
    try:
        heading, html = put_in_place(heading, html, remark.quote, words)
    except NotOnce as found:
        raise CannotApply(Obstacle.QUOTE_AMBIGUOUS if found.count else Obstacle.QUOTE_GONE) from found
    if len(heading) > HEADING_LENGTH:
        raise CannotApply(Obstacle.HEADING_TOO_LONG)
    return Applied(heading, html)


def _stands_already(remark: Remark, heading: str, html: str) -> bool:
    """Tell whether somebody put the proposal into the text by hand.

    A proposal that only shortens its quote stands in the old text too: then the quote must be gone.
    """
    proposal, quote = remark.proposal, remark.quote
    if not times_quoted(heading, html, proposal):
        return False
    return not times_quoted(heading, html, quote) or times_quoted(proposal, "", quote) > 0
