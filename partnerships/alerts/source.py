"""The alerts of all partnerships of a reader, as the setting ALERT_SOURCES calls for them."""

import datetime
import gc
from collections.abc import Iterator
from contextlib import contextmanager

from amif_network.accounts.models import User
from amif_network.alerts.alert import Alert

from .loading import of_reader
from .rules import found


def alerts(user: User, day: datetime.date) -> list[Alert]:
    """Return what needs attention in the partnerships that exist for `user`, in one pass over all of them."""
    with _uncollected():
        return [alert for facts in of_reader(user, day) for alert in found(facts, day)]


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the garbage collector from looking for circles among a hundred thousand plain values: half of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
