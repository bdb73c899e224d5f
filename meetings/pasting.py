"""Pasted lists: names "Lisa Asselman (SPP IS), Umit Karanfil (OCMW Gent)" and timetables "9h00 à 9h30 : Accueil".

Pure functions over the recognisers of the import; what they do not understand comes back as text.
"""

from dataclasses import dataclass

from .importing import OrganisationMatch, read_text
from .importing.agenda import read_rows
from .importing.attendance import read_attendance
from .importing.attendees import Reader
from .importing.findings import Findings
from .importing.markers import list_marker
from .importing.result import ParsedAgendaItem, ParsedAttendee, Status


@dataclass(frozen=True, slots=True)
class PastedPeople:
    """The people of a pasted list, and the lines that are none."""

    attendees: list[ParsedAttendee]
    rest: list[str]


def read_attendees(text: str, default: Status) -> PastedPeople:
    """Read a list of people; those without a label ("Excusés :") get the status `default`.

    Raises UnreadableDocument for an empty text or one that is far too long.
    """
    findings = Findings(_unknown)
    unlabelled, people = read_attendance(read_text(text).lines, findings)
    rest: list[str] = []
    for line in unlabelled:
        reader, marker = Reader(default, findings), list_marker(line.text, listed=line.listed)
        reader.read(line.text[marker.length if marker else 0 :], line.number, one_group=len(unlabelled) > 1)
        people.extend(reader.people)
        rest.extend(words for _number, words in reader.leftovers)
    return PastedPeople(people, rest)


def read_timetable(text: str) -> list[ParsedAgendaItem]:
    """Read an agenda, one row a line, with or without times and numbers; nothing of it is left out.

    Raises UnreadableDocument for an empty text or one that is far too long.
    """
    return read_rows(read_text(text).lines, Findings(_unknown))


def _unknown(text: str) -> OrganisationMatch:
    """Know no organisation: the directory is asked later, row by row."""
    return OrganisationMatch()
