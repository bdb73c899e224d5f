"""Which lines are headings of sections, and how deep: "2. Budget" after section 1 is, "2. CPAS de Gand :" in a list is not.

A numbered line can be either. What decides is the sequence: a heading continues the numbering of the sections, an item
continues the list that is open. Where both fit, the form of the line decides (see `_item_or_heading`).
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from .captions import is_agenda_caption, is_attendance_label
from .findings import Findings
from .inline import Rich
from .markers import Label, Reading, Style, list_marker, section_label
from .organisations import looks_like_organisation
from .source import Line, Zone

LONGEST = 140  # characters of a heading
LONGEST_GUESS = 70
MOST_WORDS_WITH_FULL_STOP = 4
LARGEST_GAP = 9  # "1." followed by "4." may be a heading that survived the deletion of two others
SENTENCE_BREAK = re.compile(r"[.!?]\s+[A-ZÀ-Þ]")
# A finite verb makes a sentence, not a heading.
VERB = re.compile(
    r"\b(?:est|sont|sera|seront|était|ont|n['’](?:a|ont)|a été|demande|demandent|note|souhaite|souhaitent|propose|proposent"
    r"|peut|peuvent|doit|doivent|signale|indique|précise|travaillera|is|zijn|heeft|hebben|wordt|worden|vraagt|vragen|kan|kunnen|moet|moeten|zal|zullen"
    r"|stelt|meldt|wenst|geeft)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its printed label as typed, its text, its depth from 1."""

    label: str
    text: Rich
    level: int


