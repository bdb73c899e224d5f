"""Load the figures of a project that its checks and its page look at."""

from decimal import Decimal

from django.db.models import Sum

from .ceilings import ZERO, Balance
from .checks import Figures
from .envelopes import balances
from .models import Project


def of_project(project: Project, standing: list[Balance] | None = None) -> Figures:
    """Return the figures of a project; `standing`: the envelopes of its call, where they are known already.

    The number of queries does not depend on the number of rows.
    """
    call = project.call
    decreed: Decimal | None = project.decree_lines.aggregate(total=Sum("amount"))["total"]
    paid: Decimal | None = project.payments.aggregate(total=Sum("amount"))["total"]
    return Figures(
        envelopes=list(call.envelopes.all()),
        fundings=list(project.fundings.all()),
        lines=list(project.budget_lines.all()),
        supplements=list(project.supplements.all()),
        lead=project.lead_id,
        period=(project.period_start, project.period_end),
        call_period=(call.period_start, call.period_end),
        balances=balances(call) if standing is None else standing,
        decreed=decreed or ZERO,
        paid=paid or ZERO,
    )
