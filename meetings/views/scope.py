"""The two questions of every page: which meetings and minutes exist for this person, and what may they do with them now."""

import uuid as uuids

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_vary_headers

from amif_network.accounts.models import User
from amif_network.core.bilingual import LANGUAGES
from amif_network.core.workflow import WrongState, allowed

from ..models import Meeting, Minutes, Section, SectionText
from ..models.meeting import MeetingQuerySet
from ..models.minutes import MinutesQuerySet
from ..models.section import SectionQuerySet
from ..workflow import MEETING, MINUTES

VIEWS = (*LANGUAGES, "both")


def meeting_for(
    request: HttpRequest, pk: int, action: str = "", meetings: MeetingQuerySet | None = None
) -> tuple[Meeting, set[str]]:
    """Return meeting `pk`, loaded as `meetings` says, and what the person may do with it.

    Raises Http404 when it does not exist for the person; where an `action` is named, PermissionDenied when
    the person may not take it, WrongState (which is one) when they may, but not in the present state.
    """
    assert isinstance(request.user, User)
    visible = (Meeting.objects.all() if meetings is None else meetings).visible_to(request.user)
    found = get_object_or_404(visible, pk=pk)
    can = allowed(MEETING, request.user, found)
    if action and action not in can:
        raise (WrongState() if MEETING[action].who(request.user, found) else PermissionDenied())
    return found, can


def meeting_to_save(request: HttpRequest, pk: int, meetings: MeetingQuerySet | None = None) -> tuple[Meeting, bool]:
    """Return meeting `pk` for an editor, and whether it is closed by now.

    What somebody typed must not get lost because the meeting closed meanwhile: only where nothing was sent yet is the
    state a reason to refuse the page. Else as `meeting_for` with the action "edit".
    """
    if request.method != "POST":
        return meeting_for(request, pk, "edit", meetings)[0], False
    found, can = meeting_for(request, pk, meetings=meetings)
    if not MEETING["edit"].who(request.user, found):
        raise PermissionDenied
    return found, "edit" not in can


def minutes_for(request: HttpRequest, pk: int, action: str, minutes: MinutesQuerySet | None = None) -> tuple[Minutes, set[str]]:
    """Return the minutes of meeting `pk`, loaded as `minutes` says, and what the person may do with them.

    Raises Http404 when they do not exist for the person, PermissionDenied when the person may not take
    `action`, WrongState (which is one) when they may, but not in the present state.
    """
    assert isinstance(request.user, User)
    visible = (Minutes.objects.all() if minutes is None else minutes).visible_to(request.user)
    found = get_object_or_404(visible.select_related("meeting"), meeting_id=pk)
    return found, allowed_to(request.user, found, action)


def allowed_to(user: User, minutes: Minutes, action: str) -> set[str]:
    """Return what a person may do with minutes. Raises as `minutes_for` does where `action` is not among it."""
    can = allowed(MINUTES, user, minutes)
    if action not in can:
        raise (WrongState() if MINUTES[action].who(user, minutes) else PermissionDenied())
    return can


def section_of(minutes: Minutes, uuid: uuids.UUID) -> Section:
    """Return a section of these minutes with its texts, removed or not.

    Raises Http404 for an unknown one and for those of other minutes.
    """
    texts = Prefetch("texts", queryset=SectionText.objects.for_list())
    sections = Section.objects.select_related("organisation", "agenda_item", "parent").prefetch_related(texts)
    return bare_section_of(minutes, uuid, sections)


def bare_section_of(minutes: Minutes, uuid: uuids.UUID, sections: SectionQuerySet | None = None) -> Section:
    """Return a section as `section_of` does, loaded as `sections` says: alone, where a save needs no more."""
    section: Section = get_object_or_404(Section.objects.all() if sections is None else sections, minutes=minutes, uuid=uuid)
    section.minutes = minutes
    return section


def language(lang: str) -> str:
    """Return `lang` if it is one of the two languages of the minutes. Raises Http404 for any other."""
    if lang not in LANGUAGES:
        raise Http404
    return lang


def chosen_view(request: HttpRequest) -> str:
    """Return how the person looks at the minutes: "fr", "nl" or "both" side by side."""
    asked = request.POST.get("shown") or request.GET.get("lang") or ""
    return asked if asked in VIEWS else "both"


def wants_fragment(request: HttpRequest) -> bool:
    """True when htmx asks for a part of the page instead of a whole one."""
    return request.headers.get("HX-Request") == "true"


def fragment(response: HttpResponse) -> HttpResponse:
    """Keep browsers from showing a part of a page, stored under the same address, as the page itself."""
    patch_vary_headers(response, ["HX-Request"])
    return response


def number(text: str | None) -> int:
    """Read the number of a version that a form carries; what is none matches none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else -1
