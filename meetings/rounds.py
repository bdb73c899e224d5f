"""What was sent round, laid beside what stands now: where remarks are anchored, and what changed between two rounds.

Works on frozen records and on sections that are loaded already; asks nothing of the database.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from amif_network.core.bilingual import LANGUAGES, Localised
from amif_network.core.comparison import Comparison, compare
from amif_network.core.quotation import times_quoted

from . import documents
from .concerns import anchor_of
from .models import Remark, Section
from .outline import Node
from .printed import PrintedHead, PrintedMinutes, PrintedSection

# The parts of a record outside its sections, as `changed_parts` names them.
PARTS = ("title", "date", "time", "mode", "place", "chair", "minute_taker", "attendance", "agenda", "pending")


@dataclass(frozen=True, slots=True)
class Words:
    """A section in one language, without what is only borrowed from the other one."""

    heading: str = ""
    html: str = ""

    def says_the_same(self, other: "Words") -> bool:
        """True when both say the same, whatever their white space."""
        return (self.heading.split(), self.html.split()) == (other.heading.split(), other.html.split())


def frozen_words(section: PrintedSection | None, lang: str) -> Words:
    """Return what a section of a record said in `lang`; nothing where there was none."""
    passage = next((one for one in section.passages if one.lang == lang), None) if section else None
    return Words(_own(passage.heading), _own(passage.html)) if passage else Words()


def standing_words(section: Section, lang: str) -> Words:
    """Return what a section, loaded with its texts, says in `lang` today."""
    return Words(_own(documents.heading(section, lang)), _own(documents.body(section, lang)))


def _own(text: Localised) -> str:
    return "" if text.fallback else text.text


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a remark stands: what its section said in the round and says today, in the language of the remark.

    `number` and `heading` name the section as today, or as in the round when it was removed. `quoted` counts how often
    the quote stands in today's text.
    """

    was: Words
    now: Words
    number: str
    heading: Localised
    removed: bool = False
    quoted: int = 0

    @property
    def changed(self) -> bool:
        """True when the text changed since the round."""
        return self.removed or not self.was.says_the_same(self.now)

    @property
    def comparison(self) -> Comparison:
        """What became of the text since the round."""
        return compare(self.was.html, self.now.html, self.was.heading, self.now.heading)


def anchors(remarks: Iterable[Remark], rounds: dict[int, PrintedMinutes], nodes: Iterable[Node]) -> dict[int, Anchor]:
    """Return by key where remarks stand; those about the minutes as a whole have no anchor.

    `rounds`: the records by the key of their circulation; `nodes`: the sections that stand today.
    """
    standing = {node.section.pk: node for node in nodes}
    frozen = {pk: {section.anchor: section for section in record.sections} for pk, record in rounds.items()}
    return {
        remark.pk: _anchor(remark, frozen[remark.request.circulation_id], standing.get(remark.section_id or 0))
        for remark in remarks
        if remark.section is not None
    }


def _anchor(remark: Remark, frozen: dict[str, PrintedSection], node: Node | None) -> Anchor:
    assert remark.section is not None
    lang, before = remark.language, frozen.get(anchor_of(remark.section))
    was = frozen_words(before, lang)
    if node is None:
        heading = next((one.heading for one in before.passages if one.lang == lang), None) if before else None
        return Anchor(was, Words(), before.label if before else "", heading or Localised("", lang), removed=True)
    now = standing_words(node.section, lang)
    quoted = times_quoted(now.heading, now.html, remark.quote)
    return Anchor(was, now, node.number, documents.heading(node.section, lang), quoted=quoted)


@dataclass(frozen=True, slots=True)
class SectionChange:
    """What became of one section between two records: a comparison per language that changed.

    `kind`: "changed", "added" or "removed".
    """

    anchor: str
    kind: str
    label: str
    headings: tuple[Localised, ...]
    comparisons: tuple[tuple[str, Comparison], ...]
    depth: int


def changes_between(old: PrintedMinutes, new: PrintedMinutes) -> list[SectionChange]:
    """Return what became of the sections, in the order of `new`; removed ones stand where they stood in `old`."""
    before = {section.anchor: section for section in old.sections}
    after = {section.anchor: section for section in new.sections}
    order = _merged(list(before), list(after))
    return [change for anchor in order if (change := _change(before.get(anchor), after.get(anchor)))]


def changed_parts(old: PrintedMinutes, new: PrintedMinutes) -> list[str]:
    """Return which parts outside the sections differ (see PARTS)."""
    before, after = ({head.lang: head for head in record.heads} for record in (old, new))
    return [part for part in PARTS if any(_part(before[lang], part) != _part(after[lang], part) for lang in after)]


def _part(head: PrintedHead, name: str) -> object:
    return getattr(head, name)


def _merged(old: list[str], new: list[str]) -> list[str]:
    """Return all anchors in the order of `new`, those only in `old` after what they followed."""
    result: list[str] = []
    known = set(new)
    for _kind, i1, i2, j1, j2 in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        result += [anchor for anchor in old[i1:i2] if anchor not in known]
        result += new[j1:j2]
    return result


def _change(was: PrintedSection | None, now: PrintedSection | None) -> SectionChange | None:
    """Return what became of one section; None when it says the same in both languages."""
    shown = now or was
    assert shown is not None
    compared = []
    for lang in LANGUAGES:
        before, after = frozen_words(was, lang), frozen_words(now, lang)
        if not before.says_the_same(after):
            compared.append((lang, compare(before.html, after.html, before.heading, after.heading)))
    if not compared and was is not None and now is not None:
        return None
    return SectionChange(
        anchor=shown.anchor,
        kind="added" if was is None else "removed" if now is None else "changed",
        label=shown.label,
        headings=tuple(passage.heading for passage in shown.passages),
        comparisons=tuple(compared),
        depth=shown.depth,
    )
