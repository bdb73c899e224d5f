"""Round tables that asked the same, over the years: who said what at which meeting, and who was there and said nothing."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from amif_network.accounts.models import User
from amif_network.core.bilingual import LANGUAGES, Localised, active_language
from amif_network.directory.models import Organisation
from meetings import documents
from meetings.models import Attendance, Edition, Meeting, Section
from meetings.models.choices import PRESENT, AttendanceStatus
from meetings.printed import PrintedMinutes, PrintedSection

from .likeness import ALIKE, essence, grouped, likeness, trigrams
from .passages import ANCHOR, Passage, editions_of, entries, passages, uuid_of

SILENT, EXCUSED = "silent", "excused"


class Answer(NamedTuple):
    """What was answered: about what (the type of answer), under which heading, in which words."""

    about: str
    heading: Localised
    html: Localised
    no_comment: bool
    anonymous: bool
    organisation: Organisation | None


@dataclass(frozen=True, slots=True)
class Asked:
    """A question put to the table: the passage, and what makes it like another, by language."""

    passage: Passage
    signs: tuple[frozenset[str], ...]

    @property
    def year(self) -> int:
        """The year of its meeting."""
        return self.passage.day.year


@dataclass(frozen=True, slots=True)
class Cell:
    """What one organisation said at one meeting; `silence`: it was there and said nothing, or was excused."""

    asked: Asked
    answers: list[Answer] = field(default_factory=list)
    silence: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """An organisation over the meetings; no organisation where nobody is named."""

    organisation: Organisation | None
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Questions that ask the same, the oldest first, and what each organisation answered; the row without a name is last."""

    asked: list[Asked]
    rows: list[Row]

    @property
    def organisations(self) -> list[Organisation]:
        """The organisations that answered or were there."""
        return [row.organisation for row in self.rows if row.organisation]

    def of(self, organisations: Collection[int]) -> list[Row]:
        """Return the rows of these organisations, all rows where none is named."""
        return [row for row in self.rows if not organisations or (row.organisation and row.organisation.pk in organisations)]


def families(user: User) -> list[list[Asked]]:
    """Return the round tables that `user` may read, those that ask the same together, the latest first. Six queries."""
    return grouped(_asked(user), _alike)


def _asked(user: User) -> list[Asked]:
    tables = Section.objects.filter(kind=Section.Kind.ROUND_TABLE).order_by().values_list("uuid", flat=True)
    anchors = [f"{ANCHOR}{uuid}" for uuid in tables]
    words: dict[str, dict[str, str]] = defaultdict(dict)
    for anchor, lang, title, text in entries(user).filter(place__in=anchors).values_list("place", "language", "title", "text"):
        words[anchor][lang] = title or text
    found = passages(user, anchors).values()
    asked = [Asked(one, tuple(trigrams(essence(words[one.anchor].get(lang, ""))) for lang in LANGUAGES)) for one in found]
    return sorted(asked, key=lambda one: (-one.passage.day.toordinal(), one.passage.anchor))


def _alike(one: Asked, another: Asked) -> bool:
    """Tell whether two round tables ask the same, in either language."""
    return any(likeness(mine, theirs) >= ALIKE for mine, theirs in zip(one.signs, another.signs, strict=True))


def compared(family: Collection[Asked], user: User) -> Comparison:
    """Return what organisations answered to questions that ask the same. Ten queries at most, however many there are."""
    asked = sorted(family, key=lambda one: (one.passage.day, one.passage.anchor))
    answers = _as_it_stands(asked) if user.is_coordinating else _as_published(asked, user)
    silences = _silences(asked, answers, user)
    everybody = {one.organisation.pk: one.organisation for said in answers.values() for one in said if one.organisation}
    everybody |= {one.pk: one for places in silences.values() for one, _place in places.values()}
    lang = active_language()
    organisations = sorted(everybody.values(), key=lambda one: getattr(one, f"sort_{lang}"))
    rows = [Row(one, [_cell(each, answers, silences, one) for each in asked]) for one in organisations]
    if any(one.organisation is None for said in answers.values() for one in said):
        rows.append(Row(None, [_cell(each, answers, silences, None) for each in asked]))
    return Comparison(asked, rows)


type Answers = dict[str, list[Answer]]
type Silences = dict[str, dict[int, tuple[Organisation, str]]]


def _cell(asked: Asked, answers: Answers, silences: Silences, organisation: Organisation | None) -> Cell:
    anchor = asked.passage.anchor
    said = [one for one in answers.get(anchor, []) if one.organisation == organisation]
    silence = silences.get(anchor, {}).get(organisation.pk, (None, ""))[1] if organisation and not said else ""
    return Cell(asked, said, silence)


