"""The list of meetings, the page of one, and the form that plans and changes it."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from amif_network.accounts.models import User
from amif_network.accounts.roles import coordinating
from amif_network.core.bilingual import active_language
from amif_network.core.collisions import locked_if_posted
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
from ..models import Attendance, Edition, Meeting, MeetingLogEntry
from ..models.choices import SPOKEN_FOR, TOOK_PLACE, Edit
from ..progress import Progress, progress_of
from ..timetable import timetable
from ..wording import STEPS, asks_first, states_of
from ..workflow import MINUTES
from .scope import meeting_for, meeting_to_save


@require_safe
def meetings(request: HttpRequest) -> HttpResponse:
    """List the meetings that exist for the person, narrowed by the filters of the address."""
    assert isinstance(request.user, User)
    visible = Meeting.objects.visible_to(request.user)
    filters = MeetingFilter(request.GET, years=[day.year for day in visible.dates("date", "year", order="DESC")])
    page = Paginator(filters.applied(visible.for_list(request.user)), filters.page_size).get_page(request.GET.get("page"))
    return render(
        request,
        "meetings/list.html",
        {
            "filters": filters,
            "page": page,
            "lines": _with_progress(page.object_list, request.user),
            "today": timezone.localdate(),
            "may_plan": coordinating(request.user, None),
        },
    )


@require_safe
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one meeting: when, where, who, agenda, documents, and which version of its minutes is official."""
    assert isinstance(request.user, User)
    found, can = meeting_for(request, pk, meetings=Meeting.objects.for_detail().with_left_open(request.user))
    minutes, leads = found.record, coordinating(request.user, found)
    agenda = timetable(found, found.agenda_items.all())
    inside = leads or found.involves(request.user)
    return render(
        request,
        "meetings/meeting.html",
        {
            "meeting": found,
            "show_link": bool(found.link) and found.is_ahead,
            **_neighbours(found, request.user),
            "can": can,
            "record_links": record_links() if "record" in can else [],
            "leads": leads,
            "invited": _invited(found, request.user),
            "can_minutes": allowed(MINUTES, request.user, minutes) if minutes else set(),
            "progress": _with_progress([found], request.user)[0][1],
            "steps": [(STEPS[name], asks_first(name, found, timezone.localdate())) for name in STEPS if name in can],
            "agenda": agenda,
            "remarks": agenda.remarks(),
            "to_approve": _to_approve(found, request.user),
            "inside": inside,
            "attendance": documents.attendance(found, active_language(), named=inside),
            "own": own_row(found, request.user),
            "silent": _silent(found) if leads else [],
            "documents": found.attachments.visible_to(request.user),
            "editions": to_read_first(
                Edition.objects.visible_to(request.user).filter(minutes__meeting=found).for_list(), active_language()
            ),
            "log": _log(found) if leads else [],
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


def _with_progress(shown: Iterable[Meeting], user: User) -> list[tuple[Meeting, list[Progress]]]:
    """Return meetings with how far each language of their draft is: nothing for who does not write it. Two queries at most."""
    shown = list(shown)
    drafts = [one.record.pk for one in shown if one.record and "write" in allowed(MINUTES, user, one.record)]
    found = progress_of(drafts) if drafts else {}
    return [(one, found.get(one.record.pk, []) if one.record else []) for one in shown]


def _neighbours(of: Meeting, user: User) -> dict[str, Any]:
    """Return the meeting before and those that follow it, as far as they exist for `user`."""
    around = list(Meeting.objects.visible_to(user).filter(Q(pk=of.previous_id) | Q(previous=of)).order_by("date", "pk"))
    return {
        "previous": next((one for one in around if one.pk == of.previous_id), None),
        "following": [one for one in around if one.previous_id == of.pk],
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
    spoken_for = [one.organisation_id for one in of.attendances.all() if of.is_ahead or one.status in SPOKEN_FOR]
    members = Organisation.objects.in_network_on(of.date).exclude(pk__in={key for key in spoken_for if key is not None})
    return list(members.by_name(active_language()))


def _log(of: Meeting) -> list[tuple[MeetingLogEntry, str, str]]:
    """Return the steps of the meeting and its minutes, latest first, with the names of the states; edits are left out."""
    steps = of.log.steps().select_related("by__person")
    return [(entry, *states_of(entry)) for entry in steps]
