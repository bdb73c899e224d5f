"""From chapters to the document: title, contents with page numbers, chapters, in one language or in both one after the other."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.safestring import mark_safe

from amif_network.core.bilingual import other
from amif_network.core.formats import format_date
from amif_network.core.typography import french_spacing
from meetings.typesetting import EMBLEM

from .chapters import Chapter


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents for a sheet behind the chapters: its place in the whole file, and the page on which it begins."""

    place: str
    title: str
    page: int


@dataclass(frozen=True, slots=True)
class Head:
    """What title page and contents say in one language; `chapters`: the identifier and the title of each; then the sheets."""

    lang: str
    title: str
    about: str
    question: str
    on: str
    chapters: Sequence[tuple[str, str]]
    sheets: Sequence[Entry] = ()


def chapter_html(chapter: Chapter, lang: str) -> str:
    """Return a chapter in `lang` as a fragment of the document."""
    with translation.override(lang):
        context = {"chapter": chapter, "level": 2, "prefix": f"{lang}-"}
        return render_to_string("reports/chapter.html", context)


def charts_html(chapter: Chapter, lang: str) -> list[str]:
    """Return each drawing of a chapter in `lang` with its table, as a fragment of a page."""
    with translation.override(lang):
        return [
            render_to_string("reports/drawn.html", {"table": table, "id": f"{lang}-{chapter.key}-{table.key}"})
            for table in chapter.tables
            if table.drawing and table.rows
        ]


def head_of(lang: str, *, title: str, about: str, question: str, at: datetime.datetime, chapters: Mapping[str, str]) -> Head:
    """Return what is said before the chapters, of which `chapters` holds key and title."""
    on = format_date(timezone.localdate(at), lang)
    return Head(lang, title, about, question, on, [(f"{lang}-{key}", words) for key, words in chapters.items()])


def document_html(heads: Sequence[Head], bodies: Mapping[str, Sequence[str]]) -> str:
    """Return the whole document; `bodies` holds the fragments of each language, in order."""
    first = heads[0]
    # The fragments come from our own template, which escaped what people wrote.
    parts = [(head, [mark_safe(body) for body in bodies[head.lang]]) for head in heads]  # noqa: S308
    languages = [first.lang, other(first.lang)]
    context = {"first": first, "heads": heads, "parts": parts, "letterhead_languages": languages, "emblem": EMBLEM}
    with translation.override(first.lang):
        html = render_to_string("documents/reports/report.html", context)
    # Passages in Dutch carry their language, and are left alone.
    return french_spacing(html) if first.lang == "fr" or len(heads) > 1 else html
