"""What needs attention in one partnership, and every rule as applied to it: the top of its page (UX §6)."""

import datetime
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.utils.translation import pgettext_lazy

from amif_network.accounts.models import User
from amif_network.alerts import gathering
from amif_network.alerts.alert import Alert, worst_first
from amif_network.alerts.gathering import set_aside
from amif_network.alerts.models import AlertMute
from amif_network.core.questions import Ask

from .alerts import loading
from .alerts.loading import load
from .alerts.rules import Check, Verdict, checks, found
from .models.choices import Formal

# How many alerts stand on the page at once; the others unfold.
SHOWN = 5
WORDS = {
    Verdict.OK: pgettext_lazy("check", "in order"),
    Verdict.ATTENTION: pgettext_lazy("check", "attention"),
    Verdict.BLOCKED: pgettext_lazy("check", "blocked"),
    Verdict.UNKNOWN: pgettext_lazy("check", "unknown"),
    Verdict.NOT_APPLICABLE: pgettext_lazy("check", "does not apply"),
}


@dataclass(frozen=True, slots=True)
class Attention:
    """Alerts, the worst first, those put aside with their mutes, and every check with its verdict in words."""

    first: list[Alert]
    more: list[Alert]
    muted: list[tuple[Alert, AlertMute]]
    checks: list[tuple[Check, str]]
    counts: list[tuple[str, str, int]]


def asks(keys: list[int], user: User, day: datetime.date) -> list[Ask]:
    """Return what `pressing` and `of_partnership` ask of the database, of partnerships with these keys."""
    return [*loading.asks(keys, user, day), *gathering.asks()]


def pressing(keys: Collection[int], user: User, day: datetime.date) -> dict[int, tuple[int, str]]:
    """Return by partnership how many alerts `user` sees of it on `day`, and the worst severity; none for those without.

    As many queries for one partnership as for a page of them.
    """
    standing = [facts for facts in load(list(keys), user, day) if facts.state != Formal.ABANDONED]
    alerts = {facts.pk: found(facts, day) for facts in standing}
    live = {alert.key for alert in set_aside([alert for own in alerts.values() for alert in own], day).live}
    shown = {key: worst_first(alert for alert in own if alert.key in live) for key, own in alerts.items()}
    return {key: (len(own), own[0].severity) for key, own in shown.items() if own}


def of_partnership(partnership: Any, user: User, day: datetime.date) -> Attention | None:
    """Return what needs attention on `day` for `user`; None for one that was given up. As many queries for any partnership."""
    if partnership.state == Formal.ABANDONED:
        return None
    [facts] = load([partnership.pk], user, day)
    gathered = set_aside(worst_first(found(facts, day)), day)
    applied = checks(facts, day)
    numbers = Counter(check.verdict for check in applied)
    return Attention(
        gathered.live[:SHOWN],
        gathered.live[SHOWN:],
        gathered.muted,
        [(check, str(WORDS[check.verdict])) for check in applied],
        [(verdict, str(word), numbers[verdict]) for verdict, word in WORDS.items() if numbers[verdict]],
    )
