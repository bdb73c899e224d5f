"""What changed in the other language since a text was last compared with it (UX §2)."""

from dataclasses import dataclass

from amif_network.core.bilingual import other
from amif_network.core.comparison import Comparison, compare

from ..actions.translating import version_compared
from ..models import Section, SectionRevision, SectionText
from .rows import moment


@dataclass(frozen=True, slots=True)
class Changes:
    """What became of `text` since `before`, the version that was compared; None when that one is not kept any more."""

    text: SectionText
    before: SectionRevision | None
    comparison: Comparison

    @property
    def lang(self) -> str:
        """The language that changed."""
        return self.text.language

    @property
    def since(self) -> str:
        """When the compared version was saved, in the words of the active language."""
        return moment(self.before.at) if self.before else ""

    @property
    def changed_on(self) -> str:
        """When the text was changed last, in the words of the active language."""
        return moment(self.text.updated_at)


def changes_for(section: Section, lang: str) -> Changes | None:
    """Return what changed on the other side of the text in `lang`; None when nothing did. Queries the compared version."""
    mine, theirs = section.text_in(lang), section.text_in(other(lang))
    if mine is None or theirs is None or not section.translation_state(lang).is_behind:
        return None
    before = version_compared(mine, theirs)
    if before is None:
        return Changes(theirs, None, compare(theirs.html, theirs.html, theirs.heading, theirs.heading))
    return Changes(theirs, before, compare(before.html, theirs.html, before.heading, theirs.heading))
