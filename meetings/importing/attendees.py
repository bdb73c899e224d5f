"""From "Lisa Asselman (POD MI-IS), Ann Devisschere et Umit Karanfil (OCMW Gent)" to people.

A list is cut into pieces (names, brackets, separators); brackets close groups of names. Where a bracket could
belong to one name or to several, the others get no organisation and a warning: nothing is guessed.
"""

import re
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import pairwise

from .captions import REMOTE
from .findings import Findings
from .organisations import looks_like_organisation, organisation_start
from .result import OrganisationMatch, ParsedAttendee, Status

PARTICLES = frozenset(
    {"de", "d", "da", "das", "dos", "del", "della", "di", "der", "den", "des", "du", "el", "al", "le", "la", "les", "van", "von"}
    | {"vande", "vander", "vanden", "ten", "ter", "te", "op", "in", "'t", "y", "e", "bin", "ben", "bint", "abu"}
)
HONORIFIC = re.compile(
    r"(?:(?:M\.|Mr\.?|Mme\.?|Mlle\.?|Mmes|MM\.|Mevr\.?|Mevrouw|Mw\.?|Dhr\.?|De heer|Monsieur|Madame|Dr\.?|Prof\.?)\s+)+"
    r"(?=[A-ZÀ-Þ])"
)
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
SEPARATORS = re.compile(r"\s*[,;\n]\s*|\s+(?:/|&|et|en|and)\s+")
# "ORG : names": the organisation stands first
LEADING = re.compile(r"([^:,;()\[\]\n]{2,80}?)\s*[:：]\s*(?=\S)")
DASH = re.compile(r"\s+[-–—]\s+|\t+")
OPENING, CLOSING = "([", ")]"
MOST_WORDS = 7


class Join(StrEnum):
    """What stands before a piece."""

    NOTHING = ""
    COMMA = ","
    SEMICOLON = ";"
    LINE = "\n"
    CONJUNCTION = "&"


@dataclass(slots=True)
class Piece:
    """One name as typed with the brackets behind it."""

    text: str
    join: Join
    line: int
    brackets: list[str] = field(default_factory=list)
    after: str = ""

    @property
    def placed(self) -> bool:
        """Whether a bracket already names an organisation."""
        return any(looks_like_organisation(bracket) for bracket in self.brackets)


@dataclass(frozen=True, slots=True)
class Person:
    """A name under way to an attendee."""

    name: str
    line: int
    organisation: str | None = None
    function: str = ""
    remote: bool = False
    status: Status | None = None
    ambiguous: bool = False


