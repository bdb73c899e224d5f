"""Move a meeting along its workflow."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from amif_network.accounts.models import User

from ..actions.steps import move_meeting
from ..forms.meeting import StepForm
from ..wording import STEPS
from .scope import meeting_for


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """Say what a step means and ask for a comment, or take the step."""
    assert isinstance(request.user, User)
    if action not in STEPS:
        raise Http404
    meeting, _can = meeting_for(request, pk, action)
    words = STEPS[action]
    form = StepForm(request.POST if request.method == "POST" else None, words=words)
    if request.method == "POST" and form.is_valid():
        move_meeting(meeting, action, by=request.user, at=timezone.now(), comment=form.cleaned_data["comment"])
        messages.success(request, str(words.done))
        return redirect(meeting)
    return render(request, "meetings/step.html", {"meeting": meeting, "step": words, "form": form})
