"""Export tables: one call, one project, or what a list shows with its filters; never what one does not see."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from amif_network.accounts.models import User
from amif_network.exchange.answers import exported

from ...exchange.scope import Scope
from ...exchange.tables import TABLES
from ...forms.calls import CallFilter
from ...forms.projects import ProjectFilter
from ...models import Call, Project

# What the list of calls shows of each.
OF_CALLS = ("programmes", "calls", "dates", "envelopes")
ALL = tuple(kind.name for kind in TABLES)
# What belongs to projects, beside what the keys of their rows refer to.
OF_PROJECTS = tuple(name for name in ALL if name not in ("dates", "envelopes"))


@require_safe
def calls(request: HttpRequest, form: str) -> HttpResponseBase:
    """Export the calls that the list shows with the filters of the address."""
    user = _person(request)
    filters = CallFilter(request.GET, drafts=user.is_coordinating)
    found = filters.applied(Call.objects.visible_to(user).for_list(user), timezone.localdate())
    shown = Call.objects.visible_to(user).filter(pk__in=[call.pk for call in found])
    return exported(request, Scope(user, shown, Project.objects.none(), "calls"), form, OF_CALLS)


@require_safe
def call(request: HttpRequest, pk: int, form: str) -> HttpResponseBase:
    """Export one call with its projects."""
    user = _person(request)
    found = get_object_or_404(Call.objects.visible_to(user), pk=pk)
    return exported(request, Scope.of_call(user, found), form, ALL)


@require_safe
def projects(request: HttpRequest, form: str) -> HttpResponseBase:
    """Export the projects that the list shows with the filters of the address."""
    user = _person(request)
    visible = Project.objects.visible_to(user)
    found = ProjectFilter(request.GET, user=user).applied(visible)
    return exported(request, Scope.of_projects(user, found, "projects"), form, OF_PROJECTS)


@require_safe
def project(request: HttpRequest, pk: int, form: str) -> HttpResponseBase:
    """Export one project with its money."""
    user = _person(request)
    visible = Project.objects.visible_to(user).filter(pk=pk)
    get_object_or_404(visible)
    return exported(request, Scope.of_projects(user, visible, f"project-{pk}"), form, OF_PROJECTS)


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
