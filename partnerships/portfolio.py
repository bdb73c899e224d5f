"""Partnerships as the list shows them: narrowed by filters, each with what really happens."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Value, When

from amif_network.core.addresses import addresses

from .activity import seen_at_work
from .models.choices import Activity


def with_activity(partnerships: Any, day: datetime.date) -> Any:
    """Annotate partnerships with what their `activity` on `day` is derived from."""
    seen = Case(When(seen_at_work(day), then=Value(True)), default=Value(False))
    return partnerships.annotate(at_work=seen, as_of=Value(day))


@dataclass(frozen=True, slots=True)
class Line:
    """A partnership of the list: who hosts, who is a partner, and what happens, in words."""

    partnership: Any
    host: str
    partners: str
    activity: str
    activity_label: str
    address: str
    # How many things need attention, and how much the worst of them presses ("" for none).
    alerts: int = 0
    severity: str = ""


def in_lines(partnerships: Iterable[Any], pressing: Mapping[int, tuple[int, str]] | None = None) -> list[Line]:
    """Return partnerships, loaded by `for_list` and annotated by `with_activity`, as lines; `pressing`: their alerts, by key."""
    address = addresses("partnerships:partnership")
    return [
        Line(
            one,
            str(host.organisation) if (host := one.host()) else "",
            ", ".join(str(party.organisation) for party in one.partners()),
            one.activity,
            str(Activity(one.activity).label),
            address(one.pk),
            *(pressing or {}).get(one.pk, (0, "")),
        )
        for one in partnerships
    ]
