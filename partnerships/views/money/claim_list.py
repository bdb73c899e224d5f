"""All claims that exist for a person, over all partnerships: on a page, as a workbook."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, Sum
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from amif_network.accounts.models import User
from amif_network.exchange.answers import sent

from ...balance import ZERO
from ...claim_sheet import claim_workbook
from ...forms.claims import ClaimFilter
from ...models import Claim
from ...models.choices import TransferState
from ...own import files_for

PAGE_SIZE = 25


@require_safe
def claims(request: HttpRequest) -> HttpResponse:
    """List claims, narrowed by the filters of the address, with their sums and where a new one can be filed."""
    assert isinstance(request.user, User)
    filters, found = _found(request)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    sums = found.order_by().aggregate(claimed=Sum("claimed"), accepted=Sum("accepted"))
    context = {
        "filters": filters,
        "page": page,
        "sums": {name: amount or ZERO for name, amount in sums.items()},
        "files_for": files_for(request.user),
    }
    return render(request, "partnerships/money/claims.html", context)


@require_safe
def sheet(request: HttpRequest) -> HttpResponseBase:
    """Answer with the claims that the list shows as a workbook."""
    _filters, found = _found(request)
    executed = Sum("transfers__amount", filter=Q(transfers__state=TransferState.EXECUTED))
    return sent(request, claim_workbook(found.annotate(transferred=executed)))


def _found(request: HttpRequest) -> tuple[ClaimFilter, Any]:
    assert isinstance(request.user, User)
    visible = Claim.objects.visible_to(request.user)
    filters = ClaimFilter(request.GET, claims=visible)
    loaded = visible.select_related("partnership", "party__organisation", "budget").order_by("-starts_on", "-pk")
    return filters, filters.applied(loaded)
