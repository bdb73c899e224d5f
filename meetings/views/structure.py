"""Change the tree of sections that both languages share: add, settle, move, remove, bring back."""

import uuid as uuids

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from amif_network.accounts.models import User
from amif_network.core.bilingual import LANGUAGES, active_language
from amif_network.core.requests import posted, require_form
from amif_network.directory.models import Organisation

from .. import documents
from ..actions import from_agenda, structure
from ..forms.section import AddSectionForm, MoveForm, SectionSettingsForm
from ..models import Minutes, Section
from ..outline import automatic_number, outline, reading_order
from .scope import chosen_view, minutes_for, section_of
from .workspace import workspace_address

# Kinds of section that are numbered when they are added by hand; an answer is named by its organisation.
NUMBERED = (Section.Kind.TEXT, Section.Kind.ROUND_TABLE)


@require_POST
def section_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a section after or below another one, or at the end, and open it in the language of the person."""
    minutes, _can = minutes_for(request, pk, "write")
    form = AddSectionForm(request.POST)
    if not form.is_valid():
        raise Http404
    after = section_of(minutes, form.cleaned_data["after"]) if form.cleaned_data["after"] else None
    below = section_of(minutes, form.cleaned_data["below"]) if form.cleaned_data["below"] else None
    if (beside := after or below) is not None and not structure.stands(beside):
        messages.error(request, _("This place does not exist any more."))
        return redirect(workspace_address(minutes, chosen_view(request)))
    kind = form.cleaned_data["kind"] or Section.Kind.TEXT
    organisation = form.cleaned_data["organisation"]
    assert isinstance(request.user, User)
    try:
        section = structure.add_section(
            minutes,
            by=request.user,
            parent=after.parent if after else below,
            after=after,
            kind=kind,
            numbered=kind in NUMBERED,
            organisation=get_object_or_404(Organisation.objects.visible_to(request.user), pk=organisation)
            if organisation
            else None,
            no_comment=form.cleaned_data["no_comment"],
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(workspace_address(minutes, chosen_view(request), after or below))
    shown = chosen_view(request)
    if section.no_comment and section.parent is not None:
        messages.success(request, _("Noted: no comment."))
        return redirect(reverse("meetings:grid", args=[pk, section.parent.uuid]) + f"?lang={shown}")
    return redirect(workspace_address(minutes, shown, section, edit=active_language() if shown == "both" else shown))


@require_POST
def sections_from_agenda(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a section for every item of the agenda that has none yet."""
    minutes, _can = minutes_for(request, pk, "write")
    assert isinstance(request.user, User)
    made = from_agenda.add_sections(minutes, by=request.user, at=timezone.now())
    if made:
        said = ngettext("%(count)d section was made from the agenda.", "%(count)d sections were made from the agenda.", len(made))
        messages.success(request, said % {"count": len(made)})
    else:
        messages.info(request, _("Every item of the agenda has its section already."))
    return redirect(workspace_address(minutes, chosen_view(request), made[0] if made else None))


@require_form
def section_settings(request: HttpRequest, pk: int, uuid: uuids.UUID) -> HttpResponse:
    """Show and change what both languages share of a section, with what it points at and where it stands."""
    minutes, can = minutes_for(request, pk, "write", Minutes.objects.for_workspace())
    section = section_of(minutes, uuid)
    nodes = outline(minutes.sections.all())
    form = SectionSettingsForm(posted(request), instance=section, automatic=automatic_number(nodes, section))
    if request.method == "POST" and form.is_valid():
        assert isinstance(request.user, User)
        try:
            structure.change_section(section, by=request.user, **form.changes())
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("Saved."))
            return redirect(workspace_address(minutes, "both", section))
    node = next((node for node in reading_order(nodes) if node.section.pk == section.pk), None)
    loaded = node.section if node else section
    language = active_language()
    return render(
        request,
        "meetings/minutes/section_settings.html",
        {
            "minutes": minutes,
            "meeting": minutes.meeting,
            "section": section,
            "heading": documents.heading(loaded, language),
            "number": node.number if node else "",
            "form": form,
            "move": MoveForm(section=section, minutes=minutes),
            "slides": [(reference, documents.slides(reference, language)) for reference in loaded.slide_references.all()],
            "pending": documents.awaited(loaded.pending_contributions.all(), language),
            "languages": LANGUAGES,
            "can": can,
            "back": workspace_address(minutes, "both", section),
        },
        status=422 if form.errors else 200,
    )


@require_POST
def section_move(request: HttpRequest, pk: int, uuid: uuids.UUID) -> HttpResponse:
    """Move a section one step (`to`: up, down, in, out) or to the place chosen from the list (`target`)."""
    minutes, _can = minutes_for(request, pk, "write", Minutes.objects.for_workspace())
    section = section_of(minutes, uuid)
    assert isinstance(request.user, User)
    direction = request.POST.get("to", "")
    try:
        if direction in structure.DIRECTIONS:
            section = structure.shift_section(section, direction=direction, by=request.user, at=timezone.now())
        else:
            form = MoveForm(request.POST, section=section, minutes=minutes)
            if not form.is_valid():
                raise structure.ImpossibleMove(_("This place does not exist any more."))
            parent, index = form.place(section)
            section = structure.move_section(section, parent=parent, index=index, by=request.user, at=timezone.now())
    except (structure.ImpossibleMove, ValidationError) as error:
        messages.error(request, " ".join(error.messages) if isinstance(error, ValidationError) else str(error))
    else:
        messages.success(request, _place_in_words(section))
    return redirect(workspace_address(minutes, chosen_view(request), section))


def _place_in_words(section: Section) -> str:
    """Say where a section stands now, for those who do not see it jump."""
    siblings = Section.objects.filter(minutes=section.minutes_id, parent=section.parent_id, removed_at=None).order_by(
        "position", "pk"
    )
    order = list(siblings.values_list("pk", flat=True))
    return _("The section is now number %(place)d of %(count)d at its level.") % {
        "place": order.index(section.pk) + 1,
        "count": len(order),
    }


@require_POST
def section_remove(request: HttpRequest, pk: int, uuid: uuids.UUID) -> HttpResponse:
    """Take a section out of the minutes, with all below it; the message, and the end of the workspace, bring it back."""
    minutes, _can = minutes_for(request, pk, "write")
    section = section_of(minutes, uuid)
    assert isinstance(request.user, User)
    structure.remove_section(section, by=request.user, at=timezone.now())
    context = {"minutes": minutes, "section": section, "title": documents.name_of(section, active_language())}
    messages.success(request, render_to_string("meetings/minutes/removed.html", context, request))
    return redirect(workspace_address(minutes, chosen_view(request)))


@require_POST
def section_restore(request: HttpRequest, pk: int, uuid: uuids.UUID) -> HttpResponse:
    """Bring a removed section back to its place."""
    minutes, _can = minutes_for(request, pk, "write")
    section = section_of(minutes, uuid)
    assert isinstance(request.user, User)
    try:
        structure.restore_section(section, by=request.user, at=timezone.now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The section is back in its place."))
    return redirect(workspace_address(minutes, chosen_view(request), section))
