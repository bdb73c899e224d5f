"""The workspace: minutes in French beside Dutch, read like the printed ones and edited in place (UX §1, screen 5)."""

import uuid as uuids
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from amif_network.accounts.access import framing
from amif_network.accounts.models import User
from amif_network.core.bilingual import LANGUAGES, active_language
from amif_network.core.formats import format_date
from amif_network.core.workflow import allowed
from amif_network.directory.models import Organisation

from .. import documents
from ..actions.from_agenda import items_without_section
from ..feeds import Fed, fed_by, record_links
from ..forms.section import SectionTextForm
from ..live import live
from ..models import Minutes, Section
from ..models.choices import PRESENT
from ..progress import Progress, progress
from ..workflow import MEETING
from .changes import changes_for
from .rows import NO_FEEDS, OpenEditor, Row, rows
from .scope import chosen_view, minutes_for


@framing
@require_safe
def workspace(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the whole record, a row per section; `?lang=` chooses one language or both, `?edit=` opens one text."""
    minutes, can = minutes_for(request, pk, "preview", Minutes.objects.for_workspace().with_registers())
    assert isinstance(request.user, User)
    fed = fed_by([section.pk for section in minutes.sections.all()], request.user)
    context = workspace_context(minutes, can, chosen_view(request), fed)
    can_meeting = allowed(MEETING, request.user, minutes.meeting)
    removed = Section.objects.filter(minutes=minutes).exclude(removed_at=None)
    editing = _open_editor(context["rows"], request.GET.get("edit", "")) if "write" in can else None
    return render(
        request,
        "meetings/minutes/workspace.html",
        {
            **context,
            "tabs": view_tabs(context["shown"], context["progress"]),
            "editing": editing,
            "editing_changes": changes_for(editing.section, editing.lang) if editing else None,
            "pending": documents.awaited(
                [one for one in documents.still_open(minutes.pending_contributions.all()) if one.section_id is None],
                active_language(),
            ),
            "from_agenda": "write" in can and not context["rows"] and bool(items_without_section(minutes)),
            "can_mark": "edit" in can_meeting,
            "can_record": "record" in can_meeting,
            "record_links": record_links() if "record" in can_meeting else [],
            "removed": removed.for_restoring() if "write" in can else [],
        },
    )


def workspace_context(minutes: Minutes, can: set[str], shown: str, fed: Mapping[int, Sequence[Fed]] = NO_FEEDS) -> dict[str, Any]:
    """Return what the workspace and its fragments have in common; `fed`: what other apps learned from each section."""
    present = Organisation.objects.filter(attendances__meeting=minutes.meeting_id, attendances__status__in=PRESENT).distinct()
    languages = shown_languages(minutes, shown)
    found = rows(minutes, languages, present.by_name(active_language()), fed)
    now = live(minutes)
    return {
        "minutes": minutes,
        "meeting": minutes.meeting,
        "meeting_day": format_date(minutes.meeting.date, active_language(), weekday=True),
        "can": can,
        "shown": shown,
        "languages": languages,
        "rows": found,
        "progress": progress(minutes),
        "live": now,
        "going_on": _is_going_on(minutes),
        "upcoming_title": documents.heading(now.upcoming.section, active_language()) if now.upcoming else None,
        "first_gap": next((row.section.uuid for row in found if row.gaps), None),
    }


def _is_going_on(minutes: Minutes) -> bool:
    """True on the days around the meeting, and while somebody leads it from section to section."""
    days = abs((timezone.localdate() - minutes.meeting.date).days)
    return days <= 1 or minutes.current_section_id is not None


def shown_languages(minutes: Minutes, shown: str) -> list[str]:
    """Return the languages of a view ("fr", "nl" or "both"), the one written first in front."""
    if shown != "both":
        return [shown]
    return [minutes.leading_language, *(lang for lang in LANGUAGES if lang != minutes.leading_language)]


def workspace_address(minutes: Minutes, shown: str, section: Section | None = None, edit: str = "") -> str:
    """Return the address of the workspace at `section`, in the view the person has; `edit`: the language to open there."""
    query = {"lang": shown} if shown != "both" else {}
    if edit and section is not None:
        query["edit"] = f"{section.uuid}.{edit}"
    address = reverse("meetings:workspace", args=[minutes.meeting_id])
    return address + (f"?{urlencode(query)}" if query else "") + (f"#s-{section.uuid}" if section is not None else "")


def find_row(found: list[Row], uuid: object) -> Row | None:
    """Return the row of the section `uuid`, None when it does not stand in the minutes."""
    return next((row for row in found if row.section.uuid == uuid), None)


def view_tabs(shown: str, parts: Iterable[Progress] = ()) -> list[dict[str, Any]]:
    """Return the three ways to look at minutes, each language with how far it is where `parts` say so."""
    counts = {part.lang: part.count for part in parts}
    tabs: list[dict[str, Any]] = []
    for lang in LANGUAGES:
        name = get_language_info(lang)["name_local"].capitalize()
        tabs.append({"url": f"?lang={lang}", "label": name, "lang": lang, "count": counts.get(lang), "current": shown == lang})
    tabs.append({"url": "?lang=both", "label": _("Side by side"), "lang": "", "count": None, "current": shown == "both"})
    return tabs


def _open_editor(found: list[Row], asked: str) -> OpenEditor | None:
    """Return the form of the text that `?edit=uuid.lang` names; None when it names none that is shown."""
    name, _dot, lang = asked.partition(".")
    try:
        row = find_row(found, uuids.UUID(name))
    except ValueError:
        return None
    cell = next((cell for cell in row.cells if cell.lang == lang), None) if row else None
    if row is None or cell is None:
        return None
    form = SectionTextForm(initial=SectionTextForm.opened_at(cell.mine, cell.theirs), lang=lang, uuid=row.section.uuid)
    return OpenEditor(row.section, lang, form)
