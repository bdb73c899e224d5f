"""The two questions of every page about money: does it exist for this person, and what may they do with it now?"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from amif_network.accounts.models import User
from amif_network.core.workflow import Workflow, WrongState, allowed

from ...models import Claim, Party, Transfer
from ...workflow import CLAIM, TRANSFER

require_form = require_http_methods(["GET", "HEAD", "POST"])


def claim_for(request: HttpRequest, pk: int, claim_pk: int, action: str = "", claims: Any = None) -> tuple[Any, set[str]]:
    """Return a claim of partnership `pk`, loaded as `claims` says, and what the person may do with it.

    Raises Http404 when it does not exist for the person, such as for another partner of the same partnership; where an
    `action` is named, PermissionDenied when the person may not take it, WrongState (which is one) when only the state forbids.
    """
    assert isinstance(request.user, User)
    visible = (Claim.objects.all() if claims is None else claims).visible_to(request.user).filter(partnership=pk)
    found = get_object_or_404(visible.select_related("budget", "party__organisation", "partnership"), pk=claim_pk)
    return found, _can(CLAIM, request.user, found, action)


def claim_to_write(request: HttpRequest, pk: int, claim_pk: int, claims: Any) -> tuple[Any, bool]:
    """Return a claim for the form that changes it, and whether its state forbids that by now. Raises as `claim_for`.

    What somebody typed must not get lost because the claim moved on meanwhile: only where nothing was sent yet is the state a
    reason to refuse the page.
    """
    found, can = claim_for(request, pk, claim_pk, claims=claims)
    if not CLAIM["edit"].who(request.user, found):
        raise PermissionDenied
    closed = "edit" not in can
    if closed and request.method != "POST":
        raise WrongState
    return found, closed


def transfer_for(request: HttpRequest, pk: int, transfer_pk: int, action: str = "") -> tuple[Any, set[str]]:
    """Return a transfer of partnership `pk` with its claim, and what the person may do with it. Raises as `claim_for`."""
    assert isinstance(request.user, User)
    visible = Transfer.objects.visible_to(request.user).filter(claim__partnership=pk)
    found = get_object_or_404(visible.select_related("claim__party__organisation", "claim__partnership"), pk=transfer_pk)
    return found, _can(TRANSFER, request.user, found, action)


def chosen_party(parties: list[Party], wanted: str | None) -> Party:
    """Return the party that the address names, else the first. Raises Http404 for one that is not among them."""
    found = [one for one in parties if wanted is None or str(one.pk) == wanted]
    if not found:
        raise Http404
    return found[0]


def _can(workflow: Workflow, user: User, row: Any, action: str) -> set[str]:
    can = allowed(workflow, user, row)
    if action and action not in can:
        raise (WrongState() if workflow[action].who(user, row) else PermissionDenied())
    return can
