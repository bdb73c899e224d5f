"""Transfers for a claim: order one, note what became of it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from amif_network.accounts.models import User
from amif_network.core.bilingual import active_language
from amif_network.core.money import format_euros
from amif_network.core.requests import posted, site_of
from amif_network.core.workflow import WrongState
from meetings.views.twice import taken_already

from ... import money_mails
from ...actions import transfers as actions
from ...cash import free_from
from ...forms.claims import put_errors
from ...forms.money import ExecuteForm, FailForm, ReverseForm, TransferForm
from ...models import Transfer
from ...money_wording import TRANSFER_STEPS
from ...moves import moves_of
from ...workflow import TRANSFER
from .scope import claim_for, require_form, transfer_for

FORMS: dict[str, Any] = {"execute": ExecuteForm, "fail": FailForm, "reverse": ReverseForm}


@require_form
def new(request: HttpRequest, pk: int, claim_pk: int) -> HttpResponse:
    """Order a transfer for an accepted claim: proposed is what it still holds, at most what came in."""
    assert isinstance(request.user, User)
    claim, _can = claim_for(request, pk, claim_pk, "transfer")
    today = timezone.localdate()
    left, free = actions.to_transfer(claim), free_from(moves_of(pk), today)
    initial = {"amount": min(left, free) or left, "ordered_on": today}
    form = TransferForm(posted(request), instance=Transfer(claim=claim), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            ordered = actions.order(
                form.save(commit=False), executed_on=form.cleaned_data["executed_on"], by=request.user, at=timezone.now(),
                site=site_of(request),
            )  # fmt: skip
        except ValidationError as error:
            put_errors(form, error)
        else:
            _say(request, ordered, free)
            return redirect(claim)
    context = {
        "claim": claim, "partnership": claim.partnership, "form": form, "left": left, "free": free,
        "mails": _names(claim, "execute", request.user),
    }  # fmt: skip
    return render(request, "partnerships/money/transfer_form.html", context, status=422 if form.errors else 200)


@require_form
def step(request: HttpRequest, pk: int, transfer_pk: int, action: str) -> HttpResponse:
    """Ask for what a step of a transfer needs, or take it; sent twice, it is taken once."""
    assert isinstance(request.user, User)
    if action not in TRANSFER_STEPS:
        raise Http404
    try:
        return _step(request, pk, transfer_pk, action)
    except WrongState:
        visible = Transfer.objects.visible_to(request.user).filter(claim__partnership=pk, pk=transfer_pk)
        if not taken_already(request, visible, TRANSFER[action].target):
            raise
        return redirect("partnerships:claim", pk, visible.get().claim_id)


def _step(request: HttpRequest, pk: int, transfer_pk: int, action: str) -> HttpResponse:
    assert isinstance(request.user, User)
    transfer, _can = transfer_for(request, pk, transfer_pk, action)
    words, today = TRANSFER_STEPS[action], timezone.localdate()
    form = FORMS[action](posted(request), day=today)
    if request.method == "POST" and form.is_valid():
        try:
            _take(request, transfer, action, form.cleaned_data)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, str(words.done))
            return redirect(transfer.claim)
    context = {
        "transfer": transfer, "claim": transfer.claim, "partnership": transfer.claim.partnership, "step": words, "form": form,
        "free": free_from(moves_of(pk), today) if action == "execute" else None,
        "mails": _names(transfer.claim, action, request.user),
    }  # fmt: skip
    return render(request, "partnerships/money/transfer_step.html", context, status=422 if form.errors else 200)


def _take(request: HttpRequest, transfer: Transfer, action: str, values: dict[str, Any]) -> None:
    """Take the step by its action. Raises as this does."""
    assert isinstance(request.user, User)
    by, at, site = request.user, timezone.now(), site_of(request)
    if action == "execute":
        actions.execute(transfer, on=values["executed_on"], by=by, at=at, site=site)
    elif action == "fail":
        actions.fail(transfer, reason=values["reason"], on=values["failed_on"], by=by, at=at, site=site)
    else:
        actions.reverse(transfer, reason=values["reason"], on=values["reversed_on"], by=by, at=at, site=site)


def _say(request: HttpRequest, transfer: Transfer, free: Any) -> None:
    """Say what was saved; an order of more than came in is saved, and doubted: it cannot be executed yet."""
    if transfer.state == Transfer.State.EXECUTED:
        messages.success(request, str(TRANSFER_STEPS["execute"].done))
        return
    messages.success(request, _("The transfer is ordered. Note here when it was executed."))
    if transfer.amount > free:
        said = format_euros(free, active_language())
        messages.warning(
            request, _("Today only %(free)s are free: it can be executed once the authority has paid.") % {"free": said}
        )


def _names(claim: Any, action: str, by: User) -> list[str]:
    return [str(one.person or one.user or one.email) for one in money_mails.readers(claim, action, by=by)]
