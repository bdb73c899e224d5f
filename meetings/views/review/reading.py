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
    setter = _Setter(printed, lang, _by_anchor(printed, remarks), form, form_at)
    own = [
        setter.passage(section, wanted=LEVEL_OF_GROUPS + 1, reasons=concerned[section.anchor])
        for section in printed.sections
        if section.anchor in concerned
    ]
    setter.levels.place(LEVEL_OF_GROUPS)
    names = {one.anchor: one.name for one in own}
    rest = [
        Elsewhere(section.anchor, names[section.anchor])
        if section.anchor in names
        else setter.passage(section, wanted=section.depth + LEVEL_OF_GROUPS, reasons=[])
        for section in printed.sections
    ]
    return Reading(printed.heads[setter.place], own, rest, setter.remarks[""])


class _Setter:
    """Sets the passages of a page one after the other, with heading levels that never skip one."""

    def __init__(
        self, printed: PrintedMinutes, lang: str, remarks: dict[str, list[Remark]], form: BaseForm | None, form_at: str
    ) -> None:
        self.place = printed.languages.index(lang)
        self.remarks, self.form, self.form_at = remarks, form, form_at
        self.around = _around(printed, self.place)
        self.levels = Outline()
        self.levels.place(LEVEL_OF_GROUPS)

    def passage(self, section: PrintedSection, *, wanted: int, reasons: list[Concern]) -> Passage:
        """Return a section as a passage under a heading of the level `wanted`, or of the next one that fits."""
        said, anchor = section.passages[self.place], section.anchor
        named = section.label or said.heading.text
        level = self.levels.place(wanted) if named else min(wanted, self.levels.last + 1)
        body = screen_body(said.html, f"n{anchor}", self.levels, level)
        form = self.form if anchor == self.form_at else None
        return Passage(section, said, level, body, reasons, self.around[anchor], self.remarks[anchor], form)


def _by_anchor(printed: PrintedMinutes, remarks: Iterable[Remark]) -> dict[str, list[Remark]]:
    """Return remarks by the anchor of their section; "" for those about the whole, or about what `printed` does not hold."""
    found: dict[str, list[Remark]] = defaultdict(list)
    known = {section.anchor for section in printed.sections}
    for remark in remarks:
        anchor = anchor_of(remark.section) if remark.section else ""
        found[anchor if anchor in known else ""].append(remark)
    return found


def _around(printed: PrintedMinutes, place: int) -> dict[str, list[str]]:
    """Return by anchor the names of the sections around each section, the outermost first."""
    found: dict[str, list[str]] = {}
    open_ones: list[tuple[int, str]] = []
    for section in printed.sections:
        open_ones = [(depth, name) for depth, name in open_ones if depth < section.depth]
        found[section.anchor] = [name for _depth, name in open_ones if name]
        open_ones.append((section.depth, f"{section.label} {section.passages[place].heading.text}".strip()))
    return found
