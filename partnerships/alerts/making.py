"""Make an alert of a partnership: who must act by name, whether that is the reader, and where the next step is taken."""

import datetime
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise as Lazy

from amif_network.alerts.alert import Alert, Name, Page, Severity, Side, Step

from .facts import Facts

DAY = datetime.timedelta(days=1)
NOBODY: frozenset[int] = frozenset()
BY_COORDINATION = (Side.COORDINATION, Side.AUTHORITY)


def made(
    facts: Facts,
    code: str,
    severity: Severity,
    side: Side,
    said: Lazy,
    since: datetime.date,
    *,
    step: Step,
    party: int | None = None,
    detail: object = "",
    amount: Decimal | None = None,
    **values: Any,
) -> Alert:
    """Return an alert. `party`: the one that must act, where it is not everybody of the side."""
    # Plain loops and shared values: this runs tens of thousands of times in one pass.
    who: tuple[Name, ...] = ()
    readers, mine = NOBODY, False
    for one in facts.on_side(side):
        if party is None or one.pk == party:
            who += (one.name,)
            mine = mine or one.pk in facts.own
            if one.owner or one.contact:
                readers = readers | {key for key in (one.owner, one.contact) if key}
    # The coordinators see to what the authority owes.
    if side in BY_COORDINATION:
        mine = facts.coordinating
    text = str(detail) if detail else ""
    return Alert(code, severity, side, facts.subject, said, since, values, step, text, who, amount, mine, readers)


def page(facts: Facts, fragment: str = "") -> Page:
    """Return the page of a partnership, or one of its sections."""
    return Page("partnerships:partnership", (facts.pk,), fragment)


def below(facts: Facts, view: str, *args: Any) -> Page:
    """Return a page that belongs to a partnership."""
    return Page(f"partnerships:{view}", (facts.pk, *args))
