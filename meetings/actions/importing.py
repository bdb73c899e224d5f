"""Bring existing minutes into the portal: the document is kept, what was recognised becomes a meeting."""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied
from django.db import transaction

from amif_network.accounts.models import User
from amif_network.accounts.roles import coordinating
from amif_network.core.bilingual import active_language, other
from amif_network.directory.folding import fold
from amif_network.directory.matching import PersonMatch
from amif_network.directory.models import Organisation, Person
from amif_network.directory.names import split_name

from ..importing import OrganisationMatch, ParsedMinutes, Source, parse_minutes, read_document
from ..importing.result import Matcher, ParsedAttendee, ParsedPending, ParsedSection, ParsedSlides
from ..models import Attachment, Importation, Meeting, Minutes, PendingContribution, Section, SlideReference
from .agenda import AgendaRow, save_agenda
from .attachments import attach
from .attendance import AttendanceRow, add_attendees
from .fitting import can_be_kept, fitted_row, fitted_section, hours_and_place
from .meeting import plan
from .references import keep_contribution, keep_slide_reference
from .steps import move_meeting
from .structure import add_section
from .writing import write_text

# What an import is kept as when its name says nothing: the reader goes by the content, the store by the name.
KNOWN_ENDINGS = (".txt", ".md", ".docx")
WORD_START = b"PK"
# "Ana Lambrix, Bart Willems et Chloé Noirhomme"
PRESENTERS = re.compile(r"\s*[,;&]\s*|\s+(?:et|en)\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisions:
    """What a person confirmed in the preview: the head, who was there, and whom each section concerns.

    A document without a date is confirmed only once somebody gave it one. `organisations` maps the place of a
    section in `ParsedMinutes.sections` to the organisation it concerns, `awaited` the place of a pending
    contribution to the organisations it is awaited from.
    """

    title_fr: str
    title_nl: str
    date: datetime.date | None
    mode: str
    attendance: Sequence[AttendanceRow]
    organisations: dict[int, Organisation] = field(default_factory=dict)
    awaited: dict[int, list[Organisation]] = field(default_factory=dict)


def recognise(data: bytes, filename: str) -> tuple[Source, ParsedMinutes]:
    """Read a document and recognise its parts with the directory as it was on the day of the meeting.

    Raises UnreadableDocument for a file that cannot or must not be read.
    """
    source = read_document(data, filename)
    parsed = parse_minutes(source, match=_directory_on(None))
    if parsed.date is not None:
        parsed = parse_minutes(source, match=_directory_on(parsed.date))
    return source, parsed


def _directory_on(day: datetime.date | None) -> Matcher:
    """Return the question the recogniser asks: which organisation does a text name on `day` (None: today)?"""
    matcher, language = Organisation.objects.matcher(day), active_language()

    def match(text: str) -> OrganisationMatch:
        found = matcher.match(text)
        candidates = tuple(candidate.name_in(language) for candidate in found.candidates)
        if found.organisation is None:
            return OrganisationMatch(candidates=candidates)
        return OrganisationMatch(name=found.organisation.name_in(language), key=found.organisation.pk, candidates=candidates)

    return match


class Directory:
    """What the directory knows of the people and organisations a document names, on the day of the meeting."""

    def __init__(self, parsed: ParsedMinutes) -> None:
        self.parsed = parsed
        matches = [one.match for one in parsed.attendance]
        matches += [section.organisation.match for section in parsed.sections if section.organisation]
        matches += [one.match for pending in parsed.pending for one in pending.organisations]
        self._organisations = Organisation.objects.in_bulk([match.key for match in matches if isinstance(match.key, int)])
        self._people = Person.objects.matcher(parsed.date)

    def organisation(self, match: OrganisationMatch) -> Organisation | None:
        """Return the organisation that was matched."""
        return self._organisations.get(match.key) if isinstance(match.key, int) else None

    def person(self, attendee: ParsedAttendee) -> PersonMatch:
        """Return who an attendee is, as far as the directory knows."""
        return self._people.match(attendee.name, self.organisation(attendee.match))

    def decisions(self) -> Decisions:
        """Return what confirming everything as recognised means; a person not known for certain is a new one."""
        parsed = self.parsed
        rows: dict[object, AttendanceRow] = {}
        for attendee in parsed.attendance:
            given, family = split_name(attendee.name)
            person = self.person(attendee).person or Person(given_name=given, family_name=family)
            row = AttendanceRow(
                person=person, organisation=self.organisation(attendee.match), status=attendee.status, remote=attendee.remote
            )
            rows.setdefault(person.pk or (fold(attendee.name), attendee.match.key), row)
        concerned = {
            place: self.organisation(one.organisation.match) for place, one in enumerate(parsed.sections) if one.organisation
        }
        return Decisions(
            title_fr=parsed.title_fr,
            title_nl=parsed.title_nl,
            date=parsed.date,
            mode=parsed.mode or "",
            attendance=list(rows.values()),
            organisations={place: found for place, found in concerned.items() if found},
            awaited={
                place: [found for one in pending.organisations if (found := self.organisation(one.match))]
                for place, pending in enumerate(parsed.pending)
            },
        )


def receive(*, data: bytes, filename: str, by: User, at: datetime.datetime) -> Importation:
    """Keep a document that was read without error until somebody confirms its preview. Raises PermissionDenied."""
    if not coordinating(by, None):
        raise PermissionDenied
    if not filename.lower().endswith(KNOWN_ENDINGS):
        filename += ".docx" if data.startswith(WORD_START) else ".txt"
    return Importation.objects.create(filename=filename[-200:], source=data, by=by, at=at)


@transaction.atomic
def confirm(importation: Importation, *, parsed: ParsedMinutes, decisions: Decisions, by: User, at: datetime.datetime) -> Meeting:
    """Make the meeting, its agenda, attendance and draft minutes; the document stays attached to the meeting.

    Raises ValueError when no date was decided, Importation.DoesNotExist when the import was confirmed or discarded
    meanwhile, PermissionDenied.
    """
    if decisions.date is None:
        raise ValueError("A meeting needs a date.")
    locked = Importation.objects.select_for_update().get(pk=importation.pk, meeting=None)
    meeting = _meeting(parsed, decisions, by=by, at=at)
    attach(
        meeting,
        data=bytes(locked.source),
        filename=locked.filename,
        kind=Attachment.Kind.SOURCE,
        title=locked.filename,
        language=parsed.language,
        by=by,
        at=at,
    )
    minutes = Minutes.objects.get(meeting=meeting)
    minutes.leading_language = parsed.language
    minutes.save(update_fields=["leading_language"])
    _Writer(minutes, parsed, decisions, by, at).write()
    locked.meeting = meeting
    locked.save(update_fields=["meeting"])
    return meeting


def discard(importation: Importation) -> None:
    """Forget a document that nobody confirmed."""
    Importation.objects.filter(pk=importation.pk, meeting=None).delete()


def _meeting(parsed: ParsedMinutes, decisions: Decisions, *, by: User, at: datetime.datetime) -> Meeting:
    """Make the meeting with agenda and attendance, and let it be held: its minutes exist already."""
    (starts_at, ends_at), place = hours_and_place(parsed)
    meeting = plan(
        by=by,
        at=at,
        title_fr=decisions.title_fr,
        title_nl=decisions.title_nl,
        date=decisions.date,
        mode=decisions.mode,
        starts_at=starts_at,
        ends_at=ends_at,
        place_fr=place if parsed.language == "fr" else "",
        place_nl=place if parsed.language == "nl" else "",
        agenda_title_fr=parsed.agenda_title_fr,
        agenda_title_nl=parsed.agenda_title_nl,
    )
    add_attendees(meeting, rows=decisions.attendance, by=by, at=at)
    people = [row.person for row in decisions.attendance]
    save_agenda(meeting, rows=agenda_rows(parsed, people), base=meeting.agenda_items.fingerprint(), by=by, at=at)
    return move_meeting(meeting, "hold", by=by, at=at)


def agenda_rows(parsed: ParsedMinutes, people: Sequence[Person]) -> list[AgendaRow]:
    """Return the recognised agenda; a title in one language only goes to the language of the document.

    Presenters who are all among `people` become presenters; any other name stays with the title, so that no word is lost.
    """
    known = {fold(str(person)): person for person in people}
    rows: list[AgendaRow] = []
    for item in parsed.agenda:
        titles = {"fr": item.title_fr, "nl": item.title_nl}
        if not any(titles.values()):
            titles[parsed.language] = item.title
        presenters = [known.get(fold(name)) for name in PRESENTERS.split(item.presenters)] if item.presenters else []
        if None in presenters:
            titles = {lang: f"{title} ({item.presenters})" if title else "" for lang, title in titles.items()}
        row = AgendaRow(
            label=item.label,
            title_fr=titles["fr"],
            title_nl=titles["nl"],
            kind=item.kind,
            starts_at=item.start,
            ends_at=item.end,
            presenters=() if None in presenters else tuple(person for person in presenters if person is not None),
        )
        rows += fitted_row(row)
    return rows


@dataclass
class _Writer:
    """Writes the sections of one import."""

    minutes: Minutes
    parsed: ParsedMinutes
    decisions: Decisions
    by: User
    at: datetime.datetime

    def write(self) -> None:
        """Write every section with its text, then what points at sections."""
        sections: list[Section] = []
        for place, part in enumerate(self.parsed.sections):
            sections.append(self._section(part, place, sections))
        for place, pending in enumerate(self.parsed.pending):
            self._pending(pending, sections, self.decisions.awaited.get(place, []))
        for place, slides in enumerate(filter(can_be_kept, self.parsed.slides), 1):
            self._slides(slides, sections, place)

    def _section(self, part: ParsedSection, place: int, sections: list[Section]) -> Section:
        """Write one section below its parent, in the language of its text."""
        organisation = self.decisions.organisations.get(place)
        silent = {one.organisation.match.key for one in self.parsed.no_remarks if one.section == place}
        label, heading, html = fitted_section(part)
        section = add_section(
            self.minutes,
            by=self.by,
            parent=None if part.parent is None else sections[part.parent],
            label=label,
            organisation=organisation,
            no_comment=organisation is not None and organisation.pk in silent,
        )
        write_text(section, lang=part.language, heading=heading, html=html, base=0, by=self.by, at=self.at)
        return section

    def _pending(self, pending: ParsedPending, sections: list[Section], organisations: list[Organisation]) -> None:
        """Note a contribution that is still to come, in the words of the document."""
        texts = {f"text_{pending.language}": pending.text, f"text_{other(pending.language)}": ""}
        contribution = PendingContribution(
            minutes=self.minutes, section=sections[pending.section], who_as_typed=pending.who, **texts
        )
        keep_contribution(contribution, organisations=organisations, by=self.by)

    def _slides(self, slides: ParsedSlides, sections: list[Section], position: int) -> None:
        """Note which slides a section speaks of; the words stay in its text."""
        reference = SlideReference(
            section=sections[slides.section],
            position=position,
            first=None if slides.numbers else slides.first,
            last=None if slides.numbers else slides.last,
            numbers=list(slides.numbers),
            to_end=slides.to_end,
            as_typed=slides.as_typed[:300],
            **{f"topic_{self.parsed.language}": slides.topic[:250]},  # the whole of it stands in the text
        )
        keep_slide_reference(reference, by=self.by)
