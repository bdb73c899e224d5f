"""The title of the meeting, in one language or in two, on one line or on several, with the date and the hours in it."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from .bilingual_text import Halves, halves
from .captions import is_agenda_caption, is_attendance_label
from .dates import FoundDate, dates_in
from .findings import Findings
from .inline import Rich
from .language import language_of
from .markers import list_marker, section_label
from .markup import rich_text
from .result import Lang
from .source import Line
from .times import FoundTime, time_in

# What minutes call themselves, and what they are minutes of
DOCUMENT_WORD = re.compile(r"\s*(?:rapport|compte[ -]rendu|procès[ -]verbal|pv\b|\w*verslag|notulen|note|nota)", re.IGNORECASE)
MEETING_WORD = re.compile(
    r"\b(?:réunion|rencontre|séance|assemblée|comité|journée|atelier|\w*vergadering|\w*bijeenkomst|\w*overleg|netwerkdag|ontmoeting"
    r"|stuurgroep|begeleidingscomité|workshop|meeting|rapport|compte[ -]rendu|procès[ -]verbal|PV|\w*verslag|notulen)\b",
    re.IGNORECASE,
)
# "Objet : …", "Onderwerp: …", "Titre :" in front of the title
PREFIX = re.compile(r"(?:objet|onderwerp|betreft|concerne|subject|titre|titel|sujet)\s*:\s*", re.IGNORECASE)
# "Date : 3 mai 2022", "Datum: …", "Date / Datum : …", "Heure : 9h - 12h", "Uur: …"
WHEN_LABEL = re.compile(
    r"(?:date(?:\s+de\s+la\s+(?:réunion|rencontre))?|datum(?:\s+(?:van\s+de\s+)?(?:vergadering|bijeenkomst))?|heures?|horaire|uur|tijdstip|quand|wanneer)\b"
    r"(?:\s*(?:/|et|en)\s*(?:date|datum|heures?|uur))?\s*:\s*",
    re.IGNORECASE,
)
# "Lieu : Namur", "Plaats / Lieu: …"
PLACE_LABEL = re.compile(
    r"(?:lieu|plaats|locatie|endroit|waar|où)\b(?:\s*(?:/|et|en)\s*(?:lieu|plaats|locatie))?\s*:\s*(?=\S)", re.IGNORECASE
)
# Words that only hold the date to the title: "réunion du 3 mai" leaves "réunion du"
DANGLING = re.compile(r"(?:[\s,(:–—-]|\b(?:du|le|de|en date|d\.d\.|dd\.?|van|op|of|tenue|gehouden))+\Z", re.IGNORECASE)
BETWEEN_DATES = re.compile(r"[\s–—/|,()-]*\Z")
NO_TITLE = re.compile(
    r"\b(?:bonjour|beste|cher|chère|chers|dag|voici|hierbij|ci-joint|bijlage|cordialement|groeten)\b", re.IGNORECASE
)
SENTENCE_BREAK = re.compile(r"[.!?]\s+[A-ZÀ-Þ]")
HEAD = 25  # lines in which a title is looked for
MOST_LINES = 5
LONGEST = 240


@dataclass(slots=True)
class Title:
    """What the head of the document says."""

    text: Halves = field(default_factory=Halves)
    lines: tuple[int, ...] = ()
    date: dt.date | None = None
    date_lines: tuple[int, ...] = ()
    starts_at: dt.time | None = None
    ends_at: dt.time | None = None
    place: str = ""
    place_line: int | None = None


def read_title(lines: Sequence[Line], fallback: Lang, findings: Findings) -> tuple[list[Line], Title]:
    """Take title, date, hours and place out of the lines. Returns the lines that remain, and what was found."""
    title = Title()
    head = _head(lines)
    block = _title_block(lines, _title_start(lines, head))
    taken = {line.number for line in block}
    others = [line for line in head if line.number not in taken]
    when = [line for line in others if WHEN_LABEL.match(line.text) and (dates_in(line.text) or time_in(line.text))]
    where = next((line for line in others if PLACE_LABEL.match(line.text)), None)
    parts: list[Rich] = []
    found: list[tuple[int, FoundDate]] = []
    for line in [*block, *when]:
        rich, dates = _without_moments(line, title, findings)
        found.extend((line.number, date) for date in dates)
        if line in block and rich:
            parts.append(rich)
    title.text = halves(parts, fallback) if parts else Halves()
    title.lines = tuple(line.number for line in block)
    title.date, title.date_lines = _one_date(found, findings)
    if where is not None:
        _place(where, title, findings)
    gone = [*block, *when, *([where] if where else [])]
    return [line for line in lines if line not in gone], title


def _head(lines: Sequence[Line]) -> list[Line]:
    """Return the lines before the attendees and the first section."""
    head = []
    for line in lines[:HEAD]:
        if is_attendance_label(line.text) or _is_section(line):
            break
        if line.table is None:
            head.append(line)
    return head


def _is_section(line: Line) -> bool:
    return line.gap and section_label(line.text, heading=bool(line.heading)) is not None and not dates_in(line.text)


def _title_start(lines: Sequence[Line], head: Sequence[Line]) -> int | None:
    """Return the index of the line most like a title; the first of several."""
    scored = [(_likeness(line), line) for line in head]
    best = max(scored, key=lambda pair: pair[0], default=None)
    return list(lines).index(best[1]) if best is not None and best[0] > 0 else None


def _likeness(line: Line) -> int:
    """Score a line: Word's title style, the words of a title, a date, a heading; 0 for anything that is no title."""
    text = line.text
    if not _short(line) or is_agenda_caption(text) or WHEN_LABEL.match(text) or PLACE_LABEL.match(text) or NO_TITLE.search(text):
        return 0
    dated = bool(dates_in(text))
    points = (
        8 * line.title + 5 * bool(DOCUMENT_WORD.match(text)) + 4 * bool(PREFIX.match(text)) + 3 * bool(MEETING_WORD.search(text))
    )
    return points + 2 * dated + 2 * (line.heading == 1)


