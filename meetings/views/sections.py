"""Write, confirm and copy the texts of a section; nobody's words are lost when two write at once (UX §4)."""

import uuid as uuids

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from amif_network.accounts.access import framing
from amif_network.accounts.models import User
from amif_network.core.bilingual import Localised, other
from amif_network.core.requests import require_form
from amif_network.core.workflow import WrongState

from .. import documents
from ..actions import translating, writing
from ..forms.section import SectionTextForm
from ..models import Minutes, Section, SectionText
from .answers import answer_with_cell
from .changes import changes_for
from .conflicts import conflict_context
from .rows import screen_body
from .scope import chosen_view, fragment, language, minutes_for, number, section_of, wants_fragment
from .workspace import workspace_address

_EDIT_TITLES = {"fr": gettext_lazy("Edit the French text: %(heading)s"), "nl": gettext_lazy("Edit the Dutch text: %(heading)s")}


@framing
@require_form
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
    return _editor(request, minutes, section, lang, SectionTextForm(initial=initial, lang=lang, uuid=uuid))


def _save(request: HttpRequest, minutes: Minutes, section: Section, lang: str, form: SectionTextForm) -> HttpResponse:
    """Write what was sent; a collision and closed minutes give the words back instead of dropping them."""
    assert isinstance(request.user, User)
    data = form.cleaned_data
    try:
        written = writing.write_text(
            section,
            lang=lang,
            heading=data["heading"],
            html=data["html"],
            base=data["base"],
            by=request.user,
            at=timezone.now(),
            session=data["session"],
        )
    except ValidationError as refused:
        form.add_error(None, refused)
        return _editor(request, minutes, section, lang, form, status=422)
    except writing.Closed:
        form.add_error(
            None,
            _("The minutes were sent round or approved in the meantime. Your text is kept in the history, not in the minutes."),
        )
        return _editor(request, minutes, section, lang, form, status=409)
    if written.set_aside is not None:
        context = conflict_context(request, minutes, section, written.set_aside, written.revision)
        part = "#conflict" if wants_fragment(request) else ""
        return fragment(render(request, f"meetings/minutes/conflict.html{part}", context, status=409))
    said = _("Saved, together with what somebody else changed meanwhile.") if written.merged else _("Saved.")
    if "confirm" in request.POST:
        seen = {lang: written.text.rev, other(lang): data["other_rev"]}
        said += " " + confirm_in_words(section, lang, seen, by=request.user)
    return answer_with_cell(request, minutes, section, lang, said)


def confirm_in_words(section: Section, lang: str, seen: dict[str, int], *, by: User) -> str:
    """Confirm a translation and return what to tell the person."""
    try:
        translating.confirm_translation(section, lang=lang, by=by, at=timezone.now(), seen=seen)
    except writing.ChangedMeanwhile:
        return _("Not marked as up to date: a text was changed in the meantime. Compare both once more.")
    except SectionText.DoesNotExist:
        return _("Not marked as up to date: one of the two languages still lacks its heading or its text.")
    return _("Both texts are marked as up to date.")


@require_safe
def section_text(request: HttpRequest, pk: int, uuid: uuids.UUID, lang: str) -> HttpResponse:
    """Show one text as the workspace does: what htmx puts back when editing is given up."""
    minutes, _can = minutes_for(request, pk, "preview")
    return answer_with_cell(request, minutes, section_of(minutes, uuid), language(lang), "")


@require_POST
def section_confirm(request: HttpRequest, pk: int, uuid: uuids.UUID, lang: str) -> HttpResponse:
    """Say that both languages match, as the person saw them (fields `rev` and `other_rev`)."""
    minutes, _can = minutes_for(request, pk, "write")
    section, lang = section_of(minutes, uuid), language(lang)
    assert isinstance(request.user, User)
    seen = {lang: number(request.POST.get("rev")), other(lang): number(request.POST.get("other_rev"))}
    return answer_with_cell(request, minutes, section, lang, confirm_in_words(section, lang, seen, by=request.user))


@require_POST
def section_copy(request: HttpRequest, pk: int, uuid: uuids.UUID, lang: str) -> HttpResponse:
    """Put a copy of the other language where nothing stands yet, and open it for translation."""
    minutes, _can = minutes_for(request, pk, "write")
    section, lang = section_of(minutes, uuid), language(lang)
    assert isinstance(request.user, User)
    try:
        translating.copy_text(section, lang=lang, by=request.user, at=timezone.now())
    except (writing.ChangedMeanwhile, SectionText.DoesNotExist):
        messages.warning(request, _("Nothing was copied: there is a text already, or none on the other side."))
        return redirect(workspace_address(minutes, chosen_view(request), section))
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        return redirect(workspace_address(minutes, chosen_view(request), section))
    messages.success(request, _("Copied. Translate it, then mark it as up to date."))
    return redirect(workspace_address(minutes, chosen_view(request), section, edit=lang))


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
        "changes": changes_for(section, lang),
        "beside": screen_body(Localised(theirs.html, theirs.language), f"beside-{section.uuid.hex}", level=3) if theirs else None,
        "back": workspace_address(minutes, shown, section),
    }
    part = "#editor" if wants_fragment(request) else ""
    return fragment(render(request, f"meetings/minutes/section_edit.html{part}", context, status=status))
