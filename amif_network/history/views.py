"""Who changed what: of one record, and over everything; and who came in and what went out."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from amif_network.accounts.models import AccessEntry
from amif_network.accounts.roles import coordinator

from .belonging import events_of
from .forms import AccessFilter, HistoryFilter
from .models import EVENTS
from .naming import Names
from .reading import PER_PAGE, Listing, groups, told


@require_safe
def about(request: HttpRequest, app_label: str, model_name: str, pk: int) -> HttpResponse:
    """Show who changed a record and the rows that belong to it; also of one that is gone."""
    user = coordinator(request)
    model = _model(app_label, model_name)
    page = _page(request, Listing(user, events_of(model, pk)))
    if not page.paginator.count:
        raise Http404
    context = {
        "record": Names([(model, pk)]).of(model, pk),
        "kind": model._meta.verbose_name,
        "page": page,
        "groups": groups(told(page.object_list, user)),
    }
    return render(request, "history/object.html", context)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show what was changed anywhere, narrowed by the filters of the address."""
    user = coordinator(request)
    filters = HistoryFilter(request.GET)
    page = _page(request, Listing(user, filters.conditions(user)))
    context = {"filters": filters, "page": page, "groups": groups(told(page.object_list, user))}
    return render(request, "history/search.html", context)


@require_safe
def access(request: HttpRequest) -> HttpResponse:
    """Show who came in, what left or entered the portal, and whose access changed."""
    user = coordinator(request)
    filters = AccessFilter(request.GET)
    found = filters.applied(AccessEntry.objects.visible_to(user)).select_related("user__person", "about__person")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "history/access.html", {"filters": filters, "page": page})


def _model(app_label: str, model_name: str) -> type[Model]:
    """Return the kind of record that the address names. Raises Http404 where it has no history."""
    for model in EVENTS:
        if (model._meta.app_label, model._meta.model_name) == (app_label, model_name):
            return model
    raise Http404


def _page(request: HttpRequest, listing: Listing) -> Page[Any]:
    return Paginator(listing, PER_PAGE).get_page(request.GET.get("page"))
