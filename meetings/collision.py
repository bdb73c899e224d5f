"""Two versions of a section's text over what they started from: the heading as one piece, the text block by block (UX §4)."""

from collections.abc import Sequence
from typing import Protocol, cast, get_args

from amif_network.core import comparison
from amif_network.core.comparison import Choice

# What a person may choose for a piece on which both disagree.
CHOICES: tuple[Choice, ...] = get_args(Choice)
HEADING_LENGTH = 300


class Version(Protocol):
    """What is compared: anything with a heading and a text in the stored form."""

    @property
    def heading(self) -> str:
        """The heading, one line of plain text."""

    @property
    def html(self) -> str:
        """The text in the stored form."""


class Collision:
    """What becomes of `mine` and `theirs`, both written from `base` (None: not known, so that every difference counts).

    `conflicts` counts what a person has to decide: the heading first, if it is disputed, then the blocks in order.
    """

    def __init__(self, base: Version | None, mine: Version, theirs: Version) -> None:
        self.heading = comparison.merge_line(base.heading if base else None, mine.heading, theirs.heading)
        self.text = comparison.merge(base.html if base else None, mine.html, theirs.html)

    @property
    def heading_disputed(self) -> bool:
        """True when both changed the heading, each in another way."""
        return self.heading.agreed is None

    @property
    def conflicts(self) -> int:
        """How many pieces are disputed."""
        return self.heading_disputed + len(self.text.conflicts)

    def resolved(self, choices: Sequence[str] = ()) -> tuple[str, str]:
        """Return heading and text with a choice per conflict.

        Raises ValueError when the number of choices is not that of the conflicts, or one of them is unknown.
        """
        if len(choices) != self.conflicts or not set(choices) <= set(CHOICES):
            raise ValueError("The choices do not fit the conflicts.")
        chosen = [cast("Choice", choice) for choice in choices]
        if not self.heading_disputed:
            return self.heading.agreed or "", self.text.resolve(chosen)
        heading = self.heading.resolve(chosen[0])
        # A heading of both that would be too long keeps the one that stands; the other is in the history.
        return heading if len(heading) <= HEADING_LENGTH else self.heading.theirs, self.text.resolve(chosen[1:])
