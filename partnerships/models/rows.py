"""Rows of a partnership: they exist for whoever sees the partnership."""

from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.expressions import Combinable

from amif_network.accounts.models import User
from amif_network.directory.models import Organisation

from . import choices
from .partnership import Partnership, Party


class PartnershipRows(models.QuerySet[Any]):
    """Rows of partnerships; `path` leads from the row to its partnership."""

    path = "partnership"

    def visible_to(self, user: User) -> Self:
        """Return the rows of the partnerships that exist for `user` (DOMAIN §7, invariant 12)."""
        if user.is_coordinating:
            return self.all()
        return self.filter(**{f"{self.path}__in": Partnership.objects.visible_to(user).values("pk")})


class RowsBetweenTwo(PartnershipRows):
    """Rows between the host and one partner: another partner of the same partnership does not see them.

    `partner_path` leads to the partner's Party.
    """

    partner_path = "party"

    def visible_to(self, user: User) -> Self:
        """Return all to coordinating users, else the rows of the host and of the partner that the user acts for.

        Annotated with `is_host` and `is_own`: the user acts for the host, or for the partner of the row.
        """
        mine = user.organisations().values("pk") if user.role == "member" else Organisation.objects.none().values("pk")
        hosts = Party.objects.filter(
            partnership=OuterRef(f"{self.path}_id" if "__" not in self.path else self.path),
            role=choices.Role.HOST,
            organisation__in=mine,
        )
        own = Q(**{f"{self.partner_path}__organisation__in": mine})
        annotated = self.annotate(is_host=Exists(hosts), is_own=_true_where(own))
        if user.is_coordinating:
            return annotated
        return annotated.filter(Q(is_host=True) | Q(is_own=True)) if user.role == "member" else annotated.none()


def _true_where(condition: Q) -> Combinable:
    """Return the condition as a column."""
    return models.Case(models.When(condition, then=Value(True)), default=Value(False))
