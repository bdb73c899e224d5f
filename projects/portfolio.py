"""Projects as lists show them: of one call, or of all."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Sum

from amif_network.accounts.models import User

from .ceilings import ZERO
from .models import Call, MinisterialDecree, Project
from .models.choices import ProjectState

# What `Project.objects.with_totals` annotates and lists add up.
COLUMNS = ("asked", "granted", "paid")


@dataclass(frozen=True, slots=True)
class Totals:
    """How many projects there are, and their sums in euros."""

    number: int
    asked: Decimal
    granted: Decimal
    paid: Decimal


@dataclass(frozen=True, slots=True)
class Portfolio:
    """The projects of a call that exist for a person, and their sums; `partial`: others may see more.

    `decrees`, for coordinating users, carry their `total`.
    """

    projects: list[Project]
    totals: Totals
    partial: bool
    decrees: Sequence[MinisterialDecree]


def waiting(user: User) -> Any:
    """Return the projects that wait for a person, the longest first, with call and lead.

    For members these are the ones that came back to their organisations, for coordinating users the ones that were submitted.
    """
    visible: Any = Project.objects.visible_to(user).select_related("call", "lead").order_by("submitted_at", "pk")
    if user.is_coordinating:
        return visible.filter(state=ProjectState.SUBMITTED)
    return visible.filter(state=ProjectState.RETURNED, is_led=True)


def totals(projects: Any) -> Totals:
    """Add up projects, annotated by `with_totals`, in one query."""
    found = projects.order_by().aggregate(number=Count("pk"), **{f"all_{name}": Sum(name) for name in COLUMNS})
    return Totals(found["number"], *(found[f"all_{name}"] or ZERO for name in COLUMNS))


def of_call(call: Call, user: User) -> Portfolio:
    """Return the projects of `call` that exist for `user`, by code, and the decrees; three queries at most."""
    found: list[Any] = list(
        Project.objects.visible_to(user).filter(call=call).with_totals().select_related("lead").order_by("code")
    )
    sums = (sum((getattr(project, name) for project in found), ZERO) for name in COLUMNS)
    leads = user.is_coordinating
    decrees = list(call.decrees.annotate(total=Sum("lines__amount")).order_by("signed_on", "pk")) if leads else []
    return Portfolio(found, Totals(len(found), *sums), partial=not leads, decrees=decrees)
