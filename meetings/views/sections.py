"""Write, confirm and copy the texts of a section; nobody's words are lost when two write at once (UX §4)."""

import uuid as uuids
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amif_network.accounts.models import User
from amif_network.core.bilingual import Localised, other
from amif_network.core.workflow import WrongState

from .. import blocks, documents
from ..actions import writing
from ..forms.section import SectionTextForm
from ..models import Minutes, Section, SectionRevision, SectionText
from .rows import moment, screen_body
from .scope import chosen_view, fragment, language, minutes_for, section_of, wants_fragment
from .workspace import find_row, workspace_address, workspace_context

_EDIT_TITLES = {"fr": gettext_lazy("Edit the French text: %(heading)s"), "nl": gettext_lazy("Edit the Dutch text: %(heading)s")}


@require_http_methods(["GET", "HEAD", "POST"])
def section_edit(request: HttpRequest, pk: int, uuid: uuids.UUID, lang: str) -> HttpResponse:
    """Edit the text of a section in one language: in its place with htmx, as a page of its own without."""
    minutes, can = minutes_for(request, pk, "preview")
    section, lang = section_of(minutes, uuid), language(lang)
    if request.method == "POST":
        form = SectionTextForm(request.POST, lang=lang, uuid=uuid)
        if form.is_valid():
            return _save(request, minutes, section, lang, form)
        return _editor(request, minutes, section, lang, form, status=422)
    if "write" not in can:
        raise WrongState
    initial = SectionTextForm.opened_at(section.text_in(lang), section.text_in(other(lang)))
    if request.GET.get("merge"):
        initial |= _together(section, lang, request.GET["merge"])
    return _editor(request, minutes, section, lang, SectionTextForm(initial=initial, lang=lang, uuid=uuid))


def _save(request: HttpRequest, minutes: Minutes, section: Section, lang: str, form: SectionTextForm) -> HttpResponse:
    """Write what was sent; a collision and closed minutes give the words back instead of dropping them."""
    assert isinstance(request.user, User)
    data, now = form.cleaned_data, timezone.now()
    try:
        written = writing.write_text(
            section, lang=lang, heading=data["heading"], html=data["html"], base_rev=data["rev"], by=request.user, at=now
        )
    except WrongState:
        form.add_error(None, _("The minutes were approved in the meantime. Your text is not saved: copy it from here."))
        return _editor(request, minutes, section, lang, form, status=409)
    if written.set_aside is not None:
        return _conflict(request, minutes, section, written.text, written.set_aside, status=409)
    said = _("Saved.")
    if "confirm" in request.POST:
        said += " " + _confirm(section, lang, {lang: written.text.rev, other(lang): data["other_rev"]}, by=request.user)
    return _answer(request, minutes, section, lang, said)


def _confirm(section: Section, lang: str, seen: dict[str, int], *, by: User) -> str:
    """Confirm a translation and return what to tell the person."""
    try:
        writing.confirm_translation(section, lang=lang, by=by, at=timezone.now(), seen=seen)
    except writing.ChangedMeanwhile:
        return _("Not marked as up to date: a text was changed in the meantime. Compare both once more.")
    except SectionText.DoesNotExist:
        return _("Not marked as up to date: one of the two languages still lacks its heading or its text.")
    return _("Both texts are marked as up to date.")


def _together(section: Section, lang: str, revision: str) -> dict[str, str]:
    """Return heading and text that hold both what stands and what revision `revision` says."""
    if not revision.isascii() or not revision.isdigit() or len(revision) > 18:
        return {}
    aside = get_object_or_404(SectionRevision, pk=int(revision), text__section=section, text__language=lang)
    current = section.text_in(lang)
    assert current is not None
    headings = dict.fromkeys(heading for heading in (current.heading, aside.heading) if heading)
    return {"heading": " / ".join(headings)[:300], "html": blocks.both(current.html, aside.html)}


@require_safe
def section_text(request: HttpRequest, pk: int, uuid: uuids.UUID, lang: str) -> HttpResponse:
    """Show one text as the workspace does: what htmx puts back when editing is given up."""
    minutes, _can = minutes_for(request, pk, "preview")
    return _answer(request, minutes, section_of(minutes, uuid), language(lang), "")


@require_POST
def section_confirm(request: HttpRequest, pk: int, uuid: uuids.UUID, lang: str) -> HttpResponse:
    """Say that both languages match, as the person saw them (fields `rev` and `other_rev`)."""
    minutes, _can = minutes_for(request, pk, "write")
    section, lang = section_of(minutes, uuid), language(lang)
    assert isinstance(request.user, User)
    seen = {lang: _number(request.POST.get("rev")), other(lang): _number(request.POST.get("other_rev"))}
    return _answer(request, minutes, section, lang, _confirm(section, lang, seen, by=request.user))


