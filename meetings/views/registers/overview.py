"""The registers over all meetings: promises, signals, ideas, and contributions that are still awaited (UX §1, screen 13)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from amif_network.accounts.models import User
from amif_network.core.bilingual import active_language

from ... import documents
from ...forms.register_filter import RegisterFilter
from ...models import Idea, PendingContribution, Promise, Signal
from ...own import own_promises
from .entry import read_in_full

PAGE_SIZE = 25


@dataclass(frozen=True, slots=True)
class Shown:
    """A register as a tab: what it lists, the template of its lines, and what is said while there are none."""

    model: Any
    label: Lazy
    rows: str
    empty: Lazy


# By their names in the address.
REGISTERS = {
    "promises": Shown(
        Promise,
        _("Promises"),
        "meetings/registers/promises.html",
        _("No promise is open. They are recorded from a section of the minutes, or from a meeting."),
    ),
    "signals": Shown(
        Signal,
        _("Signals"),
        "meetings/registers/signals.html",
        _("No signal is open. They are recorded from a section of the minutes, or from a meeting."),
    ),
    "ideas": Shown(
        Idea,
        _("Ideas"),
        "meetings/registers/ideas.html",
        _("No idea is open. They are recorded from a section of the minutes, or from a meeting."),
    ),
    "awaited": Shown(
        PendingContribution,
        _("Still awaited"),
        "meetings/registers/awaited.html",
        _("No contribution to minutes is awaited."),
    ),
}


@require_safe
def registers(request: HttpRequest, register: str = "promises") -> HttpResponse:
    """List one register, narrowed by the filters of the address; members see first what they owe and what they asked."""
    assert isinstance(request.user, User)
    if register not in REGISTERS:
        raise Http404
    shown, today = REGISTERS[register], timezone.localdate()
    filters = RegisterFilter(request.GET, entries=shown.model.objects.visible_to(request.user))
    page = Paginator(filters.applied(today), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(
        request,
        "meetings/registers/overview.html",
        {
            "register": register,
            "shown": shown,
            "filters": filters,
            "page": page,
            "lines": _lines(page.object_list, register, request.user),
            "tabs": _tabs(register),
            **(own_promises(request.user) if register == "promises" else {}),
        },
    )


def _lines(found: Iterable[Any], register: str, user: User) -> list[tuple[Any, Any, bool]]:
    """Return the entries of a page, each with whether it is overdue (contributions: what is awaited) and read in full."""
    found, today = list(found), timezone.localdate()
    if register == "awaited":
        return [(one, documents.awaited([one], active_language())[0], True) for one in found]
    full = read_in_full(found, user)
    public = {one.pk: one for one in documents.in_public_words(one for one in found if one.pk not in full)}
    return [(public.get(one.pk, one), register == "promises" and one.is_overdue(today), one.pk in full) for one in found]


def _tabs(shown: str) -> list[dict[str, Any]]:
    return [
        {
            "url": reverse("meetings:registers", args=[name] if name != "promises" else []),
            "label": one.label,
            "lang": "",
            "count": None,
            "current": name == shown,
        }
        for name, one in REGISTERS.items()
    ]
