"""The first page, the lists behind it, the way to it, and the sign of life."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from amif_network.accounts.models import Role, User
from amif_network.core.bilingual import active_language
from amif_network.core.unchanged import kept_until_changed
from meetings.editions import latest_by_meeting
from meetings.models import Edition, Meeting
from meetings.own import EDITIONS_OF_ONE
from partnerships.own import files_for

from .gathering import groups, kinds, last_visit, news_of, since_when, work_of
from .work_filter import WorkFilter

SHOWN = 5
# How much of one's work stands on the first page; the rest is a link away.
MOST_TASKS = 8
# For how many partnerships a claim can be filed from there; the list of claims names all.
MOST_CLAIMS = 3
PAGE_SIZE = 50


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
@kept_until_changed
def home(request: HttpRequest) -> HttpResponse:
    """Show what the person must do and waits for, what is new, and what comes next."""
    assert isinstance(request.user, User)
    user, today = request.user, timezone.localdate()
    work, visit = work_of(user, today), last_visit(user, today)
    news = news_of(user, since_when(visit, today))
    upcoming = Meeting.objects.visible_to(user).filter(date__gte=today).exclude(state=Meeting.State.CANCELLED)
    return render(
        request,
        "home/home.html",
        {
            "must": groups(work.must[:MOST_TASKS], today),
            "must_count": len(work.must),
            "late_count": sum(task.late for task in work.must),
            "more": len(work.must[MOST_TASKS:]),
            "waits": work.waits[:SHOWN],
            "waits_count": len(work.waits),
            "visit": visit,
            "news": news[:SHOWN],
            "news_count": len(news),
            "upcoming": upcoming.order_by("date", "pk")[:SHOWN],
            "published": _published(user),
            "files_for": files_for(user)[:MOST_CLAIMS],
            "takes_part": user.is_coordinating or user.role == Role.MEMBER,
            "is_linked": user.person_id is not None,
        },
    )


@require_safe
def work(request: HttpRequest) -> HttpResponse:
    """List all of the person's work, or what they wait for, narrowed by the filters of the address."""
    assert isinstance(request.user, User)
    today, filters = timezone.localdate(), WorkFilter(request.GET)
    found = work_of(request.user, today)
    side = found.waits if filters.waits else found.must
    page = Paginator(filters.applied(side), PAGE_SIZE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "filters": filters,
        "page": page,
        "groups": groups(list(page.object_list), today),
        "tabs": filters.tabs(len(found.must), len(found.waits)),
        "kinds": kinds(side),
    }
    return render(request, "home/work.html", context)


@require_safe
def news(request: HttpRequest) -> HttpResponse:
    """List everything that happened since the last visit."""
    assert isinstance(request.user, User)
    today = timezone.localdate()
    visit = last_visit(request.user, today)
    found = news_of(request.user, since_when(visit, today))
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "home/news.html", {"page": page, "visit": visit, "since": since_when(visit, today)})


def _published(user: User) -> list[Edition]:
    """Return the edition to read of each of the last published meetings, in the person's language where there is one."""
    visible = Edition.objects.visible_to(user).for_list().order_by("-published_at", "pk")[: SHOWN * EDITIONS_OF_ONE]
    return latest_by_meeting(visible, active_language())[:SHOWN]
