"""Export tables: everything, one call, one project, or what a list shows with its filters; never what one does not see."""

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from amif_network.accounts.models import User

from ...exchange.exporting import FORMATS, Export, Exportable, Scope, as_csv, as_workbook
from ...exchange.tables import TABLES
from ...forms.calls import CallFilter
from ...forms.projects import ProjectFilter
from ...models import Call, Project

# What the list of calls shows of each.
OF_CALLS = ("programmes", "calls", "dates", "envelopes")
# What belongs to projects, beside what the keys of their rows refer to.
OF_PROJECTS = tuple(name for name in TABLES if name not in ("dates", "envelopes"))


@require_safe
def everything(request: HttpRequest, form: str) -> HttpResponse:
    """Export all calls and projects that exist for the person."""
    return exported(request, Scope.everything(_person(request)), form)


@require_safe
def calls(request: HttpRequest, form: str) -> HttpResponse:
    """Export the calls that the list shows with the filters of the address."""
    user = _person(request)
    filters = CallFilter(request.GET, drafts=user.is_coordinating)
    found = filters.applied(Call.objects.visible_to(user).for_list(user), timezone.localdate())
    shown = Call.objects.visible_to(user).filter(pk__in=[call.pk for call in found])
    return exported(request, Scope(user, shown, Project.objects.none(), "calls"), form, OF_CALLS)


@require_safe
def call(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """Export one call with its projects."""
    user = _person(request)
    found = get_object_or_404(Call.objects.visible_to(user), pk=pk)
    return exported(request, Scope.of_call(user, found), form)


@require_safe
def projects(request: HttpRequest, form: str) -> HttpResponse:
    """Export the projects that the list shows with the filters of the address."""
    user = _person(request)
    visible = Project.objects.visible_to(user)
    found = ProjectFilter(request.GET, user=user).applied(visible)
    return exported(request, Scope.of_projects(user, found, "projects"), form, OF_PROJECTS)


@require_safe
def project(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """Export one project with its money."""
    user = _person(request)
    visible = Project.objects.visible_to(user).filter(pk=pk)
    get_object_or_404(visible)
    return exported(request, Scope.of_projects(user, visible, f"project-{pk}"), form, OF_PROJECTS)


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def exported(request: HttpRequest, scope: Exportable, form: str, tables: Sequence[str] = ()) -> HttpResponse:
    """Answer with a workbook, or with the tables named in the address as CSV. Raises Http404 for a form or table that is none."""
    wanted = tuple(request.GET.getlist("table")) or tables
    if form not in FORMATS or not set(wanted) <= set(tables or TABLES):
        raise Http404
    return _answer(as_workbook(scope, wanted) if form == "xlsx" else as_csv(scope, wanted))


def _answer(export: Export) -> HttpResponse:
    response = HttpResponse(export.data, content_type=export.content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{export.name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
