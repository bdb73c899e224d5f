"""When a partnership that came in with a file can have the state it had: once its paper is in, too (DOMAIN §7, invariant 2)."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from ..models import Agreement, Partnership, Signature
from ..models.choices import Formal, Role

if TYPE_CHECKING:
    from .rows import OfPartnerships

# The sheets that hold the paper, in their order.
PAPER = ("partnerships", "parties", "agreements", "signatures")


def complete(roles: Collection[str]) -> bool:
    """Tell whether there is a host and a partner."""
    return {Role.HOST, Role.PARTNER} <= set(roles)


def raise_state(table: "OfPartnerships") -> None:
    """Give new partnerships their state once the last sheet of paper of the file is read.

    One of which a row was refused stays where it began: then nothing of the file is imported.
    """
    last = [sheet.table for sheet in table.world.sheets if sheet.table in PAPER][-1]
    if table.name != last:
        return
    for partnership in table.alliances.all():
        if table.is_new(partnership) and _may_stand(partnership):
            partnership.save(update_fields=["state"])


def _may_stand(partnership: Partnership) -> bool:
    """Tell whether what is stored allows the state."""
    if partnership.state in (Formal.IDEA, Formal.ABANDONED):
        return True
    parties = partnership.parties.all()
    if not complete({party.role for party in parties}):
        return False
    if partnership.state != Formal.SIGNED:
        return True
    last = Agreement.objects.filter(partnership=partnership).order_by("-version").first()
    signed = set(Signature.objects.filter(agreement=last).values_list("party", flat=True)) if last else set()
    return bool(last) and signed == {party.pk for party in parties}
