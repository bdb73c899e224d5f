"""Make what was recognised in a document fit the record: what has no room in one place goes on in another.

No word is lost: a number that is too long begins the title, hours that end before they begin stand behind it as
they were read, a title that is too long goes on in the next row, a heading in its text.
"""

import datetime
from collections.abc import Iterator
from dataclasses import replace
from itertools import zip_longest

from amif_network.core import richtext
from amif_network.core.bilingual import LANGUAGES
from amif_network.core.formats import format_time_range
from amif_network.core.inputs import room

from ..importing.result import ParsedMinutes, ParsedSection, ParsedSlides
from ..models import AgendaItem, Meeting, Section, SectionText
from .agenda import AgendaRow

Hours = tuple[datetime.time | None, datetime.time | None]


def reversed_hours(start: datetime.time | None, end: datetime.time | None) -> bool:
    """True for hours that end before they begin, which the database refuses."""
    return start is not None and end is not None and end < start


def hours_and_place(parsed: ParsedMinutes) -> tuple[Hours, str]:
    """Return when the meeting began and ended, and where: from the head of the document, else from its agenda.

    Hours of the head that cannot be stand beside the place, for a person to put right; an end taken from the agenda
    that lies before the beginning is none, and stays in the agenda.
    """
    times = [time for item in parsed.agenda for time in (item.start, item.end) if time is not None]
    start, end = parsed.starts_at or min(times, default=None), parsed.ends_at or max(times, default=None)
    place = parsed.place
    if reversed_hours(parsed.starts_at, parsed.ends_at):
        place = f"{place} ({format_time_range(parsed.starts_at, parsed.ends_at, parsed.language)})".strip()
    if reversed_hours(start, end):
        # What the head says counts for more than what follows from the agenda.
        start, end = (start, None) if parsed.starts_at else (None, end)
    return (start, end), place[: room(Meeting, "place_fr")]


def fitted_row(row: AgendaRow) -> list[AgendaRow]:
    """Return `row` as rows that fit: itself, and others that go on with what its titles have too much."""
    titles = {"fr": row.title_fr, "nl": row.title_nl}
    if len(row.label) > room(AgendaItem, "label"):
        titles = {lang: f"{row.label} {title}" if title else "" for lang, title in titles.items()}
        row = replace(row, label="")
    if reversed_hours(row.starts_at, row.ends_at):
        titles = {
            lang: f"{title} ({format_time_range(row.starts_at, row.ends_at, lang)})" if title else ""
            for lang, title in titles.items()
        }
        row = replace(row, starts_at=None, ends_at=None)
    (french, dutch), *more = zip_longest(
        *(pieces(titles[lang], room(AgendaItem, "title_fr")) for lang in LANGUAGES), fillvalue=""
    )
    first = replace(row, title_fr=french, title_nl=dutch)
    return [first, *(AgendaRow(title_fr=fr, title_nl=nl, kind=row.kind) for fr, nl in more)]


def fitted_section(part: ParsedSection) -> tuple[str, str, str]:
    """Return number, heading and text of a section that fit their columns."""
    label, heading, html = part.label, part.heading, part.html
    if len(label) > room(Section, "label"):
        label, heading = "", f"{label} {heading}"
    heading, *more = pieces(heading, room(SectionText, "heading"))
    return label, heading, (richtext.from_plain_text(" ".join(more)) if more else "") + html


def can_be_kept(slides: ParsedSlides) -> bool:
    """True for slides that exist: from the first on, in order. The words stand in the text in any case."""
    numbers = [number for number in (slides.first, slides.last, *slides.numbers) if number is not None]
    return min(numbers) > 0 and (slides.last is None or slides.last >= slides.first)


def pieces(text: str, limit: int) -> list[str]:
    """Cut `text` between words into pieces of at most `limit` characters; a longer word is cut too. At least one piece."""
    return list(_cut(text, limit)) or [""]


def _cut(text: str, limit: int) -> Iterator[str]:
    while len(text) > limit:
        end = text.rfind(" ", 1, limit + 1)
        end = end if end > 0 else limit
        yield text[:end].rstrip()
        text = text[end:].lstrip()
    if text:
        yield text
