"""From a printed record to the HTML of the document: the same HTML is shown on screen and rendered to PDF."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from amif_network.core.bilingual import other
from amif_network.core.printable import Outline, aligned, height, is_wide, printable, text_length
from amif_network.core.typography import french_spacing, spaced
from meetings.printed import PrintedHead, PrintedMinutes, PrintedNotice, PrintedPassage, PrintedSection

# Where the print renderer finds the emblem: below the folder of static files.
EMBLEM = "img/emblem-eu.svg"

# A row with a footnote stays on one page, since its two columns share the foot of that page; beyond
# this many characters (about two thirds of a column) the section is printed one language after the other.
LONGEST_KEPT_ROW = 2400

# A row of at most so many lines of half a page stays on one page, so that a short text and its translation
# are seen together; it leaves at most a sixth of the page before empty.
LINES_OF_A_SHORT_ROW = 10
CHARACTERS_OF_A_LINE = 45


@dataclass(frozen=True, slots=True, kw_only=True)
class TypesetHead:
    """What stands outside the sections in one language, with the sentences of the box on page 1."""

    head: PrintedHead
    notices: tuple[PrintedNotice, ...]
    repeats_title: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaColumns:
    """Which columns the agenda needs: one without a single value is not printed; half a page has room for two."""

    times: bool
    labels: bool
    presenters: bool
    narrow: bool

    @property
    def plain(self) -> bool:
        """True when there is nothing to align: a list of titles, with their numbers where half a page has no column for these."""
        return not (self.times or self.label_column or self.presenter_column)

    @property
    def label_column(self) -> bool:
        """True when numbers have a column of their own; else they precede the title."""
        return self.labels and not self.narrow

    @property
    def presenter_column(self) -> bool:
        """True when presenters have a column of their own; else they stand below the title."""
        return self.presenters and not self.narrow


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What one language has in a row: the text, with the heading in the first row and what is pending in the last."""

    passage: PrintedPassage
    html: SafeString


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Blocks that stand beside each other, one per language; `kept` ones are not divided between two pages."""

    cells: tuple[Cell, ...]
    kept: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TypesetSection:
    """A section with the heading level it has in the document; `wide` text does not fit into half a page."""

    section: PrintedSection
    level: int
    rows: tuple[Row, ...]
    wide: bool
    bookmark: str


def minutes_html(
    minutes: PrintedMinutes,
    *,
    emblem: str = EMBLEM,
    template: str = "documents/minutes.html",
    around: Mapping[str, Any] | None = None,
) -> str:
    """Return the document as a whole HTML page, with the emblem at the address `emblem`.

    A `template` that extends the document may put something around it, filled from `around`: the preview does.
    """
    outline = Outline()
    # The lists before the sections stand under headings of level 2.
    outline.place(2)
    heads = _heads(minutes)
    context = {
        "minutes": minutes,
        "first": minutes.heads[0],
        "heads": heads,
        "has_notices": any(head.notices for head in heads),
        "has_lines": minutes.audience == "public" or any(head.erratum.text for head in minutes.heads),
        "has_closing": any(head.pending or head.approval for head in minutes.heads),
        "letterhead_languages": [minutes.languages[0], other(minutes.languages[0])],
        "agenda": _agenda_columns(minutes),
        "sections": [_typeset(section, minutes, outline) for section in minutes.sections],
        "running_titles": running_titles(minutes),
        "fingerprint": grouped(minutes.content_hash),
        "emblem": emblem,
    }
    html = render_to_string(template, {**(around or {}), **context})
    return french_spacing(html) if minutes.french_spacing else html


def running_titles(minutes: PrintedMinutes) -> list[str]:
    """Return the lines at the top of every page: title and date, in each language."""
    lines = []
    for head in minutes.heads:
        title = f"{head.title.text}, {head.date}"
        lines.append(spaced(title, head.title.lang) if minutes.french_spacing else title)
    return list(dict.fromkeys(lines))


def _heads(minutes: PrintedMinutes) -> list[TypesetHead]:
    """Join each head with its notices; a title that exists in one language only is printed once."""
    heads: list[TypesetHead] = []
    for head in minutes.heads:
        repeats = any(earlier.head.title.text == head.title.text for earlier in heads)
        heads.append(TypesetHead(head=head, notices=minutes.notices(head.lang), repeats_title=repeats))
    return heads


def _agenda_columns(minutes: PrintedMinutes) -> AgendaColumns:
    rows = minutes.heads[0].agenda
    return AgendaColumns(
        times=any(row.time for row in rows),
        labels=any(row.label for row in rows),
        presenters=any(row.presenters for row in rows),
        narrow=minutes.side_by_side,
    )


def grouped(digits: str) -> str:
    """Write a long row of digits in groups of eight, so that it can break over lines and be compared by eye."""
    return " ".join(digits[start : start + 8] for start in range(0, len(digits), 8))


def _typeset(section: PrintedSection, minutes: PrintedMinutes, outline: Outline) -> TypesetSection:
    headings = [passage.heading.text for passage in section.passages]
    named = bool(section.label or any(headings))
    level = outline.place(section.depth + 1) if named else min(section.depth + 1, outline.last + 1)
    texts = [_text(passage, minutes, outline.from_here(), level) for passage in section.passages]
    rows = aligned(texts) if minutes.side_by_side else [tuple(texts)]
    wide = any(is_wide(text) for text in texts) or any(_has_note(row) and _is_long(row) for row in rows)
    return TypesetSection(
        section=section,
        level=level,
        rows=(_row(texts, section, kept=False),) if wide else tuple(_row(row, section, kept=_is_kept(row)) for row in rows),
        wide=wide,
        bookmark=" – ".join(dict.fromkeys(f"{section.label} {heading}".strip() for heading in headings)),
    )


def _text(passage: PrintedPassage, minutes: PrintedMinutes, outline: Outline, level: int) -> str:
    """Return the text of a passage made ready for print; a bilingual document does not print the same text twice."""
    if minutes.bilingual and passage.missing:
        return ""
    return printable(passage.html.text, outline=outline, level=level)


def _row(texts: Iterable[str], section: PrintedSection, *, kept: bool) -> Row:
    cells = [
        Cell(passage=passage, html=mark_safe(text))  # noqa: S308 (sanitised when stored)
        for passage, text in zip(section.passages, texts, strict=True)
    ]
    return Row(cells=tuple(cells), kept=kept)


def _is_kept(texts: tuple[str, ...]) -> bool:
    """Tell whether a row stays in one piece: because of a footnote, or because it is short."""
    return _has_note(texts) or all(height(text, line=CHARACTERS_OF_A_LINE) <= LINES_OF_A_SHORT_ROW for text in texts)


def _has_note(texts: tuple[str, ...]) -> bool:
    return any("data-fn" in text for text in texts)


def _is_long(texts: tuple[str, ...]) -> bool:
    """Tell whether a row that must stay in one piece would take too much of a page for that."""
    return any(text_length(text) > LONGEST_KEPT_ROW for text in texts)
