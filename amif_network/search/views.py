"""The page of search: one box, what was found, and links that narrow it down."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from amif_network.accounts.models import User

from . import names
from .facets import facets
from .finding import Filters, Found, find, page_of
from .kinds import GROUPS, KINDS
from .query import Query, Way, read


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was looked for in the end, and how strictly; `corrected`: with names that are written otherwise."""

    query: Query
    found: Found
    way: Way = Way.ALL
    corrected: str = ""


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show what fits the words of the address, as far as it exists for the person."""
    assert isinstance(request.user, User)
    query, filters = read(request.GET.get("q", "")), _filters(request)
    context: dict[str, object] = {"searched": query.typed, "query": query, "filters": filters}
    if not query or len(query.typed) < 2:
        return render(request, "search/search.html", context | {"too_short": bool(query.typed)})
    outcome = outcome_of(query, request.user, filters)
    page, hits = page_of(outcome.found, outcome.query, request.user, request.GET.get("page"), outcome.way)
    found = {"outcome": outcome, "page": page, "hits": hits, "facets": facets(outcome.found, filters, request.GET)}
    return render(request, "search/search.html", context | found)


def outcome_of(query: Query, user: User, filters: Filters) -> Outcome:
    """Look for what was typed; where nothing says it, for words that begin alike, the closest names, some of the words."""
    asked = names.in_all_their_ways(query)
    for way in (Way.ALL, Way.ALIKE) if asked.may_be_alike else (Way.ALL,):
        if found := find(asked, user, filters, way):
            return Outcome(asked, found, way)
    if closest := _with_other_names(query, user, filters):
        return closest
    if asked.is_several and (some := find(asked, user, filters, Way.ANY)):
        return Outcome(asked, some, Way.ANY)
    return Outcome(asked, Found([], more=False))


def _with_other_names(query: Query, user: User, filters: Filters) -> Outcome | None:
    """Look for it with the names that are closest to what was typed; None where there are none, or nothing says these either."""
    meant = names.corrected(query)
    if not meant:
        return None
    asked = names.in_all_their_ways(read(meant))
    found = find(asked, user, filters)
    return Outcome(asked, found, corrected=meant) if found else None


def _filters(request: HttpRequest) -> Filters:
    """Read the filters of the address; what is none of ours is left out."""
    group, year = request.GET.get("kind", ""), request.GET.get("year", "")
    organisation, state = request.GET.get("organisation", ""), request.GET.get("state", "")
    kind, _dot, value = state.partition(".")
    states = KINDS[kind].states if kind in KINDS else None
    return Filters(
        group=group if group in GROUPS else "",
        year=int(year) if len(year) == 4 and year.isascii() and year.isdigit() and 1900 <= int(year) <= 2200 else None,
        organisation=int(organisation) if organisation.isascii() and organisation.isdigit() and len(organisation) < 12 else None,
        state=state if states and value in states.values else "",
    )
