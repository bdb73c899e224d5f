"""Pasted lists: names "Lisa Asselman (SPP IS), Umit Karanfil (OCMW Gent)" and timetables "9h00 à 9h30 : Accueil".

Pure functions over the recognisers of the import; what they do not understand comes back as text.
"""

import re
from dataclasses import dataclass

from amif_network.directory.matching import PersonMatcher
from amif_network.directory.models import Person

from .importing import OrganisationMatch, read_text
from .importing.agenda import read_rows
from .importing.attendance import read_attendance
from .importing.attendees import Reader
from .importing.findings import Findings
from .importing.markers import list_marker
from .importing.result import ParsedAgendaItem, ParsedAttendee, Status

SPEAKERS = re.compile(r"\s*\((?P<names>[^()]+)\)\Z")
BETWEEN_NAMES = re.compile(r"\s*(?:[,;&+/]|\bet\b|\ben\b)\s*")


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


@dataclass(frozen=True, slots=True)
class PastedTimetable:
    """The rows of a pasted timetable, and the lines that were taken for the rest of the title before them."""

    items: list[ParsedAgendaItem]
    joined: list[str]


def read_timetable(text: str) -> PastedTimetable:
    """Read an agenda, one row a line, with or without times and numbers; nothing of it is left out.

    Raises UnreadableDocument for an empty text or one that is far too long.
    """
    lines = read_text(text).lines
    items = read_rows(lines, Findings(_unknown))
    written = {line.number: line.text for line in lines}
    return PastedTimetable(items, [written[number] for item in items for number in item.lines[1:]])


def without_speakers(title: str, people: PersonMatcher) -> tuple[str, list[Person]]:
    """Cut the speakers off a title that ends with their names in brackets: "Analyse (Lisa Asselman)".

    Only people whom the directory knows for certain are speakers; any other bracket belongs to the title.
    """
    bracket = SPEAKERS.search(title)
    if bracket is None or bracket.start() == 0:
        return title, []
    found = [people.match(name).person for name in BETWEEN_NAMES.split(bracket["names"])]
    certain = [person for person in found if person is not None]
    return (title[: bracket.start()], certain) if len(certain) == len(found) else (title, [])


def _unknown(text: str) -> OrganisationMatch:
    """Know no organisation: the directory is asked later, row by row."""
    return OrganisationMatch()
