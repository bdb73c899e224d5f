"""Pages behind a signed link: open without an account, counted so that nobody tries links for hours, kept from caches.

Every link that does not work gets one and the same answer, which tells nothing about why.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from allauth.account.adapter import get_adapter
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_http_methods

from .rate import counted

# Per minute and address of the network. A whole service, or a town, may stand behind one: whoever holds a link that works is
# counted by it as well, and not kept out by a neighbour who tries links or reads much.
MOST_REQUESTS, MOST_WRONG, MINUTE = 240, 30, 60
# The span in which writing by one link is counted.
TEN_MINUTES = 600


@dataclass(slots=True)
class Door:
    """One kind of signed link: its name in the counts, the page of one that does not work, writes in ten minutes."""

    name: str
    closed: str
    most_writes: int = 30


def by_link[Found](
    door: Door, read: Callable[[str], Found | None], *methods: str
) -> Callable[[Callable[[HttpRequest, Found, str], HttpResponse]], Callable[..., HttpResponse]]:
    """Open a page to whoever holds a link: it gets what `read` finds behind the token of the address, and the token."""

    def opened(page: Callable[[HttpRequest, Found, str], HttpResponse]) -> Callable[..., HttpResponse]:
        @login_not_required
        @require_http_methods(list(methods))
        @wraps(page)
        def view(request: HttpRequest, token: str) -> HttpResponse:
            return _kept_private(_answer(request, token))

        def _answer(request: HttpRequest, token: str) -> HttpResponse:
            address, now = get_adapter().get_client_ip(request), timezone.now()
            found = read(token)
            if found is None:
                wrong = counted(f"{door.name}-wrong", address, most=MOST_WRONG, seconds=MINUTE, at=now)
                return render(request, door.closed, status=404) if wrong else _too_many(request)
            if not counted(door.name, f"{address} {token}", most=MOST_REQUESTS, seconds=MINUTE, at=now):
                return _too_many(request)
            writes = request.method == "POST"
            if writes and not counted(f"{door.name}-write", token, most=door.most_writes, seconds=TEN_MINUTES, at=now):
                return _too_many(request)
            return page(request, found, token)

        return view

    return opened


def _too_many(request: HttpRequest) -> HttpResponse:
    response = render(request, "components/too_many.html", status=429)
    response["Retry-After"] = "60"
    return response


def _kept_private(response: HttpResponse) -> HttpResponse:
    """Keep the address, which is the key, from caches and from other hosts.

    "no-referrer" would keep it from ourselves too: browsers then send forms with the origin "null", which is refused as forged.
    """
    response["Referrer-Policy"] = "same-origin"
    patch_cache_control(response, private=True, no_store=True)
    return response
