"""The composition of a committee: which seats it usually has, on which days a seat is not held. Asks nothing of the database.

Composition differs per partnership (DOMAIN §6): the usual seats are a proposal that people change.
"""

import datetime
from collections.abc import Sequence
from typing import NamedTuple

from .models.choices import CommitteeKind, Form, SeatSide
from .months import DAY


class Held(NamedTuple):
    """From when to when somebody holds a seat; an open end holds on."""

    starts_on: datetime.date
    ends_on: datetime.date | None


class Gap(NamedTuple):
    """Days, both counted, on which a seat has fewer people than it needs."""

    first: datetime.date
    last: datetime.date
    held: int


class UsualSeat(NamedTuple):
    """A seat as it is proposed; `agent`: the agent of an immersion sits there."""

    label_fr: str
    label_nl: str
    side: SeatSide
    alternates: bool = False
    agent: bool = False


DIRECTION = UsualSeat("membre de la direction", "lid van de directie", SeatSide.HOST)
SERVICE = UsualSeat("responsable du service", "verantwoordelijke van de dienst", SeatSide.HOST)
SOCIAL_SERVICE = UsualSeat(
    "responsable du service social ou collègue",
    "verantwoordelijke van de sociale dienst of collega",
    SeatSide.PARTNER,
    alternates=True,
)
AGENT = UsualSeat("agent en immersion", "medewerker in immersie", SeatSide.PARTNER, agent=True)


def usual_seats(kind: str, forms: Sequence[str]) -> list[UsualSeat]:
    """Return the seats to begin with. The agent of an immersion sits in the accompaniment committee, never in steering."""
    seats = [DIRECTION, SERVICE, SOCIAL_SERVICE]
    return [*seats, AGENT] if kind == CommitteeKind.ACCOMPANIMENT and Form.IMMERSION in forms else seats


def gaps(least: int, holders: Sequence[Held], first: datetime.date, last: datetime.date) -> list[Gap]:
    """Return when, from `first` to `last`, fewer than `least` people hold a seat (DOMAIN §7.8)."""
    # The number of holders changes on these days only.
    starts = {one.starts_on for one in holders} | {one.ends_on + DAY for one in holders if one.ends_on}
    days = sorted({first, *(day for day in starts if first < day <= last)})
    found: list[Gap] = []
    for day, until in zip(days, [*(one - DAY for one in days[1:]), last], strict=True):
        held = sum(one.starts_on <= day and (one.ends_on is None or one.ends_on >= day) for one in holders)
        if held >= least:
            continue
        if found and found[-1].held == held and found[-1].last + DAY == day:
            found[-1] = found[-1]._replace(last=until)
        else:
            found.append(Gap(day, until, held))
    return found