@dataclass(slots=True)
class _Open:
    """An open section or list: the last number read, and how."""

    reading: Reading
    level: int
    dotted: bool = False


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a label would stand in the tree; `fits`: it continues a numbering; `opens`: it begins a deeper one."""

    level: int
    readings: tuple[Reading, ...]
    fits: bool
    opens: bool = False


def find_headings(lines: Sequence[Line], findings: Findings) -> dict[int, Heading]:
    """Return the headings by their index in `lines`."""
    found = _Reader(lines, findings).read()
    if found:
        return found
    for form in (_is_bold, _is_capitals):
        if alone := _alone(lines, form):
            return {index: _unlabelled(lines[index], 1) for index in alone}
    found = {index: _unlabelled(lines[index], 1) for index in _short_alone(lines)}
    if found:
        findings.warn("headings_guessed", lines[min(found)].number)
    return found


class _Reader:
    """Walks the lines once, with the open sections and the open list."""

    def __init__(self, lines: Sequence[Line], findings: Findings) -> None:
        self.lines = lines
        self.findings = findings
        self.sections: list[_Open] = []
        self.list: _Open | None = None
        self.list_lines: list[Line] = []
        self.interrupted = False  # a paragraph stood between the open list and here
        self.leads_in = False  # the line before ends with a colon
        marked = [line.heading for line in lines if line.heading]
        self.marks_headings = bool(marked)
        self.top = min(marked, default=1)

    def read(self) -> dict[int, Heading]:
        found: dict[int, Heading] = {}
        for index, line in enumerate(self.lines):
            if line.table is not None or line.zone is not Zone.BODY:
                continue
            heading = self._marked(line) if line.heading else self._labelled(index, line)
            if heading is None:
                self._follow(line)
                continue
            found[index] = heading
            self.list, self.list_lines, self.interrupted = None, [], False
            self.leads_in = is_agenda_caption(heading.text.text)
        return found

    def _marked(self, line: Line) -> Heading | None:
        """A heading by the document's own word: a Word style, a Markdown #."""
        label = section_label(line.text, heading=True)
        relative = line.heading - self.top + 1
        if label is None:
            # Deeper ones without a label ("### Avantages") are subheadings inside a section.
            return _unlabelled(line, relative) if relative <= 2 else None
        place = self._place(label)
        level = len(label.parts) if len(label.parts) > 1 else relative
        self._enter(place, level, dotted=len(label.parts) > 1)
        return Heading(label.text, line.rich.cut(label.length).strip().unmarked(), level)

    def _labelled(self, index: int, line: Line) -> Heading | None:
        label = section_label(line.text)
        if label is None or not self._is_heading(index, line, label):
            return None
        place = self._place(label)
        if not place.fits and not place.opens:
            self.findings.warn("section_number_unexpected", line.number, label=label.text)
        self._enter(place, place.level, dotted=len(label.parts) > 1)
        return Heading(label.text, line.rich.cut(label.length).strip().unmarked(), place.level)

    # The decision

    def _is_heading(self, index: int, line: Line, label: Label) -> bool:
        text = line.text[label.length :]
        strong = line.rich.emphatic or (text.isupper() and len(text) > 3)
        place = self._place(label)
        if line.listed:
            following = self.lines[index + 1] if index + 1 < len(self.lines) else None
            return strong and place.fits and (following is None or not following.listed)
        if not _has_form(text, strong=strong) or (self.marks_headings and not strong):
            return False
        if self._touches_item(index, label, -1) or self._touches_item(index, label, 1):
            return False
        if self.list is not None and any(self._continues(reading) for reading in label.parts[-1]) and len(label.parts) == 1:
            return place.fits and line.gap and self._item_or_heading(index, line, text, strong=strong)
        if self.leads_in and place.readings[-1].number <= 1 and len(label.parts) == 1:
            return strong and place.fits and line.gap
        if place.fits:
            return line.gap or not VERB.search(text)
        alone = line.gap and not text.endswith(":") and not VERB.search(text)
        if place.opens:
            return (alone or (strong and line.gap)) and not self._next_follows(index, label)
        return alone and self._just_ahead(place) and self._gap_after(index)

    def _item_or_heading(self, index: int, line: Line, text: str, *, strong: bool) -> bool:
        """Both a list and the sections wait for this number: "3. OCMW Gent n'a aucun commentaire" or "3. Divers"?"""
        if strong:
            return True
        parallel = [looks_like_organisation(_bare(item)) for item in self.list_lines]
        if text.endswith(":") or VERB.search(text) or (all(parallel) and looks_like_organisation(text)):
            return False
        if text.endswith(".") and all(item.text.endswith(".") for item in self.list_lines):
            return False
        short_items = all(len(item.text) <= LONGEST_GUESS and not item.text.endswith((".", ";", ":")) for item in self.list_lines)
        return self._gap_after(index) and (self.interrupted or not short_items)

    def _touches_item(self, index: int, label: Label, step: int) -> bool:
        """Whether the line right before or after, without a gap, is the neighbouring item of the same list."""
        other = index + step
        if not 0 <= other < len(self.lines) or self.lines[max(index, other)].gap:
            return False
        marker = list_marker(self.lines[other].text)
        neighbours = {replace(reading, number=reading.number + step) for reading in label.parts[-1]}
        return marker is not None and not neighbours.isdisjoint(marker.readings)

    def _next_follows(self, index: int, label: Label) -> bool:
        """Whether the next line already has the next number: a heading has text below it, an item need not."""
        following = section_label(self.lines[index + 1].text) if index + 1 < len(self.lines) else None
        if following is None or len(following.parts) != len(label.parts):
            return False
        neighbours = {replace(reading, number=reading.number + 1) for reading in label.parts[-1]}
        return not neighbours.isdisjoint(following.parts[-1])

    def _continues(self, reading: Reading) -> bool:
        return self.list is not None and reading == replace(self.list.reading, number=self.list.reading.number + 1)

    def _gap_after(self, index: int) -> bool:
        return index + 1 >= len(self.lines) or self.lines[index + 1].gap

    def _just_ahead(self, place: _Place) -> bool:
        opened = [section.reading.number for section in self.sections if section.level == place.level]
        last = opened[-1] if opened else 0
        return last < place.readings[-1].number <= last + LARGEST_GAP

    # The state

    def _place(self, label: Label) -> _Place:
        if len(label.parts) > 1:
            return self._dotted_place(label)
        readings = label.parts[0]
        for section in reversed(self.sections):
            for reading in readings:
                same = not section.dotted and (section.reading.style, section.reading.upper) == (reading.style, reading.upper)
                if same and reading.number == section.reading.number + 1:
                    return _Place(section.level, (reading,), fits=True)
        if self.sections:
            # "0." may be followed by "I.", and "I.3" by "2.": Roman and Arabic count the same sections.
            for reading in readings:
                first = self.sections[0].reading
                if Style.LETTER not in {reading.style, first.style} and reading.number == first.number + 1:
                    return _Place(1, (reading,), fits=True)
        return self._first_place(readings)

    def _first_place(self, readings: tuple[Reading, ...]) -> _Place:
        used = {(section.reading.style, section.reading.upper): section.level for section in self.sections if not section.dotted}
        first = next((reading for reading in readings if reading.number <= 1), None)
        if not self.sections:
            return _Place(1, (first or readings[0],), fits=first is not None)
        if first is not None and (first.style, first.upper) not in used:
            return _Place(self.sections[-1].level + 1, (first,), fits=False, opens=True)
        return _Place(used.get((readings[0].style, readings[0].upper), 1), (readings[0],), fits=False)

    def _dotted_place(self, label: Label) -> _Place:
        depth = len(label.parts)
        above = {section.level: section.reading.number for section in self.sections}
        under = all(any(reading.number == above.get(level) for reading in part) for level, part in enumerate(label.parts[:-1], 1))
        last = above.get(depth, 0)
        reading = next((one for one in label.parts[-1] if one.number == last + 1), label.parts[-1][0])
        fits = under and reading.number in {0, 1, last + 1}
        return _Place(depth, (reading,), fits=fits, opens=under)

    def _enter(self, place: _Place, level: int, *, dotted: bool) -> None:
        self.sections = [section for section in self.sections if section.level < level]
        self.sections.append(_Open(place.readings[-1], level, dotted))

    def _follow(self, line: Line) -> None:
        """Keep track of the open list and of lines that lead into one."""
        marker = list_marker(line.text, listed=line.listed, indented=line.indent > 0)
        if marker is not None and marker.ordered:
            continued = [reading for reading in marker.readings if self._continues(reading)]
            self.list_lines = [*self.list_lines, line] if continued else [line]
            self.list = _Open((continued or marker.readings)[0], 0)
            self.interrupted = False
        elif line.gap and not line.text[:1].islower() and marker is None:
            self.interrupted = True
        self.leads_in = line.text.rstrip().endswith(":") and not is_attendance_label(line.text)


