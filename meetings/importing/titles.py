"""The title and the date of the meeting, in one language or in two, on one line or on several."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from .bilingual_text import Halves, halves
from .captions import is_agenda_caption, is_attendance_label
from .dates import FoundDate, dates_in
from .findings import Findings
from .inline import Rich
from .markers import list_marker, section_label
from .result import Lang
from .source import Line

TITLE_WORD = re.compile(
    r"\b(?:rapport|compte[ -]rendu|procès[ -]verbal|PV|réunion|rencontre|séance|assemblée|comité|journée|atelier|échange"
    r"|\w*verslag|notulen|\w*vergadering|\w*bijeenkomst|\w*overleg|netwerkdag|ontmoeting|stuurgroep|begeleidingscomité|workshop|meeting)\b",
    re.IGNORECASE,
)
# "Objet : …", "Onderwerp: …", "Titre :" in front of the title
PREFIX = re.compile(r"(?:objet|onderwerp|betreft|concerne|subject|titre|titel|sujet)\s*:\s*", re.IGNORECASE)
# "Date : 3 mai 2022", "Datum: …", "Date / Datum : …"
DATE_LABEL = re.compile(r"(?:date(?:\s+de\s+la\s+(?:réunion|rencontre))?|datum(?:\s+(?:van\s+de\s+)?(?:vergadering|bijeenkomst))?)\b(?:\s*/\s*(?:date|datum))?\s*:", re.I)
# Words that only hold the date to the title: "réunion du 3 mai" leaves "réunion du"
DANGLING = re.compile(r"(?:[\s,(:–—-]|\b(?:du|le|de|en date|d\.d\.|dd\.?|van|op|of))+\Z", re.IGNORECASE)
BETWEEN_DATES = re.compile(r"[\s–—/|,()-]*\Z")
HEAD = 25  # lines in which a title is looked for
MOST_LINES = 5
LONGEST = 240


@dataclass(frozen=True, slots=True)
class Title:
    """What the title block says."""

    text: Halves
    lines: tuple[int, ...]
    date: dt.date | None
    date_lines: tuple[int, ...]


def read_title(lines: Sequence[Line], fallback: Lang, findings: Findings) -> tuple[list[Line], Title]:
    """Take title and date out of the lines; what the date was typed as is listed among the furniture."""
    start = _title_start(lines)
    block = _title_block(lines, start) if start is not None else []
    taken = {line.number for line in block}
    dated = [line for line in lines[:HEAD] if line.number not in taken and DATE_LABEL.match(line.text) and dates_in(line.text)]
    parts, found = [], []
    for line in [*block, *dated]:
        part, dates = _without_dates(line, findings)
        found.extend((line.number, date) for date in dates)
        if line in block and part:
            parts.append(part)
    text = halves(parts, fallback) if parts else Halves()
    date, date_lines = _one_date(found, findings)
    kept = [line for line in lines if line not in block and line not in dated]
    return kept, Title(text, tuple(line.number for line in block), date, date_lines)


def _title_start(lines: Sequence[Line]) -> int | None:
    """Return the line on which the title begins: Word's title style, a title word, the first heading, a line with a date."""
    head = [line for line in lines[:HEAD] if line.table is None]
    end = next((index for index, line in enumerate(head) if is_attendance_label(line.text) or _is_section(line)), len(head))
    head = head[:end]
    tests = (
        lambda line: line.title,
        lambda line: bool(TITLE_WORD.search(line.text)) and _short(line),
        lambda line: line.heading == 1 and section_label(line.text, heading=True) is None,
        lambda line: any(date.value for date in dates_in(line.text)) and _short(line),
    )
    for test in tests:
        for line in head:
            if test(line) and not is_agenda_caption(line.text) and not DATE_LABEL.match(line.text):
                return list(lines).index(line)
    return None


def _is_section(line: Line) -> bool:
    return line.gap and section_label(line.text) is not None and not dates_in(line.text)


def _short(line: Line) -> bool:
    return len(line.text) <= LONGEST and not line.text.rstrip().endswith((".", ";")) and list_marker(line.text, listed=line.listed) is None


def _title_block(lines: Sequence[Line], start: int) -> list[Line]:
    """Collect the lines of the title: those right below it, and below a gap those with a date or a title in the other language."""
    block = [lines[start]]
    for line in lines[start + 1 : start + MOST_LINES]:
        if line.table or is_attendance_label(line.text) or is_agenda_caption(line.text) or _is_section(line) or not _short(line):
            break
        dates = dates_in(line.text)
        only_date = bool(dates) and not re.search(r"[^\W\d_]{3,}", DANGLING.sub("", _cut(line.text, dates)))
        named = bool(TITLE_WORD.search(line.text)) or line.text.startswith(("AMIF", "FAMI"))
        same_kind = line.heading == block[-1].heading and line.title == block[-1].title
        below = not line.gap and not re.match(r"[^\W\d_][^:]{0,30}:", line.text)
        if DATE_LABEL.match(line.text) or not (line.title or only_date or (named and same_kind) or (below and same_kind)):
            break
        block.append(line)
    return block


def _cut(text: str, dates: list[FoundDate]) -> str:
    for date in reversed(dates):
        text = text[: date.start] + " " + text[date.end :]
    return text


def _without_dates(line: Line, findings: Findings) -> tuple[Rich, list[FoundDate]]:
    """Return a title line without its dates and without the words that held them."""
    rich, dates = line.rich, dates_in(line.text)
    prefix = PREFIX.match(rich.text)
    offset = prefix.end() if prefix else 0
    findings.set_aside(line.number, "title_label", rich.text[:offset])
    start = None
    pieces: list[Rich] = []
    position = offset
    for date in dates:
        before = rich.cut(position, date.start)
        if start is None or not BETWEEN_DATES.match(before.text):
            dangling = DANGLING.search(before.text)
            keep = len(before.text) - (len(dangling[0]) if dangling else 0)
            pieces.append(before.cut(0, keep))
            start = position + keep
        findings.set_aside(line.number, "date", rich.text[start : date.end].strip(" –—-/,(:"))
        position = start = date.end
    pieces.append(rich.cut(position))
    kept = [piece.strip() for piece in pieces if re.search(r"\w", piece.text)]
    if DATE_LABEL.match(line.text):
        findings.set_aside(line.number, "date", " ".join(piece.text for piece in kept))
    return Rich.joined(kept, " "), dates


def _one_date(found: list[tuple[int, FoundDate]], findings: Findings) -> tuple[dt.date | None, tuple[int, ...]]:
    """Choose the date of the meeting: the first complete one; say so when others differ."""
    complete = [(line, date) for line, date in found if date.value is not None]
    if not complete:
        if found:
            findings.warn("date_without_year", found[0][0], text=found[0][1].text)
        else:
            findings.warn("missing_date")
        return None, tuple(line for line, _ in found)
    line, first = complete[0]
    differing = [date for _, date in found if (date.day, date.month) != (first.day, first.month) or (date.value and date.value != first.value)]
    if differing:
        findings.warn("contradicting_dates", line, text=" / ".join(date.text for _, date in found))
    elif first.several:
        findings.warn("several_days", line, text=first.text)
    return first.value, tuple(dict.fromkeys(number for number, _ in complete))
