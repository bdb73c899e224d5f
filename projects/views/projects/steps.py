"""Move a project along its workflow."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from amif_network.accounts.models import User
from amif_network.core.bilingual import active_language
from amif_network.core.requests import posted, require_form, site_of
from amif_network.core.workflow import WrongState
from meetings.views.twice import taken_already

from ... import checks, figures
from ...actions import projects as actions
from ...forms.calls import StepForm
from ...mails import projects as project_mails
from ...models import CallDate, Project
from ...timetable import untimely
from ...wording.projects import PROJECT_STEPS
from ...workflow import PROJECT
from .amounts import grant
from .scope import project_for

# Steps with an action of their own; the others share `move`.
OWN = {"submit": actions.submit, "reconsider": actions.reconsider}


@require_form
def step(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """Say what a step means and who gets a mail, or take it; sent twice, it is taken once."""
    assert isinstance(request.user, User)
    if action not in PROJECT_STEPS:
        raise Http404
    if action == "grant":
        return grant(request, pk)
    try:
        return _step(request, pk, action)
    except WrongState:
        found = Project.objects.visible_to(request.user).filter(pk=pk)
        if not taken_already(request, found, PROJECT[action].target):
            raise
        return redirect("projects:project", pk)


def _step(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    assert isinstance(request.user, User)
    project, _can = project_for(request, pk, action)
    words = PROJECT_STEPS[action]
    form = StepForm(posted(request), words=words)
    if request.method == "POST" and form.is_valid():
        try:
            _take(project, action, form.cleaned_data["comment"], by=request.user, site=site_of(request))
        except actions.NotReady:
            # What is wrong stands on the page, with the place where it can be put right.
            form.add_error(None, actions.NOT_READY)
        else:
            messages.success(request, str(words.done))
            return redirect(project)
    found = _stopping(project) if action == "submit" or (action == "reconsider" and not project.submitted_at) else []
    mails = project_mails.readers(project, action, by=request.user)
    context = {
        "project": project,
        "step": words,
        "form": form,
        "blocked": found,
        "untimely": _untimely(project, request.user) if action == "submit" else "",
        "mails": [str(one.person or one.user or one.email) for one in mails],
        "tells": action in {*project_mails.FOR_LEAD, *project_mails.FOR_COORDINATORS},
    }
    return render(request, "projects/project_step.html", context, status=422 if form.errors else 200)


def _take(project: Any, action: str, comment: str, *, by: User, site: str) -> None:
    """Take the step by its action. Raises as this does."""
    at = timezone.now()
    if action in OWN:
        OWN[action](project, comment=comment, by=by, at=at, site=site)
    else:
        actions.move(project, action, comment=comment, by=by, at=at, site=site)


def _untimely(project: Any, user: User) -> str:
    """Return the doubt about submitting now, as the dates say that `user` may know."""
    return untimely(CallDate.objects.current_for(user).filter(call=project.call), timezone.now())


def _stopping(project: Any) -> list[checks.Check]:
    """Return the checks that stop the submission."""
    return checks.blocked(checks.checks(figures.of_project(project, standing=[]), active_language()))
