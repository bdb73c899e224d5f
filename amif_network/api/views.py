"""Every operation of the API; what it gives out is declared in `resources`."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _

from amif_network.accounts.models import Scope
from meetings.editions import name_of
from meetings.models import Edition

from . import feeds, openapi
from .answers import JSON, answered, as_json, pdf, require_type
from .entrance import enter
from .fields import address, written
from .paging import HIGHEST, USUAL, after, cursor
from .parameters import FEED, given
from .problems import Problem, answer
from .resources import Resource

View = Callable[..., HttpResponseBase]


def operation(view: View) -> View:
    """Answer without a session, and say what cannot be answered as a problem."""

    @login_not_required
    @wraps(view)
    def answering(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except Problem as problem:
            return answer(request, problem)

    return answering


@operation
def objects(request: HttpRequest, resource: Resource) -> HttpResponseBase:
    """Answer with a page of the objects that exist for the program, in the order of their keys."""
    require_type(request, JSON)
    client = enter(request, resource.scope)
    values = given(request, resource.parameters)
    rows = resource.rows(client.reader()).order_by("pk")
    for name, value in values.items():
        rows = resource.parameters[name].keep(rows, value)
    if "cursor" in values:
        rows = rows.filter(pk__gt=after(resource.name, values["cursor"]))
    limit = values.get("limit", USUAL)
    found = list(rows[: limit + 1])
    following = None
    if len(found) > limit:
        query = request.GET.copy()
        query["cursor"] = cursor(resource.name, found[limit - 1].pk)
        following = f"{address(resource.plural)}?{query.urlencode()}"
    page = {"items": [written(resource.fields, row) for row in found[:limit]], "next": following}
    return as_json(request, page, links=[f'<{following}>; rel="next"'] if following else [])


@operation
def one(request: HttpRequest, pk: int, resource: Resource) -> HttpResponseBase:
    """Answer with one object, where it exists for the program."""
    require_type(request, JSON)
    client = enter(request, resource.scope)
    given(request, {})
    row = resource.rows(client.reader()).filter(pk=pk).first() if pk <= HIGHEST else None
    if row is None:
        raise Problem(404, _("There is no such object for this program."))
    return as_json(request, written(resource.fields, row))


@operation
def edition_pdf(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Answer with the stored bytes of an edition, whole or in part."""
    require_type(request, "application/pdf")
    client = enter(request, Scope.EDITIONS)
    given(request, {})
    visible = Edition.objects.visible_to(client.reader()).defer("content").select_related("minutes__meeting")
    found = visible.filter(pk=pk).first() if pk <= HIGHEST else None
    if found is None:
        raise Problem(404, _("There is no such object for this program."))
    return pdf(request, bytes(found.pdf), sha256=found.sha256, name=name_of(found), at=found.published_at.timestamp())


@operation
def published(request: HttpRequest) -> HttpResponseBase:
    """Answer with an Atom feed of the latest editions."""
    require_type(request, feeds.ATOM)
    client = enter(request, Scope.EDITIONS, feed=True)
    lang = given(request, FEED).get("lang", "fr")
    return answered(request, feeds.atom(client, lang).encode(), f"{feeds.ATOM}; charset=utf-8")


@operation
def calendar(request: HttpRequest) -> HttpResponseBase:
    """Answer with a calendar of meetings, and of the dates of calls where the scope of calls is given."""
    require_type(request, feeds.CALENDAR)
    client = enter(request, Scope.MEETINGS, feed=True)
    lang = given(request, FEED).get("lang", "fr")
    return answered(request, feeds.calendar_of(client, lang).encode(), f"{feeds.CALENDAR}; charset=utf-8")


@operation
def document(request: HttpRequest) -> HttpResponseBase:
    """Answer with the OpenAPI document; it says nothing that the portal holds, so it asks for no token."""
    require_type(request, JSON)
    given(request, {})
    return as_json(request, openapi.document())
