"""The page of one promise, signal or idea: what it is, where it was said, what became of it, what may be done now."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language_info
from django.views.decorators.http import require_safe

from amif_network.accounts.models import Role, User
from amif_network.core.bilingual import LANGUAGES, Localised, active_language
from amif_network.core.workflow import WrongState, allowed

from ... import documents
from ...models import Idea, Meeting, MeetingLogEntry, Promise, Section, Signal
from ...models.choices import Edit
from ...wording import states_of
from ..workspace import workspace_address
from .kinds import KINDS, Kind

Entry = Promise | Signal | Idea
# How the log calls what is no step of the workflow.
RECORD = "record"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an entry was said: the heading of its section as far as the person may read it, and a link where there is one."""

    meeting_url: str
    heading: Localised | None
    url: str
    removed: bool


@require_safe
def entry(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Show one entry."""
    assert isinstance(request.user, User)
    of = KINDS[kind]
    found, can = entry_for(request.user, of, pk)
    reads_all = bool(read_in_full([found], request.user))
    if not reads_all:
        [found] = documents.in_public_words([found])
    return render(
        request,
        "meetings/registers/entry.html",
        {
            "kind": of,
            "entry": found,
            "texts": in_both(found, "text"),
            "answers": in_both(found, {"promise": "answer", "signal": "reply"}.get(kind, "")),
            "can": can,
            "steps": [step for step in of.steps if step.name in can],
            "origin": _origin(found, request.user),
            "agenda": found.agenda_items.filter(meeting__in=Meeting.objects.visible_to(request.user)).select_related("meeting")
            if not isinstance(found, Idea)
            else [],
            "overdue": isinstance(found, Promise) and found.is_overdue(timezone.localdate()),
            "reads_all": reads_all,
            "history": _history(found, of) if _concerned(request.user, found) else [],
        },
    )


def entry_for(user: User, kind: Kind, pk: int, action: str = "") -> tuple[Entry, set[str]]:
    """Return the entry and what the person may do with it.

    Raises Http404 when it does not exist for the person; where an `action` is named, PermissionDenied when the person may
    not take it, WrongState (which is one) when they may, but not in the present state.
    """
    visible: Any = kind.model.objects.visible_to(user)
    found: Entry = get_object_or_404(visible.for_list(), pk=pk)
    can = allowed(kind.workflow, user, found)
    if action and action not in can:
        raise (WrongState() if kind.workflow[action].who(user, found) else PermissionDenied())
    return found, can


def read_in_full(entries: Iterable[Entry], user: User) -> set[int]:
    """Return the keys of those of loaded `entries` of which the person reads names of people, answers and replies too.

    As with editions: coordinating users, members of organisations that were invited to the meeting, and those who owe it or
    asked for it; everybody else reads what the public editions of the minutes say. One query at most.
    """
    entries = list(entries)
    if user.is_coordinating:
        return {one.pk for one in entries}
    if user.role != Role.MEMBER:
        return set()
    involved = set(
        Meeting.objects.involving(user).filter(pk__in=[one.meeting_id for one in entries]).values_list("pk", flat=True)
    )
    return {one.pk for one in entries if one.meeting_id in involved or _is_ours(one)}


def in_both(entry: Entry, field: str) -> list[tuple[str, str, str]]:
    """Return (language, its name, text) for each language of `field` that holds a text; nothing for no field."""
    if not field:
        return []
    texts = [(lang, get_language_info(lang)["name_local"].capitalize(), getattr(entry, f"{field}_{lang}")) for lang in LANGUAGES]
    return [one for one in texts if one[2]]


def _origin(entry: Entry, user: User) -> Origin:
    """Drafts are for coordinating users: others learn the heading once the minutes are published, and never an anonymous one."""
    meeting, section = entry.meeting, entry.section
    visible = Meeting.objects.visible_to(user).filter(pk=meeting.pk).exists()
    meeting_url = meeting.get_absolute_url() if visible else ""
    if section is None:
        return Origin(meeting_url, None, "", removed=False)
    readable = user.is_coordinating or (visible and not section.anonymous and section.minutes.editions.exists())
    if not readable:
        return Origin(meeting_url, None, "", removed=False)
    loaded = Section.objects.select_related("organisation", "minutes").prefetch_related("texts").get(pk=section.pk)
    removed = section.removed_at is not None
    url = workspace_address(loaded.minutes, "both", loaded) if user.is_coordinating and not removed else ""
    return Origin(meeting_url, documents.heading(loaded, active_language()), url, removed)


def _concerned(user: User, entry: Entry) -> bool:
    """The history holds names and reasons: it is for those who lead, who owe it and who asked for it."""
    return user.is_coordinating or (user.role == Role.MEMBER and _is_ours(entry))


def _is_ours(entry: Entry) -> bool:
    """True for a promise that the person or one of their organisations owes, or asked for."""
    return isinstance(entry, Promise) and (entry.is_mine or entry.is_asked)


def _history(entry: Entry, kind: Kind) -> list[tuple[MeetingLogEntry, str, str, str]]:
    """Return the rows of the log about this entry, the latest first: what was done, the states before and after."""
    rows = MeetingLogEntry.objects.filter(meeting=entry.meeting).of(kind.subject, entry.pk)
    names = {step.name: str(step.label) for step in kind.steps}
    names |= {RECORD: str(kind.new_title), Edit.CHANGE: str(kind.change_title)}
    return [(row, names.get(row.action, row.action), *states_of(row)) for row in rows]
