"""Several people at a time, each on a connection of its own: no transfer is lost, none is doubled, no sum is passed."""

import itertools

import pytest
from django.core.exceptions import ValidationError

from amif_network.core.workflow import WrongState
from partnerships.actions import allocations, claims, transfers
from partnerships.cash import overdraft
from partnerships.models import Allocation, Claim, Transfer
from partnerships.moves import moves_of
from projects.actions import payments
from projects.models import AuthorityPayment
from tests.factories.partnerships import AllocationFactory, ClaimFactory, TransferFactory
from tests.factories.projects import PaymentFactory
from tests.racing import at_once

from .conftest import AT, SITE, day, euros

pytestmark = pytest.mark.django_db(transaction=True)
AT_A_TIME = 6


def outcome(act) -> str:
    """Do it, and say how it ended."""
    try:
        act()
    except (ValidationError, WrongState):
        return "refused"
    return "done"


@pytest.fixture
def claim(budget) -> Claim:
    """Accepted: 6 000 euros; 5 000 came in."""
    AllocationFactory(partnership=budget.partnership, payment__amount=euros("5000"), payment__received_on=day(3, 5))
    return ClaimFactory(budget=budget, accepted_whole=True, claimed=euros("6000"))


def test_what_came_in_goes_on_once(claim, host_member):
    numbers = itertools.count()

    def send() -> str:
        new = Transfer(claim=claim, amount=euros("1000"), reference=f"V{next(numbers)}", ordered_on=day(4))
        return outcome(lambda: transfers.order(new, executed_on=day(4), by=host_member, at=AT, site=SITE))

    assert sorted(at_once(send, AT_A_TIME)) == ["done"] * 5 + ["refused"]
    assert sum(one.amount for one in Transfer.objects.all()) == euros("5000")
    assert overdraft(moves_of(claim.partnership_id)) is None
    claim.refresh_from_db()
    assert claim.state == "part_paid"


def test_one_transfer_is_executed_once(claim, host_member):
    ordered = TransferFactory(claim=claim, amount=euros("3000"))
    ended = at_once(
        lambda: outcome(lambda: transfers.execute(ordered, on=day(4), by=host_member, at=AT, site=SITE)), AT_A_TIME
    )  # fmt: skip
    assert sorted(ended) == ["done"] + ["refused"] * (AT_A_TIME - 1)
    assert moves_of(claim.partnership_id)[-1].amount == euros("-3000")


def test_money_does_not_go_on_and_back_at_once(claim, host_member):
    allocation, turns = Allocation.objects.get(), itertools.count()

    def act() -> str:
        number = next(turns)
        if number % 2:
            return outcome(lambda: allocations.take_back(allocation, reason="–", on=day(4), by=host_member, at=AT))
        new = Transfer(claim=claim, amount=euros("2500"), reference=f"V{number}", ordered_on=day(4))
        return outcome(lambda: transfers.order(new, executed_on=day(4), by=host_member, at=AT, site=SITE))

    ended = at_once(act, AT_A_TIME)
    allocation.refresh_from_db()
    sent = Transfer.objects.filter(state="executed").count()
    assert ended.count("done") == (1 if allocation.reversed_on else sent)
    assert overdraft(moves_of(claim.partnership_id)) is None
    assert (allocation.reversed_on is None) == (sent == 2)


def test_a_payment_is_allocated_or_reversed(partnership, host_member, french_coordinator):
    payment, turns = PaymentFactory(project=partnership.project, amount=euros("1000")), itertools.count()

    def act() -> str:
        if next(turns) % 2:
            return outcome(lambda: payments.reverse(payment, reason="–", on=day(4), by=french_coordinator, at=AT))
        return outcome(lambda: allocations.allocate(partnership, payment=payment, amount=euros("600"), by=host_member, at=AT))

    assert at_once(act, AT_A_TIME).count("done") == 1
    assert Allocation.objects.count() + AuthorityPayment.objects.filter(reverses=payment).count() == 1


def test_the_budget_of_the_year_is_accepted_once(budget, host_member):
    waiting = [ClaimFactory(budget=budget, submitted=True, claimed=euros("20000")) for _number in range(4)]
    turns = iter(waiting)

    def accept() -> str:
        claim = next(turns)
        return outcome(lambda: claims.accept(claim, amount=claim.claimed, by=host_member, at=AT, site=SITE))

    assert sorted(at_once(accept, 4)) == ["done", "done", "refused", "refused"]
    assert Claim.objects.filter(state="accepted").count() == 2
