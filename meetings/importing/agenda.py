"""The agenda: a numbered list or a timetable below its caption, before the minutes proper."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from .bilingual_text import Halves, halves
from .captions import is_agenda_caption, is_attendance_label
from .findings import Findings
from .headings import Heading
from .inline import Rich
from .language import language_of
from .markers import list_marker
from .result import Kind, Lang, ParsedAgendaItem
from .source import Line, Row, Table
from .times import FoundTime, leading_time, trailing_time

SECTIONS_SEARCHED = 2  # the agenda stands before the minutes or in their introduction
MOST_WORDS_OF_PLAIN_ROW = 14
# "Ordre du jour : 1. Accueil 2. Budget" and "Agenda: accueil; budget; divers", on one line
INLINE_NUMBER = re.compile(r"(?:^|(?<=[\s;,]))(?=\(?\d{1,2}[.)]\s)")

HEADER = re.compile(
    r"(?:heures?|horaire|temps|durée|timing|u(?:u)?r|tijd(?:stip)?|duur|sujets?|points?|objet|thèmes?|activités?|contenu|onderwerp|agendapunt|punt|thema|activiteit"
    r"|inhoud|qui|wie|n°|nr\.?|#|orateurs?|intervenants?|sprekers?|responsables?|verantwoordelijke|door|par)\s*\??\s*(?:[/|].*)?\Z",
    re.IGNORECASE,
)
PRESENTERS = re.compile(r"(?:qui|wie|orat|interven|sprek|présent|responsab|verantw|door|par)", re.IGNORECASE)

# What may follow "Accueil" where it is the welcome of the day: "Accueil des participants", not "Accueil des réfugiés"
REST = (
    r"(?:\s*(?:[:,+&/(–-]|\b(?:et|en|mot|avec|met|café|koffie|thé|par|door|dans|in)\b"
    r"|\b(?:inscription|registrat|des participant|des membres|van de deelnemers)).*)?\Z"
)
# "Divers", also several times over: "Rondvraag/Varia/Divers"
LEFT_OVER = r"(?:divers|varia|rondvraag|questions diverses|autres points|andere punten)"
KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        "lunch",
        re.compile(
            r"(?:pause[ -]+(?:de\s+)?(?:midi|déjeuner|repas|lunch)|middag(?:pauze|maal)|lunch\w*"
            r"|déjeuner|repas|broodje\w*|sandwich\w*)\b",
            re.I,
        ),
    ),
    (
        "break",
        re.compile(
            r"(?:petite\s+|korte\s+|courte\s+)?(?:pause|pauze|koffiepauze|theepauze|coffee break|koffie)(?:[ -]café)?\b", re.I
        ),
    ),
    ("check_in", re.compile(r".*\bcheck[ -]?in\b", re.I)),
    ("check_out", re.compile(r".*\bcheck[ -]?out\b", re.I)),
    (
        "welcome",
        re.compile(
            r"(?:accueil|mot d['’]accueil|mot de bienvenue|bienvenue|onthaal|ontvangst|welkom(?:stwoord)?|verwelkoming)" + REST,
            re.I,
        ),
    ),
    (
        "any_other_business",
        re.compile(
            rf"(?:points?\s+)?{LEFT_OVER}(?:\s*(?:[/&,+-]|\bet\b|\ben\b)\s*{LEFT_OVER})*"
            r"(?:\s*(?:[/&,+-]|et|en)\s*[\w\s-]{1,40})?\.?\Z",
            re.I,
        ),
    ),
)


@dataclass(slots=True)
class Agenda:
    """What was found: the items, the captions as typed, and the indices of the lines taken out."""

    items: list[ParsedAgendaItem] = field(default_factory=list)
    title: Halves = field(default_factory=Halves)
    taken: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Row:
    """One row as typed, with its line."""

    text: str
    line: int
    continues: bool = False
    presenters: str = ""


def read_agenda(lines: Sequence[Line], headings: Mapping[int, Heading], fallback: Lang, findings: Findings) -> Agenda:
    """Find the agenda of this meeting in the text before the minutes or in their introduction."""
    agenda = Agenda()
    end = _search_end(headings, len(lines))
    for index in range(end):
        if index in agenda.taken:
            continue
        heading = headings.get(index)
        text = heading.text.text if heading else lines[index].text
        if not is_agenda_caption(text) and not _caption_with_rows(text):
            continue
        rows, taken = _rows_below(lines, headings, index, findings)
        rows = _inline_rows(text, lines[index].number) or rows
        if rows:
            _adopt(agenda, _items(rows, findings), _caption(text), lines[index].number, fallback, findings)
            findings.set_aside_links(lines[index].number, lines[index].rich)
            for number in taken:
                findings.set_aside_links(lines[number].number, lines[number].rich)
            # A caption with a printed label is a section of its own and stays one.
            agenda.taken |= taken | (set() if heading and heading.label else {index})
    if not agenda.items:
        rows, agenda.taken = _uncaptioned_timetable(lines, headings, end, findings)
        agenda.items = _items(rows, findings)
    if not agenda.items:
        findings.warn("missing_agenda")
    return agenda


def read_rows(lines: Sequence[Line], findings: Findings) -> list[ParsedAgendaItem]:
    """Read lines that are nothing but rows of an agenda, one row a line: a pasted timetable."""
    rows: list[_Row] = []
    for line in lines:
        if line.table is not None:
            rows.extend(_table_rows(line.table, findings))
        elif _caption_with_rows(line.text):
            rows.extend(_inline_rows(line.text, line.number))
        elif not is_agenda_caption(line.text):
            wrapped = line.text[:1].islower() and list_marker(line.text, listed=line.listed) is None
            rows.append(_Row(line.text, line.number, continues=wrapped))
    return _items(rows, findings)


def _search_end(headings: Mapping[int, Heading], length: int) -> int:
    tops = [
        index for index, heading in sorted(headings.items()) if heading.level == 1 and not is_agenda_caption(heading.text.text)
    ]
    return tops[SECTIONS_SEARCHED] if len(tops) > SECTIONS_SEARCHED else length


def _caption(text: str) -> str:
    return text.split(":", 1)[0].strip().strip("*_ ")


def _caption_with_rows(text: str) -> bool:
    caption, colon, rest = text.partition(":")
    return bool(colon and rest.strip()) and is_agenda_caption(caption) and bool(_inline_rows(text, 0))


def _inline_rows(text: str, line: int) -> list[_Row]:
    _, _, rest = text.partition(":")
    parts = [part.strip(" ;,") for part in INLINE_NUMBER.split(rest) if part.strip(" ;,")]
    if len(parts) < 2:
        parts = [part.strip() for part in rest.split(";") if part.strip()]
    return [_Row(part, line) for part in parts] if len(parts) >= 2 else []


def _adopt(agenda: Agenda, items: list[ParsedAgendaItem], caption: str, line: int, fallback: Lang, findings: Findings) -> None:
    """Take an agenda over; a second one of the same shape in the other language completes the first."""
    findings.set_aside(line, "agenda_title", caption)
    title = halves([Rich.plain(caption)], _language_of_items(items) or fallback)
    agenda.title = Halves(agenda.title.fr or title.fr, agenda.title.nl or title.nl)
    if not agenda.items:
        agenda.items = items
        return
    languages = (_language_of_items(agenda.items), _language_of_items(items))
    if len(items) == len(agenda.items) and set(languages) == {"fr", "nl"}:
        agenda.items = [
            _paired(first, second, languages[0] == "fr", findings) for first, second in zip(agenda.items, items, strict=True)
        ]
        return
    if set(languages) == {"fr", "nl"}:
        findings.warn("agenda_not_paired", line)
    agenda.items.extend(items)


def _language_of_items(items: list[ParsedAgendaItem]) -> Lang | None:
    return language_of(" . ".join(item.title for item in items))


def _paired(first: ParsedAgendaItem, second: ParsedAgendaItem, french_first: bool, findings: Findings) -> ParsedAgendaItem:
    fr, nl = (first.title, second.title) if french_first else (second.title, first.title)
    kind = first.kind if first.kind != "topic" else second.kind
    title = first.title if first.title == second.title else f"{first.title} / {second.title}"
    if second.label:
        findings.set_aside(second.lines[0], "list_number", second.label)
    return replace(first, title=title, title_fr=fr, title_nl=nl, kind=kind, lines=first.lines + second.lines)


# Rows


def _rows_below(
    lines: Sequence[Line], headings: Mapping[int, Heading], caption: int, findings: Findings
) -> tuple[list[_Row], set[int]]:
    """Return the rows under a caption: list items, timetable rows, short plain lines, or one table."""
    rows: list[_Row] = []
    taken: set[int] = set()
    plain = False
    for index in range(caption + 1, len(lines)):
        line = lines[index]
        if index in headings or is_attendance_label(line.text) or is_agenda_caption(line.text):
            break
        if line.table is not None:
            if not rows:
                rows, taken = _table_rows(line.table, findings), {index}
            break
        marked = (
            list_marker(line.text, listed=line.listed, indented=line.indent > 0) is not None
            or leading_time(line.text) is not None
        )
        if marked and not plain:
            rows.append(_Row(line.text, line.number))
        elif _is_plain_row(line, first=index == caption + 1) and (plain or not rows):
            plain = True
            rows.append(_Row(line.text, line.number))
        elif rows and not line.gap:
            rows.append(_Row(line.text, line.number, continues=True))
        else:
            break
        taken.add(index)
    return (rows, taken) if not plain or len(rows) > 1 else ([], set())


def _is_plain_row(line: Line, *, first: bool) -> bool:
    """A short line right under the caption, without marker: "Introduction" """
    return (first or not line.gap) and len(line.text.split()) <= MOST_WORDS_OF_PLAIN_ROW and line.text[-1:] not in {".", ":"}


def _table_rows(table: Table, findings: Findings) -> list[_Row]:
    """Return the rows of a table; a header row says which column holds the presenters, and is listed."""
    header = table.rows[0]
    heads = [cell.text for cell in header.cells]
    titled = (
        len(table.rows) > 1 and all(leading_time(text) is None for text in heads) and any(HEADER.match(text) for text in heads)
    )
    speakers = {index for index, text in enumerate(heads) if titled and PRESENTERS.match(text)}
    if titled:
        for text in heads:
            findings.set_aside(header.number, "table_header", text)
    rows = []
    for row in table.rows[1 if titled else 0 :]:
        texts = [cell.text for index, cell in enumerate(row.cells) if cell.text and index not in speakers]
        names = ", ".join(cell.text for index, cell in enumerate(row.cells) if cell.text and index in speakers)
        findings.set_aside(row.number, "presenters", names)
        rows.append(_Row("\t".join(texts), row.number, presenters=names))
        for cell in row.cells:
            for line in cell.lines:
                findings.set_aside_links(row.number, line.rich)
    return [row for row in rows if row.text]


def _uncaptioned_timetable(
    lines: Sequence[Line], headings: Mapping[int, Heading], end: int, findings: Findings
) -> tuple[list[_Row], set[int]]:
    """Return the first run of two or more rows that begin with a time."""
    rows: list[_Row] = []
    taken: set[int] = set()
    for index in range(end):
        line = lines[index]
        if line.table is not None and sum(_timed_row(row) for row in line.table.rows) >= 2:
            return _table_rows(line.table, findings), {index}
        if index not in headings and line.table is None and _timed(line):
            rows.append(_Row(line.text, line.number))
            taken.add(index)
        elif len(rows) >= 2:
            break
        else:
            rows, taken = [], set()
    return (rows, taken) if len(rows) >= 2 else ([], set())


def _timed_row(row: Row) -> bool:
    return bool(row.cells) and any(leading_time(cell.text) is not None for cell in row.cells[:2])


def _timed(line: Line) -> bool:
    marker = list_marker(line.text, listed=line.listed)
    found = leading_time(line.text[marker.length if marker else 0 :])
    return found is not None and found.end < len(line.text)


# Items


def _items(rows: list[_Row], findings: Findings) -> list[ParsedAgendaItem]:
    items: list[ParsedAgendaItem] = []
    for row in rows:
        if row.continues and items:
            last = items[-1]
            items[-1] = _with_kind(replace(last, title=f"{last.title} {row.text}".strip(), lines=(*last.lines, row.line)))
        else:
            items.append(_item(row, findings))
    return items


def _item(row: _Row, findings: Findings) -> ParsedAgendaItem:
    """Read label, time and title, in whichever order they stand."""
    label, text = _without_label(row.text)
    time = leading_time(text) or trailing_time(text)
    if time is not None:
        text = _without_time(text, time, row.line, findings)
        later, text = _without_label(text) if not label else ("", text)
        label = label or later
    title = re.sub(r"\s*\t+\s*", " – ", text.strip()).strip(" ;,–")
    both = halves([Rich.plain(title)], "fr")
    title_fr, title_nl = (both.fr, both.nl) if both.fr and both.nl else ("", "")
    begins, ends = (time.begins, time.ends) if time else (None, None)
    return _with_kind(
        ParsedAgendaItem(
            title=title,
            lines=(row.line,),
            label=label,
            start=begins,
            end=ends,
            title_fr=title_fr,
            title_nl=title_nl,
            presenters=row.presenters,
        )
    )


def _without_label(text: str) -> tuple[str, str]:
    """Cut the marker off; a number is kept as the printed label ("- 1) Budget" has the label "1)")."""
    marker = list_marker(text, listed=True)
    if marker is None or leading_time(text) is not None:
        return "", text
    return (marker.text.lstrip("-–—•*· ") if marker.ordered else ""), text[marker.length :]


def _without_time(text: str, time: FoundTime, line: int, findings: Findings) -> str:
    typed = text[time.start : time.end] if time.start == 0 else text[time.start :]
    findings.set_aside(line, "time", typed)
    if time.ends is not None and time.ends < time.begins != dt.time(0):
        findings.warn("times_reversed", line, text=typed.strip())
    return text[time.end :] if time.start == 0 else text[: time.start]


def kind_of(title: str) -> Kind:
    """Return what an item of this title is: a break, the welcome, any other business …, else a topic."""
    return next((kind for kind, pattern in KINDS if pattern.match(title)), "topic")


def _with_kind(item: ParsedAgendaItem) -> ParsedAgendaItem:
    return replace(item, kind=kind_of(item.title))
