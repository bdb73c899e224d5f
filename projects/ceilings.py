"""Ceilings and envelopes of a call as arithmetic: plain values in, plain values out, to the cent (DOMAIN §7.6)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from amif_network.core.money import is_within, least_base, most_within

from .models import Envelope, ProjectFunding

ZERO = Decimal(0)

# A source of money: its kind, and its name where the kind is "other".
SourceKey = tuple[str, str]


def source_key(row: Envelope | ProjectFunding) -> SourceKey:
    """Return the source of an envelope or a funding."""
    return (row.source, row.source_name)


@dataclass(frozen=True, slots=True)
class Ceiling:
    """A source measured against its ceiling: what it pays, of which base, and the most that it may pay."""

    envelope: Envelope
    amount: Decimal
    base: Decimal
    most: Decimal

    @property
    def kept(self) -> bool:
        """True while the amount is at most its share of the base."""
        assert self.envelope.ceiling is not None
        return is_within(self.amount, self.envelope.ceiling, self.base)

    @property
    def excess(self) -> Decimal:
        """By how much the ceiling is passed; 0 while it is kept."""
        return max(self.amount - self.most, ZERO)


def ceilings(
    envelopes: Iterable[Envelope], asked: Mapping[SourceKey, Decimal], *, total: Decimal, eligible: Decimal
) -> list[Ceiling]:
    """Measure what a project asks of each source against the ceilings of its call.

    `total` and `eligible` are the planned costs of the project; envelopes without a ceiling are left out.
    """
    found = []
    for envelope in envelopes:
        if envelope.ceiling is None or envelope.purpose != Envelope.Purpose.PROJECTS:
            continue
        base = total if envelope.base == Envelope.Base.TOTAL else eligible
        found.append(Ceiling(envelope, asked.get(source_key(envelope), ZERO), base, most_within(envelope.ceiling, base)))
    return found


@dataclass(frozen=True, slots=True)
class Balance:
    """An envelope against what all projects of the call ask of it and were granted, in euros.

    None: the sum is not told, because it would tell a reader the amount of one organisation (`envelopes.balances`).
    """

    envelope: Envelope
    asked: Decimal | None
    granted: Decimal | None

    @property
    def left(self) -> Decimal | None:
        """What was not granted yet; negative where more was granted than there is."""
        return None if self.granted is None else self.envelope.amount - self.granted

    @property
    def missing(self) -> Decimal:
        """By how much the projects ask more than there is; 0 while they do not, or where that is not told."""
        return ZERO if self.asked is None else max(self.asked - self.envelope.amount, ZERO)

    @property
    def passed(self) -> Decimal:
        """By how much more was granted than there is; 0 while it was not, or where that is not told."""
        return ZERO if self.granted is None else max(self.granted - self.envelope.amount, ZERO)

    @property
    def is_told(self) -> bool:
        """True where the reader learns both sums."""
        return self.asked is not None and self.granted is not None


@dataclass(frozen=True, slots=True)
class OwnMoney:
    """What CPAS must add themselves to use every envelope whole: `least` of a `total` cost, as one ceiling decides."""

    least: Decimal
    total: Decimal
    decided_by: Envelope | None


def own_money(envelopes: Iterable[Envelope]) -> OwnMoney:
    """Work out the least own contribution that the ceilings imply, all costs taken as eligible.

    With 1 300 000 € without a ceiling and 250 000 € of at most 15 %, the projects must cost at least 1 666 666.67 € together,
    of which CPAS pay 116 666.67 € themselves.
    """
    of_projects = [envelope for envelope in envelopes if envelope.purpose == Envelope.Purpose.PROJECTS]
    given = sum((envelope.amount for envelope in of_projects), ZERO)
    total, decided_by = given, None
    for envelope in of_projects:
        needed = least_base(envelope.amount, envelope.ceiling) if envelope.ceiling else ZERO
        if needed > total:
            total, decided_by = needed, envelope
    return OwnMoney(total - given, total, decided_by)
