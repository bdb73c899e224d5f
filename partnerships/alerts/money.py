"""Rules about the money between host and partner (DOMAIN §2.7, §8). Amounts are euros."""

import datetime
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from amif_network.alerts.alert import Alert, Severity, Side, Step
from amif_network.alerts.alert import message as _
from amif_network.alerts.thresholds import euros, threshold

from ..exposure import exposure
from ..models.choices import ClaimState
from .facts import ZERO, BudgetFacts, Facts
from .making import DAY, below, made

TO_CLAIM = _("Open the claim")
TO_MONEY = _("See the money")


class Exposed(NamedTuple):
    """What one partner has put in of its own, and since when."""

    party: int
    amount: Decimal
    since: datetime.date


def exposed(facts: Facts, day: datetime.date) -> list[Exposed]:
    """Return what each partner pre-finances on `day`; a year of which the balance is paid is over."""
    open_years: dict[int, list[tuple[Decimal, int]]] = defaultdict(list)
    for budget in facts.budgets:
        if budget.balance != ClaimState.PAID:
            amount = exposure(budget.amount, budget.year, budget.transferred, facts.starts_on, facts.ends_on, day)
            if amount > ZERO:
                open_years[budget.party].append((amount, budget.year))
    return [
        Exposed(party, sum((amount for amount, _year in found), ZERO), _first_day(facts, min(year for _amount, year in found)))
        for party, found in open_years.items()
    ]


def _first_day(facts: Facts, year: int) -> datetime.date:
    first = datetime.date(year, 1, 1)
    return max(first, facts.starts_on) if facts.starts_on else first


def prefinancing(facts: Facts, day: datetime.date) -> Iterator[Alert]:
    """A partner pays what nobody gave it yet: the budget pro rata of the days gone, less what was transferred (DOMAIN §8)."""
    for one in exposed(facts, day):
        party, high = facts.party(one.party), euros("exposure_high_euros")
        if party is None or one.amount < euros("exposure_warn_euros"):
            continue
        # The host cannot transfer what never came in: then the authority is waited for.
        side = Side.HOST if facts.receipts.held > ZERO else Side.AUTHORITY
        yield made(
            facts, "prefinancing", Severity.HIGH if one.amount >= high else Severity.WARN, side,
            _("%(party_name)s pre-finances about %(exposed)s."), one.since,
            step=Step(TO_MONEY, below(facts, "money")), detail=one.party, amount=one.amount,
            party_name=party.name, exposed=one.amount,
        )  # fmt: skip


def claim_at_host(facts: Facts, day: datetime.date) -> Iterator[Alert]:
    """A claim was submitted 15 days ago, and the host has not answered (DOMAIN §8)."""
    for claim in facts.claims:
        if claim.state != ClaimState.SUBMITTED or (day - claim.submitted_on).days < threshold("claim_at_host"):
            continue
        days = (day - claim.submitted_on).days
        yield made(
            facts, "claim-at-host", Severity.HIGH if days >= threshold("claim_at_host_high") else Severity.WARN, Side.HOST,
            _("The claim %(reference)s has waited %(days)s days for an answer."), claim.submitted_on,
            step=Step(TO_CLAIM, below(facts, "claim", claim.pk)), detail=claim.pk, reference=claim.reference or "–", days=days,
        )  # fmt: skip


def claim_returned(facts: Facts, day: datetime.date) -> Iterator[Alert]:
    """A claim went back to the partner, who has not sent it again (DOMAIN §8: each alert names the side that must act)."""
    for claim in facts.claims:
        sent_back = claim.decided_on or claim.submitted_on
        if claim.state == ClaimState.RETURNED and (day - sent_back).days >= threshold("claim_returned"):
            yield made(
                facts, "claim-returned", Severity.WARN, Side.PARTNER,
                _("The claim %(reference)s came back and has to be corrected."), sent_back, party=claim.party,
                step=Step(TO_CLAIM, below(facts, "claim", claim.pk)), detail=claim.pk, reference=claim.reference or "–",
            )  # fmt: skip


def claim_at_authority(facts: Facts, day: datetime.date) -> Iterator[Alert]:
    """An accepted claim cannot be paid, because the authority has not (DOMAIN §8)."""
    for claim in facts.claims:
        if claim.open_amount <= ZERO or claim.decided_on is None or facts.receipts.held >= claim.open_amount:
            continue
        if (day - claim.decided_on).days >= threshold("claim_at_authority"):
            yield made(
                facts, "claim-at-authority", Severity.WARN, Side.AUTHORITY,
                _("%(open)s of the claim %(reference)s wait for a payment of the authority."), claim.decided_on,
                step=Step(TO_CLAIM, below(facts, "claim", claim.pk)), detail=claim.pk, reference=claim.reference or "–",
                amount=claim.open_amount, open=claim.open_amount,
            )  # fmt: skip


def cash_idle(facts: Facts, day: datetime.date) -> Alert | None:
    """Money of the authority lies with the host for 30 days although an accepted claim waits for it (DOMAIN §8)."""
    receipts = facts.receipts
    waiting = [claim for claim in facts.claims if claim.open_amount > ZERO and claim.decided_on is not None]
    if receipts.held <= ZERO or receipts.last_on is None or not waiting:
        return None
    since = max(receipts.last_on, min(claim.decided_on for claim in waiting if claim.decided_on is not None))
    if (day - since).days < threshold("cash_idle"):
        return None
    held = min(receipts.held, sum((claim.open_amount for claim in waiting), ZERO))
    return made(
        facts, "cash-idle", Severity.HIGH, Side.HOST, _("%(held)s lie with the host and are due to a partner."), since,
        step=Step(_("Transfer it"), below(facts, "claim", waiting[0].pk)), amount=held, held=held,
    )  # fmt: skip


def balance_missing(facts: Facts, day: datetime.date) -> Iterator[Alert]:
    """A year of a partner is over for two months, and it has not claimed the balance (DOMAIN §8)."""
    for budget in facts.budgets:
        end = year_end(budget, facts)
        due = end + threshold("balance_late") * DAY
        party = facts.party(budget.party)
        if budget.balance or budget.amount <= ZERO or day < due or party is None:
            continue
        yield made(
            facts, "balance-missing", Severity.WARN, Side.PARTNER,
            _("%(party_name)s has not claimed the balance of %(year)s."), due, party=budget.party,
            step=Step(_("Write the claim"), below(facts, "claim-new")), detail=budget.pk, party_name=party.name, year=budget.year,
        )  # fmt: skip


def year_end(budget: BudgetFacts, facts: Facts) -> datetime.date:
    """Return the last day that a budget pays: of its year, or of the period."""
    last = datetime.date(budget.year, 12, 31)
    return min(last, facts.ends_on) if facts.ends_on else last


def transfer_failed(facts: Facts, day: datetime.date) -> Iterator[Alert]:
    """A transfer failed, and what the claim is due was not transferred since (DOMAIN §8)."""
    for transfer in facts.failed:
        if transfer.failed_on <= day:
            yield made(
                facts, "transfer-failed", Severity.HIGH, Side.HOST,
                _("The transfer %(reference)s of %(failed)s failed."), transfer.failed_on,
                step=Step(_("Transfer it again"), below(facts, "claim", transfer.claim)), detail=transfer.pk,
                amount=transfer.amount, reference=transfer.reference, failed=transfer.amount,
            )  # fmt: skip
