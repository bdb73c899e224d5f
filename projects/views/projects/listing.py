"""The list of projects over all calls, and the form of one."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from amif_network.accounts.models import User
from amif_network.core.bilingual import active_language
from amif_network.core.collisions import locked_if_posted
from amif_network.core.questions import asked_ahead
from amif_network.core.requests import posted, require_form
from amif_network.core.unchanged import kept_until_changed

from ...actions import projects as actions
from ...forms.projects import ProjectFilter, ProjectForm
from ...models import LogEntry, Project
from ...models.choices import Edit, LogSubject
from ...portfolio import asks_of_all, asks_offered, in_order, listed, totals, totals_of_all
from ..scope import call_for
from .scope import project_to_write

PAGE_SIZE = 20


@require_safe
@kept_until_changed
def projects(request: HttpRequest) -> HttpResponse:
    """List the projects that exist for the person, narrowed by the filters of the address, with their sums."""
    assert isinstance(request.user, User)
    with asked_ahead(*asks_offered(request.user, active_language())):
        filters = ProjectFilter(request.GET, user=request.user)
    found = filters.applied(Project.objects.visible_to(request.user))
    page = Paginator(in_order(found), PAGE_SIZE).get_page(request.GET.get("page"))
    number = page.paginator.count
    leads = request.user.is_coordinating
    with asked_ahead(*(asks_of_all(**filters.narrowed) if leads else ())):
        sums = totals_of_all(number, **filters.narrowed) if leads else totals(found.with_totals())
    context = {"filters": filters, "page": page, "rows": listed(page.object_list), "totals": sums}
    return render(request, "projects/projects.html", context)


@require_form
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """Start a project in a call."""
    assert isinstance(request.user, User)
    call, _can = call_for(request, pk, "prepare")
    form = ProjectForm(posted(request), instance=Project(call=call), user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            started = actions.start(form.save(commit=False), by=request.user, at=timezone.now())
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("The project is started. Enter its budget now, then who pays for it."))
            return redirect(started)
    context = {"form": form, "call": call, "project": None}
    return render(request, "projects/project_form.html", context, status=422 if form.errors else 200)


@require_form
@transaction.atomic
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a project; who comes second sees both versions and decides."""
    assert isinstance(request.user, User)
    projects = locked_if_posted(request, Project.objects.select_related("call__programme", "lead", "contact"))
    found, closed = project_to_write(request, pk, projects)
    shown = str(found)
    form = ProjectForm(posted(request), instance=found, user=request.user)
    if request.method == "POST" and form.is_valid() and not closed:
        try:
            actions.change(form.save(commit=False), by=request.user, at=timezone.now())
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("The project is saved."))
            return redirect(found)
    context = {
        "form": form, "call": found.call, "project": found, "shown": shown, "closed": closed,
        "last": _last_change(found) if form.differences else None,
    }  # fmt: skip
    status = 409 if closed or form.differences else 422 if form.errors else 200
    return render(request, "projects/project_form.html", context, status=status)


def _last_change(project: Project) -> LogEntry | None:
    """Return who changed the project last, and when."""
    return LogEntry.objects.of_project(project).filter(subject=LogSubject.PROJECT, action=Edit.CHANGE).first()
