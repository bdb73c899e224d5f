"""What a person corrects in a recognised document before it is confirmed; no word is lost by it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from amif_network.core import richtext

from .result import ParsedAgendaItem, ParsedMinutes, ParsedSection
from .sections import parent_of


@dataclass(frozen=True, slots=True)
class Heading:
    """What the heading of a section really is; `is_text`: none at all, it belongs to the text."""

    label: str
    text: str
    level: int
    is_text: bool = False


def corrected(parsed: ParsedMinutes, *, agenda: Sequence[ParsedAgendaItem], headings: Sequence[Heading]) -> ParsedMinutes:
    """Return `parsed` with another agenda, and with one of `headings` for each of its sections.

    What is no heading goes on the section above it, with its text; at the beginning, where there is none, it becomes
    a section without a heading. Parents follow from the levels; what points at a section follows it.
    """
    sections: list[ParsedSection] = []
    places: dict[int, int] = {}
    for place, (section, heading) in enumerate(zip(parsed.sections, headings, strict=True)):
        if heading.is_text and sections:
            sections[-1] = _continued(sections[-1], section, heading)
        elif heading.is_text:
            sections.append(replace(section, label="", heading="", html=_as_text(section, heading), level=1, organisation=None))
        else:
            parent = parent_of(sections, heading.level)
            sections.append(replace(section, label=heading.label, heading=heading.text, level=heading.level, parent=parent))
        places[place] = len(sections) - 1
    return replace(
        parsed,
        agenda=tuple(agenda),
        sections=tuple(sections),
        pending=tuple(replace(one, section=places[one.section]) for one in parsed.pending),
        slides=tuple(replace(one, section=places[one.section]) for one in parsed.slides),
        no_remarks=tuple(replace(one, section=places[one.section]) for one in parsed.no_remarks),
    )


def new_places(headings: Sequence[Heading]) -> dict[int, int]:
    """Map the place of each section that keeps its heading to its place among those that remain."""
    kept = [place for place, heading in enumerate(headings) if not heading.is_text or place == 0]
    return {place: number for number, place in enumerate(kept) if not headings[place].is_text}


def _as_text(section: ParsedSection, heading: Heading) -> str:
    words = richtext.from_plain_text(f"{heading.label} {heading.text}".strip())
    return richtext.sanitise(f"{words}{section.html}")


def _continued(above: ParsedSection, section: ParsedSection, heading: Heading) -> ParsedSection:
    html = richtext.sanitise(f"{above.html}{_as_text(section, heading)}")
    return replace(above, html=html, lines=tuple(dict.fromkeys((*above.lines, *section.lines))))
