"""Move a call along its workflow."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from amif_network.accounts.models import User
from amif_network.core.requests import posted, require_form
from amif_network.core.workflow import WrongState
from meetings.views.twice import taken_already

from ...actions import calls as actions
from ...forms.calls import StepForm
from ...models import Call
from ...models.choices import DateKind
from ...wording.calls import CALL_STEPS
from ...workflow import CALL
from ..scope import call_for

# Without these nobody can plan: what a call lacks is said before it is announced.
EXPECTED = (DateKind.OPENING, DateKind.DEADLINE)


@require_form
def step(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """Say what a step means and ask for a comment, or take the step; sent twice, it is taken once."""
    assert isinstance(request.user, User)
    if action not in CALL_STEPS:
        raise Http404
    try:
        return _step(request, pk, action)
    except WrongState:
        found = Call.objects.visible_to(request.user).filter(pk=pk)
        if not taken_already(request, found, CALL[action].target):
            raise
        return redirect("projects:call", pk)


def _step(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    assert isinstance(request.user, User)
    call, _can = call_for(request, pk, action)
    words = CALL_STEPS[action]
    form = StepForm(posted(request), words=words)
    if request.method == "POST" and form.is_valid():
        actions.step(call, action, by=request.user, at=timezone.now(), comment=form.cleaned_data["comment"])
        messages.success(request, str(words.done))
        return redirect(call)
    missing = _missing(call) if action == "announce" else []
    return render(request, "projects/call_step.html", {"call": call, "step": words, "form": form, "missing": missing})


def _missing(call: Call) -> list[str]:
    """Return the names of the dates that are expected and not entered."""
    known = set(call.dates.values_list("kind", flat=True))
    return [str(kind.label) for kind in EXPECTED if kind not in known]
