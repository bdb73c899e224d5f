"""Title and contents of a bundle of minutes."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils import timezone, translation

from amif_network.core.bilingual import Localised, localised, other
from amif_network.core.formats import format_date, format_date_range
from amif_network.core.pdf import html_to_pdf
from amif_network.core.pdf.merging import PLACE, page_count
from amif_network.core.typography import french_spacing
from meetings.models import Edition
from meetings.typesetting import EMBLEM, grouped

from .kind import Asked


@dataclass(frozen=True, slots=True)
class Head:
    """What the title says in one language."""

    lang: str
    period: str
    on: str
    audience: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the contents: the meeting in each language of the bundle, and where its minutes begin."""

    place: str
    meetings: Sequence[tuple[str, Localised]]
    version: str
    page: int
    sha256: str


def front(asked: Asked, editions: Sequence[Edition], counts: Sequence[int]) -> bytes:
    """Return title and contents as a PDF; `counts` are the pages of each edition.

    It is printed again until its page numbers know how long it is itself: a longer contents moves everything on once.
    """
    length = 1
    while True:
        pdf = html_to_pdf(_html(asked, editions, counts, length))
        found = page_count(pdf)
        if found <= length:
            return pdf
        length = found


def _html(asked: Asked, editions: Sequence[Edition], counts: Sequence[int], length: int) -> str:
    """Return title and contents as a whole HTML page, of which the first edition stands `length` pages behind the first."""
    lang = asked.languages[0]
    firsts = [1 + length + sum(counts[:place]) for place in range(len(counts))]
    context = {
        "first": {"lang": lang},
        "letterhead_languages": [lang, other(lang)],
        "emblem": EMBLEM,
        "heads": [_head(asked, code) for code in asked.languages],
        "lines": [
            _line(asked, number, edition, page)
            for number, (edition, page) in enumerate(zip(editions, firsts, strict=True), start=1)
        ],
    }
    with translation.override(lang):
        return french_spacing(render_to_string("documents/reports/bundle.html", context))


def _head(asked: Asked, lang: str) -> Head:
    first, last = (datetime.date.fromisoformat(asked.parameters[name]) for name in ("first", "last"))
    with translation.override(lang):
        return Head(
            lang=lang,
            period=format_date_range(first, last, lang),
            on=format_date(timezone.localdate(asked.at), lang),
            audience=str(Edition.Audience(asked.parameters["audience"]).label),
        )


def _line(asked: Asked, number: int, edition: Edition, page: int) -> Line:
    meeting = edition.minutes.meeting
    named = [(format_date(meeting.date, lang), localised(meeting, "title", lang)) for lang in asked.languages]
    return Line(PLACE.format(number), named, edition.version_name, page, grouped(edition.sha256))
