"""The frozen minutes as an organisation reads them: what concerns it first, its remarks beside what they are about."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.forms import BaseForm

from amif_network.core.bilingual import Localised
from amif_network.core.printable import Outline

from ...concerns import Concern, anchor_of
from ...models import Remark
from ...printed import PrintedHead, PrintedMinutes, PrintedPassage, PrintedSection
from ..rows import Body, screen_body

# The heading levels above the passages: the title of the page, and that of the group of passages.
LEVEL_OF_GROUPS = 2


@dataclass(frozen=True, slots=True)
class Passage:
    """A section in one language, with its remarks; `form` where one is being written.

    `within` names the sections around it, for one that is read out of its place.
    """

    section: PrintedSection
    passage: PrintedPassage
    level: int
    body: Body
    reasons: list[Concern]
    within: list[str]
    remarks: list[Remark]
    form: BaseForm | None
    elsewhere: bool = False

    @property
    def anchor(self) -> str:
        """Its place in the page."""
        return self.section.anchor

    @property
    def key(self) -> str:
        """What names the section in an address and in a form."""
        return self.section.anchor.removeprefix("s-")

    @property
    def heading(self) -> Localised:
        """Its heading in the language that is read."""
        return self.passage.heading

    @property
    def name(self) -> str:
        """How it is called in a list: number and heading."""
        return f"{self.section.label} {self.heading.text}".strip()


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The place of a passage that is read above, since it concerns the organisation."""

    anchor: str
    name: str
    # Told apart by the template.
    elsewhere: bool = True


@dataclass(frozen=True, slots=True)
class Reading:
    """A whole page of minutes: head, the passages that concern the organisation, and all others with marks where those were."""

    head: PrintedHead
    own: list[Passage]
    rest: list[Passage | Elsewhere]
    general: list[Remark] = field(default_factory=list)


def reading(
    printed: PrintedMinutes,
    lang: str,
    *,
    concerned: dict[str, list[Concern]],
    remarks: Iterable[Remark],
    form: BaseForm | None = None,
    form_at: str = "",
) -> Reading:
    """Return the page of `printed` in `lang`; `form` stands at the section with the anchor `form_at`."""
    by_anchor: dict[str, list[Remark]] = defaultdict(list)
    known = {section.anchor for section in printed.sections}
    for remark in remarks:
        anchor = anchor_of(remark.section) if remark.section else ""
        by_anchor[anchor if anchor in known else ""].append(remark)
    place = printed.languages.index(lang)
    around = _around(printed, place)
    levels = Outline()
    levels.place(LEVEL_OF_GROUPS)

    def passage(section: PrintedSection, *, wanted: int, reasons: list[Concern]) -> Passage:
        said = section.passages[place]
        level = levels.place(wanted) if section.label or said.heading.text else min(wanted, levels.last + 1)
        body = screen_body(said.html, f"n{section.anchor}", levels, level)
        written = form if form is not None and section.anchor == form_at else None
        return Passage(section, said, level, body, reasons, around[section.anchor], by_anchor[section.anchor], written)

    own = [
        passage(section, wanted=LEVEL_OF_GROUPS + 1, reasons=concerned[section.anchor])
        for section in printed.sections
        if section.anchor in concerned
    ]
    levels.place(LEVEL_OF_GROUPS)
    names = {one.anchor: one.name for one in own}
    rest = [
        Elsewhere(section.anchor, names[section.anchor])
        if section.anchor in names
        else passage(section, wanted=section.depth + LEVEL_OF_GROUPS, reasons=[])
        for section in printed.sections
    ]
    return Reading(printed.heads[place], own, rest, by_anchor[""])


def _around(printed: PrintedMinutes, place: int) -> dict[str, list[str]]:
    """Return by anchor the names of the sections around each section, the outermost first."""
    found: dict[str, list[str]] = {}
    open_ones: list[tuple[int, str]] = []
    for section in printed.sections:
        open_ones = [(depth, name) for depth, name in open_ones if depth < section.depth]
        found[section.anchor] = [name for _depth, name in open_ones if name]
        open_ones.append((section.depth, f"{section.label} {section.passages[place].heading.text}".strip()))
    return found