def _bare(line: Line) -> str:
    marker = list_marker(line.text, listed=line.listed)
    return line.text[marker.length if marker else 0 :]


def _has_form(text: str, *, strong: bool) -> bool:
    """Whether a text, without its label, can be a heading."""
    if not 2 <= len(text) <= LONGEST or text[-1] in ";,":
        return False
    if text[0].islower() and not strong:
        return False
    if text.endswith(".") and len(text.split()) > MOST_WORDS_WITH_FULL_STOP:
        return False
    return not SENTENCE_BREAK.search(text)


def _unlabelled(line: Line, level: int) -> Heading:
    return Heading("", line.rich.unmarked(), level)


def _is_caption(line: Line) -> bool:
    return is_agenda_caption(line.text) or is_attendance_label(line.text)


def _stands_alone(line: Line) -> bool:
    return line.gap and line.zone is Zone.BODY and line.table is None and not line.listed and list_marker(line.text) is None


def _is_bold(line: Line) -> bool:
    return line.rich.emphatic and _has_form(line.text, strong=True) and not line.text.endswith(":")


def _is_capitals(line: Line) -> bool:
    letters = sum(character.isalpha() for character in line.text)
    return letters > 3 and line.text.isupper() and _has_form(line.text, strong=True)


def _alone(lines: Sequence[Line], form: Callable[[Line], bool]) -> list[int]:
    """Return the lines of a form that stand alone; two of them in a row are a logo or a shout."""
    found = []
    for index, line in enumerate(lines):
        below = lines[index + 1] if index + 1 < len(lines) else None
        run = below is not None and not below.gap and form(below)
        if _stands_alone(line) and form(line) and not run and not _is_caption(line):
            found.append(index)
    return found


def _short_alone(lines: Sequence[Line]) -> list[int]:
    """Last resort: short lines without punctuation between two gaps, with text below."""
    found = []
    for index, line in enumerate(lines[:-1]):
        below = lines[index + 1]
        short = len(line.text) <= LONGEST_GUESS and _has_form(line.text, strong=False) and line.text[-1] not in ".:!?…"
        prose = below.gap and (
            len(below.text) > LONGEST_GUESS or list_marker(below.text, listed=below.listed) is not None or below.table
        )
        if _stands_alone(line) and short and prose and not VERB.search(line.text) and not _is_caption(line):
            found.append(index)
    return found
