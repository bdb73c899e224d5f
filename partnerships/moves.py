"""What the database knows of the cash of a partnership, as `cash` computes with it."""

from .cash import Move
from .models import Allocation, Transfer


def moves_of(partnership_pk: int) -> list[Move]:
    """Return every move of money of a partnership: allocations in, executed transfers out, reversals back. Two queries."""
    allocations = Allocation.objects.filter(partnership=partnership_pk).values_list("received_on", "reversed_on", "amount")
    transfers = Transfer.objects.filter(claim__partnership=partnership_pk, executed_on__isnull=False)
    found = []
    for received, taken_back, amount in allocations.order_by():
        found.append(Move(received, amount))
        if taken_back:
            found.append(Move(taken_back, -amount))
    for executed, came_back, amount in transfers.order_by().values_list("executed_on", "reversed_on", "amount"):
        found.append(Move(executed, -amount))
        if came_back:
            found.append(Move(came_back, amount))
    return found
