"""A record as a file: its bytes and its name."""

from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import pgettext

from amif_network.core.pdf import html_to_pdf

from ..models import Minutes
from ..models.choices import EditionAudience
from ..printed import PrintedMinutes
from ..typesetting import minutes_html
from .record import languages


def pdf(printed: PrintedMinutes) -> bytes:
    """Return the record as a PDF."""
    return html_to_pdf(minutes_html(printed))


def file_name(
    minutes: Minutes,
    version: str,
    lang: str,
    *,
    draft: bool = False,
    audience: str = EditionAudience.INTERNAL,
    working_copy: bool = False,
) -> str:
    """Return the name of the file of `version` ("1.0") in the words of its language: "2021-09-14-compte-rendu-v1.0-fr.pdf"."""
    words: list[str] = []
    for code in languages(lang):
        with translation.override(code):
            # Translators: part of a file name; FR: projet-de-compte-rendu, NL: ontwerpverslag
            words.append(slugify(pgettext("file name", "draft-minutes") if draft else pgettext("file name", "minutes")))
            if audience == EditionAudience.PUBLIC:
                # Translators: part of a file name; FR: public, NL: openbaar
                words.append(slugify(pgettext("file name", "public")))
            if working_copy:
                # Translators: part of the name of a Word file; FR: copie de travail, NL: werkkopie
                words.append(slugify(pgettext("file name", "working-copy")))
    return "-".join([minutes.meeting.date.isoformat(), *dict.fromkeys(words), f"v{version}", *languages(lang)]) + (
        ".docx" if working_copy else ".pdf"
    )
