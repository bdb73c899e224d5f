"""What the rules know of a partnership: plain values, loaded for one reader and one day. Amounts are euros.

Named tuples rather than dataclasses: thousands of them are made straight from the rows of a query.
"""

import datetime
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from amif_network.alerts.alert import Kind, Name, Page, Side, Subject

from ..models.choices import Formal, Role

ZERO = Decimal(0)


class PartyFacts(NamedTuple):
    """A party; `owner` and `contact` are the keys of its person in charge and its contact."""

    pk: int
    role: str
    name: Name
    owner: int | None = None
    contact: int | None = None
    evaluated_on: datetime.date | None = None


class BudgetFacts(NamedTuple):
    """The budget of a partner for a year, what was transferred within it, and the state of its balance ("": none)."""

    pk: int
    party: int
    year: int
    amount: Decimal
    transferred: Decimal = ZERO
    balance: str = ""


class ClaimFacts(NamedTuple):
    """A claim that is neither a draft, nor over; `open_amount` is what was accepted and not transferred yet."""

    pk: int
    party: int
    reference: str
    state: str
    submitted_on: datetime.date
    decided_on: datetime.date | None = None
    open_amount: Decimal = ZERO


class FailedTransfer(NamedTuple):
    """A transfer that failed, of a claim that is still to be paid."""

    pk: int
    claim: int
    reference: str
    amount: Decimal
    failed_on: datetime.date


class Receipts(NamedTuple):
    """What came in from the authority for a partnership and was not taken back, what went on, and when money came in last."""

    received: Decimal = ZERO
    transferred: Decimal = ZERO
    last_on: datetime.date | None = None

    @property
    def held(self) -> Decimal:
        """What lies with the host."""
        return self.received - self.transferred


class ImmersionFacts(NamedTuple):
    """An immersion: `first_open` is the first month nobody handed in (None: all are), half-days are those of the last months."""

    pk: int
    employer: int
    vacant: bool
    starts_on: datetime.date
    ends_on: datetime.date
    first_open: datetime.date | None = None
    planned: int = 0
    worked: int = 0
    # The oldest month that waits for the host, and since when.
    waiting_month: datetime.date | None = None
    waiting_since: datetime.date | None = None


class SeatFacts(NamedTuple):
    """A seat that is short of people: since when, as far as that is known."""

    pk: int
    label: Name
    side: str
    least: int
    held: int
    since: datetime.date | None = None


class LateMinutes(NamedTuple):
    """A meeting of a committee whose minutes are not published."""

    meeting: int
    day: datetime.date


class CommitteeFacts(NamedTuple):
    """A committee: how often it met within the period, when last and when next, where it falls short."""

    pk: int
    kind: str
    convened_by: int
    least: int
    met: int = 0
    last_on: datetime.date | None = None
    next_on: datetime.date | None = None
    short_seats: Sequence[SeatFacts] = ()
    unwritten: Sequence[LateMinutes] = ()


class Facts(NamedTuple):
    """A partnership on a day, as far as its reader may see it."""

    pk: int
    code: str
    title: Name
    state: str
    starts_on: datetime.date | None
    ends_on: datetime.date | None
    forms: Sequence[str] = ()
    has_successor: bool = False
    has_end_reason: bool = False
    # None: no project is named, so that nobody can tell.
    decreed: bool | None = None
    # When the text that is to be signed was written.
    written_on: datetime.date | None = None
    parties: Sequence[PartyFacts] = ()
    documents: frozenset[str] = frozenset()
    budgets: Sequence[BudgetFacts] = ()
    claims: Sequence[ClaimFacts] = ()
    failed: Sequence[FailedTransfer] = ()
    receipts: Receipts = Receipts()
    immersions: Sequence[ImmersionFacts] = ()
    committees: Sequence[CommitteeFacts] = ()
    # The reader: keys of the parties they act for, and whether they coordinate.
    own: frozenset[int] = frozenset()
    coordinating: bool = False

    @property
    def subject(self) -> Subject:
        """The partnership as what its alerts are about."""
        return Subject(Kind.PARTNERSHIP, self.pk, self.code, self.title, Page("partnerships:partnership", (self.pk,)))

    @property
    def alive(self) -> bool:
        """Neither closed on paper nor given up."""
        return self.state not in CLOSED

    @property
    def host(self) -> PartyFacts | None:
        """The host, where one is named yet."""
        return next((one for one in self.parties if one.role == Role.HOST), None)

    def party(self, pk: int) -> PartyFacts | None:
        """Return a party by its key."""
        return next((one for one in self.parties if one.pk == pk), None)

    def on_side(self, side: Side) -> list[PartyFacts]:
        """Return the parties of a side."""
        roles = ROLES.get(side, ())
        return [one for one in self.parties if one.role in roles]

    def has_begun(self, day: datetime.date) -> bool:
        """Tell whether the first day has come."""
        return self.starts_on is not None and self.starts_on <= day


ROLES = {Side.HOST: ("host",), Side.PARTNER: ("partner",), Side.BOTH: ("host", "partner")}
CLOSED = frozenset({Formal.ENDED, Formal.NOT_RENEWED, Formal.TERMINATED, Formal.ABANDONED})
