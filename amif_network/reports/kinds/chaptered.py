"""A report of chapters: each is read from the database on its own, in each language of the file, then all are put together."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import IO, Any, ClassVar

from django.utils import timezone, translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from amif_network.core.bilingual import active_language
from amif_network.core.formats import format_date
from amif_network.core.pdf import html_to_pdf

from ..chapters import Chapter
from ..models import Format
from ..printing import Entry, Head, chapter_html, charts_html, document_html, head_of
from ..workbook import sheets_of, write_workbook
from .kind import Asked, Content, Kind, Part, Pieces, Words

# How many drawings the page of a report shows, and how many characters one may take with its table.
MOST_CHARTS, LONGEST_CHART = 12, 60_000


@dataclass(frozen=True, slots=True)
class Drafted:
    """A chapter as a kind declares it: `read` returns it in the active language, which is the one it is given."""

    key: str
    title: Words
    read: Callable[[Asked, str], Chapter]


class Chaptered(Kind):
    """A kind whose reports are chapters of findings and tables."""

    chapters: ClassVar[Sequence[Drafted]]

    def read(self, asked: Asked, lang: str) -> list[Chapter]:
        """Return all chapters in `lang`."""
        with translation.override(lang):
            return [chapter.read(asked, lang) for chapter in self.chapters]

    def contents(self, asked: Asked) -> Iterable[Content]:
        """Name each chapter and say its first finding."""
        for chapter in self.read(asked, active_language()):
            yield Content(chapter.title, next(iter(chapter.findings), ""))

    def parts(self, asked: Asked) -> list[Part]:
        """Return a part for each chapter in each language."""
        return [
            Part(f"{lang}-{chapter.key}", partial(write_chapter, chapter, asked, lang))
            for lang in asked.languages
            for chapter in self.chapters
        ]

    def assemble(self, asked: Asked, pieces: Pieces, out: IO[bytes]) -> None:
        """Typeset the document, or write the workbook."""
        if asked.format == Format.XLSX:
            self._workbook(asked, pieces, out)
        else:
            out.write(self.document(asked, pieces, {}))

    def charts(self, asked: Asked, pieces: Pieces) -> dict[str, list[str]]:
        """Return the drawings of the chapters, each with its table, for the page of the report."""
        found = {}
        for lang in asked.languages:
            whole = [html for chapter in self.chapters for html in _read(pieces, lang, chapter)["charts"]]
            found[lang] = [html for html in whole if len(html) <= LONGEST_CHART][:MOST_CHARTS]
        return found

    def document(self, asked: Asked, pieces: Pieces, sheets: Mapping[str, Sequence[Entry]]) -> bytes:
        """Return title, contents and chapters as a PDF; the contents name what follows them in each language."""
        heads = [replace(self._head(asked, lang), sheets=sheets.get(lang, ())) for lang in asked.languages]
        bodies = {
            lang: [str(_read(pieces, lang, chapter)["html"]) for chapter in self.chapters] for lang in asked.languages
        }  # fmt: skip
        return html_to_pdf(document_html(heads, bodies))

    def _head(self, asked: Asked, lang: str) -> Head:
        with translation.override(lang):
            return head_of(
                lang,
                title=str(self.title),
                about=self.about(asked.parameters, lang),
                question=str(self.question),
                at=asked.at,
                chapters={chapter.key: str(chapter.title) for chapter in self.chapters},
            )

    def _workbook(self, asked: Asked, pieces: Pieces, out: IO[bytes]) -> None:
        lang = asked.language
        sheets = [sheet for chapter in self.chapters for sheet in _read(pieces, lang, chapter)["sheets"]]
        with translation.override(lang):
            day = format_date(timezone.localdate(asked.at), lang)
            title = f"{self.title}, {self.about(asked.parameters, lang)}"
            write_workbook(out, title, _("As known on %(day)s") % {"day": day}, sheets)

    def file_name(self, asked: Asked) -> str:
        """Return "rapport-annuel-2025-fr"."""
        words = [str(self.title), self.about(asked.parameters, active_language()), *asked.languages]
        return "-".join(slugify(word) for word in words)


def write_chapter(chapter: Drafted, asked: Asked, lang: str, out: IO[bytes]) -> None:
    """Write a chapter as a fragment of the document, or its tables for the workbook; beside it what the page will show."""
    with translation.override(lang):
        read = chapter.read(asked, lang)
        made: dict[str, Any] = {"charts": charts_html(read, lang)}
        if asked.format == Format.XLSX:
            made["sheets"] = sheets_of(read)
        else:
            made["html"] = chapter_html(read, lang)
        out.write(json.dumps(made).encode())


def _read(pieces: Pieces, lang: str, chapter: Drafted) -> dict[str, Any]:
    """Return what `write_chapter` wrote."""
    found: dict[str, Any] = json.loads(pieces[f"{lang}-{chapter.key}"])
    return found


def year_of(parameters: Mapping[str, Any]) -> int:
    """Return the year that was asked for."""
    return int(parameters["year"])
