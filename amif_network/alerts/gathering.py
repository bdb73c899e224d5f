"""All alerts of a person on a day, and which of them somebody put aside (the setting ALERT_SOURCES names who computes them)."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from amif_network.accounts.models import User
from amif_network.core.questions import Ask, Question

from .alert import RANKS, Alert, Severity, worst_first
from .models import AlertMute

Source = Callable[[User, datetime.date], list[Alert]]


@dataclass(frozen=True, slots=True)
class Gathered:
    """Alerts that are to be seen, and those put aside with the mute that did it."""

    live: list[Alert] = field(default_factory=list)
    muted: list[tuple[Alert, AlertMute]] = field(default_factory=list)


def alerts_for(user: User, day: datetime.date) -> list[Alert]:
    """Return every alert that exists for `user` on `day`, the worst first; a constant number of queries."""
    return worst_first(alert for path in settings.ALERT_SOURCES for alert in import_string(path)(user, day))


def gather(user: User, day: datetime.date) -> Gathered:
    """Return the alerts of `user` on `day`, those put aside apart."""
    return set_aside(alerts_for(user, day), day)


def set_aside(alerts: Iterable[Alert], day: datetime.date) -> Gathered:
    """Part `alerts` by the mutes that hold on `day`; one query."""
    mutes = {mute.key: mute for mute in _standing()}
    found = Gathered()
    for alert in alerts:
        mute = mutes.get(alert.key)
        if mute is not None and holds(mute, alert, day):
            found.muted.append((alert, mute))
        else:
            found.live.append(alert)
    return found


def asks() -> list[Ask]:
    """Return what `set_aside` asks of the database."""
    return [_standing.of()]


@Question
def _standing() -> Any:
    return AlertMute.objects.standing()


def holds(mute: AlertMute, alert: Alert, day: datetime.date) -> bool:
    """Tell whether a mute still hides an alert: not after its day, not once it presses more, nor when it began anew since."""
    in_time = mute.until is None or day < mute.until
    return in_time and alert.rank <= RANKS[Severity(mute.severity)] and alert.since <= mute.since
