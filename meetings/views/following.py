"""Create the meeting that follows another: look at what it takes over, change it, then confirm; nothing exists before."""

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from amif_network.accounts.models import User
from amif_network.core.fingerprint import Overtaken
from amif_network.core.requests import posted, require_form
from amif_network.directory.models import Affiliation, Organisation

from ..actions.following import plan_next
from ..carry_over import proposals
from ..forms.following import NextMeetingForm
from ..models import Meeting
from .scope import meeting_for


@require_form
def follow(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose the next meeting, and create what was confirmed; confirmed twice, it is created once."""
    assert isinstance(request.user, User)
    previous, _can = meeting_for(request, pk, "follow", Meeting.objects.select_related("minutes", "chair", "minute_taker"))
    following = list(previous.following.order_by("date", "pk"))
    found = proposals(previous, request.user)
    form = NextMeetingForm(posted(request), user=request.user, previous=previous, following=following, proposals=found)
    overtaken = False
    if request.method == "POST":
        if again := next((one for one in following if str(one.uid) == request.POST.get("uid")), None):
            messages.info(request, _("This was done already; nothing was done a second time."))
            return redirect(again)
        if form.is_valid():
            try:
                return _create(request, previous, form)
            except Overtaken:
                overtaken, following = True, list(previous.following.order_by("date", "pk"))
                form.see(following)
    return render(
        request,
        "meetings/next.html",
        {
            "meeting": previous,
            "form": form,
            "following": following,
            "overtaken": overtaken,
            "invitees": Affiliation.objects.valid_on(timezone.localdate())
            .filter(organisation__in=Organisation.objects.in_network_on(timezone.localdate()))
            .aggregate(people=Count("person", distinct=True))["people"],
        },
        status=409 if overtaken else 422 if form.errors else 200,
    )


def _create(request: HttpRequest, previous: Meeting, form: NextMeetingForm) -> HttpResponse:
    """Create the meeting as confirmed. Raises Overtaken when somebody created another one since."""
    assert isinstance(request.user, User)
    confirmed = form.cleaned_data
    planned = plan_next(
        previous,
        uid=confirmed["uid"],
        seen=form.known(),
        taken=form.chosen(),
        invite=confirmed["invite"],
        template=confirmed["template"],
        by=request.user,
        at=timezone.now(),
        **form.values(),
    )
    messages.success(request, _("The next meeting is planned. Look through its agenda and its list before you convene it."))
    return redirect(planned)
