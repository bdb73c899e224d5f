"""The list of partnerships."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from amif_network.accounts.models import User

from ...models import Partnership

PAGE_SIZE = 25


@require_safe
def partnerships(request: HttpRequest) -> HttpResponse:
    """List the partnerships that exist for the person."""
    assert isinstance(request.user, User)
    found = Partnership.objects.visible_to(request.user)
    page = Paginator(found.for_list(), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "partnerships/partnerships.html", {"page": page})
