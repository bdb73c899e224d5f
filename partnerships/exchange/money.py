"""The tables of money: budgets of partners, what of the authority's payments is meant for them, claims, transfers. Euros."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Count, OuterRef, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amif_network.exchange.cells import read_text
from amif_network.exchange.columns import Choice, Column, Euros, OrganisationName, Text, Year
from amif_network.exchange.table import Numbered
from projects.exchange.columns import Day, Moment

from ..actions import allocations, budgets, claims, transfers
from ..models import Allocation, BudgetHeading, Claim, Partnership, Transfer, YearBudget
from ..models.choices import ClaimKind, ClaimState, CostHeading, LogSubject, TransferState
from .rows import CODE, PARTNER, OfPartner, OfPartnership, numbered

# What steps of the workflow of a claim write.
DECIDED = ("kind", "state", "deducted", "accepted", "submitted_at", "decided_at")
TOGETHER = gettext_lazy("The headings of a budget change together, on the page of the budget: they add up to it.")
NUMBER = gettext_lazy("1, 2, … among rows that are otherwise named alike")


class Budgets(OfPartner):
    """What a partner may cost in a year."""

    name = "budgets"
    title = gettext_lazy("Budgets of years")
    model = YearBudget
    keys = ("partnership", "partner", "year")
    order = ("party", "year")

    year = Column("year", gettext_lazy("year"), Year(), needed=True)
    amount = Column("amount", gettext_lazy("amount in euros"), Euros(), needed=True)

    def begin(self, row: dict[str, Any]) -> YearBudget:
        """Return a new budget."""
        party = self.party_of(row)
        return YearBudget(partnership=party.partnership, party=party)

    def keep(self, record: YearBudget, *, new: bool) -> None:
        """Save it as its page does: never below what is accepted, and the sum of its headings where it has some."""
        if new and self.is_new(record.partnership):
            record.save()
            self.write_log(record, record.partnership, LogSubject.BUDGET, record.party)
            return
        standing = None if new else YearBudget.objects.get(pk=record.pk)
        headings = [
            BudgetHeading(heading=one.heading, description=one.description, amount=one.amount)
            for one in (standing.headings.order_by("pk") if standing else ())
        ]
        saved = budgets.save(
            record.party, record.year, amount=record.amount, headings=headings, base=budgets.shown(standing), by=self.world.by,
            at=self.world.at,
        )  # fmt: skip
        record.pk = saved.pk


class OfBudget(OfPartner):
    """Rows that name the budget of a partner for a year."""

    def key(self, row: dict[str, Any]) -> tuple[Any, ...]:
        """Return what names the record; a year is a number."""
        named = dict(zip(self.keys, super().key(row), strict=True))
        if "year" in named:
            named["year"] = number_of(named["year"])
        return tuple(named.values())

    def budget_of(self, row: dict[str, Any]) -> YearBudget:
        """Return the budget that a row names. Raises ValueError."""
        party, year = self.party_of(row), read_text(row.get("year"))
        found: YearBudget | None = YearBudget.objects.filter(party=party, year=number_of(year)).first()
        if found is None:
            sentence = _("There is no budget of this partner for “%(year)s”. Put it on the sheet “budgets”.")
            raise ValueError(sentence % {"year": year})
        found.partnership, found.party = party.partnership, party
        return found


def number_of(text: str) -> int:
    """Return the number that a cell says, 0 for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 0


class Headings(Numbered, OfBudget):
    """The headings of budgets, which come in with their budget."""

    name = "budget_headings"
    title = gettext_lazy("Headings of budgets")
    model = BudgetHeading
    path = "budget__partnership"
    keys = ("partnership", "partner", "year", "heading", "description", "number")
    closed = ("*", TOGETHER)
    optional = ("description", "number")
    loaded = ("budget__party__organisation",)
    order = ("budget__party", "budget__year", "pk")

    partnership = Column("budget__partnership__code", CODE, shown=True)
    partner = Column("budget__party__organisation", PARTNER, OrganisationName(), shown=True)
    year = Column("budget__year", gettext_lazy("year"), Year(), shown=True)
    heading = Column("heading", gettext_lazy("heading"), Choice(CostHeading), needed=True)
    description = Column("description", gettext_lazy("description"))
    number = Column("number", NUMBER, Year())
    amount = Column("amount", gettext_lazy("amount in euros"), Euros(), needed=True)

    @classmethod
    def rows(cls, records: Any) -> Any:
        """Return the headings, numbered among those named alike."""
        return numbered(super().rows(records), "budget", "heading", "description")

    def begin(self, row: dict[str, Any]) -> BudgetHeading:
        """Return a new heading."""
        return BudgetHeading(budget=self.budget_of(row))

    def stateful(self, record: BudgetHeading) -> Partnership:
        """Return the partnership."""
        return record.budget.partnership

    def keep(self, record: BudgetHeading, *, new: bool) -> None:
        """Save a heading that came in with its budget."""
        if not self.is_new(record.budget.partnership):
            raise ValidationError(str(TOGETHER))
        self.refuse_gap(record)
        record.save()


