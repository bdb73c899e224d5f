"""Find an immersion, or one of its months, for a person: does it exist for them, and what may they do with it?"""

import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from amif_network.accounts.models import User

from ...models import Immersion
from ...presence import Month, holds, month_of
from ...workflow import STATEMENT


def immersion_for(request: HttpRequest, pk: int, immersion_pk: int, immersions: Any = None) -> Any:
    """Return an immersion of partnership `pk` with its people; raises Http404 where it does not exist for the person."""
    assert isinstance(request.user, User)
    loaded = immersions if immersions is not None else with_people()
    return get_object_or_404(loaded.visible_to(request.user), partnership=pk, pk=immersion_pk)


def with_people() -> Any:
    """Return immersions with all that a heading or a form says of them."""
    return Immersion.objects.select_related("partnership", "employer__organisation", "agent", "line_manager", "mentor")


def month_for(request: HttpRequest, pk: int, immersion_pk: int, year: int, month: int, action: str = "") -> Month:
    """Return a month of an immersion, which holds days of it; else Http404.

    Raises PermissionDenied where the person may never take `action` with it, whatever its state.
    """
    assert isinstance(request.user, User)
    immersion = immersion_for(request, pk, immersion_pk)
    try:
        first = datetime.date(year, month, 1)
    except (ValueError, OverflowError) as error:
        raise Http404 from error
    if not holds(immersion, first):
        raise Http404
    found = month_of(immersion, first, request.user)
    if action and not STATEMENT[action].who(request.user, found.statement):
        raise PermissionDenied
    return found
