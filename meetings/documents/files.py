"""A record as a file: its bytes and its name."""

from functools import cache

from django.conf import settings
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import pgettext

from amif_network.core.pdf.apart import print_apart
from amif_network.core.pdf.identity import key_of
from amif_network.core.unchanged import kept_value
from amif_network.prints.keeping import Kept, found, kept_pdf

from ..models import Minutes
from ..models.choices import EditionAudience
from ..printed import PrintedMinutes
from ..typesetting import minutes_html
from .record import languages, load, record


def pdf(printed: PrintedMinutes) -> bytes:
    """Return the record as a PDF."""
    return print_apart(minutes_html(printed))


def about_draft(minutes_id: int, lang: str, audience: str) -> str:
    """Return what a print of minutes as they stand is about (`prints.models.Print.about`)."""
    return f"minutes/{minutes_id}/{lang}/{audience}"


def draft_pdf(minutes_id: int, lang: str, audience: str, *, stamp: str = "") -> Kept:
    """Return minutes as they stand as a PDF; where it was laid out already, not even their HTML is made anew.

    Ask first whether the reader may see them. `stamp`: what is known of their last change. Raises PdfError, Minutes.DoesNotExist.
    """
    about = about_draft(minutes_id, lang, audience)

    @cache
    def html() -> str:
        return minutes_html(record(load(minutes_id), lang, audience=audience))

    layout = (settings.DOCUMENT_LANGUAGES, settings.DOCUMENT_BILINGUAL_LAYOUT, settings.DOCUMENT_FRENCH_SPACING)
    key = kept_value((about, *map(str, layout)), lambda: key_of(html()))
    return found(key, stamp=stamp) or kept_pdf(html(), about=about, stamp=stamp)


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
