"""Mark who is there while the meeting goes on, beside the minutes; the list itself is written on the attendance page."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from amif_network.accounts.models import User
from amif_network.core.fingerprint import Overtaken

from ..actions.live import mark_attendance
from ..models import Attendance, Meeting
from ..models.choices import AttendanceStatus
from .scope import fragment, meeting_for, wants_fragment

# What is marked during a meeting; "not yet known" is where everybody starts.
MARKS = (AttendanceStatus.PRESENT, AttendanceStatus.EXCUSED, AttendanceStatus.ABSENT)


@require_safe
def roll(request: HttpRequest, pk: int) -> HttpResponse:
    """List who is invited, each with what can be marked."""
    meeting, _can = meeting_for(request, pk, "edit")
    return _show(request, meeting)


@require_POST
def mark(request: HttpRequest, pk: int, attendance: int) -> HttpResponse:
    """Mark one person, whom the page showed as `was`; where somebody else marked them meanwhile, say so and change nothing."""
    meeting, _can = meeting_for(request, pk, "edit")
    status = request.POST.get("status", "")
    if status not in MARKS:
        raise Http404
    assert isinstance(request.user, User)
    try:
        marked = mark_attendance(
            meeting,
            attendance_id=attendance,
            status=status,
            was=request.POST.get("was", ""),
            by=request.user,
            at=timezone.now(),
        )
    except Attendance.DoesNotExist:
        said, done = _("This person is not on the list any more."), False
    except Overtaken:
        said, done = _("Somebody else marked this person meanwhile: mark again to change that."), False
    else:
        said, done = f"{marked.person}: {marked.get_status_display()}", True
    if wants_fragment(request):
        return _show(request, meeting, said=said, refused=not done)
    messages.add_message(request, messages.SUCCESS if done else messages.WARNING, said)
    return redirect("meetings:roll", pk)


def _show(request: HttpRequest, meeting: Meeting, *, said: str = "", refused: bool = False) -> HttpResponse:
    """Draw the list, as a page or as a part of the workspace."""
    listed = list(meeting.attendances.for_list())
    context = {
        "meeting": meeting,
        "listed": listed,
        "marks": [(status.value, status.label) for status in MARKS],
        "present": sum(1 for one in listed if one.status == AttendanceStatus.PRESENT),
        "said": said,
        "refused": refused,
    }
    template = "meetings/minutes/roll.html" + ("#list" if wants_fragment(request) else "")
    return fragment(render(request, template, context))
