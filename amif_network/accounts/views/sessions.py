"""Where one is signed in, and how to end that."""

from typing import Any

from allauth.usersessions.internal.flows.sessions import end_sessions
from allauth.usersessions.models import UserSession
from allauth.usersessions.views import ListUserSessionsView
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ..devices import device


class Sessions(ListUserSessionsView):  # type: ignore[misc] # allauth ships no types
    """Every browser in which one is signed in, this one first; a POST ends all others."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say the device of each in words."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        here = self.request.session.session_key
        rows = [(session, device(session.user_agent), session.session_key == here) for session in context["sessions"]]
        rows.sort(key=lambda row: (not row[2], -row[0].last_seen_at.timestamp()))
        return {**context, "rows": rows}


sessions = Sessions.as_view()


@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End one session of one's own."""
    session = get_object_or_404(UserSession, pk=pk, user=request.user.pk)
    end_sessions(request, [session])
    if request.user.is_authenticated:
        messages.success(request, _("The session is ended."))
    return redirect("usersessions_list")
