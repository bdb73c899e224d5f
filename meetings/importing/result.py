"""The typed result of an import. Every element carries the source lines it came from."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from .notices import Notice

Lang = Literal["fr", "nl"]
Status = Literal["present", "excused", "absent", "guest"]
Mode = Literal["online", "in_person", "hybrid"]
Kind = Literal["topic", "welcome", "break", "lunch", "check_in", "check_out", "any_other_business"]


@dataclass(frozen=True, slots=True)
class OrganisationMatch:
    """What the caller knows of a typed organisation: its display name and opaque key, or the candidates."""

    name: str | None = None
    key: object | None = None
    candidates: tuple[str, ...] = ()


Matcher = Callable[[str], OrganisationMatch]


@dataclass(frozen=True, slots=True)
class MatchedText:
    """An organisation as typed, with what it was matched to."""

    text: str
    match: OrganisationMatch


@dataclass(frozen=True, slots=True)
class Furniture:
    """A fragment of the source that the result holds only as structure, listed by name."""

    line: int
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class ParsedAttendee:
    """One person of the attendance lists. `organisation` is the text as typed, None when none was."""

    name: str
    status: Status
    lines: tuple[int, ...]
    organisation: str | None = None
    match: OrganisationMatch = OrganisationMatch()
    function: str = ""
    remote: bool = False


@dataclass(frozen=True, slots=True)
class ParsedAgendaItem:
    """One row of the agenda. Titles per language where the row itself gives both, else `title` alone."""

    title: str
    lines: tuple[int, ...]
    label: str = ""
    start: dt.time | None = None
    end: dt.time | None = None
    kind: Kind = "topic"
    title_fr: str = ""
    title_nl: str = ""
    presenters: str = ""


@dataclass(frozen=True, slots=True)
class ParsedSection:
    """One section. `parent` is an index into `ParsedMinutes.sections`, None at the top.

    The text before the first heading is a section without label and heading.
    """

    label: str
    heading: str
    level: int
    html: str
    language: Lang
    lines: tuple[int, ...]
    parent: int | None = None
    organisation: MatchedText | None = None


@dataclass(frozen=True, slots=True)
class ParsedPending:
    """A contribution still to come; `who` as typed ("" when the text does not say), taken out of its section."""

    text: str
    who: str
    language: Lang
    lines: tuple[int, ...]
    section: int
    organisations: tuple[MatchedText, ...] = ()
    person: str = ""


@dataclass(frozen=True, slots=True)
class ParsedSlides:
    """A reference to slides: a range, an open range (`to_end`) or a list of single `numbers`."""

    first: int
    last: int | None
    lines: tuple[int, ...]
    section: int
    as_typed: str
    numbers: tuple[int, ...] = ()
    to_end: bool = False
    topic: str = ""


@dataclass(frozen=True, slots=True)
class ParsedNoRemarks:
    """An organisation that said explicitly that it has no remarks; the sentence stays in its section."""

    organisation: MatchedText
    lines: tuple[int, ...]
    section: int


@dataclass(frozen=True, slots=True)
class ParsedMinutes:
    """A whole document of minutes, ready for preview. Missing values are None or empty."""

    language: Lang
    title_fr: str = ""
    title_nl: str = ""
    title_lines: tuple[int, ...] = ()
    date: dt.date | None = None
    date_lines: tuple[int, ...] = ()
    starts_at: dt.time | None = None
    ends_at: dt.time | None = None
    place: str = ""
    mode: Mode | None = None
    mode_lines: tuple[int, ...] = ()
    agenda_title_fr: str = ""
    agenda_title_nl: str = ""
    attendance: tuple[ParsedAttendee, ...] = ()
    agenda: tuple[ParsedAgendaItem, ...] = ()
    sections: tuple[ParsedSection, ...] = ()
    pending: tuple[ParsedPending, ...] = ()
    slides: tuple[ParsedSlides, ...] = ()
    no_remarks: tuple[ParsedNoRemarks, ...] = ()
    warnings: tuple[Notice, ...] = ()
    furniture: tuple[Furniture, ...] = field(default=())
