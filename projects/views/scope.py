"""The two questions of every page of a call: does it exist for this person, and what may they do with it now?"""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from amif_network.accounts.models import User
from amif_network.core.workflow import WrongState, allowed

from ..models import Call
from ..models.call import CallQuerySet
from ..workflow import CALL


def call_for(request: HttpRequest, pk: int, action: str = "", calls: CallQuerySet | None = None) -> tuple[Call, set[str]]:
    """Return call `pk`, loaded as `calls` says, and what the person may do with it.

    Raises Http404 when it does not exist for the person; where an `action` is named, PermissionDenied when the person
    may not take it, WrongState (which is one) when they may, but not in the present state.
    """
    assert isinstance(request.user, User)
    visible = (Call.objects.all() if calls is None else calls).visible_to(request.user)
    found = get_object_or_404(visible, pk=pk)
    can = allowed(CALL, request.user, found)
    if action and action not in can:
        raise (WrongState() if CALL[action].who(request.user, found) else PermissionDenied())
    return found, can


def coordinated_call(request: HttpRequest, pk: int, calls: CallQuerySet | None = None) -> Call:
    """Return call `pk` for a page that only coordinating users have. Raises as `call_for`, PermissionDenied for all others."""
    found, _can = call_for(request, pk, calls=calls)
    assert isinstance(request.user, User)
    if not request.user.is_coordinating:
        raise PermissionDenied
    return found
