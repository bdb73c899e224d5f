"""The claims of a list as a workbook: one row each, amounts as numbers."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from amif_network.exchange.columns import Choice, Column, Day, Euros, OrganisationName, Year
from amif_network.exchange.exporting import Export, export
from amif_network.exchange.table import Table
from amif_network.exchange.writing import Written

from .models import Claim
from .models.choices import ClaimKind, ClaimState


class ClaimSheet(Table):
    """Claims of partners, to be read: nothing of it comes back in."""

    for_import = False
    name = "claims"
    title = _("Claims")
    model = Claim
    keys = ("partnership", "partner", "reference")

    partnership = Column("partnership__code", _("code of the partnership"), shown=True)
    partner = Column("party__organisation", _("partner: code"), OrganisationName(), shown=True)
    year = Column("budget__year", _("year of the budget"), Year(), shown=True)
    kind = Column("kind", _("kind"), Choice(ClaimKind), shown=True)
    reference = Column("reference", _("reference of the partner"), shown=True)
    starts_on = Column("starts_on", _("first day"), Day(), shown=True)
    ends_on = Column("ends_on", _("last day"), Day(), shown=True)
    state = Column("state", _("state"), Choice(ClaimState), shown=True)
    costs = Column("costs", _("real costs of the period"), Euros(), shown=True)
    deducted = Column("deducted", _("advances taken off"), Euros(), shown=True)
    claimed = Column("claimed", _("claimed"), Euros(), shown=True)
    accepted = Column("accepted", _("accepted"), Euros(), shown=True)
    transferred = Column("transferred", _("transferred"), Euros(), shown=True)


def claim_workbook(claims: Any) -> Export:
    """Return the claims, annotated with `transferred`, as an .xlsx workbook."""
    return export(Claims(claims), "xlsx")


@dataclass(frozen=True)
class Claims:
    """The claims that a list shows."""

    claims: Any
    name: str = "claims"

    def written(self, tables: Collection[str] = ()) -> list[Written]:
        """Return the one table."""
        return [Written(ClaimSheet(), self.claims)]
