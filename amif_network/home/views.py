"""The first page, the lists behind it, the way to it, and the sign of life."""

import datetime
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from amif_network.accounts.models import Role, User
from amif_network.accounts.questions import ReaderQuestion
from amif_network.core.questions import asked_ahead
from amif_network.core.unchanged import kept_until_changed
from meetings import latest
from meetings.models import Meeting
from partnerships.own import files_for

from .gathering import (
    asks_of_news,
    asks_of_visit,
    asks_of_work,
    groups,
    kinds,
    last_visit,
    news_of,
    since_when,
    work_of,
)
from .work_filter import WorkFilter

SHOWN = 5
# How much of one's work stands on the first page; the rest is counted, a link away.
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
    with asked_ahead(*asks_of_work(user, today, MOST_TASKS), *asks_of_visit(user, today), _upcoming.of(user, today)):
        work, visit = work_of(user, today, MOST_TASKS), last_visit(user, today)
        upcoming = _upcoming(user, today)
    since = since_when(visit, today)
    with asked_ahead(*asks_of_news(user, since), *latest.asks(user)):
        news, published = news_of(user, since), latest.latest(user, SHOWN)
    must_count = len(work.must) + work.rest.must
    return render(
        request,
        "home/home.html",
        {
            "must": groups(work.must[:MOST_TASKS], today),
            "must_count": must_count,
            "late_count": sum(task.late for task in work.must) + work.rest.late,
            "more": must_count > MOST_TASKS,
            "waits": work.waits[:SHOWN],
            "waits_count": len(work.waits) + work.rest.waits,
            "visit": visit,
            "news": news[:SHOWN],
            "news_count": len(news),
            "upcoming": upcoming,
            "published": published,
            "files_for": files_for(user)[:MOST_CLAIMS],
            "takes_part": user.is_coordinating or user.role == Role.MEMBER,
            "is_linked": user.person_id is not None,
        },
    )


@ReaderQuestion
def _upcoming(reader: User, day: datetime.date) -> Any:
    found = Meeting.objects.visible_to(reader).filter(date__gte=day).exclude(state=Meeting.State.CANCELLED)
    return found.order_by("date", "pk")[:SHOWN]


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
