"""Break the rules of money in SQL, past every action: the database refuses (DOMAIN §7.3 to §7.5)."""

import datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from partnerships.models import Allocation, Claim, Transfer
from tests.factories.partnerships import AllocationFactory, ClaimFactory, TransferFactory, YearBudgetFactory

pytestmark = pytest.mark.django_db

DAY = datetime.date(2026, 4, 1)


def refused(name: str):
    """Expect that the database names the rule `name`."""
    return pytest.raises(IntegrityError, match=name)


@pytest.fixture
def claim() -> Claim:
    return ClaimFactory(accepted_whole=True)


def test_a_transfer_before_the_money_came_in_is_refused(claim: Claim) -> None:
    AllocationFactory(partnership=claim.partnership, payment__received_on=DAY + datetime.timedelta(days=1))
    with refused("transfers_within_receipts"), transaction.atomic():
        TransferFactory(claim=claim, executed=True, ordered_on=DAY)
    assert TransferFactory(claim=claim, executed=True, ordered_on=DAY + datetime.timedelta(days=1)).pk


def test_money_that_was_transferred_is_not_taken_back(claim: Claim) -> None:
    allocation = AllocationFactory(partnership=claim.partnership)
    TransferFactory(claim=claim, executed=True)
    with refused("transfers_within_receipts"), transaction.atomic():
        Allocation.objects.filter(pk=allocation.pk).update(reversed_on=DAY, reason="erreur")


def test_a_later_day_is_checked_too(claim: Claim) -> None:
    """A back-dated transfer uses money that a later transfer already used."""
    AllocationFactory(partnership=claim.partnership, payment__amount=claim.accepted)
    other = ClaimFactory(budget=claim.budget, accepted_whole=True, claimed=Decimal("1.00"))
    TransferFactory(claim=claim, executed=True, ordered_on=DAY + datetime.timedelta(days=9))
    with refused("transfers_within_receipts"), transaction.atomic():
        TransferFactory(claim=other, executed=True, ordered_on=DAY)


def test_transfers_pass_no_claim(claim: Claim) -> None:
    TransferFactory(claim=claim, amount=claim.accepted - 1)
    with refused("transfer_within_claim"), transaction.atomic():
        TransferFactory(claim=claim, amount=Decimal("1.01"))
    assert TransferFactory(claim=claim, amount=Decimal("1.00")).pk


def test_allocations_pass_no_payment(claim: Claim) -> None:
    first = AllocationFactory(partnership=claim.partnership, amount=Decimal("37000.00"))
    with refused("allocation_within_payment"), transaction.atomic():
        AllocationFactory(partnership=claim.partnership, payment=first.payment, amount=Decimal("500.01"))


def test_a_payment_of_another_project_is_no_receipt(claim: Claim) -> None:
    elsewhere = AllocationFactory()
    with refused("allocation_of_a_payment_of_the_project"), transaction.atomic():
        AllocationFactory(partnership=claim.partnership, payment=elsewhere.payment, amount=Decimal("1.00"))


def test_accepted_claims_of_a_year_pass_no_budget() -> None:
    budget = YearBudgetFactory()
    ClaimFactory(budget=budget, accepted_whole=True, claimed=Decimal("47000.00"))
    with refused("claim_accepted_within_budget"), transaction.atomic():
        ClaimFactory(budget=budget, accepted_whole=True, claimed=Decimal("500.01"))
    with refused("year_budget_covers_accepted"), transaction.atomic():
        type(budget).objects.filter(pk=budget.pk).update(amount=Decimal("46999.99"))


def test_one_live_balance_of_a_period() -> None:
    first = ClaimFactory(balance=True)
    with refused("claim_one_live_balance_per_period"), transaction.atomic():
        ClaimFactory(budget=first.budget, balance=True)
    Claim.objects.filter(pk=first.pk).update(state="withdrawn")
    assert ClaimFactory(budget=first.budget, balance=True).pk


def test_amounts_of_a_transfer_never_change(claim: Claim) -> None:
    transfer = TransferFactory(claim=claim)
    with pytest.raises(Exception, match="Cannot update"), transaction.atomic():
        Transfer.objects.filter(pk=transfer.pk).update(amount=Decimal("1.00"))
