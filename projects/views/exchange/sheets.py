"""Sheets of calls and projects as PDF, in the language of the page or the one named in the address."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from amif_network.accounts.models import User
from amif_network.core.bilingual import LANGUAGES, active_language
from meetings.views.printing import sheet_file

from ... import documents
from ...models import Call, Project
from ...workflow import answering
from ..projects.scope import project_for
from ..scope import call_for, coordinated_call


@require_safe
def call(request: HttpRequest, pk: int) -> HttpResponse:
    """Print a call with the history of its dates."""
    user = _person(request)
    found, _can = call_for(request, pk, calls=Call.objects.for_detail(user))
    lang = _language(request)
    html = documents.call_html(found, user, lang, at=timezone.now())
    return sheet_file(request, html, documents.sheet_name("call", found.number, lang))


@require_safe
def interests(request: HttpRequest, pk: int) -> HttpResponse:
    """Print who answers a call what."""
    found = coordinated_call(request, pk)
    lang = _language(request)
    html = documents.interests_html(found, lang, at=timezone.now())
    return sheet_file(request, html, documents.sheet_name("interests", found.number, lang))


@require_safe
def funding(request: HttpRequest, pk: int) -> HttpResponse:
    """Print what the projects of a call ask, against ceilings and envelopes; an observer sees no projects."""
    user = _person(request)
    found, _can = call_for(request, pk, calls=Call.objects.for_detail(user))
    if not answering(user, found):
        raise PermissionDenied
    lang = _language(request)
    html = documents.funding_html(found, user, lang, at=timezone.now())
    return sheet_file(request, html, documents.sheet_name("funding", found.number, lang))


@require_safe
def project(request: HttpRequest, pk: int) -> HttpResponse:
    """Print a project."""
    user = _person(request)
    found, _can = project_for(request, pk, projects=Project.objects.for_detail())
    lang = _language(request)
    html = documents.project_html(found, user, lang, at=timezone.now())
    return sheet_file(request, html, documents.sheet_name("project", found.code, lang))


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _language(request: HttpRequest) -> str:
    """Return the language of the sheet. Raises Http404 for one that is none of the two."""
    lang = request.GET.get("lang") or active_language()
    if lang not in LANGUAGES:
        raise Http404
    return lang
