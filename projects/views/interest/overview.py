"""All answers to a call: a grid of organisations and answers, and who moved."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from amif_network.accounts.models import User
from amif_network.core.unchanged import kept_until_changed
from amif_network.core.workflow import allowed

from ...forms.interest import OverviewFilter
from ...models import Call
from ...models.choices import InterestAnswer
from ...polls import counts, last_meetings, lines
from ...workflow import CALL
from ..origins import Origins
from ..scope import coordinated_call


@require_safe
@kept_until_changed
def interests(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what each organisation answers, narrowed by the filters of the address."""
    assert isinstance(request.user, User)
    call = coordinated_call(request, pk, Call.objects.select_related("programme"))
    today = timezone.localdate()
    meetings = last_meetings(today)
    filters = OverviewFilter(request.GET, since=meetings[0].date if meetings else today)
    found = lines(call, since=filters.day, today=today)
    shown = filters.applied(found)
    origins = Origins([line.interest for line in shown if line.interest], request.user)
    return render(
        request,
        "projects/interests.html",
        {
            "call": call,
            "filters": filters,
            "meetings": meetings,
            "lines": [(line, origins.of(line.interest) if line.interest else None) for line in shown],
            "counts": counts(found),
            "asked": len(found),
            "moved": sum(1 for line in found if line.moved),
            "answers": InterestAnswer.choices,
            "can_answer": "answer" in allowed(CALL, request.user, call),
        },
    )
