"""The two doors to the page of an organisation: an account, or a signed link (UX §5)."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from amif_network.accounts.models import User
from amif_network.core import signed_pages
from amif_network.core.bilingual import active_language

from ... import review_links
from ...actions.review.answering import Writer, why_closed
from ...models import ReviewLink, ReviewRequest

# A whole organisation may write by one link.
BY_LINK = signed_pages.Door("review-link", "meetings/answering/link_closed.html", most_writes=200)


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

    @signed_pages.by_link(BY_LINK, _working, *methods)
    @wraps(page)
    def view(request: HttpRequest, link: ReviewLink, token: str) -> HttpResponse:
        found = ReviewRequest.objects.for_answering().get(pk=link.request_id)
        if request.method != "POST" and (elsewhere := _better_address(request, found, link)):
            return redirect(elsewhere)
        return page(request, _door(found, link))

    return view


def _working(token: str) -> ReviewLink | None:
    return review_links.read(token, timezone.now())


def _better_address(request: HttpRequest, review: ReviewRequest, link: ReviewLink) -> str:
    """Return where somebody reads the page better: by their account, or in a language of their organisation; "" for here."""
    if isinstance(request.user, User) and ReviewRequest.objects.visible_to(request.user).filter(pk=review.pk).exists():
        return reverse("meetings:review", args=[review.pk])
    if active_language() not in review.organisation.languages:
        return review_links.address(link, review.organisation.languages[0])
    return ""


def _door(review: ReviewRequest, by: User | ReviewLink) -> Door:
    return Door(review, by, why_closed(review, current=review.is_current))
