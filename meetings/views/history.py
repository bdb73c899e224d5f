"""The versions of a text: list, look, bring back (UX §1, screen 6)."""

import uuid as uuids
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from amif_network.accounts.models import User
from amif_network.core.bilingual import Localised

from .. import blocks, documents
from ..actions.versions import restore_revision
from ..models import Minutes, Section, SectionRevision, SectionText
from .answers import answer_with_cell
from .conflicts import conflict_address
from .rows import moment, screen_body
from .scope import language, minutes_for, number, section_of
from .workspace import workspace_address


@require_safe
def section_history(request: HttpRequest, pk: int, uuid: uuids.UUID, lang: str) -> HttpResponse:
    """List every version of a text, those set aside in a collision included."""
    minutes, can = minutes_for(request, pk, "preview")
    section, lang = section_of(minutes, uuid), language(lang)
    shown = SectionRevision.objects.filter(text__section=section, text__language=lang).for_history()
    return render(
        request,
        "meetings/minutes/history.html",
        {
            "minutes": minutes,
            "meeting": minutes.meeting,
            "section": section,
            "lang": lang,
            "can": can,
            "current": section.text_in(lang),
            "heading": documents.heading(section, lang),
            "revisions": [(revision, moment(revision.at)) for revision in shown.defer("html")],
            "back": workspace_address(minutes, "both", section),
        },
    )


@require_safe
def section_revision(request: HttpRequest, pk: int, uuid: uuids.UUID, lang: str, revision: int) -> HttpResponse:
    """Show one version of a text beside the one that stands."""
    minutes, can = minutes_for(request, pk, "preview")
    section, lang = section_of(minutes, uuid), language(lang)
    found = _revision_of(section, lang, revision)
    context = _versions(minutes, section, lang, found.text, found)
    titles = {"title": _("Version of %(moment)s") % {"moment": moment(found.at)}, "left_title": _("The text as it stands")}
    right = _("This version, saved on %(moment)s by %(who)s") % {
        "moment": moment(found.at),
        "who": found.author or _("a former user"),
    }
    return render(request, "meetings/minutes/revision.html", {**context, **titles, "right_title": right, "can": can})


@require_POST
def revision_restore(request: HttpRequest, pk: int, uuid: uuids.UUID, lang: str, revision: int) -> HttpResponse:
    """Make an older or set-aside version the text again, as a new revision."""
    minutes, _can = minutes_for(request, pk, "write")
    section, lang = section_of(minutes, uuid), language(lang)
    found = _revision_of(section, lang, revision)
    assert isinstance(request.user, User)
    written = restore_revision(found, base=number(request.POST.get("base")), by=request.user, at=timezone.now())
    if written.set_aside is not None:
        return redirect(conflict_address(minutes, section, written.set_aside))
    return answer_with_cell(
        request, minutes, section, lang, _("This version is now the text. What stood before is in the history.")
    )


def _versions(minutes: Minutes, section: Section, lang: str, current: SectionText, revision: SectionRevision) -> dict[str, Any]:
    """Return the text as it stands and another version of it, block by block."""
    pairs = [
        (
            pair.kind,
            screen_body(Localised(pair.left, lang), f"left-{place}"),
            screen_body(Localised(pair.right, lang), f"right-{place}"),
        )
        for place, pair in enumerate(blocks.compare(current.html, revision.html))
    ]
    return {
        "minutes": minutes,
        "meeting": minutes.meeting,
        "section": section,
        "lang": lang,
        "current": current,
        "revision": revision,
        "pairs": pairs,
        "same": current.hash == revision.hash,
        "heading": documents.heading(section, lang),
        "back": workspace_address(minutes, "both", section),
    }


def _revision_of(section: Section, lang: str, revision: int) -> SectionRevision:
    revisions = SectionRevision.objects.select_related("author__person", "text__updated_by__person", "text__section")
    return get_object_or_404(revisions, pk=revision, text__section=section, text__language=lang)