def _short(line: Line) -> bool:
    text = line.text.rstrip()
    is_item = list_marker(text, listed=line.listed) is not None
    return len(text) <= LONGEST and not text.endswith((".", ";", ",")) and not SENTENCE_BREAK.search(text) and not is_item


def _title_block(lines: Sequence[Line], start: int | None) -> list[Line]:
    """Collect the lines of the title, from the first one on."""
    if start is None:
        return []
    block = [lines[start]]
    for line in lines[start + 1 : start + MOST_LINES]:
        if not _continues(line, block):
            break
        block.append(line)
    return block


def _continues(line: Line, block: Sequence[Line]) -> bool:
    """Whether a line goes on with the title: it stands right below, is a date, or says it again in the other language."""
    text = line.text
    if line.table or is_attendance_label(text) or is_agenda_caption(text) or _is_section(line) or not _short(line):
        return False
    if WHEN_LABEL.match(text) or PLACE_LABEL.match(text):
        return False
    dates = dates_in(text)
    only_date = bool(dates) and not re.search(r"[^\W\d_]{3,}", DANGLING.sub("", _cut(text, dates)))
    languages = {language_of(above.text) for above in block} - {None}
    in_other_language = bool(MEETING_WORD.search(text)) and language_of(text) not in languages
    same_kind = line.heading == block[-1].heading and line.title == block[-1].title
    named = same_kind and (bool(MEETING_WORD.search(text)) or text.startswith(("AMIF", "FAMI")))
    below = same_kind and not line.gap and not re.match(r"[^\W\d_][^:]{0,30}:", text)
    return line.title or only_date or in_other_language or named or below


def _cut(text: str, dates: list[FoundDate]) -> str:
    for date in reversed(dates):
        text = text[: date.start] + " " + text[date.end :]
    return text


def _without_moments(line: Line, title: Title, findings: Findings) -> tuple[Rich, list[FoundDate]]:
    """Return a line without its dates and hours, and without the words that held them."""
    # Asterisks typed into a Word document part the two languages as they do in a text.
    rich = rich_text(line.text) if "*" in line.text else line.rich
    dates = dates_in(rich.text)
    label = PREFIX.match(rich.text) or WHEN_LABEL.match(rich.text)
    offset = label.end() if label else 0
    findings.set_aside(line.number, "title_label", rich.text[:offset])
    findings.set_aside_links(line.number, rich)
    time = time_in(_blanked(rich.text, dates), offset)
    if time is not None and title.starts_at is None:
        title.starts_at, title.ends_at = time.begins, time.ends
        if time.ends is not None and time.ends < time.begins:
            findings.warn("times_reversed", line.number, text=rich.text[time.start : time.end].strip())
    moments: list[FoundDate | FoundTime] = sorted([*dates, *([time] if time else [])], key=lambda moment: moment.start)
    kept: list[Rich] = []
    position = start = offset
    for moment in moments:
        before = rich.cut(position, moment.start)
        if position == offset or not BETWEEN_DATES.match(before.text):
            dangling = DANGLING.search(before.text)
            keep = len(before.text) - (len(dangling[0]) if dangling else 0)
            kept.append(before.cut(0, keep))
            start = position + keep
        kind = "date" if isinstance(moment, FoundDate) else "time"
        findings.set_aside(line.number, kind, rich.text[start : moment.end].strip(" –—-/,(:"))
        position = start = moment.end
    kept.append(rich.cut(position))
    pieces = [piece.strip() for piece in kept if re.search(r"\w", piece.text)]
    if WHEN_LABEL.match(line.text):
        findings.set_aside(line.number, "date", " ".join(piece.text for piece in pieces))
    return Rich.joined(pieces, " "), dates


def _blanked(text: str, dates: list[FoundDate]) -> str:
    """Return the text with its dates blank, so that no figure of a date is read as an hour."""
    for date in dates:
        text = text[: date.start] + " " * (date.end - date.start) + text[date.end :]
    return text


def _place(line: Line, title: Title, findings: Findings) -> None:
    label = PLACE_LABEL.match(line.text)
    assert label is not None  # the caller chose the line by its label
    findings.set_aside(line.number, "place_label", label[0])
    title.place, title.place_line = line.text[label.end() :].strip(), line.number
    findings.set_aside(line.number, "place", title.place)
    findings.set_aside_links(line.number, line.rich)


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
    others = [date for _, date in found if (date.day, date.month) != (first.day, first.month)]
    others += [date for _, date in complete if date.value != first.value]
    if others:
        findings.warn("contradicting_dates", line, text=" / ".join(date.text for _, date in found))
    elif first.several:
        findings.warn("several_days", line, text=first.text)
    return first.value, tuple(dict.fromkeys(number for number, _ in complete))