@require_POST
def section_copy(request: HttpRequest, pk: int, uuid: uuids.UUID, lang: str) -> HttpResponse:
    """Put a copy of the other language where nothing stands yet, and open it for translation."""
    minutes, _can = minutes_for(request, pk, "write")
    section, lang = section_of(minutes, uuid), language(lang)
    assert isinstance(request.user, User)
    try:
        writing.copy_text(section, lang=lang, by=request.user, at=timezone.now())
    except (writing.ChangedMeanwhile, SectionText.DoesNotExist):
        messages.warning(request, _("Nothing was copied: there is a text already, or none on the other side."))
        return redirect(workspace_address(minutes, chosen_view(request), section))
    messages.success(request, _("Copied. Translate it, then mark it as up to date."))
    return redirect(workspace_address(minutes, chosen_view(request), section, edit=lang))


@require_safe
def section_history(request: HttpRequest, pk: int, uuid: uuids.UUID, lang: str) -> HttpResponse:
    """List every version of a text, those set aside in a collision included."""
    minutes, can = minutes_for(request, pk, "preview")
    section, lang = section_of(minutes, uuid), language(lang)
    revisions = SectionRevision.objects.filter(text__section=section, text__language=lang).select_related("author__person")
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
            "revisions": [(revision, moment(revision.at)) for revision in revisions.defer("html").order_by("-at", "-pk")],
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
    written = writing.restore_revision(found, base_rev=_number(request.POST.get("rev")), by=request.user, at=timezone.now())
    if written.set_aside is not None:
        return _conflict(request, minutes, section, written.text, written.set_aside, status=409)
    return _answer(request, minutes, section, lang, _("This version is now the text. What stood before is in the history."))


def _answer(request: HttpRequest, minutes: Minutes, section: Section, lang: str, said: str) -> HttpResponse:
    """Go back to the row in the workspace; with htmx answer with the cell and what changes around it."""
    shown = chosen_view(request)
    if wants_fragment(request):
        minutes, can = minutes_for(request, minutes.meeting_id, "preview", Minutes.objects.for_workspace())
        context = workspace_context(minutes, can, shown)
        row = find_row(context["rows"], section.uuid)
        if row is not None:
            # The other language of the row is drawn afresh too, unless the person is writing there.
            others = [
                cell for cell in row.cells if cell.lang != lang and cell.lang not in request.POST.getlist(f"open-{section.uuid}")
            ]
            cell = next(cell for cell in row.cells if cell.lang == lang)
            context |= {"row": row, "cell": cell, "others": others, "said": said, "focus": lang}
            return fragment(render(request, "meetings/minutes/workspace.html#answer", context))
    if section.removed_at is not None:
        messages.warning(
            request, _("This section was removed from the minutes. Its text is kept with it: see the removed sections below.")
        )
    elif said:
        messages.success(request, said)
    address = workspace_address(minutes, shown, section)
    return fragment(HttpResponse(headers={"HX-Redirect": address}) if wants_fragment(request) else redirect(address))


def _editor(
    request: HttpRequest, minutes: Minutes, section: Section, lang: str, form: SectionTextForm, status: int = 200
) -> HttpResponse:
    """Show the editor; on a page of its own the other language stands beside it."""
    shown = chosen_view(request)
    theirs = section.text_in(other(lang))
    context = {
        "minutes": minutes,
        "meeting": minutes.meeting,
        "section": section,
        "lang": lang,
        "shown": shown,
        "form": form,
        "title": _EDIT_TITLES[lang] % {"heading": documents.heading(section, lang).text or section.get_kind_display()},
        "theirs": theirs,
        "beside": screen_body(Localised(theirs.html, theirs.language), f"beside-{section.uuid.hex}", level=3) if theirs else None,
        "back": workspace_address(minutes, shown, section),
    }
    part = "#editor" if wants_fragment(request) else ""
    return fragment(render(request, f"meetings/minutes/section_edit.html{part}", context, status=status))


def _conflict(
    request: HttpRequest, minutes: Minutes, section: Section, current: SectionText, aside: SectionRevision, status: int
) -> HttpResponse:
    """Show both texts of a collision, and what to do about it."""
    saved = moment(current.updated_at)
    context = _versions(minutes, section, current.language, current, aside) | {
        "shown": chosen_view(request),
        "current_moment": saved,
        "left_title": _("Saved by %(who)s on %(moment)s") % {"who": current.updated_by or _("a former user"), "moment": saved},
        "right_title": _("Your version"),
    }
    part = "#conflict" if wants_fragment(request) else ""
    return fragment(render(request, f"meetings/minutes/conflict.html{part}", context, status=status))


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


def _number(text: str | None) -> int:
    """Read a revision that a form carries; what is none matches none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else -1
