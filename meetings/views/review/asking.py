"""The request to one organisation, and what coordinators do with it: more time, once more, silence (UX §5)."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from amif_network.accounts.models import User
from amif_network.core.bilingual import active_language
from amif_network.core.formats import format_date
from amif_network.core.requests import posted, require_form, site_of
from amif_network.core.workflow import WrongState, allowed
from amif_network.outbox.models import OutgoingMail

from ...actions.review import recording
from ...deadlines import proposed_deadline
from ...forms.review import AskAgainForm, DeadlineForm
from ...mails.recipients import for_organisation
from ...models import MeetingLogEntry, Minutes, Remark, ReviewRequest
from ...models.choices import LogSubject
from ...wording import states_of
from ...workflow import REVIEW
from ..rows import moment
from ..scope import minutes_for
from .board import groups
from .cells import TOPICS, lines


def request_for(
    request: HttpRequest, pk: int, key: int, action: str = "", minutes: Minutes | None = None
) -> tuple[Minutes, ReviewRequest]:
    """Return the request `key` about the minutes of meeting `pk`, and these minutes (`minutes`: loaded already).

    Raises Http404 when it does not exist for the person; where an `action` is named, PermissionDenied when the person may
    not take it, WrongState (which is one) when they may, but not in its present state.
    """
    found = minutes or minutes_for(request, pk, "preview")[0]
    review = get_object_or_404(ReviewRequest.objects.filter(circulation__minutes=found).for_board(), pk=key)
    if action and action not in allowed(REVIEW, request.user, review):
        raise (WrongState() if REVIEW[action].who(request.user, review) else PermissionDenied())
    return found, review


@require_safe
def organisation(request: HttpRequest, pk: int, key: int) -> HttpResponse:
    """Show everything about the request to one organisation: answer, remarks, mails, history."""
    minutes, _can = minutes_for(request, pk, "preview", Minutes.objects.for_workspace())
    _minutes, review = request_for(request, pk, key, minutes=minutes)
    assert isinstance(request.user, User)
    remarks = list(Remark.objects.sent().filter(request=review).for_list())
    mails = OutgoingMail.objects.about(f"meeting:{pk}").filter(organisation=review.organisation_id, topic__in=TOPICS)
    log = MeetingLogEntry.objects.filter(meeting=pk).of(LogSubject.REVIEW, review.pk)
    return render(
        request,
        "meetings/review/request.html",
        {
            "minutes": minutes,
            "meeting": minutes.meeting,
            "review": review,
            "round": review.circulation,
            "current": ReviewRequest.objects.current().filter(pk=review.pk).exists(),
            "line": lines([review], request.user, minutes)[0],
            "groups": groups(minutes, remarks),
            "readers": for_organisation(review.organisation),
            "mails": [(mail, TOPICS[mail.topic], moment(mail.created_at)) for mail in mails],
            "log": [(entry, *states_of(entry)) for entry in log],
        },
    )


@require_form
def extend(request: HttpRequest, pk: int, key: int) -> HttpResponse:
    """Give one organisation more time."""
    minutes, review = request_for(request, pk, key, "extend")
    form = DeadlineForm(posted(request), after=review.deadline, initial={"deadline": proposed_deadline(timezone.localdate())})
    assert isinstance(request.user, User)
    by = request.user

    def act() -> None:
        day = form.cleaned_data["deadline"]
        recording.extend(review, deadline=day, by=by, at=timezone.now(), site=site_of(request))
        messages.success(request, _("%(name)s has more time.") % {"name": review.organisation})

    lead = _("It has until now: %(day)s. A deadline is never shortened.") % {"day": _day(review)}
    return _form_page(request, minutes, review, form, act, title=_("More time"), lead=lead, button=_("Give more time"))


@require_form
def ask_again(request: HttpRequest, pk: int, key: int) -> HttpResponse:
    """Ask an organisation once more that answered or stayed silent."""
    minutes, review = request_for(request, pk, key, "ask_again")
    form = AskAgainForm(posted(request), initial={"deadline": proposed_deadline(timezone.localdate())})
    assert isinstance(request.user, User)
    by = request.user

    def act() -> None:
        said = {name: form.cleaned_data[name] for name in ("deadline", "comment")}
        recording.ask_again(review, **said, by=by, at=timezone.now(), site=site_of(request))
        messages.success(request, _("%(name)s is asked once more.") % {"name": review.organisation})

    lead = _("Its answer is awaited again. The remarks that it sent, and their outcomes, stay.")
    return _form_page(request, minutes, review, form, act, title=_("Ask again"), lead=lead, button=_("Ask again"))


@require_POST
def silence(request: HttpRequest, pk: int, key: int) -> HttpResponse:
    """Write down that an organisation did not answer in time."""
    _minutes, review = request_for(request, pk, key)
    assert isinstance(request.user, User)
    try:
        recording.record_silence(review, by=request.user, at=timezone.now())
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    except WrongState as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, _("%(name)s: no answer received, and recorded as such.") % {"name": review.organisation})
    return redirect("meetings:board-request", pk, key)


def _form_page(
    request: HttpRequest,
    minutes: Minutes,
    review: ReviewRequest,
    form: DeadlineForm,
    act: Callable[[], None],
    *,
    title: str,
    lead: str,
    button: str,
) -> HttpResponse:
    """Show a form about one organisation, or do what it asks for; what is refused keeps what was typed."""
    status = 422 if form.is_bound and not form.is_valid() else 200
    if form.is_bound and form.is_valid():
        try:
            act()
        except ValidationError as refused:
            form.add_error(None, refused)
            status = 422
        except WrongState as refused:
            form.add_error(None, str(refused))
            status = 409
        else:
            return redirect("meetings:board-request", minutes.meeting_id, review.pk)
    context = {
        "minutes": minutes,
        "meeting": minutes.meeting,
        "review": review,
        "form": form,
        "title": title,
        "lead": lead,
        "button": button,
        "readers": for_organisation(review.organisation),
    }
    return render(request, "meetings/review/request_form.html", context, status=status)


def _day(review: ReviewRequest) -> str:
    return format_date(review.deadline, active_language(), weekday=True)
