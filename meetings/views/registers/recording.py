"""Record an entry of a meeting or of one of its sections, and change its words."""

import uuid as uuids
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from amif_network.accounts.models import User
from amif_network.core.requests import posted, require_form, site_of

from ...models import Meeting, MeetingLogEntry, Section
from ...models.choices import Edit
from ..scope import meeting_for
from ..workspace import workspace_address
from .entry import entry_for
from .kinds import KINDS, Kind


@require_form
def record(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Record an entry; `?section=` names the section of the minutes it was said in."""
    assert isinstance(request.user, User)
    of = KINDS[kind]
    meeting, _can = meeting_for(request, pk, "record", Meeting.objects.select_related("minutes"))
    section = _section(meeting, request.GET.get("section", ""))
    published = meeting.record is not None and meeting.record.editions.exists()
    extra = {"published": published} if kind == "promise" else {}
    form = of.form(posted(request), instance=of.model(meeting=meeting, section=section), **extra)
    if request.method == "POST" and form.is_valid():
        try:
            kept = of.record(form.save(commit=False), by=request.user, at=timezone.now(), **_telling(request, form))
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, str(of.saved))
            return redirect(_place(meeting, kept.section) if section is not None else kept.get_absolute_url())
    context = {"kind": of, "form": form, "meeting": meeting, "section": section, "entry": None, "back": _place(meeting, section)}
    return render(request, "meetings/registers/form.html", context, status=422 if form.errors else 200)


@require_form
@transaction.atomic
def edit(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Change an entry; who comes second sees both versions and decides."""
    assert isinstance(request.user, User)
    of = KINDS[kind]
    if request.method == "POST":
        of.model.objects.select_for_update(no_key=True).filter(pk=pk).first()
    found, can = entry_for(request.user, of, pk)
    closed = "edit" not in can
    if closed and (request.method != "POST" or not of.workflow["edit"].who(request.user, found)):
        entry_for(request.user, of, pk, "edit")
    form = of.form(posted(request), instance=found)
    if request.method == "POST" and form.is_valid() and not closed:
        of.change(form.save(commit=False), by=request.user, at=timezone.now())
        messages.success(request, str(of.saved))
        return redirect(found)
    return render(
        request,
        "meetings/registers/form.html",
        {
            "kind": of,
            "form": form,
            "meeting": found.meeting,
            "entry": found,
            "closed": closed,
            "last": _last_change(found.meeting, of, pk) if form.differences else None,
            "back": found.get_absolute_url(),
        },
        status=409 if closed or form.differences else 422 if form.errors else 200,
    )


def _section(meeting: Meeting, name: str) -> Section | None:
    """Return the section of this meeting that the address names. Raises Http404 for one that is not there."""
    if not name:
        return None
    try:
        uuid = uuids.UUID(name)
    except ValueError:
        return None
    sections = Section.objects.select_related("organisation", "minutes__meeting")
    return get_object_or_404(sections, minutes__meeting=meeting, uuid=uuid, removed_at=None)


def _telling(request: HttpRequest, form: Any) -> dict[str, Any]:
    """Return what recording a promise asks for besides: whether to tell those who owe it, and the portal's address."""
    if "tell_now" not in form.fields:
        return {}
    return {"tell_now": form.cleaned_data["tell_now"], "site": site_of(request)}


def _place(meeting: Meeting, section: Section | None) -> str:
    """Return where the person came from: the section in the workspace, else the page of the meeting."""
    return workspace_address(section.minutes, "both", section) if section is not None else meeting.get_absolute_url()


def _last_change(meeting: Meeting, kind: Kind, pk: int) -> MeetingLogEntry | None:
    return MeetingLogEntry.objects.filter(meeting=meeting, action=Edit.CHANGE).of(kind.subject, pk).first()
