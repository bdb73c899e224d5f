"""Two versions of a section's text over what they started from: the heading as one piece, the text block by block (UX §4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from amif_network.core import comparison
from amif_network.core.comparison import Conflict

# What a person may choose for a piece on which both disagree.
MINE, THEIRS, BOTH = "mine", "theirs", "both"
CHOICES = (MINE, THEIRS, BOTH)
HEADING_LENGTH = 300


class Version(Protocol):
    """What is compared: anything with a heading and a text in the stored form."""

    heading: str
    html: str


@dataclass(frozen=True, slots=True)
class HeadingConflict:
    """Two headings for one section."""

    base: str
    mine: str
    theirs: str


class Collision:
    """What becomes of `mine` and `theirs`, both written from `base` (None: not known, so that every difference counts).

    `conflicts` counts what a person has to decide: the heading first, if it is disputed, then the blocks in order.
    """

    def __init__(self, base: Version | None, mine: Version, theirs: Version) -> None:
        self.heading = _heading(base, mine, theirs)
        self.text = comparison.merge(base.html if base else None, mine.html, theirs.html)

    @property
    def conflicts(self) -> int:
        """How many pieces are disputed."""
        return isinstance(self.heading, HeadingConflict) + sum(isinstance(region, Conflict) for region in self.text.regions)

    def resolved(self, choices: Sequence[str] = ()) -> tuple[str, str]:
        """Return heading and text with a choice per conflict.

        Raises ValueError when the number of choices is not that of the conflicts, or one of them is unknown.
        """
        if len(choices) != self.conflicts or not set(choices) <= set(CHOICES):
            raise ValueError("The choices do not fit the conflicts.")
        if isinstance(self.heading, HeadingConflict):
            return _chosen_heading(self.heading, choices[0]), self.text.resolve(list(choices[1:]))
        return self.heading, self.text.resolve(list(choices))


def _heading(base: Version | None, mine: Version, theirs: Version) -> str | HeadingConflict:
    """Return the heading both agree on, or that only one of them changed; else the dispute."""
    if mine.heading == theirs.heading or (base is not None and mine.heading == base.heading):
        return theirs.heading
    if base is not None and theirs.heading == base.heading:
        return mine.heading
    return HeadingConflict(base.heading if base else "", mine.heading, theirs.heading)


def _chosen_heading(dispute: HeadingConflict, choice: str) -> str:
    if choice == BOTH:
        # A heading of both that would be too long keeps the one that stands; the other is in the history.
        both = " / ".join(filter(None, (dispute.theirs, dispute.mine)))
        return both if len(both) <= HEADING_LENGTH else dispute.theirs
    return dispute.mine if choice == MINE else dispute.theirs
