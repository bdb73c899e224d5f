"""The two questions of every page of a project: does it exist for this person, and what may they do with it now?"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from amif_network.accounts.models import User
from amif_network.core.workflow import WrongState

from ...models import Project
from ...workflow import PROJECT, possible, writing


def project_for(request: HttpRequest, pk: int, action: str = "", projects: Any = None) -> tuple[Any, set[str]]:
    """Return project `pk`, loaded as `projects` says (else with its call and lead), and what the person may do with it.

    Raises Http404 when it does not exist for the person; where an `action` is named, PermissionDenied when the person
    may not take it, WrongState (which is one) when they may, but not in the present state.
    """
    assert isinstance(request.user, User)
    found = get_object_or_404(_visible(request.user, projects), pk=pk)
    can = possible(request.user, found)
    if action and action not in can:
        raise (WrongState() if PROJECT[action].who(request.user, found) else PermissionDenied())
    return found, can


def project_to_write(request: HttpRequest, pk: int, projects: Any = None, action: str = "") -> tuple[Any, bool]:
    """Return project `pk` for a form that changes it, and whether the state forbids that by now.

    What somebody typed must not get lost because the project was submitted meanwhile: only where nothing was sent yet is
    the state a reason to refuse the page. `action`: where it is another than editing or correcting. Else as `project_for`.
    """
    assert isinstance(request.user, User)
    found, can = project_for(request, pk, projects=projects)
    name = action or writing(request.user, found)
    if not PROJECT[name].who(request.user, found):
        raise PermissionDenied
    closed = name not in can
    if closed and request.method != "POST":
        raise WrongState
    return found, closed


def _visible(user: User, projects: Any) -> Any:
    if projects is None:
        projects = Project.objects.select_related("call__programme", "lead")
    return projects.visible_to(user)
