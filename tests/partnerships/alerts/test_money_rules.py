"""Money between host and partner: what waits, with whom, since when, and what the partner pays in advance (DOMAIN §8)."""

import datetime
from decimal import Decimal

import pytest

from partnerships.alerts.facts import BudgetFacts, ClaimFacts, FailedTransfer, Receipts
from partnerships.alerts.money import (
    balance_missing,
    cash_idle,
    claim_at_authority,
    claim_at_host,
    claim_returned,
    exposed,
    prefinancing,
    transfer_failed,
)  # fmt: skip
from partnerships.exposure import exposure, spent

from .facts import DAY, END, HOST, PARTNER, START, facts, severities

YEAR = Decimal(47500)
TWO_WEEKS_BEFORE = datetime.date(2026, 12, 17)
SENT = datetime.date(2026, 4, 1)


def budget(**changed):
    return BudgetFacts(**({"pk": 3, "party": PARTNER, "year": 2026, "amount": YEAR} | changed))


def claim(**changed):
    known = {"pk": 4, "party": PARTNER, "reference": "DC-1", "state": "submitted", "submitted_on": SENT}
    return ClaimFacts(**(known | changed))


@pytest.mark.parametrize(
    ("day", "amount"),
    [
        (START - DAY, "0"), (START, "130.14"), (TWO_WEEKS_BEFORE, "45678.08"), (END, "47500"), (END + 100 * DAY, "47500"),
    ],
)  # fmt: skip
def test_a_year_is_spent_evenly(day, amount):
    assert spent(YEAR, 2026, START, END, day) == Decimal(amount)


def test_only_the_days_of_the_period_count():
    july = datetime.date(2026, 7, 1)
    assert spent(Decimal(184), 2026, july, None, july) == Decimal("1.00")
    assert spent(Decimal(100), 2026, datetime.date(2027, 1, 1), None, END) == 0
    assert exposure(YEAR, 2026, Decimal(50000), START, END, END) == 0


def test_the_exposure_is_what_was_not_transferred():
    assert [one.amount for one in exposed(facts(budgets=[budget()]), TWO_WEEKS_BEFORE)] == [Decimal("45678.08")]
    paid = facts(budgets=[budget(transferred=Decimal("45678.08"))])
    assert exposed(paid, TWO_WEEKS_BEFORE) == []
    assert list(prefinancing(facts(budgets=[budget(balance="paid")]), END)) == []


@pytest.mark.parametrize(
    ("amount", "expected"), [("25000", []), ("25000.99", []), ("25001", ["warn"]), ("49999", ["warn"]), ("50000", ["high"])]
)
def test_exposure_presses_by_its_amount(amount, expected):
    known = facts(budgets=[budget(amount=Decimal(amount), transferred=Decimal(25000))])
    assert severities(prefinancing, known, END, 0) == [expected]


def test_the_host_must_act_only_with_money_in_hand():
    assert next(prefinancing(facts(budgets=[budget()]), END)).side == "authority"
    rich = facts(budgets=[budget()], receipts=Receipts(Decimal(10), Decimal(0), SENT))
    assert next(prefinancing(rich, END)).side == "host"


def test_a_claim_waits_for_the_host():
    known = facts(claims=[claim()])
    assert severities(claim_at_host, known, SENT, 14, 15, 16, 44, 45, 400) == [
        [], ["warn"], ["warn"], ["warn"], ["high"], ["high"],
    ]  # fmt: skip
    (alert,) = claim_at_host(known, SENT + 20 * DAY)
    assert (alert.side, alert.detail, alert.since) == ("host", "4", SENT)
    assert list(claim_at_host(facts(claims=[claim(state="returned")]), END)) == []


def test_a_claim_that_came_back_waits_for_its_partner():
    known = facts(claims=[claim(state="returned", decided_on=SENT + 5 * DAY)])
    assert severities(claim_returned, known, SENT, 34, 35, 36, 300) == [[], *[["warn"]] * 3]
    assert next(claim_returned(known, END)).mine is True


def test_an_accepted_claim_waits_for_the_authority():
    accepted = claim(state="accepted", decided_on=SENT, open_amount=Decimal(100))
    known = facts(claims=[accepted])
    assert severities(claim_at_authority, known, SENT, 59, 60, 61, 300) == [[], *[["warn"]] * 3]
    (alert,) = claim_at_authority(known, END)
    assert (alert.side, alert.amount) == ("authority", Decimal(100))
    covered = facts(claims=[accepted], receipts=Receipts(Decimal(100), Decimal(0), SENT))
    assert list(claim_at_authority(covered, END)) == []


def test_money_does_not_lie_idle_while_a_partner_waits():
    known = facts(
        claims=[claim(state="accepted", decided_on=SENT, open_amount=Decimal(100))],
        receipts=Receipts(Decimal(90), Decimal(20), SENT + 10 * DAY),
    )
    assert severities(cash_idle, known, SENT, 39, 40, 41, 300) == [[], *[["high"]] * 3]
    assert cash_idle(known, END).amount == Decimal(70)
    assert cash_idle(known._replace(claims=[]), END) is None
    assert cash_idle(known._replace(receipts=Receipts(Decimal(20), Decimal(20), SENT)), END) is None


def test_the_balance_of_a_year_is_claimed():
    known = facts(budgets=[budget()])
    assert severities(balance_missing, known, END, 59, 60, 61, 400) == [[], *[["warn"]] * 3]
    assert list(balance_missing(facts(budgets=[budget(balance="submitted")]), END + 400 * DAY)) == []
    ended_in_june = facts(budgets=[budget()], ends_on=datetime.date(2026, 6, 30))
    assert next(balance_missing(ended_in_june, END)).since == datetime.date(2026, 8, 29)


def test_a_transfer_that_failed_is_to_be_repeated():
    known = facts(failed=[FailedTransfer(9, 4, "VIR-1", Decimal(100), SENT)])
    assert severities(transfer_failed, known, SENT, -1, 0, 1, 300) == [[], *[["high"]] * 3]
    (alert,) = transfer_failed(known, SENT)
    assert (alert.side, alert.mine, alert.detail) == ("host", False, "9")
    assert next(transfer_failed(known._replace(own=frozenset({HOST})), SENT)).mine is True
