"""The first page, the way to it, and the sign of life."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from amif_network.accounts.models import User
from amif_network.core.bilingual import active_language
from amif_network.home.access_reviews import to_confirm, to_end
from meetings.editions import latest_by_meeting
from meetings.models import Edition, Meeting, Minutes, ReviewRequest
from meetings.models.choices import TOOK_PLACE
from meetings.own import own_promises
from meetings.review_points import reviews_waiting
from projects.notices import unread
from projects.portfolio import waiting

SHOWN = 5
# The editions of a version: two languages and both together, for the network and for the public; some were corrected once.
EDITIONS_OF_ONE = 12


@login_not_required
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Lead from the bare address to the home page in the person's own language."""
    user = request.user
    language = user.language if isinstance(user, User) else translation.get_language_from_request(request)
    with translation.override(language):
        return redirect(reverse("home:home"))


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer that the process lives; asks nothing of the database."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what comes next, what waits for the person, and what was published last."""
    assert isinstance(request.user, User)
    meetings = Meeting.objects.visible_to(request.user)
    today = timezone.localdate()
    return render(
        request,
        "home/home.html",
        {
            "upcoming": meetings.filter(date__gte=today).exclude(state="cancelled").order_by("date")[:SHOWN],
            "unfinished": _unfinished(request.user),
            "asked": _asked(request.user),
            "reviews": reviews_waiting(today)[:SHOWN] if request.user.is_coordinating else [],
            "today": today,
            "moved": [date for dates in unread(request.user).values() for date in dates],
            "projects": waiting(request.user)[:SHOWN],
            "access_lists": to_confirm(request.user)[:SHOWN],
            "access_to_end": to_end(request.user),
            **own_promises(request.user),
            "published": _published(request.user),
        },
    )


def _published(user: User) -> list[Edition]:
    """Return the edition to read of each of the last published meetings, in the person's language where there is one."""
    visible = Edition.objects.visible_to(user).for_list().order_by("-published_at", "pk")[: SHOWN * EDITIONS_OF_ONE]
    return latest_by_meeting(visible, active_language())[:SHOWN]


def _unfinished(user: User) -> list[Minutes]:
    """Return the minutes a coordinating user still has to finish, oldest first."""
    if not user.is_coordinating:
        return []
    waiting = Minutes.objects.filter(meeting__state__in=TOOK_PLACE).exclude(state="published")
    return list(waiting.select_related("meeting").order_by("meeting__date")[:SHOWN])


def _asked(user: User) -> list[ReviewRequest]:
    """Return the minutes that a member is asked to read, by deadline."""
    if user.role != "member":
        return []
    return list(ReviewRequest.objects.visible_to(user).to_answer().for_overview()[:SHOWN])