def _as_it_stands(asked: Iterable[Asked]) -> Answers:
    """Return the answers as coordinators read them, by the anchor of the question."""
    below = Section.objects.filter(parent__in=[one.passage.section for one in asked], kind=Section.Kind.ANSWER, removed_at=None)
    loaded = below.select_related("organisation", "parent", "minutes").prefetch_related("texts").order_by("position", "pk")
    lang, found = active_language(), defaultdict(list)
    for section in loaded:
        assert section.parent is not None
        found[f"{ANCHOR}{section.parent.uuid}"].append(
            Answer(
                _about(section), _typed(section.heading(lang), section.organisation), documents.body(section, lang),
                section.no_comment, section.anonymous, section.organisation,
            )
        )  # fmt: skip
    return found


def _as_published(asked: Iterable[Asked], user: User) -> Answers:
    """Return the answers that the editions of the reader hold, in their words."""
    editions = editions_of(user, [one.passage.meeting.pk for one in asked])
    keys = [one.pk for one in editions.values()]
    contents: dict[int, Any] = dict(Edition.objects.filter(pk__in=keys).values_list("minutes__meeting", "content"))
    printed = {meeting: PrintedMinutes.from_json(content).sections for meeting, content in contents.items()}
    below = {one.passage.anchor: _below(printed[one.passage.meeting.pk], one.passage.anchor) for one in asked}
    parts = [uuid_of(part.anchor) for answers in below.values() for part, _hidden in answers]
    kept = Section.objects.filter(uuid__in=parts, kind=Section.Kind.ANSWER).select_related("organisation")
    sections = {f"{ANCHOR}{section.uuid}": section for section in kept}
    named = passages(user, [part.anchor for answers in below.values() for part, _hidden in answers])
    found = {}
    for anchor, answers in below.items():
        shown = [(part, hidden) for part, hidden in answers if part.anchor in sections]
        found[anchor] = [_printed(part, sections[part.anchor], named.get(part.anchor), hidden) for part, hidden in shown]
    return found


def _below(sections: Iterable[PrintedSection], anchor: str) -> list[tuple[PrintedSection, bool]]:
    """Return what stands right below a printed section, and whether it or the section is anonymous."""
    found: list[tuple[PrintedSection, bool]] = []
    above: PrintedSection | None = None
    for section in sections:
        if above is not None and section.depth <= above.depth:
            break
        if section.anchor == anchor:
            above = section
        elif above is not None and section.depth == above.depth + 1:
            found.append((section, above.anonymous or section.anonymous))
    return found


def _printed(part: PrintedSection, section: Section, passage: Passage | None, hidden: bool) -> Answer:
    lang = active_language()
    spoken = next((one for one in part.passages if one.lang == lang), part.passages[0])
    hidden = hidden or section.anonymous
    # An answer without words has no entry in the index; that somebody had no comment is no secret of a draft.
    organisation = None if hidden else passage.organisation if passage else section.organisation
    heading = _typed(spoken.heading, organisation)
    return Answer(_about(section), heading, spoken.html, spoken.no_comment, hidden, organisation)


def _about(section: Section) -> str:
    return section.get_answer_type_display() if section.answer_type else ""


def _typed(heading: Localised, organisation: Organisation | None) -> Localised:
    """Return a heading, unless it only names who answers."""
    known = {organisation.name_in(lang) for lang in LANGUAGES} if organisation else set()
    return Localised("", heading.lang) if any(heading.text.startswith(name) for name in known) else heading


def _silences(asked: Iterable[Asked], answers: Answers, user: User) -> Silences:
    """Return by question which of the network said nothing at it: they were there, or (who was invited learns it) excused.

    Not where an answer has no name: of those who are left everybody could work out whose it is. Three queries.
    """
    tables = {one.passage.section for one in asked if one.passage.section}
    unnamed = set(Section.objects.filter(parent__in=tables, anonymous=True).values_list("parent", flat=True))
    meetings = {one.passage.meeting.pk for one in asked}
    inside = meetings if user.is_coordinating else _inside(meetings, user)
    listed = Attendance.objects.filter(meeting__in=meetings, status__in=(*PRESENT, AttendanceStatus.EXCUSED))
    places: dict[int, dict[int, tuple[Organisation, str]]] = defaultdict(dict)
    for one in listed.exclude(organisation=None).select_related("organisation", "meeting").order_by("status", "pk"):
        assert one.organisation is not None
        if not one.organisation.in_network_on(one.meeting.date):
            continue
        if one.status in PRESENT:
            places[one.meeting_id][one.organisation_id or 0] = (one.organisation, SILENT)
        elif one.meeting_id in inside:
            places[one.meeting_id].setdefault(one.organisation_id or 0, (one.organisation, EXCUSED))
    return {
        one.passage.anchor: places[one.passage.meeting.pk]
        for one in asked
        if one.passage.section not in unnamed and not any(said.anonymous for said in answers.get(one.passage.anchor, []))
    }


def _inside(meetings: Collection[int], user: User) -> set[int]:
    return set(Meeting.objects.involving(user).filter(pk__in=meetings).values_list("pk", flat=True))
