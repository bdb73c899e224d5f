"""Around the list of who was there: the sheet to sign, late arrivals and early leaving, and people's own word."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from amif_network.accounts.models import User
from amif_network.core.requests import posted, require_form

from ..actions.attending import NotInOrder, attest_presence, note_times
from ..documents import sheet
from ..forms.presence import TimesForm
from ..models import Attendance, Meeting
from .printing import document_language, sheet_file
from .scope import meeting_for


@require_safe
def attendance_sheet(request: HttpRequest, pk: int, lang: str) -> HttpResponse:
    """Answer with the attendance sheet to sign, as a PDF."""
    meeting, _can = meeting_for(request, pk, "edit", Meeting.objects.for_detail())
    lang = document_language(lang)
    return sheet_file(request, sheet.sheet_html(meeting, lang), sheet.sheet_name(meeting, lang))


@require_form
def times(request: HttpRequest, pk: int, attendance: int) -> HttpResponse:
    """Note from when to when one person was there."""
    meeting, _can = meeting_for(request, pk, "edit")
    found = get_object_or_404(meeting.attendances.select_related("person", "arrived_for", "left_after"), pk=attendance)
    form = TimesForm(posted(request), attendance=found)
    if request.method == "POST" and form.is_valid():
        assert isinstance(request.user, User)
        try:
            note_times(meeting, attendance_id=found.pk, **form.cleaned_data, by=request.user, at=timezone.now())
        except NotInOrder as error:
            form.add_error("left_after", str(error))
        except Attendance.DoesNotExist:
            raise Http404 from None
        else:
            messages.success(request, _("Saved."))
            return redirect("meetings:roll", pk)
    context = {"meeting": meeting, "one": found, "form": form}
    return render(request, "meetings/presence_times.html", context, status=422 if form.errors else 200)


@require_POST
def attest(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that the person was there, on their own word."""
    assert isinstance(request.user, User)
    meeting, _can = meeting_for(request, pk)
    try:
        attest_presence(meeting, by=request.user, at=timezone.now())
    except Attendance.DoesNotExist:
        raise Http404 from None
    messages.success(request, _("Your presence is noted. Thank you."))
    return redirect(meeting)
