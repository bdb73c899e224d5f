"""The page of one project: what is to be done, what it costs, who pays, what was decided and paid."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from amif_network.accounts.models import User
from amif_network.accounts.questions import ReaderQuestion
from amif_network.core.bilingual import active_language
from amif_network.core.questions import Ask, Question, asked_ahead, attach
from amif_network.core.unchanged import kept_until_changed
from amif_network.core.workflow import allowed

from ... import checks, envelopes, figures
from ...envelopes import balances
from ...models import AuthorityPayment, DecreeLine, Envelope, LogEntry, PartnershipSupplement, Project, ProjectDocument
from ...next_steps import NextSteps, Side, Standing, next_steps
from ...tables import budget_table, funding_table, money_bar
from ...wording.projects import PROJECT_STEPS, said, states_of
from ...workflow import CALL, leading, possible


@require_safe
@kept_until_changed
def project(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one project."""
    assert isinstance(request.user, User)
    with asked_ahead(*_asks(request.user, pk)):
        found = _loaded(request.user, pk)
        with asked_ahead(_envelopes.of(found.call_id), *envelopes.asks(found.call_id, request.user)):
            attach([found.call], "envelopes", _envelopes(found.call_id), "call_id")
            context = _context(found, request.user)
    return render(request, "projects/project.html", context)


def _asks(user: User, pk: int) -> list[Ask]:
    """Return what `_loaded` and `_context` ask of the database first."""
    rows = [question.of(pk) for question in (_supplements, _documents, _decree_lines, _payments, _log)]
    return [_detail.of(user, pk), *rows, *figures.asks(pk)]


def _context(found: Any, user: User) -> dict[str, Any]:
    """Return what the page shows of a project that is loaded for `user`."""
    pk = found.pk
    can = possible(user, found)
    of_call = allowed(CALL, user, found.call)
    can |= {page for name, page in (("select", "call-select"), ("decree", "decree-new")) if name in of_call}
    decree_lines, payments = _decree_lines(pk), _payments(pk)
    loaded = figures.of_project(found, balances(found.call, user), decree_lines, payments)
    checked = checks.checks(loaded, active_language())
    inside, side = leading(user, found), side_of(user, found)
    return {
        "project": found,
        "can": can,
        "writes": bool(can & {"edit", "correct"}),
        "steps": [step for name, step in PROJECT_STEPS.items() if name in can],
        "next": _next(side, found, loaded, checked, can),
        "checks": checked,
        "blocked": len(checks.blocked(checked)),
        "funding": funding_table(loaded.fundings),
        "budget": budget_table(loaded.lines),
        "figures": loaded,
        "bars": money_bar(loaded.granted_by_others, loaded.decreed, loaded.paid),
        "decree_lines": decree_lines,
        "payments": payments,
        "history": _history(found) if inside else [],
        "returned": _returned(found) if side == Side.LEAD and found.state == Project.State.RETURNED else None,
    }


def _loaded(user: User, pk: int) -> Any:
    """Return a project as `for_detail` loads it, but for the envelopes of its call.

    Raises Http404 when it does not exist for the person.
    """
    rows = _detail(user, pk)
    if not rows:
        raise Http404
    [found] = rows
    attach(rows, "supplements", _supplements(pk), "project_id")
    attach(rows, "documents", _documents(pk), "project_id")
    return found


@ReaderQuestion
def _detail(reader: User, pk: int) -> Any:
    return Project.objects.for_detail().visible_to(reader).filter(pk=pk)


@Question
def _supplements(project: int) -> Any:
    return PartnershipSupplement.objects.filter(project=project).select_related("partner")


@Question
def _documents(project: int) -> Any:
    return ProjectDocument.objects.filter(project=project)


@Question
def _envelopes(call: int) -> Any:
    return Envelope.objects.filter(call=call)


def side_of(user: User, project: Any) -> Side:
    """Say from where a person looks at a project."""
    if user.is_coordinating:
        return Side.COORDINATION
    return Side.LEAD if project.is_led else Side.PARTNER


def _next(side: Side, project: Any, loaded: checks.Figures, checked: list[checks.Check], can: set[str]) -> NextSteps:
    standing = Standing(
        blocked=len(checks.blocked(checked)),
        has_budget=bool(loaded.lines),
        has_funding=bool(loaded.fundings),
        granted=loaded.granted_by_others,
        decreed=loaded.decreed,
        paid=loaded.paid,
        to_account=sum(line.actual is None for line in loaded.lines),
    )
    return next_steps(project.state, side, standing, can)


def _history(project: Project) -> list[tuple[LogEntry, str, str, str]]:
    """Return the rows of the log of a project, the latest first: what was done, the states before and after."""
    return [(row, said(row), *states_of(row)) for row in _log(project.pk)]


@Question
def _log(project: int) -> Any:
    return LogEntry.objects.of_project(project)


@Question
def _decree_lines(project: int) -> Any:
    found = DecreeLine.objects.filter(project=project)
    return found.select_related("decree", "organisation").order_by("decree__signed_on", "pk")


@Question
def _payments(project: int) -> Any:
    return AuthorityPayment.objects.filter(project=project).select_related("reverses", "reversed_by", "recorded_by__person")


def _returned(project: Project) -> LogEntry | None:
    """Return the row that says why the project came back."""
    return LogEntry.objects.of_project(project).filter(action="return").first()
