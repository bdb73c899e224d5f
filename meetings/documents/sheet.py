"""The attendance sheet: who is expected, by organisation, with room for a signature."""

from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import pgettext

from amif_network.core.bilingual import localised, other
from amif_network.core.formats import format_date, format_time_range
from amif_network.core.pdf import html_to_pdf
from amif_network.core.typography import french_spacing

from ..models import Attendance, Meeting
from ..typesetting import EMBLEM
from .people import function_on, place_in_list
from .record import languages

# Who said that they will not come signs no sheet.
NOT_EXPECTED = (Attendance.Status.EXCUSED, Attendance.Status.ABSENT)
# Empty lines for people nobody expected.
SPARE_LINES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRow:
    """One person who may sign, with the names of the organisation in the languages of the sheet."""

    name: str
    function: str
    organisation: str


def sheet_rows(meeting: Meeting, lang: str) -> list[SheetRow]:
    """Return who is expected, by organisation and name, for a `meeting` loaded by `for_detail`. ValueError for another language.

    A deputy stands in the place of whom they replace.
    """
    spoken = languages(lang)
    expected = [one for one in meeting.attendances.all() if one.replaced_by or one.status not in NOT_EXPECTED]
    expected.sort(key=lambda one: (place_in_list(one.organisation, spoken[0]), (one.replaced_by or one.person).sort_key))
    return [
        SheetRow(
            name=str(one.replaced_by or one.person),
            function="" if one.replaced_by else " / ".join(dict.fromkeys(filter(None, (function_on(one, x) for x in spoken)))),
            organisation=" / ".join(dict.fromkeys(one.organisation.name_in(x) for x in spoken)) if one.organisation else "",
        )
        for one in expected
    ]


def sheet_html(meeting: Meeting, lang: str) -> str:
    """Return the sheet in "fr", "nl" or "both" as a whole HTML page; `meeting` is loaded by `for_detail`."""
    spoken = languages(lang)
    heads = [
        {
            "lang": code,
            "title": localised(meeting, "title", code),
            "when": format_date(meeting.date, code, weekday=True),
            "time": format_time_range(meeting.starts_at, meeting.ends_at, code),
            "place": localised(meeting, "place", code),
        }
        for code in spoken
    ]
    html = render_to_string(
        "documents/sheet.html",
        {
            "first": heads[0],
            "heads": heads,
            "bilingual": len(spoken) > 1,
            "letterhead_languages": [spoken[0], other(spoken[0])],
            "rows": sheet_rows(meeting, lang),
            "spare": range(SPARE_LINES),
            "emblem": EMBLEM,
        },
    )
    return french_spacing(html)


def sheet_pdf(meeting: Meeting, lang: str) -> bytes:
    """Return the sheet as a PDF."""
    return html_to_pdf(sheet_html(meeting, lang))


def sheet_name(meeting: Meeting, lang: str) -> str:
    """Return the name of the file in the words of its language: "2026-03-02-liste-de-presence-fr.pdf"."""
    words = []
    for code in languages(lang):
        with translation.override(code):
            # Translators: part of a file name; FR: liste-de-presence, NL: aanwezigheidslijst
            words.append(slugify(pgettext("file name", "attendance-sheet")))
    return "-".join([meeting.date.isoformat(), *dict.fromkeys(words), *languages(lang)]) + ".pdf"
