"""The two doors to the page of an organisation: an account, or a signed link (UX §5)."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from allauth.account.adapter import get_adapter
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_http_methods

from amif_network.accounts.models import User
from amif_network.core.bilingual import active_language
from amif_network.core.rate import counted

from ... import review_links
from ...actions.review.answering import Writer, why_closed
from ...models import ReviewLink, ReviewRequest

# Per address of the network; a whole service may stand behind one. Spans are in seconds.
MOST_REQUESTS, MOST_WRONG, SPAN = 240, 30, 60
# What may be written by one link, by all who hold it.
MOST_WRITES, SPAN_OF_WRITES = 200, 600


@dataclass(frozen=True, slots=True)
class Door:
    """How somebody came to the page of an organisation: its request, who they are, and why nothing can be answered, if so."""

    review: ReviewRequest
    by: User | ReviewLink
    closed: str

    @property
    def by_link(self) -> bool:
        """True for the holder of a link."""
        return isinstance(self.by, ReviewLink)

    @property
    def inside(self) -> bool:
        """True for the organisation itself; coordinators look on, and see nothing before it is sent."""
        return isinstance(self.by, ReviewLink) or not self.by.is_coordinating

    @property
    def may_write(self) -> bool:
        """True when an answer can be written here now."""
        return self.inside and not self.closed

    def address(self, page: str = "") -> str:
        """Return the address of a page behind this door."""
        entrance, key = (
            ("review-link", review_links.token(self.by)) if isinstance(self.by, ReviewLink) else ("review", self.review.pk)
        )
        return reverse(f"meetings:{entrance}{'-' + page if page else ''}", args=[key])

    def writer(self, name: str = "") -> Writer:
        """Return who writes; `name` is what the holder of a link says."""
        return Writer(self.by, name if self.by_link else "")


Page = Callable[[HttpRequest, Door], HttpResponse]
View = Callable[..., HttpResponse]


def by_account(page: Page, *methods: str) -> View:
    """Open `page` to whoever signed in and acts for the organisation, and to coordinators; 404 for everybody else."""

    @require_http_methods(list(methods))
    @wraps(page)
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        assert isinstance(request.user, User)
        requests = ReviewRequest.objects.visible_to(request.user).for_answering()
        return page(request, _door(get_object_or_404(requests, pk=pk), request.user))

    return view


def by_link(page: Page, *methods: str) -> View:
    """Open `page` to whoever holds a link that works; whoever also signed in for the organisation goes in by their account."""

    @login_not_required
    @require_http_methods(list(methods))
    @wraps(page)
    def view(request: HttpRequest, token: str) -> HttpResponse:
        return _kept_private(_by_link(request, token, page))

    return view


def _by_link(request: HttpRequest, token: str, page: Page) -> HttpResponse:
    address, now = get_adapter().get_client_ip(request), timezone.now()
    if not counted("review-link", address, most=MOST_REQUESTS, seconds=SPAN, at=now):
        return _too_many(request)
    link = review_links.read(token, now)
    if link is None:
        too_many = not counted("review-link-wrong", address, most=MOST_WRONG, seconds=SPAN, at=now)
        return _too_many(request) if too_many else render(request, "meetings/answering/link_closed.html", status=404)
    writes = request.method == "POST"
    if writes and not counted("review-link-write", str(link.pk), most=MOST_WRITES, seconds=SPAN_OF_WRITES, at=now):
        return _too_many(request)
    found = ReviewRequest.objects.for_answering().get(pk=link.request_id)
    if not writes and (elsewhere := _better_address(request, found, link)):
        return redirect(elsewhere)
    return page(request, _door(found, link))


def _better_address(request: HttpRequest, review: ReviewRequest, link: ReviewLink) -> str:
    """Return where somebody reads the page better: by their account, or in a language of their organisation; "" for here."""
    if isinstance(request.user, User) and ReviewRequest.objects.visible_to(request.user).filter(pk=review.pk).exists():
        return reverse("meetings:review", args=[review.pk])
    if active_language() not in review.organisation.languages:
        return review_links.address(link, review.organisation.languages[0])
    return ""


def _door(review: ReviewRequest, by: User | ReviewLink) -> Door:
    return Door(review, by, why_closed(review, current=review.is_current))


def _too_many(request: HttpRequest) -> HttpResponse:
    response = render(request, "meetings/answering/too_many.html", status=429)
    response["Retry-After"] = "60"
    return response


def _kept_private(response: HttpResponse) -> HttpResponse:
    """Keep the address, which is the key, from caches and from other hosts.

    "no-referrer" would keep it from ourselves too: browsers then send forms with the origin "null", which is refused as forged.
    """
    response["Referrer-Policy"] = "same-origin"
    patch_cache_control(response, private=True, no_store=True)
    return response
