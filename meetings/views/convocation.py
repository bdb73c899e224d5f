"""Convene a meeting by mail, tell of a change, and see who answered what."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from amif_network.accounts.models import User
from amif_network.core.requests import posted, require_form, site_of
from amif_network.core.workflow import WrongState

from ..actions.convening import announce_change, convene, send_new_link, withdraw_link
from ..actions.replying import answer_of
from ..forms.convocation import MessageForm, UpdateForm
from ..mails.convocation import reader
from ..models import Attendance, Meeting
from .scope import meeting_for


@require_form
def convocation(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who gets the convocation, and who answered what; send it to those who got none yet."""
    meeting = _ahead(request, pk)
    form = MessageForm(posted(request))
    if request.method == "POST" and form.is_valid():
        assert isinstance(request.user, User)
        told = convene(meeting, by=request.user, at=timezone.now(), site=site_of(request), **form.cleaned_data)
        _say(request, len(told))
        return redirect("meetings:convocation", meeting.pk)
    return _page(request, meeting, form=form)


@require_form
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell everybody who was convened when and where the meeting takes place now."""
    meeting = _ahead(request, pk)
    if not meeting.is_announced_otherwise:
        messages.info(request, _("Nothing was sent: those who were convened know when and where the meeting takes place."))
        return redirect("meetings:convocation", meeting.pk)
    form = UpdateForm(posted(request))
    if request.method == "POST" and form.is_valid():
        assert isinstance(request.user, User)
        told = announce_change(meeting, by=request.user, at=timezone.now(), site=site_of(request), **form.cleaned_data)
        _say(request, len(told))
        return redirect("meetings:convocation", meeting.pk)
    rows = meeting.attendances.convened().with_address()
    return render(request, "meetings/convocation_change.html", {"meeting": meeting, "form": form, "readers": _addresses(rows)})


@require_POST
def withdraw(request: HttpRequest, pk: int, attendance: int) -> HttpResponse:
    """Close the link of one person, when it went astray."""
    assert isinstance(request.user, User)
    meeting = _ahead(request, pk)
    row = withdraw_link(_convened(meeting, attendance), by=request.user, at=timezone.now())
    messages.success(request, _("The link of %(person)s opens nothing any more.") % {"person": row.person})
    return redirect("meetings:convocation", meeting.pk)


@require_POST
def again(request: HttpRequest, pk: int, attendance: int) -> HttpResponse:
    """Send the convocation with a new link to one person whose link was withdrawn."""
    assert isinstance(request.user, User)
    meeting = _ahead(request, pk)
    row = _convened(meeting, attendance)
    if row.link_key is not None:
        messages.info(request, _("Nothing was sent: the link that this person has works."))
    elif send_new_link(row, by=request.user, at=timezone.now(), site=site_of(request)):
        messages.success(request, _("%(person)s gets the convocation with a new link.") % {"person": row.person})
    else:
        messages.warning(request, _("%(person)s cannot be reached by mail.") % {"person": row.person})
    return redirect("meetings:convocation", meeting.pk)


def _convened(meeting: Meeting, attendance: int) -> Attendance:
    """Return the row of somebody who was convened. Raises Http404."""
    return get_object_or_404(meeting.attendances.convened().select_related("person"), pk=attendance)


def _ahead(request: HttpRequest, pk: int) -> Meeting:
    """Return a meeting that is still ahead, for who leads it; else as `meeting_for`, and WrongState."""
    meeting, _can = meeting_for(request, pk, "edit")
    if not meeting.is_ahead:
        raise WrongState
    return meeting


def _page(request: HttpRequest, meeting: Meeting, *, form: MessageForm) -> HttpResponse:
    rows = list(meeting.attendances.with_address())
    for row in rows:
        row.meeting = meeting
    new = [row for row in rows if row.convened_at is None and row.status == Attendance.Status.UNKNOWN]
    asked = [row for row in rows if row.convened_at is not None]
    return render(
        request,
        "meetings/convocation.html",
        {
            "meeting": meeting,
            "form": form,
            "readers": _addresses(new),
            "unreachable": [row for row in new if reader(row) is None],
            "asked": [(row, answer_of(row)) for row in asked],
            "silent": sum(row.replied_at is None and row.status == Attendance.Status.UNKNOWN for row in asked),
        },
        status=200 if not form.errors else 422,
    )


def _addresses(rows: Iterable[Attendance]) -> list[tuple[Attendance, str, str]]:
    """Return who can be reached: the row, the address, and the language of the mail."""
    found = [(row, reader(row)) for row in rows]
    return [(row, who.email, who.lang) for row, who in found if who is not None]


def _say(request: HttpRequest, told: int) -> None:
    if told:
        said = ngettext("%(count)d person gets the mail.", "%(count)d people get the mail.", told) % {"count": told}
        messages.success(request, said)
    else:
        messages.info(request, _("Nobody gets a mail: there is nobody on the list to be convened."))
