"""Keep the attendance list: as rows, by pasting names, or by inviting the network."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from amif_network.accounts.models import User
from amif_network.core.requests import require_form

from ..actions.attendance import invite_network, save_attendance
from ..forms.attendance import AttendanceFormSet, PasteAttendanceForm, attendance_rows, with_pasted
from .editor import Editor, Pasted, arrange_rows, edit_rows, judged, show
from .scope import meeting_for, meeting_to_save

ATTENDANCE = Editor(
    name="attendance",
    template="meetings/attendance.html",
    formset=AttendanceFormSet,
    rows=attendance_rows,
    standing=lambda meeting: meeting.attendances.all(),
    save=save_attendance,
    saved=_("The attendance list is saved."),
)


@require_form
def attendance(request: HttpRequest, pk: int) -> HttpResponse:
    """Edit the attendance list of a meeting."""
    return edit_rows(request, pk, ATTENDANCE)


@require_POST
def arrange(request: HttpRequest, pk: int) -> HttpResponse:
    """Add or move a row of the list without saving."""
    return arrange_rows(request, pk, ATTENDANCE)


@require_form
def paste(request: HttpRequest, pk: int) -> HttpResponse:
    """Take pasted names into the editor, where they are checked and saved."""
    meeting, closed = meeting_to_save(request, pk)
    form = PasteAttendanceForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "meetings/attendance_paste.html", {"meeting": meeting, "form": form})
    read = form.cleaned_data["people"]
    rows, changed = with_pasted(attendance_rows(meeting), read.attendees, meeting)
    result = Pasted(len(read.attendees), changed=changed, rest=read.rest)
    return show(request, meeting, ATTENDANCE, judged(ATTENDANCE, meeting, rows), closed=closed, pasted=result)


@require_POST
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Put everybody who works for a member of the network on the list, as not yet known."""
    assert isinstance(request.user, User)
    meeting, _can = meeting_for(request, pk, "edit")
    added = invite_network(meeting, by=request.user, at=timezone.now())
    if added:
        said = ngettext("%(count)d person was added to the list.", "%(count)d people were added to the list.", added)
        messages.success(request, said % {"count": added})
    else:
        messages.info(request, _("Everybody who works for a member of the network is on the list already."))
    return redirect("meetings:attendance", pk=meeting.pk)
