"""Move a partnership along its workflow; renew it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from amif_network.accounts.models import User
from amif_network.core.requests import posted, require_form
from amif_network.core.workflow import WrongState
from meetings.views.twice import taken_already
from projects.forms.calls import StepForm

from ...actions import partnerships as actions
from ...forms.partnerships import RenewForm
from ...models import Partnership
from ...wording import STEPS
from ...workflow import PARTNERSHIP
from ..scope import partnership_for, partnership_to_write


@require_form
def step(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """Say what a step means, or take it; sent twice, it is taken once."""
    assert isinstance(request.user, User)
    if action not in STEPS:
        raise Http404
    try:
        return _step(request, pk, action)
    except WrongState:
        found = Partnership.objects.visible_to(request.user).filter(pk=pk)
        if not taken_already(request, found, PARTNERSHIP[action].target):
            raise
        return redirect("partnerships:partnership", pk)


def _step(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    assert isinstance(request.user, User)
    partnership, _can = partnership_for(request, pk, action)
    words = STEPS[action]
    form = StepForm(posted(request), words=words)
    stopping = actions.missing(partnership, action)
    if request.method == "POST" and form.is_valid() and not stopping:
        try:
            actions.move(partnership, action, comment=form.cleaned_data["comment"], by=request.user, at=timezone.now())
        except actions.NotReady as error:
            stopping = error.messages
        else:
            messages.success(request, str(words.done))
            return redirect(partnership)
    context = {"partnership": partnership, "step": words, "form": form, "stopping": stopping}
    status = 422 if form.errors or (stopping and request.method == "POST") else 200
    return render(request, "partnerships/partnerships/step.html", context, status=status)


@require_form
def renew(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the days and what is taken over, and start the partnership that follows."""
    partnership, closed = partnership_to_write(request, pk, "renew")
    form = RenewForm(posted(request), partnership=partnership)
    if request.method == "POST" and form.is_valid() and not closed:
        try:
            made = _renewed(request, partnership, form.cleaned_data)
        except ValidationError as error:
            form.add_error("starts_on", error.messages)
        else:
            messages.success(request, _("The renewal is started. Complete it, then write its agreement."))
            return redirect(made)
    context = {"form": form, "partnership": partnership, "closed": closed, "renews": True, "shown": str(partnership)}
    return render(request, "partnerships/partnerships/form.html", context, status=409 if closed else 422 if form.errors else 200)


def _renewed(request: HttpRequest, partnership: Any, values: dict[str, Any]) -> Partnership:
    """Start the renewal. Raises as `actions.renew`."""
    assert isinstance(request.user, User)
    copied = actions.Copied(values["commitments"], values["committees"], values["shares"])
    return actions.renew(
        partnership, code=values["code"], starts_on=values["starts_on"], ends_on=values["ends_on"], copied=copied,
        by=request.user, at=timezone.now(),
    )  # fmt: skip
