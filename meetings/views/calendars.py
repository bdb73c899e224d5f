"""One meeting as a calendar file, and the calendar that a person's own program follows."""

import hashlib
import uuid

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from amif_network.accounts.models import User
from amif_network.core.bilingual import active_language
from amif_network.core.icalendar import calendar, entry

from .. import calendars
from .scope import meeting_for

TYPE = "text/calendar; charset=utf-8"


@require_safe
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """Give one meeting as a file that calendars open."""
    found, _can = meeting_for(request, pk)
    lang = active_language()
    event = calendars.event(found, lang, url=request.build_absolute_uri(calendars.page(found, lang)))
    name = f"amif-{found.date:%Y-%m-%d}.ics"
    return HttpResponse(calendar([entry(event)]), TYPE, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@require_safe
@login_not_required
def feed(request: HttpRequest, key: uuid.UUID) -> HttpResponseBase:
    """Give the calendar of the person whose secret address this is; calendar programs cannot sign in.

    Whoever it belongs to may withdraw the address on the page of their account; one that is unknown, withdrawn, or of
    somebody who may not sign in any more looks like any page that does not exist.
    """
    readers = User.objects.with_access(timezone.localdate()).only("role", "language", "person")
    user = get_object_or_404(readers, calendar_key=key)
    content = calendars.feed(user).encode()
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    response = HttpResponse(content, TYPE)
    response["ETag"] = etag
    # Kept by the person's program alone, which asks each time whether it is still the same.
    response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex"
    return get_conditional_response(request, etag=etag, response=response) or response
