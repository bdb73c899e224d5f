"""The document of the minutes as it stands now: as a page, as a PDF."""

import logging
from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from amif_network.core.bilingual import LANGUAGES, active_language
from amif_network.core.pdf.errors import PdfError, TooDemanding
from amif_network.exchange.answers import note_export
from amif_network.prints.keeping import Kept, kept_pdf

from .. import documents
from ..models import Edition
from ..typesetting import minutes_html
from .scope import minutes_for

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
logger = logging.getLogger(__name__)
DOCUMENT_LANGUAGES = (*LANGUAGES, documents.BOTH)


@require_safe
def preview(request: HttpRequest, pk: int, lang: str) -> HttpResponse:
    """Show the document as it would be printed now, as a page."""
    minutes, _can = minutes_for(request, pk, "preview")
    audience = _audience(request)
    printed = documents.record(documents.load(minutes.pk), document_language(lang), audience=audience)
    around = {
        "meeting": minutes.meeting,
        "record": minutes,
        "lang": lang,
        "audience": audience,
        "choices": language_choices(),
        "interface": active_language(),
    }
    page = minutes_html(printed, emblem=static("img/emblem-eu.svg"), template="meetings/minutes/preview.html", around=around)
    return HttpResponse(page)


@require_safe
def draft_pdf(request: HttpRequest, pk: int, lang: str) -> HttpResponse:
    """Answer with the PDF of the minutes as they stand: the stored edition once they are published."""
    minutes, _can = minutes_for(request, pk, "preview")
    lang = document_language(lang)
    audience = _audience(request)
    stored = Edition.objects.filter(minutes=minutes, version=minutes.version, language=lang, audience=audience).first()
    if stored is not None:
        return redirect(stored)
    name = documents.file_name(minutes, minutes.version_name, lang, draft=True, audience=audience)
    return print_file(request, lambda: documents.draft_pdf(minutes.pk, lang, audience, stamp=str(minutes.change)), name)


def document_language(lang: str) -> str:
    """Return `lang` if documents exist in it. Raises Http404 for any other."""
    if lang not in DOCUMENT_LANGUAGES:
        raise Http404
    return lang


def language_choices() -> list[tuple[str, str]]:
    """Return the languages of documents as they are stored and as they are shown."""
    return [(str(value), str(label)) for value, label in Edition.Language.choices]


@require_safe
def working_copy(request: HttpRequest, pk: int, lang: str) -> HttpResponse:
    """Answer with the minutes as they stand as a Word document, for people who live in Word."""
    minutes, _can = minutes_for(request, pk, "preview")
    lang, audience = document_language(lang), _audience(request)
    printed = documents.record(documents.load(minutes.pk), lang, audience=audience)
    name = documents.file_name(minutes, minutes.version_name, lang, audience=audience, working_copy=True)
    note_export(request, dict.fromkeys(LANGUAGES, name))
    response = HttpResponse(documents.word(printed), content_type=WORD)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _audience(request: HttpRequest) -> str:
    """Return for whom the document is asked: `?for=public`, else the network. Raises Http404 for anybody else."""
    asked = request.GET.get("for", Edition.Audience.INTERNAL)
    if asked not in Edition.Audience.values:
        raise Http404
    return asked


def pdf_file(data: bytes, name: str) -> HttpResponse:
    """Answer with a PDF that browsers show, and save under `name`."""
    response = HttpResponse(data, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def sheet_file(request: HttpRequest, html: str, name: str) -> HttpResponse:
    """Answer with a page as a PDF, laid out once for as long as it says the same, and note that it went out."""
    return print_file(request, lambda: kept_pdf(html), name)


def print_file(request: HttpRequest, kept: Callable[[], Kept], name: str) -> HttpResponse:
    """Answer with a kept PDF, and note that it went out; not to a browser that has these very bytes.

    What cannot be laid out is told on a page.
    """
    try:
        file = kept()
    except PdfError as error:
        logger.exception("The document %s cannot be laid out.", name)
        why = str(error) if isinstance(error, TooDemanding) else ""
        return render(request, "documents/unprintable.html", {"why": why, "name": name}, status=422)
    answer = get_conditional_response(request, etag=f'"{file.sha256}"')
    if answer is None:
        note_export(request, dict.fromkeys(LANGUAGES, name))
        answer = pdf_file(file.pdf, name)
        answer.headers["ETag"] = f'"{file.sha256}"'
    assert isinstance(answer, HttpResponse)
    return answer
