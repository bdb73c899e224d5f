"""The pages of what the network knows. Everybody who is signed in opens them, and finds there what they may read elsewhere."""

import uuid as uuids
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from amif_network.accounts.models import Role, User
from amif_network.core.bilingual import active_language
from partnerships.views.evaluations.comparison import ComparisonFilter

from . import lives, practices, round_tables, themes
from .forms import HitFilter, OrganisationFilter
from .passages import ANCHOR
from .topics import TOPICS

PAGE_SIZE = 25
TAKEN_UP = 15


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _tabs(user: User, current: str) -> list[dict[str, Any]]:
    """Return the pages of knowledge as tabs; what partnerships teach is not for observers."""
    pages = [("knowledge", _("Themes")), ("round-tables", _("Round tables")), ("topics", _("Topics over time"))]
    if user.role != Role.OBSERVER:
        pages.append(("practices", _("Practices that inspire")))
    return [
        {"url": reverse(f"search:{name}"), "label": label, "lang": "", "count": None, "current": name == current}
        for name, label in pages
    ]


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show how often each theme was spoken of, year by year."""
    user = _user(request)
    years, lines = themes.overview(user)
    context = {"tabs": _tabs(user, "knowledge"), "years": years, "lines": lines, "learns": user.role != Role.OBSERVER}
    return render(request, "search/knowledge/overview.html", context)


@require_safe
def theme(request: HttpRequest, name: str) -> HttpResponse:
    """Show everything that was said about a theme, the latest first, by year."""
    user, topic = _user(request), TOPICS.get(name)
    if topic is None:
        raise Http404
    found = themes.hits(topic, user)
    filters = HitFilter(request.GET, years=sorted({hit.day.year for hit in found}, reverse=True))
    kind, year = (filters.cleaned_data.get(field) for field in ("kind", "year"))
    kept = [hit for hit in found if kind in ("", None, hit.kind) and year in (None, hit.day.year)]
    page = Paginator(kept, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "topic": topic,
        "filters": filters,
        "page": page,
        "lines": themes.told(list(page.object_list), user),
        "learned": [] if filters.active or page.number > 1 else themes.from_evaluations(topic, user),
        "names": user.is_coordinating,
        "found": bool(found),
    }
    return render(request, "search/knowledge/theme.html", context)


@require_safe
def all_round_tables(request: HttpRequest) -> HttpResponse:
    """List the questions that were put to the table, those that ask the same together."""
    user = _user(request)
    page = Paginator(round_tables.families(user), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"tabs": _tabs(user, "round-tables"), "page": page, "families": page.object_list}
    return render(request, "search/knowledge/round_tables.html", context)


@require_safe
def round_table(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """Compare what organisations answered to a question and to those that ask the same, meeting by meeting."""
    user, anchor = _user(request), f"{ANCHOR}{uuid}"
    family = next((one for one in round_tables.families(user) if any(anchor == asked.passage.anchor for asked in one)), None)
    if family is None:
        raise Http404
    compared = round_tables.compared(family, user)
    filters = OrganisationFilter(request.GET, organisations=compared.organisations)
    context = {
        "question": family[0].passage.heading,
        "compared": compared,
        "rows": compared.of(filters.chosen),
        "filters": filters,
        "active": bool(filters.chosen),
    }
    return render(request, "search/knowledge/round_table.html", context)


@require_safe
def all_practices(request: HttpRequest) -> HttpResponse:
    """Show what works in partnerships that both sides would start again."""
    user = _user(request)
    if user.role == Role.OBSERVER:
        raise PermissionDenied
    filters = ComparisonFilter(request.GET)
    chosen = {field: filters.cleaned_data.get(field, "") for field in ("form", "theme")}
    context = {"tabs": _tabs(user, "practices"), "filters": filters, "parts": practices.practices(user, **chosen)}
    return render(request, "search/knowledge/practices.html", context)


@require_safe
def topics(request: HttpRequest) -> HttpResponse:
    """List the topics that came back from meeting to meeting, and what agendas took up again."""
    user, lang = _user(request), active_language()
    page = Paginator(lives.lives(user), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "tabs": _tabs(user, "topics"),
        "page": page,
        "lines": [(life, life.title(lang)) for life in page.object_list],
        "taken_up": lives.taken_up(user, TAKEN_UP) if page.number == 1 else [],
    }
    return render(request, "search/knowledge/topics.html", context)


@require_safe
def topic(request: HttpRequest, key: str) -> HttpResponse:
    """Show the life of one topic: each meeting, what it said and what it left to be done."""
    user = _user(request)
    life = next((one for one in lives.lives(user) if one.is_called(key)), None)
    if life is None:
        raise Http404
    context = {"title": life.title(active_language()), "life": life, "stops": lives.line_of(life, user)}
    return render(request, "search/knowledge/topic.html", context)
