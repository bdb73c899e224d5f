"""From "Lisa Asselman (POD MI-IS), Ann Devisschere et Umit Karanfil (OCMW Gent)" to people.

Brackets close groups of names. Where a bracket could belong to one name or to several, the others get no organisation and
a warning: nothing is guessed.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from .attendee_pieces import LEADING, Join, Piece, bracketed, cut_pieces, is_name, split_groups
from .captions import REMOTE
from .findings import Findings
from .organisations import looks_like_organisation, organisation_start
from .result import OrganisationMatch, ParsedAttendee, Status

HONORIFIC = re.compile(
    r"(?:(?:M\.|Mr\.?|Mme\.?|Mlle\.?|Mmes|MM\.|Mevr\.?|Mevrouw|Mw\.?|Dhr\.?|De heer|Monsieur|Madame|Dr\.?|Prof\.?)\s+)+"
    r"(?=[A-ZÀ-Þ])"
)
# "Excusés : néant"
NONE = re.compile(
    r"(?:/|-|—|–|néant|neant|aucun(?:e)?s?|geen|niemand|personne|nihil|n\.?v\.?t\.?|s\.?o\.?|non applicable)\.?\Z", re.IGNORECASE
)
STATUS_HINTS: tuple[tuple[Status, re.Pattern[str]], ...] = (
    (
        "excused",
        re.compile(
            r"(?:absent(?:e)?\s+)?excus[ée]e?s?\Z|verontschuldigd\Z|absent(?:e)? avec avertissement\Z|afwezig met kennisgeving\Z",
            re.I,
        ),
    ),
    ("absent", re.compile(r"absent(?:e)?s?\Z|afwezig\Z", re.I)),
    ("guest", re.compile(r"invité(?:e)?s?\Z|genodigde\Z|gast\Z", re.I)),
    ("present", re.compile(r"présent(?:e)?s?\Z|aanwezig\Z", re.I)),
)
DASH = re.compile(r"\s+[-–—]\s+|\t+")
DETAIL = re.compile(r"\s*[,;]\s*|\s+[-–—]\s+")
# "Lisa Maes van POD MI", "Tom Claes du CPAS de Namur"
LINKING = re.compile(r"\s+(van|voor|bij|de|du|des|pour|chez|de la|d['’]|l['’])\s*\Z", re.IGNORECASE)
# A bracket that limits the presence or names a replacement is no organisation.
LIMIT = re.compile(r"jusqu|vanaf|tot\s|à partir|remplace|vervang", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Person:
    """A name under way to an attendee; `ambiguous`: already pointed out as having no certain organisation."""

    name: str
    line: int
    organisation: str | None = None
    function: str = ""
    remote: bool = False
    status: Status | None = None
    ambiguous: bool = False


@dataclass(slots=True)
class Reader:
    """Reads one list with one status. `leftovers` are the pieces that are no person: (line, text).

    `organisation` holds for every name that has none of its own, as in "Présents (CPAS de Liège) : …".
    """

    status: Status
    findings: Findings
    remote: bool = False
    organisation: str | None = None
    people: list[ParsedAttendee] = field(default_factory=list)
    leftovers: list[tuple[int, str]] = field(default_factory=list)

    def read(self, text: str, line: int, *, one_group: bool = False) -> None:
        """Read a list. `one_group`: it is one line of a list, so that its last bracket holds for all its names."""
        text = re.sub(r"(?<=\))\.\s*\Z", "", re.sub(r"[ \xa0]+", " ", text.strip()))
        if not text or NONE.match(text):
            self.findings.set_aside(line, "nobody", text)
            return
        groups = split_groups(text)
        for group in groups:
            self._read_group(group.strip(), line, one_group or len(groups) > 1)

    def _read_group(self, text: str, line: int, alone: bool) -> None:
        organisation = self.organisation
        hit = LEADING.match(text)
        if hit and (looks_like_organisation(hit[1]) or self.findings.known(hit[1])):
            if NONE.match(text[hit.end() :].strip()):
                self._leave(line, text)
                return
            organisation, text = hit[1].strip(), text[hit.end() :]
        cut = cut_pieces(text, line)
        for conjunction in cut.conjunctions:
            self.findings.set_aside(line, "conjunction", conjunction)
        if cut.mended:
            self.findings.warn("stray_bracket", line, text=text)
        if self._read_organisations_outside(cut.pieces):
            return
        groups = bracketed(self._folded(cut.pieces, alone=alone))
        singles = sum(len(group) == 1 for group in groups)
        # "A (X), B (Y), C, D (Z)": where each bracket belongs to one name, C just has none.
        one_each = singles >= 2 and singles * 2 > len(groups)
        for group in groups:
            for person in self._people(group, shares=alone and len(groups) == 1, one_each=one_each):
                self._add(person, organisation)

    def _read_organisations_outside(self, pieces: Sequence[Piece]) -> bool:
        """Read "OCMW Gent (Umit Karanfil, Ann Devisschere), CPAS de Liège (…)": the names stand inside the brackets."""
        if not pieces or not all(len(piece.brackets) == 1 and looks_like_organisation(piece.text) for piece in pieces):
            return False
        inside = [cut_pieces(piece.brackets[0], piece.line) for piece in pieces]
        names = [piece.text for cut in inside for piece in cut.pieces]
        if not names or not all(is_name(name) and not looks_like_organisation(name) for name in names):
            return False
        for piece, cut in zip(pieces, inside, strict=True):
            for conjunction in cut.conjunctions:
                self.findings.set_aside(piece.line, "conjunction", conjunction)
            for one in cut.pieces:
                self._add(self._person(one), piece.text)
        return True

    def _folded(self, pieces: Sequence[Piece], *, alone: bool) -> list[Piece]:
        """Fold "Name, coordinatrice, OCMW Gent" into one piece: details typed where a name is expected."""
        result: list[Piece] = []
        for piece in pieces:
            previous = result[-1] if result else None
            if previous is not None and piece.join is Join.COMMA and not looks_like_organisation(previous.text):
                organisation = looks_like_organisation(piece.text) or (alone and self.findings.known(piece.text))
                function = piece.text[:1].islower() and not is_name(piece.text) and not piece.brackets
                if function or (organisation and not previous.placed):
                    previous.brackets.extend([piece.text, *piece.brackets])
                    continue
            result.append(piece)
        return result

    def _people(self, group: Sequence[Piece], *, shares: bool, one_each: bool) -> list[Person]:
        """Read names up to and including one bracket."""
        people = [self._person(piece) for piece in group]
        shared = people[-1].organisation
        if shared is None or len(group) == 1:
            return people
        if {piece.join for piece in group[1:]} == {Join.CONJUNCTION} or shares:
            return [replace(person, organisation=person.organisation or shared) for person in people]
        # "A, B et C (ORG)": "et" joins B to C; the comma before may part the groups or the names.
        result = [people[-1]]
        joined = group[-1].join is Join.CONJUNCTION
        for person in reversed(people[:-1]):
            unclear = person.organisation is None and not joined
            if unclear and not one_each:
                self.findings.warn("ambiguous_organisation", person.line, name=person.name, organisation=shared)
            organisation = person.organisation or (None if unclear else shared)
            result.insert(0, replace(person, ambiguous=unclear and not one_each, organisation=organisation))
            joined = False
        return result

    def _person(self, piece: Piece) -> Person:
        """Read the name, and what its brackets and dashes say of it."""
        text, details = self._name_and_details(piece)
        person = Person(HONORIFIC.sub("", text).strip(), piece.line)
        self.findings.set_aside(piece.line, "honorific", text.removesuffix(person.name))
        functions = [piece.after.lstrip("-–—: ")] if piece.after else []
        for part in (part for detail in details for part in self._parts(detail)):
            hint = next((status for status, pattern in STATUS_HINTS if pattern.match(part)), None)
            if hint is not None:
                person = replace(person, status=hint)
                self.findings.set_aside(piece.line, "status", part)
            elif REMOTE.search(part) and not looks_like_organisation(part):
                person = replace(person, remote=True)
                self.findings.set_aside(piece.line, "remote", part)
            elif person.organisation is None and self._is_organisation(part):
                person = replace(person, organisation=part)
            else:
                functions.append(part)
        return replace(person, function=", ".join(functions))

    def _name_and_details(self, piece: Piece) -> tuple[str, list[str]]:
        """Part "Name – ORG", "ORG – Name" and "Name van ORG" into the name and the rest."""
        parts = [part.strip() for part in DASH.split(piece.text) if part.strip()]
        if len(parts) > 1:
            if self._is_organisation(parts[0], strictly=True) and not self._is_organisation(parts[1], strictly=True):
                parts[0], parts[1] = parts[1], parts[0]
            return parts[0], parts[1:] + piece.brackets
        start = organisation_start(piece.text)
        if piece.brackets or start <= 0:
            return piece.text.strip(), list(piece.brackets)
        name = piece.text[:start].strip()
        if hit := LINKING.search(name):
            self.findings.set_aside(piece.line, "conjunction", hit[1])
            name = name[: hit.start()]
        return name, [piece.text[start:]]

    def _parts(self, bracket: str) -> list[str]:
        """Cut "OCMW Gent, projectleider" into its parts, unless the directory knows the whole."""
        bracket = bracket.strip()
        return [bracket] if self.findings.known(bracket) else [part for part in DETAIL.split(bracket) if part]

    def _is_organisation(self, text: str, *, strictly: bool = False) -> bool:
        """A bracket holds an organisation unless it is a function: "(directrice)" begins with a small letter."""
        if looks_like_organisation(text) or self.findings.known(text):
            return True
        return not strictly and text[:1].isupper() and not LIMIT.match(text)

    # Results

    def _add(self, person: Person, organisation: str | None) -> None:
        organisation = person.organisation or organisation
        if looks_like_organisation(person.name) or not is_name(person.name, bracketed=organisation is not None):
            details = "".join(f" ({detail})" for detail in (person.organisation, person.function) if detail)
            self._leave(person.line, f"{person.name}{details}")
            return
        match = self._matched(person, organisation)
        self.findings.set_aside(person.line, "function", person.function)
        self.people.append(
            ParsedAttendee(
                name=person.name,
                status=person.status or self.status,
                lines=(person.line,),
                organisation=organisation,
                match=match,
                function=person.function,
                remote=person.remote or self.remote,
            )
        )

    def _leave(self, line: int, text: str) -> None:
        """Keep what is no person as text."""
        if text.strip():
            self.leftovers.append((line, text))
            self.findings.warn("attendee_not_understood", line, text=text)

    def _matched(self, person: Person, organisation: str | None) -> OrganisationMatch:
        if organisation is not None:
            return matched(organisation, person.line, self.findings)
        if not person.ambiguous:
            self.findings.warn("person_without_organisation", person.line, name=person.name)
        return OrganisationMatch()


def matched(organisation: str, line: int, findings: Findings) -> OrganisationMatch:
    """Ask the directory for an organisation as typed, and warn where it does not know exactly one."""
    match = findings.match(organisation)
    if match.name is None and match.candidates:
        findings.warn("several_organisations", line, text=organisation, candidates=", ".join(match.candidates))
    elif match.name is None:
        findings.warn("unknown_organisation", line, text=organisation)
    return match
