"""Send minutes round, give everybody more time, open them for the remarks, and show what changed between two rounds."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from amif_network.accounts.models import User
from amif_network.core.requests import posted, require_form, site_of
from amif_network.directory.models import Organisation

from ... import documents
from ...actions.review import circulating, recording
from ...deadlines import proposed_deadline
from ...forms.review import CirculateForm, DeadlineForm
from ...mails.recipients import Recipient, for_organisations
from ...models import Circulation, Minutes, Remark, ReviewRequest
from ...open_points import open_points
from ...rounds import changed_parts, changes_between
from ..publishing import sent_once
from ..scope import minutes_for, number

# What the parts of a record outside its sections are called.
PART_NAMES = {
    "title": gettext_lazy("title"),
    "date": gettext_lazy("date"),
    "time": gettext_lazy("times"),
    "mode": gettext_lazy("form of the meeting"),
    "place": gettext_lazy("place"),
    "chair": gettext_lazy("chair"),
    "minute_taker": gettext_lazy("minute-taker"),
    "attendance": gettext_lazy("attendance list"),
    "agenda": gettext_lazy("agenda"),
    "pending": gettext_lazy("contributions still awaited"),
}


@dataclass(frozen=True, slots=True)
class Addressed:
    """An organisation that will be asked, and who of it gets the mail."""

    organisation: Organisation
    excused: bool
    readers: list[Recipient]


def addressed(organisations: dict[Organisation, bool]) -> list[Addressed]:
    """Return who gets the mails to `organisations`; two queries."""
    readers = for_organisations(organisations)
    return [Addressed(one, excused, readers[one.pk]) for one, excused in organisations.items()]


@require_form
@sent_once("circulate", then="meetings:review-board")
def circulate(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what will be frozen and who is asked, and send the minutes round."""
    minutes, _can = minutes_for(request, pk, "circulate")
    form = CirculateForm(posted(request), initial={"deadline": proposed_deadline(timezone.localdate())})
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("deadline", "message_fr", "message_nl")}
        assert isinstance(request.user, User)
        try:
            sent = circulating.circulate(minutes, **said, by=request.user, at=timezone.now(), site=site_of(request))
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            asked = sent.requests.count()
            words = ngettext(
                "Round %(number)d is on its way: %(count)d organisation is asked.",
                "Round %(number)d is on its way: %(count)d organisations are asked.",
                asked,
            )
            messages.success(request, words % {"number": sent.number, "count": asked})
            return redirect("meetings:review-board", pk)
    return render(request, "meetings/review/send.html", _before_sending(minutes, form), status=422 if form.errors else 200)


def _before_sending(minutes: Minutes, form: CirculateForm) -> dict:
    """Return what is shown before minutes are sent round."""
    loaded = documents.load(minutes.pk)
    organisations, leading = circulating.asked_and_leading(loaded)
    asked = addressed(organisations)
    last = Circulation.objects.filter(minutes=minutes).defer("content").first()
    drafts = Remark.objects.filter(request__circulation__minutes=minutes, state=Remark.State.DRAFT)
    return {
        "minutes": loaded,
        "meeting": loaded.meeting,
        "form": form,
        "number": last.number + 1 if last else 1,
        "last": last,
        "points": open_points(loaded),
        "drafts": drafts.count(),
        "asked": asked,
        "leading": leading,
        "unreachable": [one for one in asked if not one.readers],
        "mails": sum(len(one.readers) for one in asked),
        "without": [one for one in loaded.meeting.attendances.all() if one.organisation is None],
    }


@require_POST
@sent_once("incorporate", then="meetings:workspace")
def incorporate(request: HttpRequest, pk: int) -> HttpResponse:
    """Open minutes in review for writing, so that the remarks can be worked in."""
    minutes, _can = minutes_for(request, pk, "incorporate")
    assert isinstance(request.user, User)
    circulating.incorporate(minutes, by=request.user, at=timezone.now())
    messages.success(request, _("The minutes are open for writing. Organisations that have not answered may still do so."))
    return redirect("meetings:review-board", pk)


@require_form
def extend_all(request: HttpRequest, pk: int) -> HttpResponse:
    """Give every organisation that is awaited in the last round more time."""
    minutes, _can = minutes_for(request, pk, "preview")
    current = get_object_or_404(Circulation.objects.filter(minutes=minutes).defer("content").order_by("-number")[:1])
    awaited = ReviewRequest.objects.filter(circulation=current, state=ReviewRequest.State.AWAITED).select_related("organisation")
    form = DeadlineForm(posted(request), initial={"deadline": proposed_deadline(timezone.localdate())})
    if request.method == "POST" and form.is_valid():
        day = form.cleaned_data["deadline"]
        assert isinstance(request.user, User)
        try:
            told = recording.extend_all(current, deadline=day, by=request.user, at=timezone.now(), site=site_of(request))
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            words = ngettext("%(count)d organisation has more time.", "%(count)d organisations have more time.", len(told))
            messages.success(request, words % {"count": len(told)})
            return redirect("meetings:review-board", pk)
    context = {
        "minutes": minutes,
        "meeting": minutes.meeting,
        "form": form,
        "awaited": addressed({one.organisation: one.excused for one in awaited.order_by("organisation__sort_fr", "pk")}),
    }
    return render(request, "meetings/review/extend_all.html", context, status=422 if form.errors else 200)


@require_safe
def changes(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what changed between two rounds, or since one (`from` and `to` of the address; `to` left out: today)."""
    minutes, _can = minutes_for(request, pk, "preview")
    rounds = {one.number: one for one in Circulation.objects.filter(minutes=minutes)}
    if not rounds:
        raise Http404
    latest = max(rounds)
    to = rounds.get(number(request.GET.get("to")))
    since = rounds.get(number(request.GET.get("from"))) or rounds[to.number - 1 if to and to.number > 1 else latest]
    before = since.printed()
    after = to.printed() if to else documents.record(documents.load(minutes.pk), documents.BOTH)
    return render(
        request,
        "meetings/review/changes.html",
        {
            "minutes": minutes,
            "meeting": minutes.meeting,
            "rounds": _in_order(rounds.values()),
            "since": since,
            "to": to,
            "changes": changes_between(before, after),
            "parts": [PART_NAMES[part] for part in changed_parts(before, after)],
        },
    )


def _in_order(rounds: Iterable[Circulation]) -> list[Circulation]:
    return sorted(rounds, key=lambda one: one.number)
