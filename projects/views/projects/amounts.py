"""Amounts beside rows that stand: what was granted, and what was really spent."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from amif_network.accounts.models import User
from amif_network.core.fingerprint import Overtaken
from amif_network.core.requests import posted, require_form
from amif_network.core.workflow import CommentRequired, WrongState

from ...actions import budget, projects
from ...forms.money import AmountsForm, GrantForm
from ...models import BudgetLine, PartnershipSupplement
from ...wording.projects import PROJECT_STEPS
from .scope import project_to_write


@require_form
def grant(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter what was granted to each row."""
    assert isinstance(request.user, User)
    project, closed = project_to_write(request, pk, action="grant")
    form, base = _grant_form(request, project)
    overtaken = False
    if request.method == "POST" and form.is_valid() and not closed:
        try:
            projects.grant(
                project, fundings=form.amounts("funding"), supplements=form.amounts("supplement"),
                base=form.cleaned_data["base"], comment=form.cleaned_data["comment"], by=request.user, at=timezone.now(),
            )  # fmt: skip
        except CommentRequired as error:
            form.add_error("comment", str(error))
        except Overtaken:
            overtaken = True
        except WrongState:
            closed = True
        else:
            messages.success(request, str(PROJECT_STEPS["grant"].done))
            return redirect(project)
    words = PROJECT_STEPS["grant"]
    context = {
        "project": project, "form": form, "title": words.label, "lead": words.explanation,
        "before": pgettext("amount", "Asked"), "now": pgettext("amount", "Granted"),
    }  # fmt: skip
    return _answer(request, context, base, overtaken=overtaken, closed=closed)


@require_form
def accounts(request: HttpRequest, pk: int) -> HttpResponse:
    """Note what was really spent, line by line."""
    assert isinstance(request.user, User)
    project, closed = project_to_write(request, pk, action="account")
    lines = budget.LINES.of(project)
    base = budget.actual_fingerprint(lines)
    rows = [(f"line-{line.pk}", line, line.actual) for line in lines]
    form = AmountsForm(posted(request), rows=rows, label=pgettext("amount", "Actual"), initial={"base": base})
    overtaken = False
    if request.method == "POST" and form.is_valid() and not closed:
        try:
            budget.account(project, amounts=form.amounts(), base=form.cleaned_data["base"], by=request.user, at=timezone.now())
        except Overtaken:
            overtaken = True
        except WrongState:
            closed = True
        else:
            messages.success(request, _("The actual costs are saved."))
            return redirect(project)
    context = {
        "project": project, "form": form, "title": _("Actual costs"),
        "before": pgettext("amount", "Planned"), "now": pgettext("amount", "Actual"),
        "lead": _("What was really spent. Leave a box empty where the cost is not known yet."),
    }  # fmt: skip
    return _answer(request, context, base, overtaken=overtaken, closed=closed)


def _grant_form(request: HttpRequest, project: Any) -> tuple[GrantForm, str]:
    fundings, supplements = projects.grantable(project)
    rows: list[Any] = [(f"funding-{row.pk}", row, row.granted) for row in fundings]
    rows += [(f"supplement-{row.pk}", row, row.granted) for row in supplements]
    base = projects.granted_fingerprint(project)
    return GrantForm(posted(request), rows=rows, label=pgettext("amount", "Granted"), initial={"base": base}), base


def _answer(request: HttpRequest, context: dict[str, Any], base: str, *, overtaken: bool, closed: bool) -> HttpResponse:
    """Draw the form; where somebody else saved meanwhile, with what stands beside what was typed, to be sent again knowingly."""
    form = context["form"]
    if overtaken:
        form.show_again(base)
    status = 409 if overtaken or closed else 422 if form.errors else 200
    context |= {"lines": [_line(row, box) for row, box in form.boxes()], "overtaken": overtaken, "closed": closed}
    return render(request, "projects/amounts.html", context, status=status)


def _line(row: Any, box: Any) -> dict[str, Any]:
    """Return what a line of the table shows of a row, beside its box."""
    if isinstance(row, BudgetLine):
        name = f"{row}, {row.description}" if row.description else str(row)
        return {"name": name, "before": row.planned, "now": row.actual, "box": box}
    name = str(row.partner) if isinstance(row, PartnershipSupplement) else str(row)
    return {"name": name, "before": row.asked, "now": row.granted, "box": box}