class Allocations(Numbered, OfPartnership):
    """Which part of a payment of the authority is meant for a partnership."""

    name = "allocations"
    title = gettext_lazy("Allocations of payments")
    model = Allocation
    keys = ("partnership", "payment", "number")
    closed = ("*", gettext_lazy("An allocation is never changed: take it back on the page of the partnership."))
    optional = ("number",)
    loaded = ("payment",)
    order = ("received_on", "pk")

    partnership = Column("partnership__code", CODE, shown=True)
    payment = Column("payment__reference", gettext_lazy("reference of the payment"), shown=True)
    number = Column("number", NUMBER, Year())
    received_on = Column("received_on", gettext_lazy("received on; not read"), Day(), shown=True)
    amount = Column("amount", gettext_lazy("amount in euros"), Euros(), needed=True)
    reversed_on = Column("reversed_on", gettext_lazy("taken back on"), Day())
    reason = Column("reason", gettext_lazy("why it was taken back"), Text())

    @classmethod
    def rows(cls, records: Any) -> Any:
        """Return the allocations, numbered among those of one payment."""
        return numbered(super().rows(records), "partnership", "payment__reference")

    def begin(self, row: dict[str, Any]) -> Allocation:
        """Return a new allocation; it counts from the day of its payment."""
        partnership = self.alliances.partnership(read_text(row.get("partnership")))
        payment = self.alliances.payment(partnership, read_text(row.get("payment")))
        return Allocation(
            partnership=partnership, payment=payment, received_on=payment.received_on, recorded_by=self.world.by,
            recorded_at=self.world.at,
        )  # fmt: skip

    def keep(self, record: Allocation, *, new: bool) -> None:
        """Save a new one: what came in with its partnership as it stood, any other as on its page."""
        self.refuse_gap(record)
        world = self.world
        if self.is_new(record.partnership):
            record.save()
            self.write_log(record, record.partnership, LogSubject.ALLOCATION)
            return
        if record.reversed_on:
            raise ValidationError({"reversed_on": _("An allocation is taken back on the page of the partnership.")})
        allocations.allocate(record.partnership, payment=record.payment, amount=record.amount, by=world.by, at=world.at)


class Claims(Numbered, OfBudget):
    """What partners ask of the host; in a partnership that is there already a new claim is a draft."""

    name = "claims"
    title = gettext_lazy("Claims")
    model = Claim
    keys = ("partnership", "partner", "reference", "number")
    closed = (DECIDED, gettext_lazy("A claim is submitted and decided on its page, not by an import."))
    optional = ("number",)
    loaded = ("party__organisation", "budget")
    order = ("party", "starts_on", "pk")

    year = Column("budget__year", gettext_lazy("year of the budget; read for a new claim only"), Year(), shown=True)
    kind = Column("kind", gettext_lazy("kind"), Choice(ClaimKind), needed=True)
    reference = Column("reference", gettext_lazy("reference of the partner"), needed=True)
    number = Column("number", NUMBER, Year())
    starts_on = Column("starts_on", gettext_lazy("first day"), Day(), needed=True)
    ends_on = Column("ends_on", gettext_lazy("last day"), Day(), needed=True)
    costs = Column("costs", gettext_lazy("real costs of the period, in euros"), Euros())
    deducted = Column("deducted", gettext_lazy("advances taken off, in euros; read for a new claim only"), Euros(), empty=0)
    claimed = Column("claimed", gettext_lazy("claimed, in euros"), Euros(), needed=True)
    accepted = Column("accepted", gettext_lazy("accepted, in euros; read with a new partnership only"), Euros())
    state = Column("state", gettext_lazy("state"), Choice(ClaimState), empty=ClaimState.DRAFT)
    submitted_at = Column("submitted_at", gettext_lazy("submitted on"), Moment())
    decided_at = Column("decided_at", gettext_lazy("decided on"), Moment())
    override_reason = Column("override_reason", gettext_lazy("why months of presence are missing"), Text())
    note = Column("note", gettext_lazy("note"), Text())

    @classmethod
    def rows(cls, records: Any) -> Any:
        """Return the claims, numbered among those of one reference."""
        return numbered(super().rows(records), "party", "reference")

    def existing(self) -> list[Claim]:
        """Return the claims of the partnerships that the file names."""
        found = list(super().existing())
        for claim in found:
            self._named(claim)
        return found

    def begin(self, row: dict[str, Any]) -> Claim:
        """Return a new claim."""
        budget = self.budget_of(row)
        return Claim(
            partnership=budget.partnership, party=budget.party, budget=budget, created_by=self.world.by, created_at=self.world.at
        )

    def keep(self, record: Claim, *, new: bool) -> None:
        """Save it: with a new partnership as it stood; else as its partner writes it, without a mail."""
        world = self.world
        self.refuse_gap(record)
        if new and self.is_new(record.partnership):
            record.save()
            self.write_log(record, record.partnership, LogSubject.CLAIM, record.party)
        elif new:
            if record.state != ClaimState.DRAFT:
                raise ValidationError({"state": _("A new claim comes in as a draft: submit it and decide on it on its page.")})
            claims.file(record, by=world.by, at=world.at)
        else:
            claims.change(record, by=world.by, at=world.at)
        self._named(record)

    def stateful(self, record: Claim) -> Claim | Partnership:
        """Return a claim that is there already; for a new one the state of its partnership counts."""
        return record.partnership if self.new else record

    def _named(self, claim: Claim) -> None:
        """Let transfers name it."""
        number: int = claim.number  # type: ignore[attr-defined]
        self.alliances.claims[(claim.partnership.code, claim.party.organisation, claim.reference, number)] = claim


