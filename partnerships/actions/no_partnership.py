"""Who has no partnership in a call, and why (DOMAIN §6): recorded by coordinators, or by members for their organisation."""

import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from amif_network.accounts.models import User

from ..models import NoPartnership


@transaction.atomic
def record(statement: NoPartnership, *, by: User, at: datetime.datetime) -> NoPartnership:
    """Save a statement. Raises ValidationError where it is not right, PermissionDenied for an organisation of others."""
    _refuse_strange(statement.organisation_id, by)
    statement.recorded_by, statement.recorded_at = by, at
    statement.full_clean()
    statement.save()
    return statement


@transaction.atomic
def withdraw(statement: NoPartnership, *, by: User, at: datetime.datetime) -> NoPartnership:
    """Note that it no longer holds; it is kept. Twice is once. Raises PermissionDenied for an organisation of others."""
    _refuse_strange(statement.organisation_id, by)
    standing = NoPartnership.objects.select_for_update().get(pk=statement.pk)
    if standing.withdrawn_at is None:
        standing.withdrawn_at = at
        standing.save(update_fields=["withdrawn_at"])
    return standing


def _refuse_strange(organisation: int, by: User) -> None:
    if not by.is_coordinating and not (by.role == "member" and by.organisations().filter(pk=organisation).exists()):
        raise PermissionDenied
