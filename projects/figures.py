"""Load the figures of a project that its checks and its page look at, and the costs of all projects of a call."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db.models import Q, Sum

from amif_network.core.questions import Ask, Question

from .ceilings import ZERO, Balance
from .checks import Figures
from .models import AuthorityPayment, BudgetLine, Call, DecreeLine, Project, ProjectFunding

# What a project costs as planned, and what of it is eligible, in euros.
Costs = tuple[Decimal, Decimal]
NO_COSTS: Costs = (ZERO, ZERO)


def of_project(
    project: Project,
    standing: list[Balance],
    decree_lines: Iterable[DecreeLine] | None = None,
    payments: Iterable[AuthorityPayment] | None = None,
) -> Figures:
    """Return the figures of a project; `standing`: the envelopes of its call, as far as the reader is told.

    What was decreed and paid is asked for where it is not given. The number of queries does not depend on the number of rows.
    """
    call = project.call
    return Figures(
        envelopes=list(call.envelopes.all()),
        fundings=_fundings(project.pk),
        lines=_budget_lines(project.pk),
        supplements=list(project.supplements.all()),
        lead=project.lead_id,
        period=(project.period_start, project.period_end),
        call_period=(call.period_start, call.period_end),
        balances=standing,
        decreed=sum(_decreed(project.pk) if decree_lines is None else (one.amount for one in decree_lines), ZERO),
        paid=sum(_paid(project.pk) if payments is None else (one.amount for one in payments), ZERO),
    )


def asks(project: int) -> list[Ask]:
    """Return what `of_project` asks of the database, where what was decreed and paid is given."""
    return [_fundings.of(project), _budget_lines.of(project)]


@Question
def _fundings(project: int) -> Any:
    return ProjectFunding.objects.filter(project=project)


@Question
def _budget_lines(project: int) -> Any:
    return BudgetLine.objects.filter(project=project)


@Question
def _decreed(project: int) -> Any:
    return DecreeLine.objects.filter(project=project).values_list("amount", flat=True)


@Question
def _paid(project: int) -> Any:
    return AuthorityPayment.objects.filter(project=project).values_list("amount", flat=True)


def costs(call: Call) -> dict[int, Costs]:
    """Return by key what the projects of a call cost; those without a budget are left out. One query."""
    lines = BudgetLine.objects.filter(project__call=call).order_by().values("project")
    sums = lines.annotate(total=Sum("planned"), counting=Sum("planned", filter=Q(eligible=True)))
    return {row["project"]: (row["total"], row["counting"] or ZERO) for row in sums}
