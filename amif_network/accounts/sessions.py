"""The sessions in which people are signed in: when each was last seen, and how they end."""

import datetime
from collections.abc import Callable

from allauth.usersessions.models import UserSession
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from .models import User

# How exactly it is known when a session was last seen: each server process writes it at most once in that time.
EXACTLY = datetime.timedelta(minutes=5)
# Set when somebody signs in; a session without it has no row to write to.
LISTED = "listed"
# When a process last wrote, by the key of the session; emptied when it grows beyond this.
_written: dict[str, datetime.datetime] = {}
KEPT = 5_000


def list_session(request: HttpRequest) -> None:
    """Remember that the session of somebody who just signed in stands in their list."""
    request.session[LISTED] = True


def noted_as_seen(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Note when and from where a session was last seen; most requests ask nothing of the database for it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.session.get(LISTED) and request.session.session_key:
            _note(request, request.session.session_key, timezone.now())
        return get_response(request)

    return middleware


def _note(request: HttpRequest, key: str, now: datetime.datetime) -> None:
    if now - _written.get(key, now - EXACTLY) < EXACTLY:
        return
    if len(_written) >= KEPT:
        _written.clear()
    _written[key] = now
    seen = {"last_seen_at": now, "user_agent": request.headers.get("User-Agent", "")[:200]}
    UserSession.objects.filter(session_key=key, last_seen_at__lte=now - EXACTLY).update(**seen)


def end_all(user: User, *, but: str | None = None) -> int:
    """End every session of a person, wherever it is open, except the one with the key `but`; return how many there were."""
    sessions = list(UserSession.objects.filter(user=user).exclude(session_key=but or ""))
    for session in sessions:
        session.end()
    return len(sessions)
