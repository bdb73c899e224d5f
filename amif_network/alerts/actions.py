"""Put an alert aside with a reason, and take that back."""

import datetime

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction

from amif_network.accounts.models import User

from .alert import Alert
from .models import AlertMute


def may_mute(user: User, alert: Alert) -> bool:
    """Whoever must act, and coordinating users."""
    return user.is_coordinating or alert.mine


@transaction.atomic
def mute(alert: Alert, *, until: datetime.date | None, reason: str, by: User, at: datetime.datetime) -> AlertMute:
    """Put `alert` aside until a day, or for good (None); an earlier mute of it is kept as taken back.

    Raises PermissionDenied for whoever need not act.
    """
    if not may_mute(by, alert):
        raise PermissionDenied
    _lift(alert.key, by=by, at=at)
    return AlertMute.objects.create(
        key=alert.key,
        subject=alert.subject.key,
        severity=alert.severity,
        since=alert.since,
        until=until,
        reason=reason,
        by=by,
        at=at,
    )


@transaction.atomic
def unmute(alert: Alert, *, by: User, at: datetime.datetime) -> None:
    """Show `alert` again; done twice it is harmless. Raises PermissionDenied for whoever need not act."""
    if not may_mute(by, alert):
        raise PermissionDenied
    _lift(alert.key, by=by, at=at)


def _lift(key: str, *, by: User, at: datetime.datetime) -> None:
    """Take back the mute that stands. Who mutes the same alert at the same moment waits here: there may be no row to lock yet."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [key])
    AlertMute.objects.filter(key=key, lifted_at=None).update(lifted_by=by, lifted_at=at)
