"""Move a claim along its workflow."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from amif_network.accounts.models import User
from amif_network.core.requests import posted, site_of
from amif_network.core.workflow import WrongState
from meetings.views.twice import taken_already

from ... import money_mails
from ...actions import claims as actions
from ...forms.claims import AcceptForm, ReasonForm, put_errors
from ...models import Claim
from ...money_wording import CLAIM_STEPS
from ...workflow import CLAIM
from .scope import claim_for, require_form


@require_form
def step(request: HttpRequest, pk: int, claim_pk: int, action: str) -> HttpResponse:
    """Say what a step means and who gets a mail, or take it; sent twice, it is taken once."""
    assert isinstance(request.user, User)
    if action not in CLAIM_STEPS:
        raise Http404
    try:
        return _step(request, pk, claim_pk, action)
    except WrongState:
        found = Claim.objects.visible_to(request.user).filter(partnership=pk, pk=claim_pk)
        if not taken_already(request, found, CLAIM[action].target):
            raise
        return redirect("partnerships:claim", pk, claim_pk)


def _step(request: HttpRequest, pk: int, claim_pk: int, action: str) -> HttpResponse:
    assert isinstance(request.user, User)
    claim, _can = claim_for(request, pk, claim_pk, action)
    words = CLAIM_STEPS[action]
    form = _form(request, claim, action)
    if request.method == "POST" and form.is_valid():
        try:
            _take(request, claim, action, form.cleaned_data)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, str(words.done))
            return redirect(claim)
    mails = money_mails.readers(claim, action, by=request.user)
    context = {
        "claim": claim,
        "partnership": claim.partnership,
        "step": words,
        "form": form,
        "mails": [str(one.person or one.user or one.email) for one in mails],
    }
    return render(request, "partnerships/money/claim_step.html", context, status=422 if form.errors else 200)


def _form(request: HttpRequest, claim: Claim, action: str) -> Any:
    if action == "accept":
        return AcceptForm(posted(request), claim=claim)
    return ReasonForm(posted(request), required=CLAIM_STEPS[action].needs_comment)


def _take(request: HttpRequest, claim: Claim, action: str, values: dict[str, Any]) -> None:
    """Take the step by its action. Raises as this does."""
    assert isinstance(request.user, User)
    by, at, site, comment = request.user, timezone.now(), site_of(request), values["comment"]
    if action == "accept":
        actions.accept(claim, amount=values["amount"], comment=comment, by=by, at=at, site=site)
    elif action == "submit":
        actions.submit(claim, comment=comment, by=by, at=at, site=site)
    elif action == "undo":
        actions.undo(claim, comment=comment, by=by, at=at)
    else:
        actions.move(claim, action, comment=comment, by=by, at=at, site=site)