class Transfers(OfPartner):
    """Money of the host to its partners."""

    name = "transfers"
    title = gettext_lazy("Transfers")
    model = Transfer
    path = "claim__partnership"
    keys = ("partnership", "partner", "claim", "claim_number", "reference")
    closed = ("*", gettext_lazy("A transfer is never changed: note on its page what became of it."))
    optional = ("claim_number",)
    loaded = ("claim__party__organisation",)
    order = ("ordered_on", "pk")

    partnership = Column("claim__partnership__code", CODE, shown=True)
    partner = Column("claim__party__organisation", PARTNER, OrganisationName(), shown=True)
    claim = Column("claim__reference", gettext_lazy("reference of the claim"), shown=True)
    claim_number = Column("claim_number", gettext_lazy("number of the claim among those of one reference"), Year(), shown=True)
    reference = Column("reference", gettext_lazy("reference of the transfer"), needed=True)
    amount = Column("amount", gettext_lazy("amount in euros"), Euros(), needed=True)
    state = Column("state", gettext_lazy("state"), Choice(TransferState), empty=TransferState.ORDERED)
    ordered_on = Column("ordered_on", gettext_lazy("ordered on"), Day(), needed=True)
    executed_on = Column("executed_on", gettext_lazy("executed on"), Day())
    failed_on = Column("failed_on", gettext_lazy("failed on"), Day())
    reversed_on = Column("reversed_on", gettext_lazy("reversed on"), Day())
    reason = Column("reason", gettext_lazy("why it failed or was reversed"), Text())

    @classmethod
    def rows(cls, records: Any) -> Any:
        """Return the transfers, with the number of their claim."""
        alike = Claim.objects.filter(
            party=OuterRef("claim__party"), reference=OuterRef("claim__reference"), pk__lte=OuterRef("claim")
        )
        counted = alike.order_by().values("reference").annotate(count=Count("pk")).values("count")
        return super().rows(records).annotate(claim_number=Subquery(counted))

    def key(self, row: dict[str, Any]) -> tuple[Any, ...]:
        """Return what names a transfer; without a number its claim is the first of its reference."""
        code, partner, claim, number, reference = super().key(row)
        return (code, partner, claim, number_of(number) or 1, reference)

    def begin(self, row: dict[str, Any]) -> Transfer:
        """Return a new transfer of its claim."""
        code, partner, claim, number, _reference = self.key(row)
        self.alliances.party(code, partner or None)
        transfer = Transfer(
            claim=self.alliances.claim((code, partner, claim, number)), recorded_by=self.world.by, recorded_at=self.world.at
        )
        transfer.claim_number = number  # type: ignore[attr-defined]
        return transfer

    def stateful(self, record: Transfer) -> Claim:
        """Return the claim, whose state says whether money may go on for it."""
        return record.claim

    def keep(self, record: Transfer, *, new: bool) -> None:
        """Save a new one: with a new partnership as it stood, else ordered as on the page of its claim."""
        world, partnership = self.world, record.claim.partnership
        if self.is_new(partnership):
            self._refuse_overdraft(record)
            record.save()
            self.write_log(record, partnership, LogSubject.TRANSFER, record.claim.party)
            return
        if record.state != TransferState.ORDERED:
            raise ValidationError({"state": _("A new transfer comes in as ordered: note on its page what became of it.")})
        transfers.order(record, by=world.by, at=world.at, site="")

    @staticmethod
    def _refuse_overdraft(record: Transfer) -> None:
        """Say with figures what the database would refuse: more than had come in (DOMAIN §7, invariant 3)."""
        if record.state == TransferState.EXECUTED and record.executed_on:
            transfers.refuse_overdraft(record.claim.partnership, record.amount, record.executed_on)
