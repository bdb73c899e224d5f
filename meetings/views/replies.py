"""Answer a convocation: signed in, or by the link of the mail. Looking at the page changes nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from amif_network.accounts.models import User
from amif_network.core import signed_pages
from amif_network.core.requests import posted, site_of
from amif_network.core.workflow import WrongState

from .. import reply_links
from ..actions import replying
from ..forms.convocation import ReplyForm
from ..models import Attendance
from .scope import meeting_for

BY_LINK = signed_pages.Door("reply-link", "meetings/reply_closed.html")


@dataclass(frozen=True, slots=True)
class Invited:
    """Who answers on which row, where the page lies, and where the sign that it is open goes."""

    row: Attendance
    by_link: bool
    address: str
    opened: str


Page = Callable[[HttpRequest, Invited], HttpResponse]
View = Callable[..., HttpResponse]


def by_account(page: Page, *methods: str) -> View:
    """Open `page` to whoever was convened themselves; 404 for everybody else."""

    @require_http_methods(list(methods))
    @wraps(page)
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        assert isinstance(request.user, User)
        meeting, _can = meeting_for(request, pk)
        rows = meeting.attendances.convened().with_address()
        row = get_object_or_404(rows, person__isnull=False, person=request.user.person_id)
        row.meeting = meeting
        here = reverse("meetings:reply", args=[meeting.pk])
        return page(request, Invited(row, False, here, reverse("meetings:reply-opened", args=[meeting.pk])))

    return view


def by_link(page: Page, *methods: str) -> View:
    """Open `page` to whoever holds the link of a convocation."""

    @signed_pages.by_link(BY_LINK, reply_links.read, *methods)
    @wraps(page)
    def view(request: HttpRequest, row: Attendance, token: str) -> HttpResponse:
        here, opened = (reverse(f"meetings:{name}", args=[token]) for name in ("reply-link", "reply-link-opened"))
        return page(request, Invited(row, True, here, opened))

    return view


def answer(request: HttpRequest, invited: Invited) -> HttpResponse:
    """Show the convocation of one person, and take their answer, which they may change until the day of the meeting."""
    row, meeting = invited.row, invited.row.meeting
    closed = replying.why_closed(meeting, today=timezone.localdate())
    form = ReplyForm(posted(request), attendance=row, meeting=meeting)
    if request.method == "POST" and not closed and form.is_valid():
        try:
            replying.reply(row, **form.cleaned_data, at=timezone.now(), site=site_of(request))
        except WrongState as error:
            closed = str(error)
        except ValidationError as error:
            form.add_error("deputy", error)
        except Attendance.DoesNotExist:
            raise Http404 from None
        else:
            messages.success(request, _("Thank you, your answer is noted. You can change it until the day of the meeting."))
            return redirect(invited.address)
    context = {
        "meeting": meeting,
        "row": row,
        "form": form,
        "closed": closed,
        "answer": replying.answer_of(row),
        "answer_words": dict(replying.Answer.choices).get(replying.answer_of(row), ""),
        "opened": "" if closed else invited.opened,
        "agenda": list(meeting.agenda_items.all()),
        "frame": "components/by_link.html" if invited.by_link else "base.html",
        "by_link": invited.by_link,
        "frame_languages": ("fr", "nl"),
    }
    return render(request, "meetings/reply.html", context, status=409 if closed and request.method == "POST" else 200)


def opened(request: HttpRequest, invited: Invited) -> HttpResponse:
    """Note that the person has the page open: sent by a script of the page, never by following a link."""
    replying.note_opening(invited.row, at=timezone.now())
    return HttpResponse(status=204)


reply = by_account(answer, "GET", "HEAD", "POST")
reply_opened = by_account(opened, "POST")
link = by_link(answer, "GET", "HEAD", "POST")
link_opened = by_link(opened, "POST")
