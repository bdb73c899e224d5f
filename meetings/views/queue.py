"""The translation queue: what is missing or out of date, over all minutes (UX §1, screen 7)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from amif_network.accounts.models import User
from amif_network.accounts.roles import coordinating
from amif_network.core.bilingual import Localised, active_language, other

from .. import documents
from ..forms.queue import QueueFilter
from ..models import Section, TranslationRequest, TranslationState
from .rows import moment
from .workspace import workspace_address

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Line:
    """A text that needs work, ready for the screen: since when, changed by whom, asked of whom."""

    section: Section
    lang: str
    state: TranslationState
    heading: Localised
    since: str
    by: User | None
    asked: TranslationRequest | None
    asked_on: str
    own: bool

    @property
    def url(self) -> str:
        """The address of the workspace with the text open for writing."""
        return workspace_address(self.section.minutes, "both", self.section, edit=self.lang)


@require_safe
def translations(request: HttpRequest) -> HttpResponse:
    """List every text of a draft that needs work, what is asked of the person first."""
    assert isinstance(request.user, User)
    if not coordinating(request.user, None):
        raise PermissionDenied
    filters = QueueFilter(request.GET, user=request.user)
    queue = filters.queue()
    page = Paginator(queue.lines(filters.chosen_state, filters.sorting), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(
        request,
        "meetings/queue.html",
        {
            "filters": filters,
            "page": page,
            "lines": _lines(page.object_list),
            "tabs": _tabs(request, filters.chosen_state, queue.counts()),
        },
    )


def _lines(found: Iterable[dict[str, Any]]) -> list[Line]:
    """Load the sections of a page of lines."""
    found = list(found)
    sections = Section.objects.for_queue_page().in_bulk([line["pk"] for line in found])
    return [_line(sections[line["pk"]], line) for line in found]


def _line(section: Section, line: dict[str, Any]) -> Line:
    lang, state = line["lang"], TranslationState(line["state"])
    changed = section.text_in(lang if state == TranslationState.UNCONFIRMED else other(lang))
    asked = next((one for one in section.translation_requests.all() if one.language == lang), None)
    return Line(
        section=section,
        lang=lang,
        state=state,
        heading=documents.heading(section, active_language()),
        since=moment(line["since"]),
        by=changed.updated_by if changed else None,
        asked=asked,
        asked_on=moment(asked.asked_at) if asked else "",
        own=line["own"] == 0,
    )


def _tabs(request: HttpRequest, shown: str, counts: dict[TranslationState, int]) -> list[dict[str, Any]]:
    """Return the states to choose from, each with its number; the other filters stay."""

    def tab(state: str, label: str, count: int) -> dict[str, Any]:
        query = request.GET.copy()
        query.pop("page", None)
        query["state"] = state
        return {"url": f"?{query.urlencode()}", "label": label, "lang": "", "count": count, "current": state == shown}

    states = [tab(state, state.label.capitalize(), number) for state, number in counts.items()]
    return [tab("", _("All"), sum(counts.values())), *states]
