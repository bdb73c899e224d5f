"""The list of meetings, the page of one, and the form that plans and changes it."""

import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from amif_network.accounts.models import User
from amif_network.accounts.roles import coordinating
from amif_network.core.bilingual import active_language
from amif_network.core.collisions import locked_if_posted
from amif_network.core.questions import Question, asked_ahead
from amif_network.core.requests import require_form
from amif_network.core.workflow import allowed
from amif_network.directory.models import Organisation

from .. import documents
from ..actions.attending import own_row
from ..actions.meeting import change, plan
from ..actions.replying import why_closed
from ..editions import to_read_first
from ..feeds import record_links
from ..forms.meeting import MeetingFilter, MeetingForm, NewMeetingForm
from ..listing import listed, years_of
from ..loading.meeting import Loaded, load
from ..models import Attendance, Meeting, MeetingLogEntry, Minutes
from ..models.choices import SPOKEN_FOR, TOOK_PLACE, Edit
from ..progress import Progress, asks_progress, progress_of
from ..timetable import timetable
from ..wording import STEPS, asks_first, states_of
from ..workflow import MEETING, MINUTES
from .scope import meeting_to_save


@require_safe
def meetings(request: HttpRequest) -> HttpResponse:
    """List the meetings that exist for the person, narrowed by the filters of the address."""
    assert isinstance(request.user, User)
    filters = MeetingFilter(request.GET, years=[day.year for day in years_of(request.user)])
    found = filters.applied(Meeting.objects.visible_to(request.user).for_list())
    page = Paginator(found, filters.page_size).get_page(request.GET.get("page"))
    return render(
        request,
        "meetings/list.html",
        {
            "filters": filters,
            "page": page,
            "lines": listed(page.object_list, request.user),
            "today": timezone.localdate(),
            "may_plan": coordinating(request.user, None),
        },
    )


@require_safe
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one meeting: when, where, who, agenda, documents, and which version of its minutes is official."""
    assert isinstance(request.user, User)
    loaded = load(pk, request.user)
    if loaded is None:
        raise Http404
    found = loaded.meeting
    can, minutes, leads = allowed(MEETING, request.user, found), found.record, coordinating(request.user, found)
    agenda = timetable(found, found.agenda_items.all())
    inside = leads or loaded.invited
    can_minutes = allowed(MINUTES, request.user, minutes) if minutes else set()
    return render(
        request,
        "meetings/meeting.html",
        {
            "meeting": found,
            "show_link": bool(found.link) and found.is_ahead,
            **_neighbours(loaded),
            "can": can,
            "record_links": record_links() if "record" in can else [],
            "leads": leads,
            "invited": _invited(found, request.user),
            "can_minutes": can_minutes,
            "progress": _progress(minutes) if minutes and "write" in can_minutes else [],
            "steps": [(STEPS[name], asks_first(name, found, timezone.localdate())) for name in STEPS if name in can],
            "agenda": agenda,
            "remarks": agenda.remarks(),
            "to_approve": _to_approve(found, request.user),
            "inside": inside,
            "attendance": documents.attendance(found, active_language(), named=inside),
            "own": own_row(found, request.user),
            "silent": _silent(found) if leads else [],
            "documents": loaded.documents,
            "editions": to_read_first(loaded.editions, active_language()),
            "log": [(entry, *states_of(entry)) for entry in loaded.log],
        },
    )


@require_form
def new(request: HttpRequest) -> HttpResponse:
    """Plan a meeting."""
    assert isinstance(request.user, User)
    if not coordinating(request.user, None):
        raise PermissionDenied
    form = NewMeetingForm(
        request.POST if request.method == "POST" else None,
        instance=Meeting(),
        user=request.user,
        initial={"agenda_numbered": True},
    )
    if request.method == "POST" and form.is_valid():
        planned = plan(by=request.user, at=timezone.now(), template=form.cleaned_data["template"], **form.values())
        messages.success(request, _("The meeting is planned. Now its agenda can be written and people can be invited."))
        return redirect(planned)
    return render(request, "meetings/form.html", {"form": form, "meeting": None})


@require_form
@transaction.atomic
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a meeting; who comes second sees both versions and decides."""
    assert isinstance(request.user, User)
    meetings = locked_if_posted(request, Meeting.objects.select_related("chair", "minute_taker", "previous"))
    found, closed = meeting_to_save(request, pk, meetings)
    base = found.fingerprint
    form = MeetingForm(request.POST if request.method == "POST" else None, instance=found, user=request.user)
    if request.method == "POST" and form.is_valid() and not closed:
        change(found, base=base, by=request.user, at=timezone.now(), **form.values())
        messages.success(request, _("The meeting is saved."))
        return redirect(found)
    last = _last_change(found) if form.differences else None
    return render(
        request,
        "meetings/form.html",
        {"form": form, "meeting": found, "last": last, "closed": closed},
        status=409 if closed or form.differences else 200,
    )


def _progress(minutes: Minutes) -> list[Progress]:
    """Return how far each language of a draft is, for who writes it. One message."""
    with asked_ahead(*asks_progress([minutes.pk])):
        return progress_of([minutes.pk])[minutes.pk]


def _neighbours(loaded: Loaded) -> dict[str, Any]:
    """Return the meeting before and those that follow it, as far as they exist for the reader."""
    of = loaded.meeting
    return {
        "previous": next((one for one in loaded.around if one.pk == of.previous_id), None),
        "following": [one for one in loaded.around if one.previous_id == of.pk],
    }


def _last_change(of: Meeting) -> MeetingLogEntry | None:
    """Return who saved the form of the meeting last, and when."""
    return of.log.filter(action=Edit.CHANGE).select_related("by__person").first()


def _to_approve(of: Meeting, user: User) -> set[int]:
    """Return the items of the agenda under which the person may approve minutes now: once the meeting has been held."""
    if of.state not in TOOK_PLACE:
        return set()
    return {one.pk for one in of.agenda_items.all() if one.approves and "approve" in allowed(MINUTES, user, one.approves)}


def _invited(of: Meeting, user: User) -> Attendance | None:
    """Return the person's own row while they may answer the convocation; for meetings loaded by `for_detail`."""
    if user.person_id is None or why_closed(of, today=timezone.localdate()):
        return None
    return next((one for one in of.attendances.all() if one.person_id == user.person_id and one.convened_at), None)


def _silent(of: Meeting) -> list[Organisation]:
    """Return the members of the network that nobody spoke for: before the meeting those without anybody on the
    list, afterwards those without anybody present, excused or a guest (DOMAIN §4)."""
    spoken_for = {one.organisation_id for one in of.attendances.all() if of.is_ahead or one.status in SPOKEN_FOR}
    return [one for one in members_on(of.date, lang=active_language()) if one.pk not in spoken_for]


@Question
def members_on(day: datetime.date, *, lang: str) -> QuerySet[Organisation]:
    """Return the members of the network on a day, by their names in `lang`."""
    return Organisation.objects.in_network_on(day).for_list(lang)
