"""Load what the rules about money look at: budgets, claims, transfers, what came in. Sums are made by the database."""

import datetime
from collections import defaultdict
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import F, Max, Q, Sum
from django.db.models.functions import Coalesce, TruncDate

from amif_network.core.questions import Ask

from ..models import Allocation, Claim, Transfer, YearBudget
from ..models.choices import ACCEPTED_CLAIMS, ClaimKind, ClaimState, TransferState
from .facts import ZERO, BudgetFacts, ClaimFacts, FailedTransfer, Receipts
from .scope import ZONE, Scope, asked

UNDERWAY = (ClaimState.SUBMITTED, ClaimState.RETURNED, ClaimState.ACCEPTED, ClaimState.PART_PAID)
# A balance that is claimed: a draft is not.
CLAIMED = (ClaimState.SUBMITTED, ClaimState.RETURNED, *ACCEPTED_CLAIMS)


class Money(NamedTuple):
    """By partnership: its budgets, claims that are underway, transfers that failed, and what came in."""

    budgets: dict[int, list[BudgetFacts]]
    claims: dict[int, list[ClaimFacts]]
    failed: dict[int, list[FailedTransfer]]
    receipts: dict[int, Receipts]


def load(every: Scope, scope: Scope, day: datetime.date) -> Money:
    """Return the money on `day`: between the reader's parties (`scope`), what came in for all (`every`). Six queries."""
    by_budget: dict[int, Decimal] = {}
    by_partnership: dict[int, Decimal] = defaultdict(lambda: ZERO)
    for partnership, budget, transferred in _transferred(every, day):
        by_budget[budget] = transferred
        by_partnership[partnership] += transferred
    return Money(
        _budgets(scope, by_budget), _claims(scope), _failed(scope), _receipts(every, by_partnership, day)
    )  # fmt: skip


def asks(every: Scope, scope: Scope, day: datetime.date) -> list[Ask]:
    """Return what `load` asks of the database."""
    between = [question.of(scope) for question in (_years, _underway, _failures)]
    return [_transferred.of(every, day), _came_in.of(every, day), _balances.of(scope.for_all_parties()), *between]


def _until(day: datetime.date, column: str) -> Q:
    """Return the condition that a movement counts on `day`: it took place, and was not undone yet."""
    return Q(**{f"{column}__lte": day}) & (Q(reversed_on=None) | Q(reversed_on__gt=day))


@asked
def _transferred(every: Scope, day: datetime.date) -> Any:
    rows = every.of(Transfer, "claim__partnership").filter(
        _until(day, "executed_on"), state__in=(TransferState.EXECUTED, TransferState.REVERSED)
    )
    return rows.values_list("claim__partnership", "claim__budget").annotate(sum=Sum("amount"))


@asked
def _came_in(every: Scope, day: datetime.date) -> Any:
    rows = every.of(Allocation).filter(_until(day, "received_on")).values_list("partnership")
    return rows.annotate(sum=Sum("amount"), last=Max("received_on"))


@asked
def _balances(every: Scope) -> Any:
    return every.of(Claim).filter(kind=ClaimKind.BALANCE, state__in=CLAIMED).values_list("budget", "state")


@asked
def _years(scope: Scope) -> Any:
    return scope.between(YearBudget).values_list("partnership", "pk", "party", "year", "amount")


@asked
def _underway(scope: Scope) -> Any:
    paid = Sum("transfers__amount", filter=Q(transfers__state=TransferState.EXECUTED))
    # Days are made by the database: to make them of thousands of moments here takes several times as long.
    days = {"submitted": TruncDate("submitted_at", tzinfo=ZONE), "decided": TruncDate("decided_at", tzinfo=ZONE)}
    rows = scope.between(Claim).filter(state__in=UNDERWAY).annotate(**days, paid=Coalesce(paid, ZERO))
    return rows.values_list("partnership", "pk", "party", "reference", "state", "submitted", "decided", "accepted", "paid")


@asked
def _failures(scope: Scope) -> Any:
    sent = Sum("claim__transfers__amount", filter=Q(claim__transfers__state__in=("ordered", "executed")))
    rows = scope.between(Transfer, "claim__partnership", "claim__party").filter(
        state=TransferState.FAILED, claim__state__in=(ClaimState.ACCEPTED, ClaimState.PART_PAID)
    )
    short = rows.annotate(sent=Coalesce(sent, ZERO)).filter(sent__lt=F("claim__accepted"))
    return short.values_list("claim__partnership", "pk", "claim", "reference", "amount", "failed_on")


def _receipts(every: Scope, transferred: dict[int, Decimal], day: datetime.date) -> dict[int, Receipts]:
    found: dict[int, Receipts] = defaultdict(Receipts)
    for partnership, received, last_on in _came_in(every, day):
        found[partnership] = Receipts(received, transferred.get(partnership, ZERO), last_on)
    return found


def _budgets(scope: Scope, transferred: dict[int, Decimal]) -> dict[int, list[BudgetFacts]]:
    balances = dict(_balances(scope.for_all_parties()))
    found: dict[int, list[BudgetFacts]] = defaultdict(list)
    for partnership, pk, party, year, amount in _years(scope):
        found[partnership].append(BudgetFacts(pk, party, year, amount, transferred.get(pk, ZERO), balances.get(pk, "")))
    return found


def _claims(scope: Scope) -> dict[int, list[ClaimFacts]]:
    found: dict[int, list[ClaimFacts]] = defaultdict(list)
    for partnership, pk, party, reference, state, submitted, decided, accepted, transferred in _underway(scope):
        unpaid = (accepted - transferred) if accepted is not None else ZERO
        found[partnership].append(ClaimFacts(pk, party, reference, state, submitted, decided, unpaid))
    return found


def _failed(scope: Scope) -> dict[int, list[FailedTransfer]]:
    """Return the transfers that failed, of claims of which less than the accepted is transferred or under way."""
    found: dict[int, list[FailedTransfer]] = defaultdict(list)
    for partnership, *values in _failures(scope):
        found[partnership].append(FailedTransfer._make(values))
    return found
