"""Whatever people do, in whatever order, on whatever days: at every date at most what came in has gone on (DOMAIN §7.3)."""

import datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from amif_network.core.workflow import WrongState
from partnerships.actions import allocations, claims, transfers
from partnerships.cash import by_day, overdraft
from partnerships.models import Allocation, Claim, Transfer
from partnerships.moves import moves_of
from projects.actions import payments
from projects.models import AuthorityPayment
from tests.factories.accounts import UserFactory
from tests.factories.partnerships import PartnershipFactory, YearBudgetFactory

from .conftest import AT, SITE

# Few days and round sums, so that they meet; cents, so that edges are hit.
DAYS = st.integers(min_value=0, max_value=12).map(lambda number: datetime.date(2026, 3, 1) + datetime.timedelta(days=number))
AMOUNTS = st.sampled_from(["0.01", "999.99", "1000.00", "1000.01", "2500.00", "6000.00"]).map(Decimal)


CENT = Decimal("0.01")


class Cash(RuleBasedStateMachine):
    """The authority pays, the host allocates, accepts, transfers; everybody also makes mistakes and takes them back."""

    paid, allocated, accepted, sent = Bundle("paid"), Bundle("allocated"), Bundle("accepted"), Bundle("sent")

    @initialize()
    def begin(self) -> None:
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.by = UserFactory(coordinator=True)
        self.partnership = PartnershipFactory()
        self.budget = YearBudgetFactory(partnership=self.partnership, amount=Decimal("20000.00"))
        self.number = 0

    def teardown(self) -> None:
        """Leave nothing for the next sequence."""
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    def tried(self, act):
        """Do something; a refusal is a sentence, and changes nothing."""
        try:
            return act()
        except ValidationError as error:
            assert all(error.messages)
            return multiple()

    def reference(self) -> str:
        self.number += 1
        return f"R{self.number}"

    @rule(target=paid, amount=AMOUNTS, day=DAYS)
    def pay(self, amount, day):
        payment = AuthorityPayment(
            project=self.partnership.project, kind="advance", amount=amount, received_on=day, reference=self.reference()
        )
        return payments.record(payment, by=self.by, at=AT)

    @rule(payment=paid, day=DAYS)
    def take_the_payment_back(self, payment, day):
        self.tried(lambda: payments.reverse(payment, reason="–", on=day, by=self.by, at=AT))

    @rule(target=allocated, payment=paid, amount=AMOUNTS)
    def allocate(self, payment, amount):
        return self.tried(
            lambda: allocations.allocate(self.partnership, payment=payment, amount=amount, by=self.by, at=AT)
        )  # fmt: skip

    @rule(allocation=allocated, day=DAYS)
    def take_back(self, allocation, day):
        self.tried(lambda: allocations.take_back(allocation, reason="–", on=day, by=self.by, at=AT))

    @rule(target=accepted, amount=AMOUNTS, part=st.sampled_from([1, 2]))
    def claim_and_accept(self, amount, part):
        claim = Claim(
            partnership=self.partnership, party=self.budget.party, budget=self.budget, kind="interim", claimed=amount,
            reference=self.reference(), starts_on=datetime.date(2026, 1, 1), ends_on=datetime.date(2026, 3, 31),
        )  # fmt: skip
        filed = claims.file(claim, by=self.by, at=AT, site=SITE, submit=True)
        whole_or_half = max(amount / part, CENT).quantize(CENT)
        return self.tried(lambda: claims.accept(filed, amount=whole_or_half, by=self.by, at=AT, site=SITE))

    @rule(target=sent, claim=accepted, amount=AMOUNTS, ordered=DAYS, executed=st.none() | DAYS)
    def transfer(self, claim, amount, ordered, executed):
        new = Transfer(claim=claim, amount=amount, reference=self.reference(), ordered_on=ordered)
        return self.state_allowed(lambda: transfers.order(new, executed_on=executed, by=self.by, at=AT, site=SITE))

    @rule(transfer=sent, day=DAYS)
    def execute(self, transfer, day):
        self.state_allowed(lambda: transfers.execute(transfer, on=day, by=self.by, at=AT, site=SITE))

    @rule(transfer=sent, day=DAYS)
    def reverse(self, transfer, day):
        self.state_allowed(lambda: transfers.reverse(transfer, reason="–", on=day, by=self.by, at=AT, site=SITE))

    @rule(transfer=consumes(sent), day=DAYS)
    def fail(self, transfer, day):
        self.state_allowed(lambda: transfers.fail(transfer, reason="–", on=day, by=self.by, at=AT, site=SITE))

    def state_allowed(self, act):
        """Do a step; that its state does not allow it is no mistake of the portal."""
        try:
            return self.tried(act)
        except WrongState:
            return multiple()

    @invariant()
    def never_more_than_came_in(self) -> None:
        if not hasattr(self, "budget"):
            return
        moves = moves_of(self.partnership.pk)
        assert overdraft(moves) is None
        assert all(held >= 0 for _day, held in by_day(moves))

    @invariant()
    def sums_hold(self) -> None:
        if not hasattr(self, "budget"):
            return
        accepted = Decimal(0)
        for claim in Claim.objects.filter(budget=self.budget):
            accepted += claim.accepted or 0
            rows = list(claim.transfers.all())
            counting = sum(one.amount for one in rows if one.state in ("ordered", "executed"))
            executed = sum(one.amount for one in rows if one.state == "executed")
            assert counting <= (claim.accepted or 0)
            if claim.accepted:
                assert claim.state == ("paid" if executed == claim.accepted else "part_paid" if executed else "accepted")
        assert accepted <= self.budget.amount
        for payment in AuthorityPayment.objects.filter(reverses=None):
            standing = sum(one.amount for one in Allocation.objects.filter(payment=payment, reversed_on=None))
            gone = AuthorityPayment.objects.filter(reverses=payment).exists()
            assert standing <= (0 if gone else payment.amount)


def test_no_sequence_lets_more_go_on_than_came_in(db: None) -> None:
    run_state_machine_as_test(
        Cash,
        settings=settings(
            max_examples=8,
            stateful_step_count=18,
            deadline=None,
            derandomize=True,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        ),
    )
