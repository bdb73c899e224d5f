"""The workspace: minutes in French beside Dutch, read like the printed ones and edited in place (UX §1, screen 5)."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from amif_network.accounts.access import framing
from amif_network.accounts.models import User
from amif_network.core.bilingual import LANGUAGES, active_language, other
from amif_network.core.formats import format_date
from amif_network.core.workflow import allowed
from amif_network.directory.models import Organisation

from .. import documents
from ..actions.from_agenda import items_without_section
from ..feeds import fed_by, record_links
from ..forms.section import SectionTextForm
from ..live import live
from ..loading.minutes import load
from ..models import Minutes, Section
from ..models.choices import PRESENT
from ..outline import Node, outline, reading_order
from ..progress import Progress, progress, progress_in
from ..workflow import MEETING
from .changes import changes_for
from .drawn import drawn_rows
from .rows import OpenEditor, Row, rows_of
from .scope import allowed_to, chosen_view


@framing
@require_safe
def workspace(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the whole record, a row per section; `?lang=` chooses one language or both, `?edit=` opens one text."""
    assert isinstance(request.user, User)
    loaded = load(pk, request.user, active_language())
    if loaded is None:
        raise Http404
    minutes = loaded.minutes
    can, shown = allowed_to(request.user, minutes, "preview"), chosen_view(request)
    nodes = reading_order(outline(minutes.sections.all()))
    fed = fed_by([node.section.pk for node in nodes], request.user)
    context = _page(minutes, nodes, can, shown, request.user)
    context |= _opened(nodes, context["languages"], request.GET.get("edit", "") if "write" in can else "")
    found = drawn_rows(request, nodes, context, loaded.present, fed)
    parts = progress_in(row.states for row in found)
    context |= {
        "rows": found,
        "progress": parts,
        "tabs": view_tabs(shown, parts),
        "first_gap": next((node.section.uuid for node, row in zip(nodes, found, strict=True) if row.has_gap), None),
        "from_agenda": "write" in can and not nodes and bool(items_without_section(minutes)),
        "removed": loaded.removed if "write" in can else [],
    }
    return render(request, "meetings/minutes/workspace.html", context)


def _page(minutes: Minutes, nodes: Sequence[Node], can: set[str], shown: str, user: User) -> dict[str, Any]:
    """Return what the page shows around the rows, and what these look at beside their sections."""
    can_meeting = allowed(MEETING, user, minutes.meeting)
    open_of_all = documents.still_open(minutes.pending_contributions.all())
    return {
        **_frame(minutes, nodes, can, shown),
        "pending": documents.awaited([one for one in open_of_all if one.section_id is None], active_language()),
        "can_mark": "edit" in can_meeting,
        "can_record": "record" in can_meeting,
        "record_links": record_links() if "record" in can_meeting else [],
    }


def workspace_context(minutes: Minutes, can: set[str], shown: str) -> dict[str, Any]:
    """Return what the fragments of the workspace show, for minutes that are loaded (`for_workspace`)."""
    present = Organisation.objects.filter(attendances__meeting=minutes.meeting_id, attendances__status__in=PRESENT).distinct()
    nodes = reading_order(outline(minutes.sections.all()))
    context = _frame(minutes, nodes, can, shown)
    found = rows_of(nodes, context["languages"], present.by_name(active_language()))
    return {
        **context,
        "rows": found,
        "progress": progress(minutes),
        "first_gap": next((row.section.uuid for row in found if row.gaps), None),
    }


def _frame(minutes: Minutes, nodes: Sequence[Node], can: set[str], shown: str) -> dict[str, Any]:
    """Return what the workspace and its fragments have in common, but for the rows and what is counted of them."""
    now = live(minutes, nodes)
    return {
        "minutes": minutes,
        "meeting": minutes.meeting,
        "meeting_day": format_date(minutes.meeting.date, active_language(), weekday=True),
        "can": can,
        "shown": shown,
        "languages": shown_languages(minutes, shown),
        "live": now,
        "going_on": _is_going_on(minutes),
        "upcoming_title": documents.heading(now.upcoming.section, active_language()) if now.upcoming else None,
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


def _opened(nodes: Iterable[Node], languages: Iterable[str], asked: str) -> dict[str, Any]:
    """Return the form of the text that `?edit=uuid.lang` names, with what changed beside it; None where none is shown of it."""
    name, _dot, lang = asked.partition(".")
    section = next((node.section for node in nodes if str(node.section.uuid) == name), None)
    if section is None or lang not in languages:
        return {"editing": None, "editing_changes": None}
    initial = SectionTextForm.opened_at(section.text_in(lang), section.text_in(other(lang)))
    form = SectionTextForm(initial=initial, lang=lang, uuid=section.uuid)
    return {"editing": OpenEditor(section, lang, form), "editing_changes": changes_for(section, lang)}
