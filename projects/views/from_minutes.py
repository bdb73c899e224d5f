"""From a section of the minutes, or a meeting, to the call of which it says a date or answers."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from amif_network.accounts.models import User

from ..models import Call
from ..workflow import CALL
from .source import place_of, said_at

# What is recorded, and the step of a call that has to be possible for it.
RECORDED = {"date": "date", "answers": "answer"}


@require_safe
def from_minutes(request: HttpRequest, what: str) -> HttpResponse:
    """Ask which call is meant; the only one that takes answers is not asked for. `?section=` or `?meeting=` is passed on."""
    assert isinstance(request.user, User)
    if not request.user.is_coordinating:
        raise PermissionDenied
    source = said_at(request)
    if what not in RECORDED or source.meeting is None:
        raise Http404
    calls = list(Call.objects.filter(state__in=CALL[RECORDED[what]].sources).for_list(request.user))
    if what == "answers" and len(calls) == 1:
        return redirect(f"{reverse('projects:poll', args=[calls[0].pk])}?{request.GET.urlencode()}")
    return render(
        request,
        "projects/from_minutes.html",
        {"what": what, "calls": calls, "source": source, "query": request.GET.urlencode(), "back": place_of(source)},
    )
