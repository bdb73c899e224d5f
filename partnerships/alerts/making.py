"""Make an alert of a partnership: who must act by name, whether that is the reader, and where the next step is taken."""

import datetime
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise as Lazy

from amif_network.alerts.alert import Alert, Kind, Page, Severity, Side, Step, Subject

from .facts import Facts, PartyFacts

DAY = datetime.timedelta(days=1)


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
    acting: Sequence[PartyFacts] = [one for one in facts.on_side(side) if party is None or one.pk == party]
    # The coordinators see to what the authority owes.
    by_coordination = side in (Side.COORDINATION, Side.AUTHORITY)
    return Alert(
        code=code,
        severity=severity,
        side=side,
        subject=Subject(Kind.PARTNERSHIP, facts.pk, facts.code, facts.title, page(facts)),
        said=said,
        since=since,
        values=values,
        step=step,
        detail=str(detail),
        who=[one.name for one in acting],
        amount=amount,
        mine=facts.coordinating if by_coordination else any(one.pk in facts.own for one in acting),
        readers=frozenset(key for one in acting for key in (one.owner, one.contact) if key is not None),
    )


def page(facts: Facts, fragment: str = "") -> Page:
    """Return the page of a partnership, or one of its sections."""
    return Page("partnerships:partnership", (facts.pk,), fragment)


def below(facts: Facts, view: str, *args: Any) -> Page:
    """Return a page that belongs to a partnership."""
    return Page(f"partnerships:{view}", (facts.pk, *args))
