"""Agendas kept as templates: list, keep one, rename it, archive it and bring it back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from amif_network.accounts.roles import coordinator
from amif_network.core.collisions import locked_if_posted
from amif_network.core.requests import posted, require_form

from ..actions import agenda_templates as actions
from ..forms.agenda_templates import AgendaTemplateForm
from ..models import AgendaTemplate
from .scope import meeting_for


@require_safe
def templates(request: HttpRequest) -> HttpResponse:
    """List the templates with their rows, the archived ones last."""
    user = coordinator(request)
    found = list(AgendaTemplate.objects.visible_to(user).by_name().prefetch_related("rows"))
    context = {
        "templates": [one for one in found if one.archived_at is None],
        "archived": [one for one in found if one.archived_at],
    }
    return render(request, "meetings/agenda_templates/list.html", context)


@require_form
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the agenda of a meeting as a template; what will be kept is shown before."""
    user = coordinator(request)
    meeting, _can = meeting_for(request, pk)
    form = AgendaTemplateForm(posted(request), instance=AgendaTemplate())
    if request.method == "POST" and form.is_valid():
        try:
            actions.keep_agenda(meeting, **form.names(), by=user, at=timezone.now())
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("The agenda is kept as a template: choose it when you plan a meeting."))
            return redirect("meetings:agenda-templates")
    context = {"meeting": meeting, "form": form, "rows": actions.rows_to_keep(meeting)}
    return render(request, "meetings/agenda_templates/keep.html", context, status=422 if form.errors else 200)


@require_form
@transaction.atomic
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a template another name."""
    user = coordinator(request)
    found = get_object_or_404(locked_if_posted(request, AgendaTemplate.objects.visible_to(user)), pk=pk)
    form = AgendaTemplateForm(posted(request), instance=found)
    if request.method == "POST" and form.is_valid():
        actions.rename(found, **form.names(), by=user)
        messages.success(request, _("The template is renamed."))
        return redirect("meetings:agenda-templates")
    status = 409 if form.differences else 422 if form.errors else 200
    return render(request, "meetings/agenda_templates/rename.html", {"template": found, "form": form}, status=status)


@require_POST
def archive(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer a template no more."""
    user = coordinator(request)
    found = get_object_or_404(AgendaTemplate.objects.visible_to(user), pk=pk)
    actions.archive(found, by=user, at=timezone.now())
    messages.success(request, _("The template is archived: it is not offered any more."))
    return redirect("meetings:agenda-templates")


@require_POST
def bring_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer an archived template again."""
    user = coordinator(request)
    found = get_object_or_404(AgendaTemplate.objects.visible_to(user), pk=pk)
    actions.bring_back(found, by=user)
    messages.success(request, _("The template is offered again."))
    return redirect("meetings:agenda-templates")
