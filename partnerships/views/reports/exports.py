"""Partnerships as tables: what the list shows with its filters, or one with all that belongs to it; never more than one sees."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from amif_network.accounts.models import User
from amif_network.exchange.answers import exported

from ...models import Partnership
from ...tables import NAMES, Tables
from .scope import listed


@require_safe
def partnerships(request: HttpRequest, form: str) -> HttpResponseBase:
    """Export the partnerships that the list shows with the filters of the address; `?table=` names some of the tables."""
    assert isinstance(request.user, User)
    return exported(request, Tables(request.user, listed(request), "partnerships"), form, NAMES)


@require_safe
def partnership(request: HttpRequest, pk: int, form: str) -> HttpResponseBase:
    """Export one partnership."""
    assert isinstance(request.user, User)
    visible = Partnership.objects.visible_to(request.user).filter(pk=pk)
    get_object_or_404(visible)
    return exported(request, Tables(request.user, visible, f"partnership-{pk}"), form, NAMES)
