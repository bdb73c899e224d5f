"""The document of the minutes as it stands now: as a page, as a PDF."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from amif_network.core.bilingual import LANGUAGES, active_language
from amif_network.exchange.answers import note_export

from .. import documents
from ..models import Edition
from ..typesetting import minutes_html
from .scope import minutes_for

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
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
    printed = documents.record(documents.load(minutes.pk), lang, audience=audience)
    name = documents.file_name(minutes, minutes.version_name, lang, draft=True, audience=audience)
    return sheet_file(request, documents.pdf(printed), name)


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


def sheet_file(request: HttpRequest, data: bytes, name: str) -> HttpResponse:
    """Answer with a PDF of what the portal holds now, and note that it went out; a published edition needs no note."""
    note_export(request, dict.fromkeys(LANGUAGES, name))
    return pdf_file(data, name)
