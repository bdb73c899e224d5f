"""The two questions of every page of a partnership: does it exist for this person, and what may they do with it now?"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from amif_network.accounts.models import User
from amif_network.core.workflow import WrongState, allowed

from ..models import Partnership
from ..workflow import PARTNERSHIP


def partnership_for(request: HttpRequest, pk: int, action: str = "", partnerships: Any = None) -> tuple[Any, set[str]]:
    """Return partnership `pk`, loaded as `partnerships` says (else with its parties), and what the person may do with it.

    Raises Http404 when it does not exist for the person; where an `action` is named, PermissionDenied when the person
    may not take it, WrongState (which is one) when they may, but not in the present state.
    """
    assert isinstance(request.user, User)
    loaded = Partnership.objects.for_head() if partnerships is None else partnerships
    found = get_object_or_404(loaded.visible_to(request.user), pk=pk)
    can = allowed(PARTNERSHIP, request.user, found)
    if action and action not in can:
        raise (WrongState() if PARTNERSHIP[action].who(request.user, found) else PermissionDenied())
    return found, can


def partnership_to_write(request: HttpRequest, pk: int, action: str, partnerships: Any = None) -> tuple[Any, bool]:
    """Return partnership `pk` for a form that takes `action`, and whether the state forbids that by now.

    What somebody typed must not get lost because the partnership moved on meanwhile: only where nothing was sent yet is
    the state a reason to refuse the page. Raises as `partnership_for`.
    """
    assert isinstance(request.user, User)
    found, can = partnership_for(request, pk, partnerships=partnerships)
    if not PARTNERSHIP[action].who(request.user, found):
        raise PermissionDenied
    closed = action not in can
    if closed and request.method != "POST":
        raise WrongState
    return found, closed