@dataclass(slots=True)
class Reader:
    """Reads one list with one status. `leftovers` are the pieces that are no person: (line, text)."""

    status: Status
    findings: Findings
    remote: bool = False
    people: list[ParsedAttendee] = field(default_factory=list)
    leftovers: list[tuple[int, str]] = field(default_factory=list)

    def read(self, text: str, line: int, *, one_group: bool = False) -> None:
        """Read a list. `one_group`: it is one line of a list, so that its last bracket holds for all its names."""
        text = re.sub(r"(?<=\))\.\s*\Z", "", re.sub(r"[ \xa0]+", " ", text.strip()))
        if not text or NONE.match(text):
            self.findings.set_aside(line, "nobody", text)
            return
        groups = self._groups(text)
        for group in groups:
            self._read_group(group.strip(), line, one_group or len(groups) > 1)

    @staticmethod
    def _groups(text: str) -> list[str]:
        """Semicolons part groups where commas part names; "OCMW Gent : A, B, CPAS Liège : C" begins a group at each name."""
        groups = _split_outside_brackets(text, ";\n")
        result: list[str] = []
        for group in groups:
            starts = [hit.start() for hit in re.finditer(r"(?:^|(?<=[,.]\s)|(?<=\n))[^:,;()\n]{2,80}?\s*:\s", group)]
            starts = [start for start in starts if looks_like_organisation(group[start:])]
            bounds = [0, *(start for start in starts if start), len(group)]
            result.extend(group[low:high].strip(" ,") for low, high in pairwise(bounds))
        return [group for group in result if group]

    def _read_group(self, text: str, line: int, alone: bool) -> None:
        organisation = None
        hit = LEADING.match(text)
        if hit and (looks_like_organisation(hit[1]) or self.findings.known(hit[1])):
            organisation, text = hit[1].strip(), text[hit.end() :]
        pieces = self._folded(self._pieces(text, line), alone=alone)
        if organisation is None and (swapped := self._organisation_outside(pieces)):
            organisation, pieces = swapped
        groups = _bracketed(pieces)
        singles = sum(len(group) == 1 for group in groups)
        # "A (X), B (Y), C, D (Z)": where each bracket belongs to one name, C just has none.
        one_each = singles >= 2 and singles * 2 > len(groups)
        for group in groups:
            for person in self._people(group, shares=alone and len(groups) == 1, one_each=one_each):
                self._add(person, organisation)

    # Pieces

    def _pieces(self, text: str, line: int) -> list[Piece]:
        """Cut a text at separators outside brackets; mend brackets that do not match."""
        pieces: list[Piece] = []
        join, position, mended = Join.NOTHING, 0, False
        while position < len(text):
            end, name_end, brackets, after, broken = _piece_end(text, position)
            mended = mended or broken
            pieces.append(Piece(text[position:name_end].strip(" \t,;/"), join, line, brackets, after.strip()))
            hit = SEPARATORS.match(text, end)
            join, position = (_join(hit[0]), hit.end()) if hit else (Join.COMMA, max(end, position + 1))
            if join is Join.CONJUNCTION and hit:
                self.findings.set_aside(line, "conjunction", hit[0])
        if mended:
            self.findings.warn("stray_bracket", line, text=text)
        return [piece for piece in pieces if piece.text or piece.brackets or piece.after]

    def _organisation_outside(self, pieces: list[Piece]) -> tuple[str, list[Piece]] | None:
        """Recognise "OCMW Gent (Umit Karanfil, Ann Devisschere)": names inside the bracket."""
        if len(pieces) != 1 or len(pieces[0].brackets) != 1 or not looks_like_organisation(pieces[0].text):
            return None
        inside = self._pieces(pieces[0].brackets[0], pieces[0].line)
        if all(is_name(piece.text) and not looks_like_organisation(piece.text) for piece in inside):
            return pieces[0].text, inside
        return None

    # People

    def _folded(self, pieces: list[Piece], *, alone: bool) -> list[Piece]:
        """Fold "Name, coordinatrice, OCMW Gent" into one piece: details typed where a name is expected."""
        result: list[Piece] = []
        for piece in pieces:
            previous = result[-1] if result else None
            if previous is not None and piece.join is Join.COMMA and not looks_like_organisation(previous.text):
                organisation = looks_like_organisation(piece.text) or (alone and self.findings.known(piece.text))
                function = piece.text[:1].islower() and not is_name(piece.text)
                if function or (organisation and not previous.placed):
                    previous.brackets.extend([piece.text, *piece.brackets])
                    continue
            result.append(piece)
        return result

    def _people(self, group: list[Piece], *, shares: bool, one_each: bool) -> list[Person]:
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
            open_ = person.organisation is None and not joined
            if open_ and not one_each:
                self.findings.warn("ambiguous_organisation", person.line, name=person.name, organisation=shared)
            result.insert(
                0,
                replace(
                    person, ambiguous=open_ and not one_each, organisation=person.organisation or (None if open_ else shared)
                ),
            )
            joined = False
        return result

    def _person(self, piece: Piece) -> Person:
        """Read the name, and what its brackets and dashes say of it."""
        text, organisation, functions, remote, status = piece.text, None, [], False, None
        details = list(piece.brackets)
        parts = [part for part in DASH.split(text) if part.strip()]
        if len(parts) > 1:
            text, details = self._split_dash(parts, details)
        elif not details and (start := organisation_start(text)) > 0:
            text, details = text[:start], [text[start:]]
        if piece.after:
            functions.append(piece.after.lstrip("-–—: "))
        for detail in details:
            for part in self._details(detail):
                hint = next((state for state, pattern in STATUS_HINTS if pattern.match(part)), None)
                if hint:
                    status = hint
                    self.findings.set_aside(piece.line, "status", part)
                elif REMOTE.search(part) and not looks_like_organisation(part):
                    remote = True
                    self.findings.set_aside(piece.line, "remote", part)
                elif organisation is None and self._is_organisation(part):
                    organisation = part
                else:
                    functions.append(part)
        name = HONORIFIC.sub("", text.strip())
        self.findings.set_aside(piece.line, "honorific", text.strip().removesuffix(name))
        return Person(name.strip(), piece.line, organisation, ", ".join(functions), remote, status)

    def _split_dash(self, parts: list[str], details: list[str]) -> tuple[str, list[str]]:
        """Read "Name – ORG" and "ORG – Name"; the organisation is the side that looks like one."""
        parts = [part.strip() for part in parts]
        if self._is_organisation(parts[0], strictly=True) and not self._is_organisation(parts[1], strictly=True):
            parts[0], parts[1] = parts[1], parts[0]
        return parts[0], parts[1:] + details

    def _details(self, bracket: str) -> list[str]:
        """Cut "OCMW Gent, projectleider" into its parts, unless the directory knows the whole."""
        bracket = bracket.strip()
        if self.findings.known(bracket):
            return [bracket]
        return [part.strip() for part in re.split(r"\s*[,;]\s*|\s+[-–—]\s+", bracket) if part.strip()]

    def _is_organisation(self, text: str, *, strictly: bool = False) -> bool:
        """A bracket holds an organisation unless it is a function: "(directrice)" begins with a small letter."""
        if looks_like_organisation(text) or self.findings.known(text):
            return True
        return (
            not strictly
            and text[:1].isupper()
            and not text.lower().startswith(("jusqu", "vanaf", "tot ", "à partir", "remplace", "vervang"))
        )

    def _add(self, person: Person, organisation: str | None) -> None:
        organisation = person.organisation or organisation
        if looks_like_organisation(person.name) or not is_name(person.name, bracketed=organisation is not None):
            left = (
                person.name
                + (f" ({person.organisation})" if person.organisation else "")
                + (f" ({person.function})" if person.function else "")
            )
            if left.strip():
                self.leftovers.append((person.line, left))
                self.findings.warn("attendee_not_understood", person.line, text=left)
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

    def _matched(self, person: Person, organisation: str | None) -> OrganisationMatch:
        if organisation is None:
            if not person.ambiguous:
                self.findings.warn("person_without_organisation", person.line, name=person.name)
            return OrganisationMatch()
        match = self.findings.match(organisation)
        if match.name is None and match.candidates:
            self.findings.warn("several_organisations", person.line, text=organisation, candidates=", ".join(match.candidates))
        elif match.name is None:
            self.findings.warn("unknown_organisation", person.line, text=organisation)
        return match


