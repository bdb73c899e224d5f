"""Look after the pair of texts of a section: what changed, what stays valid, who is asked (UX §2)."""

import uuid as uuids

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from amif_network.accounts.models import User
from amif_network.core.bilingual import Localised, active_language, other
from amif_network.core.requests import require_form, site_of

from .. import documents
from ..actions import translating, writing
from ..forms.translation import AskForm
from ..models import Minutes, Section, SectionText, TranslationRequest
from .answers import answer_with_cell
from .changes import changes_for
from .rows import moment, screen_body
from .scope import chosen_view, fragment, language, minutes_for, number, section_of, wants_fragment
from .workspace import workspace_address

_CHANGES_TITLES = {
    "fr": gettext_lazy("What changed in French: %(heading)s"),
    "nl": gettext_lazy("What changed in Dutch: %(heading)s"),
}
_ASK_TITLES = {
    "fr": gettext_lazy("Ask for the French text: %(heading)s"),
    "nl": gettext_lazy("Ask for the Dutch text: %(heading)s"),
}


@require_safe
def section_changes(request: HttpRequest, pk: int, uuid: uuids.UUID, lang: str) -> HttpResponse:
    """Show what changed in the other language since the text in `lang` was compared with it, and what can be said of it."""
    minutes, can = minutes_for(request, pk, "preview")
    section, lang = section_of(minutes, uuid), language(lang)
    mine = section.text_in(lang)
    context = {
        "minutes": minutes,
        "meeting": minutes.meeting,
        "section": section,
        "lang": lang,
        "can": can,
        "shown": chosen_view(request),
        "changes": changes_for(section, lang),
        "mine": mine,
        "theirs": section.text_in(other(lang)),
        "beside": screen_body(Localised(mine.html, lang), f"beside-{section.uuid.hex}", level=3) if mine else None,
        "title": _CHANGES_TITLES[other(lang)] % {"heading": _name(section)},
        "back": workspace_address(minutes, chosen_view(request), section),
    }
    part = "#panel" if wants_fragment(request) else ""
    return fragment(render(request, f"meetings/minutes/changes.html{part}", context))


@require_POST
def section_slip(request: HttpRequest, pk: int, uuid: uuids.UUID, lang: str) -> HttpResponse:
    """Say that the other language changed by a slip of the pen only (fields `rev` and `other_rev`: what the person saw)."""
    minutes, _can = minutes_for(request, pk, "write")
    section, lang = section_of(minutes, uuid), language(lang)
    assert isinstance(request.user, User)
    seen = {lang: number(request.POST.get("rev")), other(lang): number(request.POST.get("other_rev"))}
    try:
        translating.accept_slip(section, lang=lang, by=request.user, at=timezone.now(), seen=seen)
    except writing.ChangedMeanwhile:
        said = _("Nothing was noted: a text was changed in the meantime. Compare both once more.")
    except SectionText.DoesNotExist:
        said = _("Nothing was noted: one of the two languages lacks its heading or its text.")
    else:
        said = _("Noted: only a slip of the pen, the text stays valid.")
    return answer_with_cell(request, minutes, section, lang, said)


@require_POST
def section_skeleton(request: HttpRequest, pk: int, uuid: uuids.UUID, lang: str) -> HttpResponse:
    """Put the structure of the other language where nothing stands yet, and open it for translation."""
    minutes, _can = minutes_for(request, pk, "write")
    section, lang = section_of(minutes, uuid), language(lang)
    assert isinstance(request.user, User)
    try:
        translating.copy_skeleton(section, lang=lang, by=request.user, at=timezone.now())
    except (writing.ChangedMeanwhile, SectionText.DoesNotExist):
        messages.warning(
            request, _("Nothing was copied: there is a text already, or the other one has no heading, list or table.")
        )
        return redirect(workspace_address(minutes, chosen_view(request), section))
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        return redirect(workspace_address(minutes, chosen_view(request), section))
    messages.success(request, _("The structure is copied. Translate it, then mark it as up to date."))
    return redirect(workspace_address(minutes, chosen_view(request), section, edit=lang))


