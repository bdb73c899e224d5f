"""What a printed record of minutes holds: plain values, frozen, the same in an edition ten years from now.

`documents.py` fills these from the models, `minutes_html()` of `typesetting.py` turns them into the
document, and an Edition keeps them as JSON (`to_json`, `from_json`). Every text is already in the
language in which it is printed: names, dates, times and slide references included. Whatever depends
on the language appears once per printed language, in the order of `PrintedMinutes.languages`.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, is_dataclass, replace
from hashlib import sha256
from types import UnionType
from typing import Any, Literal, get_args, get_origin, get_type_hints

from amif_network.core.bilingual import Localised
from amif_network.core.formats import format_list

from .version import version_name

State = Literal["draft", "approved", "published"]
Audience = Literal["internal", "public"]
Layout = Literal["columns", "alternating"]
Status = Literal["present", "excused", "absent", "guest", "unknown"]

EMPTY = Localised("", "fr")


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedAttendee:
    """A person as printed in the attendance list: function, where it may be shown, and a note such as "remote"."""

    name: str
    function: str = ""
    note: str = ""

    @property
    def remark(self) -> str:
        """What stands beside the name."""
        return ", ".join(part for part in (self.function, self.note) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedOrganisation:
    """The people of one organisation; the name is empty for people whose organisation is not known.

    `number`: how many they are, where a public version names functions instead of people; else 0.
    """

    name: str
    people: tuple[PrintedAttendee, ...]
    number: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedAttendance:
    """Everybody of one status, by organisation; sorted by the caller."""

    status: Status
    organisations: tuple[PrintedOrganisation, ...]

    @property
    def count(self) -> int:
        """How many people have this status."""
        return sum(organisation.number or len(organisation.people) for organisation in self.organisations)


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedLeftOpen:
    """A promise or signal of an earlier meeting that an item takes up again, and who owes it or is to hear of it."""

    text: Localised
    who: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedAgendaRow:
    """One row of the agenda: number as printed, slot ("9h00 à 9h30"), title and who presents; only the title is sure.

    `left_open`: what it takes up from earlier meetings.
    """

    title: Localised
    label: str = ""
    time: str = ""
    presenters: str = ""
    left_open: tuple[PrintedLeftOpen, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedPending:
    """A contribution still to come. Leave `who` empty when the text names them already."""

    text: Localised
    who: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedSlides:
    """A reference to a presentation: "diapositives 3 à 6", its subject and the title of the file, where known."""

    text: str
    topic: Localised = EMPTY
    presentation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedPassage:
    """A section in one printed language.

    `heading` and `html` (sanitised) say in which language they really are; `fallback` on either means
    that the asked one is missing. `outdated`: the other language has changed since this text was confirmed;
    `unconfirmed`: nobody has compared the two yet.
    """

    lang: str
    heading: Localised = EMPTY
    html: Localised = EMPTY
    outdated: bool = False
    unconfirmed: bool = False
    no_comment: bool = False
    slides: tuple[PrintedSlides, ...] = ()
    pending: tuple[PrintedPending, ...] = ()

    @property
    def missing(self) -> bool:
        """True when the text, or without a text the heading, exists only in the other language."""
        return self.html.fallback or (self.heading.fallback and not self.html.text)

    def lacks(self, kind: str) -> bool:
        """Tell whether the box on page 1 must name this passage: a heading alone counts as missing too."""
        return self.missing or self.heading.fallback if kind == "missing" else bool(getattr(self, kind))


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedSection:
    """A section with one passage per printed language. `depth` is 1 for a section at the top of the tree.

    An `anonymous` one, with what stands below it, is not for the public.
    """

    anchor: str
    depth: int
    label: str = ""
    anonymous: bool = False
    passages: tuple[PrintedPassage, ...]

    def only(self, *languages: str) -> "PrintedSection":
        """Return the section in these languages. Raises KeyError for one that it is not in."""
        passages = {passage.lang: passage for passage in self.passages}
        return replace(self, passages=tuple(passages[lang] for lang in languages))

    def reference(self, lang: str) -> str:
        """How a notice names this section: by its number, else by its heading."""
        passage = next(passage for passage in self.passages if passage.lang == lang)
        return self.label or passage.heading.text or "–"


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedApproval:
    """Who approved which version and when, in the words of one language ("3 mai 2022")."""

    by: str
    on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedHead:
    """Everything outside the sections, in one printed language; what is empty is not printed."""

    lang: str
    title: Localised
    date: str
    time: str = ""
    mode: str = ""
    place: Localised = EMPTY
    chair: str = ""
    minute_taker: str = ""
    attendance: tuple[PrintedAttendance, ...] = ()
    agenda_title: str = ""
    agenda: tuple[PrintedAgendaRow, ...] = ()
    pending: tuple[PrintedPending, ...] = ()
    approval: PrintedApproval | None = None
    # What this version corrects in the one before.
    erratum: Localised = EMPTY
    reason: Localised = EMPTY


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedNotice:
    """A sentence of the box on page 1: which sections are missing, outdated or not confirmed in `lang`."""

    kind: Literal["missing", "outdated", "unconfirmed"]
    lang: str
    count: int
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedMinutes:
    """A whole record of minutes, ready to be typeset.

    `heads` and every section's `passages` have one entry per language of `languages`, in that order;
    `date` is ISO; `audience` says for whom it is; a head's `reason` says why an edition with gaps was published all the same.
    """

    languages: tuple[str, ...]
    state: State
    version: int
    # The round of review that a draft is meant for.
    round: int = 0
    audience: Audience = "internal"
    date: str
    heads: tuple[PrintedHead, ...]
    sections: tuple[PrintedSection, ...] = ()
    layout: Layout = "columns"
    french_spacing: bool = True

    def __post_init__(self) -> None:
        """Refuse a record whose languages do not match: a silent zip would drop text."""
        for part, spoken in self._languages_by_part():
            if spoken != self.languages:
                raise ValueError(f"{part} is in {spoken}, the document in {self.languages}.")

    def _languages_by_part(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        yield "The head", tuple(head.lang for head in self.heads)
        for section in self.sections:
            yield f"Section {section.label or section.anchor}", tuple(passage.lang for passage in section.passages)

    @property
    def bilingual(self) -> bool:
        """True when both languages are printed."""
        return len(self.languages) > 1

    def only(self, *languages: str) -> "PrintedMinutes":
        """Return the record in these of its languages, in this order. Raises KeyError for one that it is not in."""
        heads = {head.lang: head for head in self.heads}
        return replace(
            self,
            languages=languages,
            heads=tuple(heads[lang] for lang in languages),
            sections=tuple(section.only(*languages) for section in self.sections),
        )

    @property
    def side_by_side(self) -> bool:
        """True when the two languages stand in two columns."""
        return self.bilingual and self.layout == "columns"

    @property
    def draft(self) -> bool:
        """True while nobody has approved the minutes."""
        return self.state == "draft"

    @property
    def version_name(self) -> str:
        """What this version is called."""
        return version_name(self.version, draft=self.round if self.draft else 0)

    def notices(self, lang: str) -> tuple[PrintedNotice, ...]:
        """What the box on page 1 must say about the text in `lang`."""
        found = []
        for kind in ("missing", "outdated", "unconfirmed"):
            sections = [
                section
                for section in self.sections
                for passage in section.passages
                if passage.lang == lang and passage.lacks(kind)
            ]
            if sections:
                where = format_list([section.reference(lang) for section in sections], lang)
                found.append(PrintedNotice(kind=kind, lang=lang, count=len(sections), where=where))
        return tuple(found)

    @property
    def content_hash(self) -> str:
        """SHA-256 of the canonical JSON: two records with the same hash print the same."""
        canonical = json.dumps(self.to_json(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return sha256(canonical.encode()).hexdigest()

    def to_json(self) -> dict[str, Any]:
        """Return the record as values that JSON can hold."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "PrintedMinutes":
        """Read what `to_json` wrote, also after a round through a JSON column. Raises TypeError on an unknown field."""
        record: PrintedMinutes = _read(cls, data)
        return record


def _read(expected: Any, value: Any) -> Any:
    """Build the value of type `expected` from what JSON made of it."""
    if value is None:
        return None
    if get_origin(expected) is UnionType:
        return _read(get_args(expected)[0], value)
    if get_origin(expected) is tuple:
        return tuple(_read(get_args(expected)[0], item) for item in value)
    if is_dataclass(expected) and isinstance(expected, type):
        hints = get_type_hints(expected)
        return expected(**{name: _read(hints.get(name), item) for name, item in value.items()})
    return value
