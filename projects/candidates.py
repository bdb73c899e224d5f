"""Load the projects of a call that ask for money, with what a scenario compares: planned costs, and what they ask."""

from collections import defaultdict
from decimal import Decimal

from django.db.models import Sum

from .figures import NO_COSTS, costs
from .models import Call, Project, ProjectFunding
from .models.choices import ASKING
from .what_if import Candidate


def candidates(call: Call) -> dict[int, Candidate]:
    """Return by key, in the order of their codes, the projects that were neither refused nor withdrawn. Three queries."""
    projects = Project.objects.filter(call=call, state__in=ASKING).select_related("lead").order_by("code", "pk")
    asked: dict[int, dict[str, Decimal]] = defaultdict(dict)
    for row in (
        ProjectFunding.objects.filter(project__call=call).order_by().values("project", "source").annotate(sum=Sum("asked"))
    ):
        asked[row["project"]][row["source"]] = row["sum"]
    planned = costs(call)
    return {one.pk: Candidate(one, *planned.get(one.pk, NO_COSTS), asked[one.pk]) for one in projects}
