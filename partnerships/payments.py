"""Payments of the authority to the project of a partnership, and what of them no partnership has yet."""

from decimal import Decimal

from django.db.models import Q, Sum

from projects.models import AuthorityPayment

ZERO = Decimal(0)


def free_payments(project_pk: int | None) -> list[tuple[AuthorityPayment, Decimal]]:
    """Return the payments of a project that stand and are not wholly allocated, each with what is left, in order of days."""
    if project_pk is None:
        return []
    standing = AuthorityPayment.objects.standing().filter(project=project_pk)
    found = standing.annotate(allocated=Sum("allocations__amount", filter=Q(allocations__reversed_on=None)))
    left = [(one, one.amount - (one.allocated or ZERO)) for one in found.order_by("received_on", "pk")]
    return [(payment, free) for payment, free in left if free > 0]
