"""Move a meeting along its workflow."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from amif_network.accounts.models import User
from amif_network.core.requests import require_form, site_of
from amif_network.core.workflow import WrongState

from ..actions.convening import call_off
from ..actions.steps import move_meeting
from ..forms.meeting import StepForm
from ..models import Meeting
from ..wording import STEPS
from ..workflow import MEETING
from .scope import meeting_for
from .twice import taken_already


@require_form
def step(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """Say what a step means and ask for a comment, or take the step; sent twice, it is taken once."""
    assert isinstance(request.user, User)
    if action not in STEPS:
        raise Http404
    try:
        return _step(request, pk, action)
    except WrongState:
        found = Meeting.objects.visible_to(request.user).filter(pk=pk)
        if not taken_already(request, found, MEETING[action].target):
            raise
        return redirect("meetings:meeting", pk)


def _step(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    assert isinstance(request.user, User)
    meeting, _can = meeting_for(request, pk, action)
    words = STEPS[action]
    form = StepForm(request.POST if request.method == "POST" else None, words=words)
    if request.method == "POST" and form.is_valid():
        _take(request, request.user, meeting, action, form.cleaned_data["comment"])
        messages.success(request, str(words.done))
        return redirect(meeting)
    told = meeting.attendances.convened().count() if action == "cancel" else 0
    early = action == "hold" and meeting.date > timezone.localdate()
    context = {"meeting": meeting, "step": words, "form": form, "told": told, "early": early}
    return render(request, "meetings/step.html", context)


def _take(request: HttpRequest, user: User, meeting: Meeting, action: str, comment: str) -> None:
    """Take the step; whoever was convened is told when the meeting does not take place."""
    if action == "cancel":
        call_off(meeting, reason=comment, by=user, at=timezone.now(), site=site_of(request))
    else:
        move_meeting(meeting, action, by=user, at=timezone.now(), comment=comment)
