"""Where something about a call was said: `?section=` names a section of the minutes, `?meeting=` a meeting as a whole."""

import uuid as uuids

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from amif_network.accounts.models import User
from meetings.models import Meeting, Section
from meetings.views.workspace import workspace_address

from ..actions.interest import Source


def said_at(request: HttpRequest) -> Source:
    """Return what the address names, with the day of the meeting; today where it names nothing.

    Only coordinating users record from minutes: for everybody else the address names nothing. Raises Http404 for a section or
    a meeting that is not there.
    """
    assert isinstance(request.user, User)
    named, held = request.GET.get("section", ""), request.GET.get("meeting", "")
    if not request.user.is_coordinating or not (named or held):
        return Source(on=timezone.localdate())
    if named:
        section = _section(named)
        return Source(on=section.minutes.meeting.date, meeting=section.minutes.meeting, section=section)
    if not (held.isascii() and held.isdigit() and len(held) < 19):
        raise Http404
    meeting = get_object_or_404(Meeting.objects.visible_to(request.user), pk=held)
    return Source(on=meeting.date, meeting=meeting)


def _section(name: str) -> Section:
    try:
        uuid = uuids.UUID(name)
    except ValueError:
        raise Http404 from None
    sections = Section.objects.select_related("organisation", "minutes__meeting").prefetch_related("texts")
    return get_object_or_404(sections, uuid=uuid, removed_at=None)


def place_of(source: Source) -> str:
    """Return the address where it was said: the section in the workspace, the page of the meeting, "" for neither."""
    if source.section is not None:
        return workspace_address(source.section.minutes, "both", source.section)
    return source.meeting.get_absolute_url() if source.meeting is not None else ""
