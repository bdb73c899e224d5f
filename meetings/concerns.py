"""Which passages of minutes concern an organisation: what it answered, what it still owes, where it is named (UX §5).

Works on the frozen record that was sent round and on what the database says of its sections; asks nothing itself.
"""

import re
from collections.abc import Collection, Iterable
from html import unescape

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from amif_network.directory.models import Organisation

from .models import PendingContribution, Section
from .printed import PrintedSection

# Stored text is well-formed: a tag ends at the first ">". Reading it as a tree would take longer than all the rest of the page.
_TAG = re.compile(r"<[^>]*>")


class Concern(TextChoices):
    """Why a passage comes first on the page of an organisation."""

    ANSWER = "answer", pgettext_lazy("concern", "your answer")
    AWAITED = "awaited", pgettext_lazy("concern", "still awaited from you")
    NAMED = "named", pgettext_lazy("concern", "names you")


def anchor_of(section: Section) -> str:
    """Return how the frozen record calls a section."""
    return f"s-{section.uuid}"


def concerns(
    printed: Iterable[PrintedSection],
    organisation: Organisation,
    sections: Collection[Section],
    awaited: Iterable[PendingContribution],
) -> dict[str, list[Concern]]:
    """Return by anchor, in reading order, why passages concern `organisation`.

    `sections`: those of the minutes that are this organisation's own; `awaited`: the contributions it still owes. What stands
    below a section of its own is its own too. It is named where a text holds its everyday name or its place, as written.
    """
    own = {anchor_of(section) for section in sections}
    owed = {anchor_of(one.section) for one in awaited if one.section is not None}
    names = _names(organisation)
    found: dict[str, list[Concern]] = {}
    inside = 0
    for section in printed:
        # A section of its own holds all that follows at a greater depth.
        inside = section.depth if section.anchor in own else inside if section.depth > inside else 0
        reasons = [
            reason
            for reason, holds in (
                (Concern.ANSWER, bool(inside)),
                (Concern.AWAITED, section.anchor in owed),
                (Concern.NAMED, names is not None and not inside and _is_named(section, names)),
            )
            if holds
        ]
        if reasons:
            found[section.anchor] = reasons
    return found


def _names(organisation: Organisation) -> re.Pattern[str] | None:
    """Return what finds the names of an organisation in either language as whole words, capitals as they are."""
    names = {
        name
        for lang in ("fr", "nl")
        for name in (
            getattr(organisation, f"short_{lang}"),
            getattr(organisation, f"name_{lang}"),
            getattr(organisation, f"city_{lang}"),
        )
        if name
    }
    if not names:
        return None
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    return re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(_folded(name)) for name in longest_first)})(?!\w)")


def _is_named(section: PrintedSection, names: re.Pattern[str]) -> bool:
    """Tell whether a passage names the organisation, in whichever language."""
    return any(
        names.search(_folded(text))
        for passage in section.passages
        for text in (passage.heading.text, unescape(_TAG.sub(" ", passage.html.text)))
    )


def _folded(text: str) -> str:
    """Fold white space and apostrophes, which are typed in more ways than one."""
    return " ".join(text.replace("’", "'").split())
