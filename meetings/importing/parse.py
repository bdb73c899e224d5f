"""The whole import: source lines and a matcher in, typed minutes out."""

import html
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from amif_network.core import richtext

from .agenda import read_agenda
from .attendance import read_attendance
from .findings import Findings
from .footnotes import take_footnotes
from .furniture import set_aside_furniture, set_aside_margins
from .headings import find_headings
from .language import language_of
from .meeting_mode import read_mode
from .result import Lang, OrganisationMatch, ParsedMinutes, ParsedSection
from .sections import read_sections
from .source import Line, Source, Zone
from .titles import Title, read_title
from .words import lines_with_lost_words


def parse_minutes(source: Source, *, match: Callable[[str], OrganisationMatch]) -> ParsedMinutes:
    """Recognise what a document of minutes says. `match` answers for the directory and is asked once per distinct text."""
    findings = Findings(match)
    for remark in source.remarks:
        findings.adopt(remark)
    language: Lang = language_of(source.text) or "fr"
    body, title = _body_and_title(source, language, findings)
    body, notes = take_footnotes(body)
    body, attendance = read_attendance(body, findings)
    headings = find_headings(body, findings)
    agenda = read_agenda(body, headings, language, findings)
    remaining = {index: heading for index, heading in headings.items() if index not in agenda.taken}
    minutes = read_sections(body, remaining, agenda.taken, notes, attendance, language, findings)
    typed_title = f"{title.text.fr} {title.text.nl}"
    place = [(title.place_line, f"Lieu : {title.place}")] if title.place_line else []
    mode, mode_lines = read_mode(typed_title, title.lines, [*place, *minutes.intro], attendance, findings)
    result = ParsedMinutes(
        language=language,
        **_heading(title),
        mode=mode,
        mode_lines=mode_lines,
        agenda_title_fr=agenda.title.fr,
        agenda_title_nl=agenda.title.nl,
        attendance=tuple(attendance),
        agenda=tuple(agenda.items),
        sections=tuple(minutes.sections),
        pending=tuple(minutes.pending),
        slides=tuple(minutes.slides),
        no_remarks=tuple(minutes.no_remarks),
        warnings=(),
        furniture=tuple(findings.furniture),
    )
    result = _with_lost_lines(result, source, findings)
    return replace(result, warnings=tuple(sorted(findings.warnings, key=lambda notice: notice.line or 0)))


def _body_and_title(source: Source, language: Lang, findings: Findings) -> tuple[list[Line], Title]:
    """Return the lines of the body below the title, and the title; what stands around them is set aside."""
    lines = set_aside_furniture(source.lines, findings)
    body, title = read_title([line for line in lines if line.zone is Zone.BODY], language, findings)
    set_aside_margins([line for line in lines if line.zone is not Zone.BODY], findings)
    if not (title.text.fr or title.text.nl):
        findings.warn("missing_title")
    return body, title


def _heading(title: Title) -> dict[str, Any]:
    """Return the fields of the result that stand in the heading of a document."""
    return {
        "title_fr": title.text.fr,
        "title_nl": title.text.nl,
        "title_lines": title.lines,
        "date": title.date,
        "date_lines": title.date_lines,
        "starts_at": title.starts_at,
        "ends_at": title.ends_at,
        "place": title.place,
    }


def _with_lost_lines(result: ParsedMinutes, source: Source, findings: Findings) -> ParsedMinutes:
    """The last net: a line with a word that is nowhere in the result is kept as text at the end, and pointed out."""
    lost = lines_with_lost_words(source.raw, result)
    if not lost:
        return result
    for number in lost:
        findings.warn("kept_at_end", number, text=source.raw[number - 1])
    paragraphs = "".join(f"<p>{html.escape(source.raw[number - 1].strip(), quote=False)}</p>" for number in lost)
    rest = ParsedSection("", "", 1, richtext.sanitise(paragraphs), result.language, tuple(lost))
    return replace(result, sections=(*result.sections, rest))
