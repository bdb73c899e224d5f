"""Reports of partnerships as PDF, in the language of the page or the one named in the address."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from amif_network.accounts.models import User
from amif_network.core.bilingual import LANGUAGES, active_language
from meetings.views.printing import sheet_file

from ... import documents
from ...models import Partnership
from ...portfolio import with_activity
from ..money.statement import day_asked
from ..partnerships.listing import taking_part
from ..scope import partnership_for
from .scope import listed


@require_safe
def status(request: HttpRequest, pk: int) -> HttpResponse:
    """Print where one partnership stands."""
    assert isinstance(request.user, User)
    lang, now = document_language(request), timezone.now()
    loaded = with_activity(Partnership.objects.for_detail(), timezone.localdate(now))
    found, _can = partnership_for(request, pk, partnerships=loaded)
    html = documents.status_html(found, request.user, lang, at=now)
    return sheet_file(request, html, documents.status_name(found, lang))


@require_safe
def statuses(request: HttpRequest) -> HttpResponse:
    """Print where the partnerships stand that the list shows with the filters of the address."""
    assert isinstance(request.user, User)
    found, lang = listed(request), document_language(request)
    html = documents.overview_html(found, request.user, lang, at=timezone.now())
    return sheet_file(request, html, documents.overview_name(lang))


@require_safe
def cash(request: HttpRequest, pk: int) -> HttpResponse:
    """Print the cash statement of a partnership; `?on=` names the day, today where it names none."""
    assert isinstance(request.user, User)
    found, _can = partnership_for(request, pk)
    lang, on = document_language(request), day_asked(request.GET.get("on", "")) or timezone.localdate()
    html = documents.cash_html(found, request.user, lang, on=on, at=timezone.now())
    return sheet_file(request, html, documents.cash_name(found, lang, on))


@require_safe
def committees(request: HttpRequest) -> HttpResponse:
    """Print how the committees keep to what was agreed, of the partnerships that the list shows."""
    assert isinstance(request.user, User)
    found, lang = listed(request), document_language(request)
    html = documents.committees_html(found, request.user, lang, at=timezone.now())
    return sheet_file(request, html, documents.committees_name(lang))


@require_safe
def evaluations(request: HttpRequest) -> HttpResponse:
    """Print what the network learned from its partnerships."""
    user, lang = taking_part(request), document_language(request)
    html = documents.evaluations_html(user, lang, at=timezone.now())
    return sheet_file(request, html, documents.evaluations_name(lang))


def document_language(request: HttpRequest) -> str:
    """Return the language of a report: of `?lang=`, else of the page. Raises Http404 for one that is none of the two."""
    lang = request.GET.get("lang") or active_language()
    if lang not in LANGUAGES:
        raise Http404
    return lang
