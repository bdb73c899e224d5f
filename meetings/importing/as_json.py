"""The JSON form of an import, for `manage.py import_minutes --json` and for other programs."""

import datetime as dt
from typing import Any

from .result import ParsedAgendaItem, ParsedAttendee, ParsedMinutes, ParsedSection, ParsedSlides

Json = dict[str, Any]


def as_json(result: ParsedMinutes) -> Json:
    """Return one object of plain values: dates ISO, times "HH:MM", missing values None.

    A list of single slides becomes one entry a slide; a reference without a topic of its own has its section's heading.
    """
    return {
        "title": {"fr": result.title_fr or None, "nl": result.title_nl or None},
        "date": result.date.isoformat() if result.date else None,
        "mode": result.mode,
        "attendance": [_attendee(person) for person in result.attendance],
        "agenda": [_item(item) for item in result.agenda],
        "sections": [_section(section) for section in result.sections],
        "pending": [{"who": pending.who or None, "text": pending.text} for pending in result.pending],
        "slide_references": [entry for slides in result.slides for entry in _slides(slides, result)],
        "warnings": [{"code": notice.code, "message": notice.message, "line": notice.line} for notice in result.warnings],
        "furniture": [{"line": piece.line, "kind": piece.kind, "text": piece.text} for piece in result.furniture],
    }


def _attendee(person: ParsedAttendee) -> Json:
    return {"name": person.name, "organisation": person.organisation, "matched": person.match.name, "status": person.status}


def _item(item: ParsedAgendaItem) -> Json:
    return {
        "label": item.label or None,
        "title": item.title,
        "start": _time(item.start),
        "end": _time(item.end),
        "kind": item.kind,
    }


def _time(time: dt.time | None) -> str | None:
    return time.strftime("%H:%M") if time is not None else None


def _section(section: ParsedSection) -> Json:
    return {
        "label": section.label or None,
        "heading": section.heading or None,
        "level": section.level,
        "html": section.html,
        "organisation": section.organisation.match.name if section.organisation else None,
    }


def _slides(slides: ParsedSlides, result: ParsedMinutes) -> list[Json]:
    topic = slides.topic or result.sections[slides.section].heading or None
    ranges: list[tuple[int, int | None]] = [(number, number) for number in slides.numbers] or [(slides.first, slides.last)]
    return [{"from": first, "to": last, "topic": topic} for first, last in ranges]
