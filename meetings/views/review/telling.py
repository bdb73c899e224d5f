"""Tell the organisations the outcomes that are settled so far: who gets a mail is shown before (UX §5, §7)."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from amif_network.accounts.models import User
from amif_network.core.requests import require_form, site_of

from ...actions.review.telling import tell_outcomes, to_be_told
from ...mails.recipients import Recipient, for_organisations
from ...models import Minutes, Remark, ReviewRequest
from ..scope import minutes_for


@dataclass(frozen=True, slots=True)
class Untold:
    """A request with how many of its outcomes are told now, how many remarks still wait for one, and who gets the mail."""

    request: ReviewRequest
    settled: int
    waiting: int
    readers: list[Recipient]


@require_form
def tell(request: HttpRequest, pk: int) -> HttpResponse:
    """Show which organisations get a mail about how many outcomes, and send it."""
    minutes, _can = minutes_for(request, pk, "preview")
    if request.method == "POST":
        assert isinstance(request.user, User)
        told = tell_outcomes(minutes, by=request.user, at=timezone.now(), site=site_of(request))
        said = ngettext(
            "%(count)d organisation is told what became of its remarks.",
            "%(count)d organisations are told what became of their remarks.",
            len(told),
        )
        if told:
            messages.success(request, said % {"count": len(told)})
        else:
            messages.info(request, _("Nobody was mailed: whoever can be reached knows every outcome already."))
        return redirect("meetings:review-board", pk)
    context = {"minutes": minutes, "meeting": minutes.meeting, "untold": _untold(minutes)}
    return render(request, "meetings/review/tell.html", context)


def _untold(minutes: Minutes) -> list[Untold]:
    """Return who would be told what."""
    found = list(to_be_told(minutes))
    states = list(Remark.objects.filter(request__in=found).values_list("request", "state", "told_at"))
    readers = for_organisations(one.organisation for one in found)
    return [
        Untold(
            one,
            settled=states.count((one.pk, Remark.State.SETTLED, None)),
            waiting=states.count((one.pk, Remark.State.SENT, None)),
            readers=readers[one.organisation_id],
        )
        for one in found
    ]
