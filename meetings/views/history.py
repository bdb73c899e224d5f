"""The versions of a text: list, look, compare, bring back (UX §1, screen 6)."""

import uuid as uuids

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from amif_network.accounts.models import User
from amif_network.core.bilingual import Localised
from amif_network.core.comparison import compare

from .. import documents
from ..actions.versions import restore_revision
from ..models import Section, SectionRevision
from .answers import answer_with_cell
from .conflicts import conflict_address
from .rows import moment, screen_body
from .scope import language, minutes_for, number, section_of
from .workspace import workspace_address

PAGE_SIZE = 50


@require_safe
def section_history(request: HttpRequest, pk: int, uuid: uuids.UUID, lang: str) -> HttpResponse:
    """List the versions of a text, those set aside in a collision included, and what was said about its translation."""
    minutes, can = minutes_for(request, pk, "preview")
    section, lang = section_of(minutes, uuid), language(lang)
    shown = SectionRevision.objects.filter(text__section=section, text__language=lang).for_history()
    page = Paginator(shown.defer("html"), PAGE_SIZE).get_page(request.GET.get("page"))
    said = section.translation_log.select_related("by__person")[:PAGE_SIZE]
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
            "page": page,
            "revisions": [(revision, moment(revision.at)) for revision in page],
            "log": [(entry, moment(entry.at)) for entry in said],
            "back": workspace_address(minutes, "both", section),
        },
    )


@require_safe
def section_compare(request: HttpRequest, pk: int, uuid: uuids.UUID, lang: str) -> HttpResponse:
    """Show what became of one version of a text up to another one (`from` and `to` of the address)."""
    minutes, can = minutes_for(request, pk, "preview")
    section, lang = section_of(minutes, uuid), language(lang)
    if "from" not in request.GET or "to" not in request.GET:
        return redirect("meetings:section-history", pk, uuid, lang)
    before = _revision_of(section, lang, number(request.GET.get("from")))
    after = _revision_of(section, lang, number(request.GET.get("to")))
    return render(
        request,
        "meetings/minutes/compare.html",
        {
            "minutes": minutes,
            "meeting": minutes.meeting,
            "section": section,
            "lang": lang,
            "can": can,
            "sides": [(before, moment(before.at)), (after, moment(after.at))],
            "comparison": compare(before.html, after.html, before.heading, after.heading),
            "heading": documents.heading(section, lang),
            "back": workspace_address(minutes, "both", section),
        },
    )


@require_safe
def section_revision(request: HttpRequest, pk: int, uuid: uuids.UUID, lang: str, revision: int) -> HttpResponse:
    """Show one version of a text, and what became of it up to the text as it stands."""
    minutes, can = minutes_for(request, pk, "preview")
    section, lang = section_of(minutes, uuid), language(lang)
    found = _revision_of(section, lang, revision)
    current = found.text
    return render(
        request,
        "meetings/minutes/revision.html",
        {
            "minutes": minutes,
            "meeting": minutes.meeting,
            "section": section,
            "lang": lang,
            "can": can,
            "revision": found,
            "saved": moment(found.at),
            "current": current,
            "same": current.hash == found.hash,
            "body": screen_body(Localised(found.html, lang), f"version-{found.pk}", level=3),
            "comparison": compare(found.html, current.html, found.heading, current.heading),
            "heading": documents.heading(section, lang),
            "back": workspace_address(minutes, "both", section),
        },
    )


@require_POST
def revision_restore(request: HttpRequest, pk: int, uuid: uuids.UUID, lang: str, revision: int) -> HttpResponse:
    """Make an older or set-aside version the text again, as a new revision."""
    minutes, _can = minutes_for(request, pk, "write")
    section, lang = section_of(minutes, uuid), language(lang)
    found = _revision_of(section, lang, revision)
    assert isinstance(request.user, User)
    try:
        written = restore_revision(found, base=number(request.POST.get("base")), by=request.user, at=timezone.now())
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        return redirect("meetings:section-revision", pk, uuid, lang, revision)
    if written.set_aside is not None:
        return redirect(conflict_address(minutes, section, written.set_aside))
    return answer_with_cell(
        request, minutes, section, lang, _("This version is now the text. What stood before is in the history.")
    )


def _revision_of(section: Section, lang: str, revision: int) -> SectionRevision:
    revisions = SectionRevision.objects.select_related("author__person", "text__updated_by__person", "text__section")
    return get_object_or_404(revisions, pk=revision, text__section=section, text__language=lang)