def is_name(text: str, *, bracketed: bool = False) -> bool:
    """Whether a text can be a person's name: a few capitalised words and particles, no digits.

    `bracketed`: an organisation stands behind it, which allows a name typed in small letters.
    """
    words = re.findall(r"[^\s'’]+", text)
    if not words or len(words) > MOST_WORDS or any(sign in text for sign in ":@?!=→<>") or re.search(r"\d", text):
        return False
    if text.endswith(".") and len(words) > 3:
        return False
    proper = [word[0].isupper() or word.lower().strip(".") in PARTICLES or not word[0].isalpha() for word in words]
    return (all(proper) and any(word[0].isupper() for word in words)) or (bracketed and len(words) <= 3)


def _bracketed(pieces: list[Piece]) -> list[list[Piece]]:
    """Group the names with the bracket that closes them."""
    groups: list[list[Piece]] = [[]]
    for piece in pieces:
        groups[-1].append(piece)
        if piece.brackets:
            groups.append([])
    return [group for group in groups if group]


def _split_outside_brackets(text: str, separators: str) -> list[str]:
    parts, depth, start = [], 0, 0
    for index, character in enumerate(text):
        depth += (character in OPENING) - (character in CLOSING)
        # A separator a line long after an open bracket means that the bracket was never closed.
        if character in separators and (depth <= 0 or character == "\n"):
            parts.append(text[start:index])
            start, depth = index + 1, 0
    parts.append(text[start:])
    return [part for part in parts if part.strip()]


def _join(separator: str) -> Join:
    bare = separator.strip().lower()
    if "\n" in separator:
        return Join.LINE
    if ";" in separator:
        return Join.SEMICOLON
    return Join.CONJUNCTION if bare in {"et", "en", "and", "&", "/"} else Join.COMMA


def _piece_end(text: str, start: int) -> tuple[int, int, list[str], str, bool]:
    """Read one piece from `start`: its end, the end of the name, its brackets, what follows them, whether one was mended."""
    brackets: list[str] = []
    after, broken, position, name_end = "", False, start, -1
    while position < len(text):
        character = text[position]
        if character in OPENING:
            name_end = position if name_end < 0 else name_end
            position, content, mended = _bracket_end(text, position)
            broken = broken or mended
            brackets.append(content)
            # A new name right behind the bracket: the comma is missing.
            if re.match(r"\s*[A-ZÀ-Þ][^,;()]{2,60}\(", text[position:]):
                break
            continue
        if character in CLOSING:
            broken = True
            inside = organisation_start(text[start:position])
            if not brackets and inside > 0:
                # "Umit Karanfil OCMW Gent)": the opening bracket is missing
                return position + 1, start + inside, [text[start + inside : position]], "", True
            name_end = position if name_end < 0 else name_end
        elif SEPARATORS.match(text, position):
            break
        elif brackets:
            after += character
        position += 1
    return position, name_end if name_end >= 0 else position, [bracket for bracket in brackets if bracket.strip()], after, broken


def _bracket_end(text: str, opening: int) -> tuple[int, str, bool]:
    """Return where a bracket ends, its content, and whether it had to be mended."""
    position = opening + 1
    while position < len(text) and text[position] not in OPENING + CLOSING:
        position += 1
    content = text[opening + 1 : position]
    if position < len(text) and text[position] in CLOSING:
        return position + 1, content.strip(), False
    if not content.strip():
        # "((OCMW Gent)": one bracket too many
        return position, "", True
    cut = re.search(r"[,;\n]", content)
    if position < len(text) and cut is None:
        # "(CPAS Liège (service d'insertion))": a bracket in a bracket
        inner_end, inner, mended = _bracket_end(text, position)
        closed = text[inner_end : inner_end + 1] in tuple(CLOSING)
        return inner_end + closed, f"{content.strip()}, {inner}", mended or not closed
    # Never closed: what looks like the next name behind a comma is the next name.
    if cut and (position < len(text) or is_name(content[cut.end() :].strip())):
        return opening + 1 + cut.start(), content[: cut.start()].strip(), True
    return position, content.strip(), True
