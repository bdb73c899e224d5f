"""The meeting as it goes on: the page for the wall of the room, and what the note-taker chooses for it."""

import uuid as uuids
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from amif_network.accounts.models import User
from amif_network.core.bilingual import active_language
from amif_network.core.fingerprint import fingerprint
from amif_network.core.formats import format_time_range

from .. import documents
from ..actions.live import NotThere, start_section
from ..live import countdown
from ..live import live as state_of
from ..models import Minutes
from .rows import rows_of
from .scope import chosen_view, fragment, minutes_for, section_of, wants_fragment
from .workspace import shown_languages, workspace_address


@require_safe
def live(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show what the meeting is at, in big type and without controls; asked again, the text alone or that nothing is new."""
    minutes, _can = minutes_for(request, pk, "preview")
    shown = chosen_view(request)
    part = wants_fragment(request)
    tag = _tag(minutes, shown, part)
    unchanged = get_conditional_response(request, etag=tag)
    if unchanged is not None:
        return unchanged
    minutes, _can = minutes_for(request, pk, "preview", Minutes.objects.for_workspace())
    template = "meetings/minutes/live.html" + ("#now" if part else "")
    response = fragment(render(request, template, _context(minutes, shown)))
    response["ETag"] = tag
    return response


def _tag(minutes: Minutes, shown: str, part: bool) -> str:
    """Return the name of what is shown: another as soon as a text, the order, the current section or the agenda changes."""
    agenda = minutes.meeting.agenda_items.fingerprint()
    known = [minutes.change, minutes.current_section_id, minutes.state, minutes.meeting.fingerprint, agenda]
    return f'"{fingerprint([*known, shown, active_language(), part])}"'


def _context(minutes: Minutes, shown: str) -> dict[str, Any]:
    """Return what the page shows."""
    found, now, lang = state_of(minutes), timezone.now(), active_language()
    left = found.remaining(now)
    item = found.item
    return {
        "minutes": minutes,
        "meeting": minutes.meeting,
        "shown": shown,
        "live": found,
        "rows": rows_of(found.current.walk() if found.current else [], shown_languages(minutes, shown)),
        "slot": format_time_range(item.starts_at, item.ends_at, lang) if item else "",
        "now": now.isoformat(),
        "ends": found.ends.isoformat() if found.ends and left is not None else "",
        "left": countdown(left) if left is not None else "",
        "over": left is not None and left.total_seconds() < 0,
        "next_heading": documents.heading(found.upcoming.section, lang) if found.upcoming else None,
    }


@require_POST
def section_start(request: HttpRequest, pk: int, uuid: uuids.UUID) -> HttpResponse:
    """Go on to a section: the projection shows it from now on."""
    minutes, _can = minutes_for(request, pk, "write")
    section = section_of(minutes, uuid)
    assert isinstance(request.user, User)
    try:
        start_section(minutes, section=section, by=request.user, at=timezone.now())
    except NotThere as gone:
        messages.error(request, str(gone))
        return redirect(workspace_address(minutes, chosen_view(request)))
    name = documents.name_of(section, active_language())
    messages.success(request, _("The meeting is now at: %(section)s") % {"section": name})
    return redirect(workspace_address(minutes, chosen_view(request), section))
