"""The minutes as the workspace shows them: one row per section, in it one cell per language.

Everything is computed from sections that are loaded already; a cell holds its text ready for the screen.
"""

import datetime
import uuid as uuids
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from django.forms import BaseForm
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from amif_network.core.bilingual import LANGUAGES, Localised, active_language, other
from amif_network.core.formats import format_date, format_time
from amif_network.core.glossary import Hint, hints
from amif_network.core.printable import Outline, printable
from amif_network.core.richtext import Footnote, with_footnotes
from amif_network.core.typography import spaced
from amif_network.directory.models import Organisation

from .. import documents
from ..feeds import Fed
from ..models import (
    Section,
    SectionText,
    SlideReference,
    TranslationRequest,
    TranslationState,
)
from ..outline import Node
from ..printed import PrintedSlides

NO_FEEDS: Mapping[int, Sequence[Fed]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Body:
    """A text for the screen: safe, spaced as its language asks, with its footnotes as notes below."""

    html: SafeString
    notes: list[Footnote]
    lang: str
    fallback: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """A section in one language: what is read, how it stands towards the other language, who changed what last."""

    lang: str
    heading: Localised
    body: Body
    level: int
    state: TranslationState
    mine: SectionText | None
    theirs: SectionText | None
    slides: list[tuple[SlideReference, PrintedSlides]]
    pending: list[documents.Awaited]
    asked: TranslationRequest | None
    hints: list[Hint]

    @property
    def empty(self) -> bool:
        """True when neither language holds a word."""
        return not self.heading.text and not self.body.html

    @property
    def other_lang(self) -> str:
        """The other language."""
        return other(self.lang)

    @property
    def asked_on(self) -> str:
        """When somebody was asked for this text, in the words of the active language; "" while nobody is."""
        return moment(self.asked.asked_at) if self.asked else ""

    @property
    def changed_there(self) -> str:
        """When the other language was changed last, in the words of the active language; "" when it never was."""
        return moment(self.theirs.updated_at) if self.theirs else ""

    @property
    def can_copy(self) -> bool:
        """True when there is nothing here and something to copy on the other side."""
        return self.theirs is not None and not self.theirs.is_empty and (self.mine is None or self.mine.is_empty)


@dataclass(frozen=True, slots=True)
class Row:
    """A section with its cells in the order of the shown languages.

    `title` names it in the outline, `gaps` are the languages that need work; `answers` counts the answers of
    a round table, `silent` are the organisations at the meeting that have given none yet; `fed`: what other apps learned from it.
    """

    node: Node
    title: Localised
    cells: list[Cell]
    gaps: list[tuple[str, TranslationState]]
    answers: int
    silent: list[Organisation]
    fed: Sequence[Fed] = ()

    @property
    def section(self) -> Section:
        """The section of the row."""
        return self.node.section


@dataclass(frozen=True, slots=True)
class OpenEditor:
    """The one text of a page that is open for editing."""

    section: Section
    lang: str
    form: BaseForm

    @property
    def uuid(self) -> uuids.UUID:
        """The name of the section."""
        return self.section.uuid


def rows_of(
    nodes: Iterable[Node],
    shown: Iterable[str],
    present: Iterable[Organisation] = (),
    fed: Mapping[int, Sequence[Fed]] = NO_FEEDS,
) -> list[Row]:
    """Return the rows of some sections, with a cell per language of `shown`; headings are ranked among these alone.

    `present`: the organisations at the meeting, of which those without an answer are named at a round table; `fed`: what each
    section fed, by its key.
    """
    shown, present = list(shown), list(present)
    levels = Outline()
    return [row_of(node, shown, silent_at(node, present), levels, fed.get(node.section.pk, ())) for node in nodes]


# Cleaning is most of the work of a page of minutes, and depends on nothing but these two: the same text gives the same result.
# Some 1 000 texts below this length (characters) stay within 40 MB; longer ones are cleaned each time.
LONG_TEXT = 20_000
_annotated = lru_cache(maxsize=1024)(with_footnotes)


def screen_body(text: Localised, prefix: str, levels: Outline | None = None, level: int = 2) -> Body:
    """Return stored HTML ready for the screen, cleaned again on the way; `prefix` makes the ids of its notes unique."""
    annotated = _annotated(text.text, prefix) if len(text.text) < LONG_TEXT else with_footnotes(text.text, prefix)
    html = printable(annotated.html, outline=levels or Outline(), level=level)
    notes = [note._replace(html=mark_safe(spaced(note.html, text.lang))) for note in annotated.notes]  # noqa: S308 (cleaned by with_footnotes)
    return Body(mark_safe(spaced(html, text.lang)), notes, text.lang, text.fallback)  # noqa: S308 (cleaned by with_footnotes)


def moment(at: datetime.datetime) -> str:
    """Write day and time of `at` in the active language: "2 mars 2026, 14h32"."""
    local, lang = timezone.localtime(at), active_language()
    return f"{format_date(local.date(), lang)}, {format_time(local.time(), lang)}"


def row_of(node: Node, shown: Iterable[str], silent: list[Organisation], levels: Outline, fed: Sequence[Fed]) -> Row:
    """Return the row of a section, as `rows_of` does; `levels` go on from the row before it."""
    section = node.section
    states = [(lang, section.translation_state(lang)) for lang in LANGUAGES]
    return Row(
        node=node,
        title=documents.heading(section, active_language()),
        cells=[_cell(node, lang, levels) for lang in shown],
        gaps=[(lang, state) for lang, state in states if state.needs_work],
        answers=len(_answers(node)),
        silent=silent,
        fed=fed,
    )


def _cell(node: Node, lang: str, levels: Outline) -> Cell:
    section = node.section
    mine = section.text_in(lang)
    heading = documents.heading(section, lang)
    level = levels.place(node.depth + 2) if heading.text or node.number else min(node.depth + 2, levels.last + 1)
    return Cell(
        lang=lang,
        heading=heading,
        body=screen_body(documents.body(section, lang), f"n{lang}-{section.uuid.hex}", levels, level),
        level=level,
        state=section.translation_state(lang),
        mine=mine,
        theirs=section.text_in(other(lang)),
        slides=[(reference, documents.slides(reference, lang)) for reference in section.slide_references.all()],
        pending=documents.awaited(documents.still_open(section.pending_contributions.all()), lang),
        asked=next((request for request in section.translation_requests.all() if request.language == lang), None),
        hints=hints(mine.heading, mine.html, lang) if mine else [],
    )


def silent_at(node: Node, present: Iterable[Organisation]) -> list[Organisation]:
    """Return the organisations of `present` that have no answer in this round table; nobody where it is none."""
    if node.section.kind != Section.Kind.ROUND_TABLE:
        return []
    answered = {answer.section.organisation_id for answer in _answers(node)}
    return [organisation for organisation in present if organisation.pk not in answered]


def _answers(node: Node) -> list[Node]:
    return [child for child in node.children if child.section.kind == Section.Kind.ANSWER]