@require_POST
def skeletons(request: HttpRequest, pk: int, lang: str) -> HttpResponse:
    """Put the structure of the other language wherever a text in `lang` is missing as a whole."""
    minutes, _can = minutes_for(request, pk, "write")
    assert isinstance(request.user, User)
    try:
        started = translating.copy_skeletons(minutes, lang=language(lang), by=request.user, at=timezone.now())
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        return redirect(workspace_address(minutes, chosen_view(request)))
    if started:
        said = ngettext("%(count)d text was prepared.", "%(count)d texts were prepared.", started)
        messages.success(request, said % {"count": started})
    else:
        messages.info(request, _("Nothing was copied: no missing text has a heading, a list or a table to start from."))
    return redirect(workspace_address(minutes, chosen_view(request)))


@require_form
def section_ask(request: HttpRequest, pk: int, uuid: uuids.UUID, lang: str) -> HttpResponse:
    """Ask somebody to bring the text in `lang` up to date; the form says that a mail goes out."""
    minutes, _can = minutes_for(request, pk, "write")
    section, lang = section_of(minutes, uuid), language(lang)
    asked = section.translation_requests.open().filter(language=lang).select_related("assignee__person").first()
    if request.method == "POST":
        form = AskForm(request.POST, lang=lang)
        if form.is_valid():
            return _ask(request, minutes, section, lang, form)
        return _ask_page(request, minutes, section, lang, form, asked, status=422)
    if not section.translation_state(lang).needs_work:
        return _nothing_to_ask(request, minutes, section)
    form = AskForm(initial={"instead_of": asked.pk if asked else 0}, lang=lang)
    return _ask_page(request, minutes, section, lang, form, asked)


def _ask(request: HttpRequest, minutes: Minutes, section: Section, lang: str, form: AskForm) -> HttpResponse:
    """Note the request, and say whether a mail goes out."""
    assert isinstance(request.user, User)
    data = form.cleaned_data
    try:
        translating.ask_for_translation(
            section,
            lang=lang,
            assignee=data["assignee"],
            note=data["note"],
            by=request.user,
            at=timezone.now(),
            site=site_of(request),
            instead_of=data["instead_of"],
        )
    except translating.NothingToTranslate:
        return _nothing_to_ask(request, minutes, section)
    except translating.AskedMeanwhile:
        asked = section.translation_requests.open().filter(language=lang).select_related("assignee__person").first()
        form.add_error(None, _("Somebody asked for this translation, or took it back, in the meantime. Look once more."))
        form.data = {**request.POST.dict(), "instead_of": str(asked.pk if asked else 0)}
        return _ask_page(request, minutes, section, lang, form, asked, status=409)
    else:
        if data["assignee"] == request.user:
            messages.success(request, _("You are noted for this text."))
        else:
            messages.success(request, _("%(name)s was asked and gets a mail.") % {"name": data["assignee"]})
    return redirect(workspace_address(minutes, chosen_view(request), section))


def _ask_page(
    request: HttpRequest,
    minutes: Minutes,
    section: Section,
    lang: str,
    form: AskForm,
    asked: TranslationRequest | None,
    status: int = 200,
) -> HttpResponse:
    """Show the form, with who was asked already."""
    context = {
        "minutes": minutes,
        "meeting": minutes.meeting,
        "form": form,
        "shown": chosen_view(request),
        "asked": asked,
        "asked_on": moment(asked.asked_at) if asked else "",
        "title": _ASK_TITLES[lang] % {"heading": _name(section)},
        "back": workspace_address(minutes, chosen_view(request), section),
    }
    return render(request, "meetings/minutes/ask.html", context, status=status)


def _nothing_to_ask(request: HttpRequest, minutes: Minutes, section: Section) -> HttpResponse:
    """Lead back to the text that needs nothing."""
    messages.info(request, _("Nobody was asked: this text needs no translation now."))
    return redirect(workspace_address(minutes, chosen_view(request), section))


def _name(section: Section) -> str:
    """Return how a section is called in the title of a page."""
    return documents.heading(section, active_language()).text or section.get_kind_display()
