"""What a claim proposes before anybody types, what it takes off, and which months it still misses (DOMAIN §7.4, §7.5). Euros."""

import calendar
import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

from django.db.models import QuerySet, Sum

from amif_network.core.money import CENT

from .models import Claim, Immersion, Partnership, PresenceStatement, Transfer, YearBudget
from .models.choices import ACCEPTED_CLAIMS, LIVE_CLAIMS, SETTLED_MONTHS, ClaimKind, StatementState, TransferState
from .months import months_between

ZERO = Decimal(0)
QUARTERS = 4
MONTHS_OF_A_QUARTER = 3
# What a balance takes off: money that went on before the real costs were known.
ADVANCING = (ClaimKind.ADVANCE, ClaimKind.INTERIM)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the form of a new claim shows; `claimed` is None where only the partner knows it."""

    kind: str
    starts_on: datetime.date
    ends_on: datetime.date
    claimed: Decimal | None
    reference: str


def year_of(partnership: Partnership, year: int) -> tuple[datetime.date, datetime.date]:
    """Return the first and the last day of `year` on which the partnership runs; the whole year where it does not run in it."""
    first, last = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    starts, ends = max(first, partnership.starts_on or first), min(last, partnership.ends_on or last)
    return (starts, ends) if starts <= ends else (first, last)


def quarter_of(day: datetime.date) -> tuple[datetime.date, datetime.date]:
    """Return the first and the last day of the quarter of `day`."""
    first = (day.month - 1) // MONTHS_OF_A_QUARTER * MONTHS_OF_A_QUARTER + 1
    last = first + MONTHS_OF_A_QUARTER - 1
    return day.replace(month=first, day=1), day.replace(month=last, day=calendar.monthrange(day.year, last)[1])


def left(budget: YearBudget, claims: Iterable[Claim]) -> Decimal:
    """Return what of a budget no live claim asks for yet; a decided one counts for what was accepted."""
    asked = sum((one.claimed if one.accepted is None else one.accepted for one in claims if one.state in LIVE_CLAIMS), ZERO)
    return max(budget.amount - asked, ZERO)


def usual_kind(claims: Iterable[Claim], last: datetime.date, day: datetime.date) -> str:
    """Return what is most likely claimed on `day`: an advance, then interims, the balance after the `last` day of the year."""
    live = {one.kind for one in claims if one.state in LIVE_CLAIMS}
    if day > last and ClaimKind.BALANCE not in live:
        return ClaimKind.BALANCE
    return ClaimKind.INTERIM if ClaimKind.ADVANCE in live else ClaimKind.ADVANCE


def propose(budget: YearBudget, claims: list[Claim], kind: str, day: datetime.date) -> Proposal:
    """Return the period, the amount and the number of a new claim of `kind`.

    An advance or an interim is for the quarter after the last one claimed, else for that of `day`, and asks for a quarter of
    the budget or what is left of it. A balance and a correction are for the whole year: their costs only the partner knows.
    """
    first, last = year_of(budget.partnership, budget.year)
    reference = _free_reference(budget, claims)
    if kind not in ADVANCING:
        return Proposal(kind, first, last, None, reference)
    ends = [one.ends_on for one in claims if one.state in LIVE_CLAIMS and one.kind in ADVANCING]
    start = min(max(ends) + datetime.timedelta(days=1), last) if ends else min(max(day, first), last)
    begins, stops = quarter_of(start)
    amount = min((budget.amount / QUARTERS).quantize(CENT, rounding=ROUND_FLOOR), left(budget, claims))
    return Proposal(kind, max(begins, first), min(stops, last), amount or None, reference)


def _free_reference(budget: YearBudget, claims: list[Claim]) -> str:
    """Return a number that no claim of the partner has: "PA001-2026-3"."""
    used = {one.reference for one in claims}
    stem, number = f"{budget.partnership.code}-{budget.year}", len(claims) + 1
    while f"{stem}-{number}" in used:
        number += 1
    return f"{stem}-{number}"


def advanced(claim: Claim) -> list[Claim]:
    """Return the accepted advances and interims that a balance takes into account: those of its year that begin in its period.

    Balances of a partner never overlap, so that none is taken off twice.
    """
    found = Claim.objects.filter(
        budget=claim.budget_id, kind__in=ADVANCING, state__in=ACCEPTED_CLAIMS, starts_on__gte=claim.starts_on,
        starts_on__lte=claim.ends_on,
    )  # fmt: skip
    return list(found)


def deductible(claim: Claim) -> Decimal:
    """Return what a balance takes off: transfers of its advances and interims that were executed, and not reversed."""
    executed = Transfer.objects.filter(claim__in=advanced(claim), state=TransferState.EXECUTED)
    return executed.aggregate(total=Sum("amount"))["total"] or ZERO


def underway(claim: Claim) -> Decimal:
    """Return what is ordered for the advances and interims of a balance, and neither executed nor failed yet."""
    ordered = Transfer.objects.filter(claim__in=advanced(claim), state=TransferState.ORDERED)
    return ordered.aggregate(total=Sum("amount"))["total"] or ZERO


def balance_over(claim: Claim) -> Claim | None:
    """Return the accepted balance that has settled an advance or an interim; None where it is still open."""
    if claim.kind not in ADVANCING:
        return None
    balances = Claim.objects.filter(budget=claim.budget_id, kind=ClaimKind.BALANCE, state__in=ACCEPTED_CLAIMS)
    return balances.filter(starts_on__lte=claim.starts_on, ends_on__gte=claim.starts_on).first()


def missing_months(claim: Claim) -> list[datetime.date]:
    """Return the months of a balance in which both sides have not agreed on the presence of every agent of the partner."""
    immersions = Immersion.objects.filter(
        partnership=claim.partnership_id, employer=claim.party_id, starts_on__lte=claim.ends_on, ends_on__gte=claim.starts_on
    )
    settled = set(statements_of(claim).filter(state__in=SETTLED_MONTHS).values_list("immersion", "month"))
    missing = {
        month
        for one in immersions
        for month in months_between(max(one.starts_on, claim.starts_on), min(one.ends_on, claim.ends_on))
        if (one.pk, month) not in settled
    }
    return sorted(missing)


def statements_of(claim: Claim) -> QuerySet[PresenceStatement]:
    """Return the statements of presence of the months that a claim covers."""
    covered = months_between(claim.starts_on, claim.ends_on)
    return PresenceStatement.objects.filter(
        immersion__partnership=claim.partnership_id, immersion__employer=claim.party_id, month__in=covered
    )


def statements_held_by(balance: Claim) -> QuerySet[PresenceStatement]:
    """Return the locked statements that no other accepted balance of the partner covers."""
    locked = statements_of(balance).filter(state=StatementState.LOCKED)
    others = Claim.objects.filter(party=balance.party_id, kind=ClaimKind.BALANCE, state__in=ACCEPTED_CLAIMS)
    periods = others.exclude(pk=balance.pk).values_list("starts_on", "ends_on")
    return locked.exclude(month__in=[month for first, last in periods for month in months_between(first, last)])
