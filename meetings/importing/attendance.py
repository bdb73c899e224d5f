"""The lists of attendees: where they stand, which lines belong to them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from . import attendee_tables
from .attendee_pieces import LEADING, PARTICLES, is_name
from .attendees import HONORIFIC, Reader
from .captions import AttendanceLabel, attendance_label, is_agenda_caption
from .findings import Findings
from .inline import Rich
from .markers import list_marker, section_label
from .organisations import looks_like_organisation, organisation_start
from .result import ParsedAttendee
from .source import Line

# Lists of attendees stand before the third heading; where none does, the whole document is searched.
HEADINGS_BEFORE = 3
LONGEST_LIST = 20_000  # characters of one line, some four hundred people
UMBRELLA = re.compile(r"liste|lijst|présences|aanwezigheid|attendance", re.IGNORECASE)
OPEN_END = re.compile(r"(?:[&(\-–/]|\b(?:et|en|and))\s*\Z")
HALF_NAME = re.compile(r"\s*(?:[,;]|\b(?:et|en|and)\b|&)\s*\S")
BRACKET_AT_END = re.compile(r"[)\]]\s*[,;.]?\s*\Z")
ANOTHER_LABEL = re.compile(r"(?<=[\s.;|–-])(?=[A-ZÀ-Þ][^\W\d_]{3,})|(?<=[.;|]\s)(?=[^\W\d_]{4,})")


@dataclass(slots=True)
class _Block:
    """A label with the lines that belong to it. `kept`: the printed label that stays a heading."""

    label: AttendanceLabel
    line: Line
    rest: str
    kept: Line | None = None
    members: list[Line] = field(default_factory=list)


def read_attendance(lines: Sequence[Line], findings: Findings) -> tuple[list[Line], list[ParsedAttendee]]:
    """Take the lists of attendees out of the lines. Returns the lines that remain, and the people in order."""
    mark = findings.mark()
    remaining, people = _read(lines, findings, limit=_zone_end(lines))
    if not people:
        findings.rewind(mark)
        remaining, people = _read(lines, findings, limit=len(lines), strictly=True)
    if not people:
        findings.warn("missing_attendance")
    _warn_duplicates(people, findings)
    return remaining, people


def _zone_end(lines: Sequence[Line]) -> int:
    seen = 0
    for index, line in enumerate(lines):
        labelled = line.gap and section_label(line.text) is not None and len(line.text) < 100
        if (line.heading or labelled) and attendance_label(_unlabelled(line)[1]) is None:
            seen += 1
            if seen == HEADINGS_BEFORE:
                return index
    return len(lines)


def _read(
    lines: Sequence[Line], findings: Findings, *, limit: int, strictly: bool = False
) -> tuple[list[Line], list[ParsedAttendee]]:
    remaining: list[Line] = []
    people: list[ParsedAttendee] = []
    index = 0
    while index < len(lines):
        line = lines[index]
        if index < limit and line.table is not None and (found := attendee_tables.read(line.table, findings)):
            people.extend(found)
        elif index < limit and (block := _block_at(lines, index)) and not (strictly and not _convincing(block)):
            found, leftovers = _people_of(block, findings)
            if found or leftovers or block.rest or UMBRELLA.search(block.label.text):
                remaining.extend([block.kept] if block.kept else [])
                remaining.extend(Line(number, Rich.plain(text), gap=True) for number, text in leftovers)
                people.extend(found)
                index += len(block.members)
            else:
                remaining.append(line)
        else:
            remaining.append(line)
        index += 1
    return remaining, people


def _unlabelled(line: Line) -> tuple[int, str]:
    """Return the text behind a list marker or a printed section label, and where it begins."""
    marker = section_label(line.text) or list_marker(line.text, listed=line.listed)
    offset = marker.length if marker else 0
    return offset, line.text[offset:]


def _unmarked(line: Line) -> tuple[int, str]:
    """Return the text behind a list marker. "A. Dubus" is a name."""
    marker = list_marker(line.text, listed=line.listed)
    offset = marker.length if marker else 0
    return offset, line.text[offset:]


def _block_at(lines: Sequence[Line], index: int) -> _Block | None:
    line = lines[index]
    if line.table is not None or len(line.text) > LONGEST_LIST:
        return None
    offset, text = _unlabelled(line)
    label = attendance_label(text)
    if label is None:
        return None
    block = _Block(label, line, text[label.length :])
    if section_label(line.text) is not None and line.gap:
        heading = line.rich.cut(0, offset + len(label.text)).text.rstrip(" :：")
        block.kept = replace(line, rich=Rich.plain(heading))
    for following in lines[index + 1 :]:
        if not _belongs(following, block):
            break
        block.members.append(following)
    return block


def _convincing(block: _Block) -> bool:
    """Outside the head of the document a list needs two names with an organisation."""
    text = " ".join([block.rest, *(member.text for member in block.members)])
    return text.count("(") >= 2


def _belongs(line: Line, block: _Block) -> bool:
    """Whether a line below the label still belongs to its list."""
    if line.heading or line.title or line.table is not None or is_agenda_caption(line.text):
        return False
    if attendance_label(_unlabelled(line)[1]) is not None:
        return False
    _, text = _unmarked(line)
    previous = block.members[-1].text if block.members else block.rest
    if not line.gap and previous.strip() and _is_open(previous, listing=not block.rest):
        return True
    labelled = section_label(line.text) is not None and HONORIFIC.match(line.text) is None
    if labelled and not line.listed and not BRACKET_AT_END.search(text):
        return False
    if line.gap and block.rest.strip() and not all(member.gap for member in block.members):
        return False
    if line.gap and block.rest.strip() and not (BRACKET_AT_END.search(text) and BRACKET_AT_END.search(previous)):
        return False
    return _is_entry(text)


def _is_open(text: str, *, listing: bool) -> bool:
    """Whether a line runs on in the next one: an open bracket, a separator, half a name at its end."""
    text = text.rstrip()
    if not text:
        return False
    if text.count("(") > text.count(")") or OPEN_END.search(text) or text.split()[-1].lower() in PARTICLES:
        return True
    if text[-1] in ",;":
        return not listing
    if ")" not in text:
        return not listing
    # "A (X), Alexandre": half a name. "A (X) – présidente" is complete.
    return HALF_NAME.match(text, text.rfind(")") + 1) is not None


def _is_entry(text: str) -> bool:
    """Whether a line can be one or several people: "Name (ORG)", "Name – ORG", "ORG : names", a bare name."""
    text = text.strip().rstrip(",;. ")
    if len(text) > 1000 or not text:
        return False
    first = re.split(r"[(,;:\t]|\s[-–—]\s|\s(?:et|en)\s", text)[0].strip()
    if looks_like_organisation(first):
        return ":" in text or "(" in text or re.search(r"\s[-–—]\s|\t", text) is not None
    return is_name(first) and (
        BRACKET_AT_END.search(text) is not None
        or "(" in text
        or all(map(is_name, re.split(r"[,;]|\s[-–—]\s|\t|\s(?:et|en|&)\s", text)))
    )


def _people_of(block: _Block, findings: Findings) -> tuple[list[ParsedAttendee], list[tuple[int, str]]]:
    label, number = block.label, block.line.number
    if block.kept is None:
        findings.set_aside(number, "attendee_label", label.text)
    if label.mixed:
        findings.warn("ambiguous_label", number, text=label.text)
    reader = Reader(label.status, findings, remote=label.remote, organisation=_organisation_of(label, findings))
    for line in (block.line, *block.members):
        findings.set_aside_links(line.number, line.rich)
    for line in block.members:
        findings.set_aside(line.number, "list_number", _number_of(line))
    logical = _logical_lines(block)
    for numbers, text in logical:
        before = len(reader.people)
        for other, part in _at_labels(text):
            if other is None:
                reader.read(part, numbers[0], one_group=len(logical) > 1 and bool(block.members))
                continue
            findings.set_aside(numbers[0], "attendee_label", other.text)
            second = Reader(other.status, findings, remote=other.remote)
            second.read(part, numbers[0])
            reader.people.extend(second.people)
            reader.leftovers.extend(second.leftovers)
        reader.people[before:] = _on_their_lines(reader.people[before:], [block.line, *block.members], numbers)
    return reader.people, reader.leftovers


def _organisation_of(label: AttendanceLabel, findings: Findings) -> str | None:
    """Return the organisation of "Présents (CPAS de Liège) :", "Aanwezig OCMW Gent:", "Présents pour le CPAS de Liège :"."""
    start = max(organisation_start(label.tail), 0)
    name = label.tail[start:]
    return name if looks_like_organisation(name) or (name and findings.known(name)) else None


def _number_of(line: Line) -> str:
    marker = list_marker(line.text, listed=line.listed)
    return marker.text if marker is not None and marker.ordered else ""


def _logical_lines(block: _Block) -> list[tuple[list[int], str]]:
    """Join the lines of the source that were only wrapped."""
    logical: list[tuple[list[int], str]] = [([block.line.number], block.rest)] if block.rest.strip() else []
    for member in block.members:
        offset, text = _unmarked(member)
        marked = offset > 0
        leads = LEADING.match(text)
        begins = marked or (leads is not None and looks_like_organisation(leads[1]))
        if logical and not begins and _is_open(logical[-1][1], listing=not block.rest):
            numbers, before = logical[-1]
            logical[-1] = ([*numbers, member.number], f"{before} {text}")
        else:
            logical.append(([member.number], text))
    return [(numbers, text.rstrip(" ,;")) for numbers, text in logical]


def _at_labels(text: str) -> list[tuple[AttendanceLabel | None, str]]:
    """Cut "A (X). Excusés : B (Y)" where a second label begins inside the line. The first part has the label of the line."""
    starts: list[tuple[int, AttendanceLabel]] = []
    for hit in ANOTHER_LABEL.finditer(text):
        label = attendance_label(text[hit.start() :])
        if label is not None and label.text.rstrip().endswith((":", "：")):
            starts.append((hit.start(), label))
    bounds = [*(start for start, _ in starts), len(text)]
    parts: list[tuple[AttendanceLabel | None, str]] = [(None, text[: bounds[0]])]
    parts.extend((label, text[start + label.length : end]) for (start, label), end in zip(starts, bounds[1:], strict=True))
    return [(label, part.rstrip(" .;|–-") if starts else part) for label, part in parts]


def _on_their_lines(people: list[ParsedAttendee], lines: Sequence[Line], numbers: list[int]) -> list[ParsedAttendee]:
    """Give each person of a wrapped list the line on which the name begins."""
    candidates = [line for line in lines if line.number in numbers]
    placed, position = [], 0
    for person in people:
        first_word = person.name.split()[0]
        found = next((index for index in range(position, len(candidates)) if first_word in candidates[index].text), position)
        position = found
        placed.append(replace(person, lines=(candidates[found].number,)) if candidates else person)
    return placed


def _warn_duplicates(people: list[ParsedAttendee], findings: Findings) -> None:
    seen: set[str] = set()
    for person in people:
        key = " ".join(sorted(person.name.casefold().split()))
        if key in seen:
            findings.warn("duplicate_attendee", person.lines[0], name=person.name)
        seen.add(key)
