"""The money of the demo's partnerships: budgets, claims in several states, what comes in and goes on. Euros."""

import datetime
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from amif_network.accounts.models import User
from partnerships.actions import allocations, budgets, claims, transfers
from partnerships.claiming import year_of
from partnerships.models import BudgetHeading, Claim, Partnership, Party, Transfer, YearBudget
from partnerships.models.choices import ClaimKind, CostHeading

from .clock import Clock

CENT = Decimal("0.01")
# Shares of the budget of a year: on its first day, at its middle, and what is left for the balance.
FIRST, SECOND, LAST = Decimal("0.60"), Decimal("0.36"), Decimal("0.03")
YEAR = 365


class Cashbook:
    """Files, accepts and pays claims, as far as the days have gone."""

    def __init__(self, clock: Clock, *, by: User, site: str) -> None:
        self.clock, self.by, self.site = clock, by, site
        self.number = 0

    def allocate(self, partnership: Partnership, amount: int) -> None:
        """Mean a part of the first payment of the project for a partnership."""
        assert partnership.project is not None
        assert partnership.starts_on is not None
        payment = partnership.project.payments.order_by("received_on", "pk")[0]
        at = self.clock.at(max(payment.received_on, partnership.starts_on - datetime.timedelta(days=10)))
        allocations.allocate(partnership, payment=payment, amount=Decimal(amount), by=self.by, at=at)

    def pay_as_it_goes(self, party: Party, *, yearly: int) -> None:
        """Advance what a partner spends, in two parts a year, and pay the balance when a year is over."""
        for budget, first, last in self._budgets(party, yearly, extra=1_000):
            middle = first + (last - first) / 2
            self._pay(budget, ClaimKind.ADVANCE, first, middle, FIRST, on=first)
            half = middle + datetime.timedelta(days=1)
            if half <= last:
                self._pay(budget, ClaimKind.INTERIM, half, last, SECOND, on=max(first, middle - datetime.timedelta(days=5)))
            if last < self.clock.today:
                done = FIRST + SECOND if half <= last else FIRST
                self._settle(budget, first, last, done, on=min(last + datetime.timedelta(days=10), self.clock.today))

    def wait_in_vain(self, party: Party, *, yearly: int, filed_by: User) -> None:
        """The host accepted an advance that it cannot pay, and has not answered the next claim."""
        [budget, first, last], *_others = self._budgets(party, yearly)
        middle = first + (last - first) / 2
        claim = self._file(budget, ClaimKind.ADVANCE, first, middle, budget.amount / 4, on=self.clock.day(-320), by=filed_by)
        claims.accept(claim, amount=claim.claimed, by=self.by, at=self.clock.moment(-310), site=self.site)
        if middle < last:
            half = middle + datetime.timedelta(days=1)
            self._file(budget, ClaimKind.INTERIM, half, last, budget.amount / 4, on=self.clock.day(-20), by=filed_by)

    def pay_a_part(self, party: Party, *, yearly: int, part: int) -> None:
        """The authority has paid a part, so the host pays a part."""
        [budget, first, last], *_others = self._budgets(party, yearly, extra=1_000)
        claim = self._file(budget, ClaimKind.ADVANCE, first, last, budget.amount, on=self.clock.day(-60), by=self.by)
        claim = claims.accept(claim, amount=claim.claimed, by=self.by, at=self.clock.moment(-50), site=self.site)
        self._transfer(claim, Decimal(part), on=self.clock.day(-45))

    def send_back(self, party: Party, *, yearly: int) -> None:
        """One claim was returned with a comment, one withdrawn."""
        [budget, first, last], *_others = self._budgets(party, yearly, extra=1_000)
        twice = self._file(budget, ClaimKind.ADVANCE, first, last, budget.amount / 2, on=self.clock.day(-42), by=self.by)
        claims.move(twice, "withdraw", by=self.by, at=self.clock.moment(-41), site=self.site)
        claim = self._file(budget, ClaimKind.ADVANCE, first, last, budget.amount / 4, on=self.clock.day(-40), by=self.by)
        comment = "Gelieve de loonfiche van de eerste maand toe te voegen."
        claims.move(claim, "return", comment=comment, by=self.by, at=self.clock.moment(-34), site=self.site)

    def prepare(self, party: Party, *, yearly: int) -> None:
        """A first claim is a draft."""
        [budget, first, last], *_others = self._budgets(party, yearly)
        self._file(budget, ClaimKind.ADVANCE, first, last, budget.amount / 4, on=self.clock.day(-4), by=self.by, submit=False)

    def _budgets(self, party: Party, yearly: int, *, extra: int = 0) -> Iterator[tuple[YearBudget, datetime.date, datetime.date]]:
        """Save the budgets of the years that have begun, pro rata of their days; `extra` comes on top of each.

        Of a partnership of one year, all together are exactly `yearly`.
        """
        partnership = party.partnership
        assert partnership.starts_on is not None
        assert partnership.ends_on is not None
        spent = Decimal(0)
        for year in range(partnership.starts_on.year, self.clock.today.year + 1):
            if year > partnership.ends_on.year:
                return
            first, last = year_of(partnership, year)
            days = (last - partnership.starts_on).days + 1
            amount = (Decimal(yearly) * days / YEAR).quantize(CENT, rounding=ROUND_HALF_UP) - spent
            spent += amount
            amount += extra
            salary = BudgetHeading(heading=CostHeading.SALARY, amount=amount)
            at = self.clock.at(max(first, partnership.starts_on))
            yield budgets.save(
                party, year, amount=amount, headings=[salary], base=budgets.shown(None), by=self.by, at=at
            ), first, last  # fmt: skip

    def _pay(
        self,
        budget: YearBudget,
        kind: ClaimKind,
        first: datetime.date,
        last: datetime.date,
        share: Decimal,
        *,
        on: datetime.date,
    ) -> None:
        """File, accept and transfer a share of a budget on one day, once that day has come."""
        if on > self.clock.today:
            return
        claim = self._file(budget, kind, first, last, budget.amount * share, on=on, by=self.by)
        claim = claims.accept(claim, amount=claim.claimed, by=self.by, at=self.clock.at(on), site=self.site)
        self._transfer(claim, claim.claimed, on=on)

    def _settle(
        self, budget: YearBudget, first: datetime.date, last: datetime.date, advanced: Decimal, *, on: datetime.date
    ) -> None:
        """File the balance of a year: the costs are a little less than the budget."""
        costs = (budget.amount * (advanced + LAST)).quantize(CENT)
        claim = self._file(budget, ClaimKind.BALANCE, first, last, costs, on=on, by=self.by, costs=costs)
        claim = claims.accept(claim, amount=claim.claimed, by=self.by, at=self.clock.at(on), site=self.site)
        self._transfer(claim, claim.claimed, on=on)

    def _file(
        self,
        budget: YearBudget,
        kind: ClaimKind,
        first: datetime.date,
        last: datetime.date,
        amount: Decimal,
        *,
        on: datetime.date,
        by: User,
        costs: Decimal | None = None,
        submit: bool = True,
    ) -> Claim:
        self.number += 1
        claim = Claim(
            partnership=budget.partnership,
            party=budget.party,
            budget=budget,
            kind=kind,
            reference=f"{budget.partnership.code}-{budget.year}-{self.number}",
            starts_on=first,
            ends_on=last,
            claimed=amount.quantize(CENT),
            costs=costs,
        )
        return claims.file(claim, by=by, at=self.clock.at(on), site=self.site, submit=submit)

    def _transfer(self, claim: Claim, amount: Decimal, *, on: datetime.date) -> None:
        transfer = Transfer(claim=claim, amount=amount, reference=f"{claim.reference}/V", ordered_on=on)
        transfers.order(transfer, executed_on=on, by=self.by, at=self.clock.at(on), site=self.site)
