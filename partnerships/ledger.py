"""The moves of money of a partnership, day by day: what came in, what went on, what came back (DOMAIN §7.3). Euros."""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from amif_network.accounts.models import User

from .balance import sees_all
from .models import Allocation, Transfer

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Entry:
    """One move: in above zero, on to a partner below. `held` is what the host holds then; None where the reader cannot know.

    `row` is the allocation that can still be taken back, or None.
    """

    day: datetime.date
    what: str
    note: str
    amount: Decimal
    held: Decimal | None
    row: Any = None


def of_partnership(partnership: Any, user: User, day: datetime.date) -> list[Entry]:
    """Return the moves up to `day` that `user` may see, in the order of their days. Two queries."""
    entries = _allocations(partnership, day) + _transfers(partnership, user, day)
    entries.sort(key=lambda entry: (entry.day, -entry.amount))
    if not sees_all(partnership, user):
        return entries
    held, found = ZERO, []
    for entry in entries:
        held += entry.amount
        found.append(Entry(entry.day, entry.what, entry.note, entry.amount, held, entry.row))
    return found


def _allocations(partnership: Any, day: datetime.date) -> list[Entry]:
    rows = Allocation.objects.filter(partnership=partnership, received_on__lte=day).select_related("payment")
    found = []
    for one in rows:
        found.append(
            Entry(
                one.received_on, _("Paid by the authority"), str(one.payment), one.amount, None, None if one.reversed_on else one
            )
        )
        if one.reversed_on and one.reversed_on <= day:
            found.append(Entry(one.reversed_on, _("Allocation taken back"), one.reason, -one.amount, None))
    return found


def _transfers(partnership: Any, user: User, day: datetime.date) -> list[Entry]:
    rows = Transfer.objects.visible_to(user).filter(claim__partnership=partnership, executed_on__lte=day)
    found = []
    for one in rows.select_related("claim__party__organisation"):
        assert one.executed_on is not None
        to = f"{one.claim.party.organisation}, {one.claim.reference} ({one.reference})"
        found.append(Entry(one.executed_on, _("Transferred to the partner"), to, -one.amount, None))
        if one.reversed_on and one.reversed_on <= day:
            found.append(Entry(one.reversed_on, _("Transfer reversed"), f"{to}: {one.reason}", one.amount, None))
    return found
