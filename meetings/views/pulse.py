"""What an open workspace asks every few seconds: who else is here, and what others have saved (UX §4)."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponseBadRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from amif_network.accounts.models import User

from ..actions.presence import leave, ping
from ..models import Minutes, Presence
from .rows import Row
from .scope import VIEWS, minutes_for
from .workspace import workspace_context


class PulseForm(forms.Form):
    """What an open tab tells: where it is, what it shows, up to which change it knows the minutes."""

    session = forms.UUIDField()
    section = forms.UUIDField(required=False)
    lang = forms.CharField(required=False, max_length=2)
    since = forms.IntegerField(min_value=0, max_value=2**63 - 1)
    shown = forms.ChoiceField(choices=[(view, view) for view in VIEWS])
    leaving = forms.BooleanField(required=False)


@require_POST
def pulse(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Note that this tab is open and where its person writes; answer who else is here and what changed `since`."""
    minutes, can = minutes_for(request, pk, "preview")
    form = PulseForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest()
    told = form.cleaned_data
    assert isinstance(request.user, User)
    if told["leaving"]:
        leave(told["session"], user=request.user)
        return JsonResponse({"change": minutes.change})
    now = timezone.now()
    ping(minutes, session=told["session"], user=request.user, section=told["section"], lang=told["lang"], at=now)
    others = Presence.objects.filter(minutes=minutes).exclude(session=told["session"]).active(now)
    # One's own other tab matters only while it writes; a page that was just reloaded is such a tab too.
    others = others.exclude(user=request.user, section=None)
    return JsonResponse(
        {
            "change": minutes.change,
            "structure": minutes.structure_change > told["since"],
            "present": [_tab(tab, request.user) for tab in others.select_related("user__person", "section").order_by("pk")],
            "html": _news(request, can, minutes, told) if minutes.change > told["since"] else "",
        }
    )


def _tab(tab: Presence, user: User) -> dict[str, str]:
    """Return what is told to `user` of another open tab."""
    name = _("you, in another tab") if tab.user_id == user.pk else str(tab.user)
    return {"name": name, "section": str(tab.section.uuid) if tab.section else "", "lang": tab.language}


def _news(request: HttpRequest, can: set[str], minutes: Minutes, told: dict[str, Any]) -> str:
    """Return the cells, outline entries and progress that changed, to take the place of those of the same id."""
    open_texts = set(request.POST.getlist("open"))
    loaded, _can = minutes_for(request, minutes.meeting_id, "preview", Minutes.objects.for_workspace())
    context = workspace_context(loaded, can, told["shown"])
    changed: list[tuple[Row, list[Any]]] = [
        (row, [cell for cell in row.cells if f"{row.section.uuid}.{cell.lang}" not in open_texts])
        for row in context["rows"]
        if row.section.change > told["since"]
    ]
    return render_to_string("meetings/minutes/workspace.html#news", {**context, "changed": changed}, request)
