"""What a save answers: the row in the workspace, or with htmx just the cell and what changes around it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ..models import Minutes, Section
from .scope import chosen_view, fragment, minutes_for, wants_fragment
from .workspace import find_row, workspace_address, workspace_context


def answer_with_cell(request: HttpRequest, minutes: Minutes, section: Section, lang: str, said: str) -> HttpResponse:
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
