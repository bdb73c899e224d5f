"""How the money of a partnership stands on a day: authority → host → partner (DOMAIN §2.7, §7.3). Amounts are euros.

Read as of a day: what was submitted, decided, received and executed by then counts, what was reversed by then does not; the
state in which a claim is now decides whether it counts at all. What a partner pre-finances is the rule of `exposure`, year by
year: its budget pro rata of the days gone, less what was transferred; a year of which the balance is paid is over.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from amif_network.accounts.models import User
from amif_network.accounts.questions import ReaderQuestion
from amif_network.core.bilingual import active_language
from amif_network.core.money import format_euros
from amif_network.core.questions import Ask, Question
from amif_network.core.workflow import allowed

from .exposure import exposure
from .models import Allocation, Claim, Partnership, Transfer, YearBudget
from .models.choices import ACCEPTED_CLAIMS, ClaimKind, ClaimState
from .workflow import PARTNERSHIP

ZERO = Decimal(0)
# Width of the drawing of a bar, in its own units.
BAR_WIDTH = 1000
# Claims that the host knows of, and did not refuse.
CLAIMED = (ClaimState.SUBMITTED, ClaimState.RETURNED, *ACCEPTED_CLAIMS)
MOST_CLAIMS = 8
LEVELS = {
    "granted": pgettext_lazy("amount", "Budget"),
    "claimed": pgettext_lazy("amount", "Claimed"),
    "paid": pgettext_lazy("amount", "Paid by the authority"),
    "transferred": pgettext_lazy("amount", "Transferred to partners"),
}


@dataclass(frozen=True, slots=True)
class PartnerYear:
    """The money of one partner in one year; `open` is accepted and not transferred yet."""

    party: Any
    year: int
    granted: Decimal
    claimed: Decimal
    accepted: Decimal
    transferred: Decimal
    exposure: Decimal

    @property
    def open(self) -> Decimal:
        """What the host still owes of what it accepted."""
        return max(self.accepted - self.transferred, ZERO)


@dataclass(frozen=True, slots=True)
class Level:
    """One of the nested amounts of a year: its name in the drawing, and its length in units of the drawing."""

    name: str
    amount: Decimal
    width: int

    @property
    def words(self) -> str:
        """What the amount is."""
        return str(LEVELS[self.name])


@dataclass(frozen=True, slots=True)
class Bar:
    """A year as nested amounts with their gaps in words; what the authority paid only where the reader may know it."""

    year: int
    levels: list[Level]
    gaps: list[str]


@dataclass(frozen=True, slots=True)
class Cash:
    """What the host got for the partnership and still holds; only for those who see every transfer."""

    received: Decimal
    transferred: Decimal

    @property
    def held(self) -> Decimal:
        """What came in and did not go on."""
        return self.received - self.transferred


@dataclass(frozen=True, slots=True)
class Money:
    """All that pages show of the money of a partnership on a day."""

    day: datetime.date
    rows: list[PartnerYear]
    bars: list[Bar]
    cash: Cash | None
    exposure: Decimal
    claims: list[Claim]
    # Of every claim that the reader sees.
    states: list[str]
    can: set[str]
    without_budget: list[Any]


@ReaderQuestion
def _budgets(reader: User, partnership: int) -> Any:
    return YearBudget.objects.visible_to(reader).filter(partnership=partnership).order_by("year", "party")


@ReaderQuestion
def _claims(reader: User, partnership: int) -> Any:
    return Claim.objects.visible_to(reader).filter(partnership=partnership).order_by("-starts_on", "-pk")


@ReaderQuestion
def _transfers(reader: User, partnership: int) -> Any:
    visible = Transfer.objects.visible_to(reader).filter(claim__partnership=partnership)
    return visible.values_list("claim__budget", "amount", "executed_on", "reversed_on")


@Question
def _allocations(partnership: int) -> Any:
    return Allocation.objects.filter(partnership=partnership).values_list("pk", "amount", "received_on", "reversed_on")


def asks(partnership: Any, user: User) -> list[Ask]:
    """Return what `of_partnership` asks of the database."""
    pk = partnership.pk
    cash = [_allocations.of(pk)] if sees_all(partnership, user) else []
    return [_budgets.of(user, pk), _claims.of(user, pk), _transfers.of(user, pk), *cash]


def of_partnership(partnership: Any, user: User, day: datetime.date) -> Money:
    """Load the money of a partnership as `user` may see it (`visible_to` annotated the partnership). Four queries."""
    budgets = _budgets(user, partnership.pk)
    parties = {party.pk: party for party in partnership.parties.all()}
    claims = _claims(user, partnership.pk)
    sent = standing(_transfers(user, partnership.pk), day)
    for claim in claims:
        claim.partnership, claim.party = partnership, parties[claim.party_id]
    rows = [_partner_year(one, parties[one.party_id], partnership, claims, sent, day) for one in budgets]
    cash = Cash(_received(partnership, day), sum(sent.values(), ZERO)) if sees_all(partnership, user) else None
    partners = [party for party in parties.values() if party.role == "partner"]
    with_budget = {one.party_id for one in budgets}
    return Money(
        day=day,
        rows=rows,
        bars=_bars(rows, cash),
        cash=cash,
        exposure=sum((row.exposure for row in rows), ZERO),
        claims=claims[:MOST_CLAIMS],
        states=[one.state for one in claims],
        can=_can(partnership, user),
        without_budget=[party for party in partners if party.pk not in with_budget],
    )


def sees_all(partnership: Any, user: User) -> bool:
    """Tell whether somebody sees every transfer: the host, coordinators, and an only partner."""
    partners = [party for party in partnership.parties.all() if party.role == "partner"]
    return bool(user.is_coordinating or partnership.is_host or (partnership.is_partner and len(partners) == 1))


def standing(transfers: Iterable[tuple[Any, Decimal, Any, Any]], day: datetime.date) -> dict[Any, Decimal]:
    """Add up by key what was executed by `day` and not reversed by then."""
    found: dict[Any, Decimal] = defaultdict(lambda: ZERO)
    for key, amount, executed, reversed_on in transfers:
        if executed and executed <= day and not (reversed_on and reversed_on <= day):
            found[key] += amount
    return found


def nested(granted: Decimal, claimed: Decimal, paid: Decimal | None, transferred: Decimal) -> list[Level]:
    """Return the amounts of a year as bars of one scale, the longest fills the width."""
    amounts = {"granted": granted, "claimed": claimed, "paid": paid, "transferred": transferred}
    known = {name: amount for name, amount in amounts.items() if amount is not None}
    most = max(known.values())
    return [Level(name, amount, int(amount * BAR_WIDTH / most) if most else 0) for name, amount in known.items()]


def spread(held: Decimal, years: Sequence[tuple[Decimal, Decimal]]) -> list[Decimal]:
    """Say for which year the host holds what it holds: pairs (claimed, transferred) in, one amount each out.

    Payments of the authority name no year. What did not go on is taken to be for the oldest claims that are not transferred yet;
    what exceeds all of them is for the last year.
    """
    found = []
    for claimed, transferred in years:
        share = min(held, max(claimed - transferred, ZERO))
        found.append(share)
        held -= share
    if found:
        found[-1] += held
    return found


def _by(moment: datetime.datetime | None, day: datetime.date) -> bool:
    """True where `moment` is known and not after `day`, as the calendar in Belgium has it."""
    return moment is not None and timezone.localdate(moment) <= day


def _partner_year(
    budget: YearBudget, party: Any, partnership: Partnership, claims: list[Claim], sent: dict[Any, Decimal], day: datetime.date
) -> PartnerYear:
    mine = [one for one in claims if one.budget_id == budget.pk]
    submitted = [one for one in mine if one.state in CLAIMED and _by(one.submitted_at, day)]
    decided = [one for one in submitted if one.accepted is not None and _by(one.decided_at, day)]
    over = any(one.kind == ClaimKind.BALANCE and one.state == ClaimState.PAID for one in mine)
    transferred = sent.get(budget.pk, ZERO)
    ahead = exposure(budget.amount, budget.year, transferred, partnership.starts_on, partnership.ends_on, day)
    return PartnerYear(
        party=party,
        year=budget.year,
        granted=budget.amount,
        claimed=sum((one.claimed for one in submitted), ZERO),
        accepted=sum((one.accepted or ZERO for one in decided), ZERO),
        transferred=transferred,
        exposure=ZERO if over else ahead,
    )


def _received(partnership: Partnership, day: datetime.date) -> Decimal:
    return sum(standing(_allocations(partnership.pk), day).values(), ZERO)


def _bars(rows: list[PartnerYear], cash: Cash | None) -> list[Bar]:
    years = sorted({row.year for row in rows})
    grouped = [[row for row in rows if row.year == year] for year in years]
    sums = [(_sum(group, "claimed"), _sum(group, "transferred")) for group in grouped]
    held = spread(cash.held, sums) if cash else [None] * len(years)
    bars = []
    for year, group, (claimed, transferred), kept in zip(years, grouped, sums, held, strict=True):
        granted, paid = _sum(group, "granted"), None if kept is None else transferred + kept
        bars.append(Bar(year, nested(granted, claimed, paid, transferred), _gaps(group, granted, claimed, paid, transferred)))
    return bars


def _sum(rows: list[PartnerYear], name: str) -> Decimal:
    return sum((getattr(row, name) for row in rows), ZERO)


def _gaps(
    rows: list[PartnerYear], granted: Decimal, claimed: Decimal, paid: Decimal | None, transferred: Decimal
) -> list[str]:  # fmt: skip
    """Name in words what lies between the amounts, and who pre-finances what."""
    lang = active_language()
    gaps = [(granted - claimed, _("%(amount)s not claimed yet"))]
    if paid is not None:
        gaps += [
            (claimed - paid, _("%(amount)s claimed and not paid by the authority")),
            (paid - transferred, _("%(amount)s held by the host")),
        ]
    else:
        gaps.append((claimed - transferred, _("%(amount)s claimed and not transferred")))
    found = [text % {"amount": format_euros(amount, lang)} for amount, text in gaps if amount > 0]
    ahead = [row for row in rows if row.exposure > 0]
    return found + [
        _("%(amount)s pre-financed by %(partner)s")
        % {"amount": format_euros(row.exposure, lang), "partner": row.party.organisation}
        for row in ahead
    ]


def _can(partnership: Any, user: User) -> set[str]:
    """Return what the person can do with the money of a partnership: claim, allocate, budget."""
    can = allowed(PARTNERSHIP, user, partnership) & {"claim", "allocate", "budget"}
    return can if user.is_coordinating or partnership.is_partner else can - {"claim"}
