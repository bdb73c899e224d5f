"""The alerts of all partnerships of a reader, as the setting ALERT_SOURCES calls for them."""

import datetime
import gc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import NamedTuple

from django.conf import settings

from amif_network.accounts.models import User
from amif_network.alerts.alert import Alert

from .facts import Facts
from .loading import of_reader
from .rules import found


def alerts(user: User, day: datetime.date) -> list[Alert]:
    """Return what needs attention in the partnerships that exist for `user`, in one pass over all of them."""
    with _uncollected():
        read = of_reader(user, day)
        find = _found_again(day) if user.is_coordinating else partial(found, day=day)
        return [alert for facts in read for alert in find(facts)]


class _Found(NamedTuple):
    """The alerts of a partnership, with all that the rules looked at."""

    facts: Facts
    day: datetime.date
    thresholds: Mapping[str, int]
    alerts: list[Alert]


# By partnership, for those who coordinate: they see all of it, so that its facts are the same for each of them.
_LAST: dict[int, _Found] = {}


def _found_again(day: datetime.date) -> Callable[[Facts], list[Alert]]:
    """Return `rules.found` on `day`, which is pure: where neither facts nor day nor thresholds differ from the last time,
    neither do the alerts. To compare the facts takes a seventh of the time.
    """
    thresholds = dict(settings.ALERT_THRESHOLDS)

    def find(facts: Facts) -> list[Alert]:
        last = _LAST.get(facts.pk)
        if last is None or last.day != day or last.facts != facts or last.thresholds != thresholds:
            last = _LAST[facts.pk] = _Found(facts, day, thresholds, found(facts, day))
        return last.alerts

    return find


def forget() -> None:
    """Let go of what was found last."""
    _LAST.clear()


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
