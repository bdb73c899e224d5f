"""What each side must do and waits for, state by state; and the amounts as tables and bars."""

from decimal import Decimal

import pytest

from projects.models import BudgetLine, ProjectFunding
from projects.next_steps import Side, Standing, next_steps
from projects.tables import Pair, budget_table, funding_table, money_bar
from tests.projects.test_workflow import COORDINATOR_OF_PROJECT, LEAD_OF_PROJECT

PAID = Standing(granted=Decimal(100), decreed=Decimal(100), paid=Decimal(100))
UNPAID = Standing(granted=Decimal(100), decreed=Decimal(100), to_account=2)


@pytest.mark.parametrize(
    ("side", "state", "standing", "must", "waits"),
    [
        (Side.LEAD, "preparation", Standing(has_budget=False, has_funding=False, blocked=1), ["budget"], 0),
        (Side.LEAD, "preparation", Standing(has_funding=False, blocked=1), ["funding"], 0),
        (Side.LEAD, "preparation", Standing(blocked=2), ["checks"], 0),
        (Side.LEAD, "preparation", Standing(), ["submit"], 0),
        (Side.LEAD, "returned", Standing(), ["edit", "submit"], 0),
        (Side.LEAD, "submitted", Standing(), [], 1),
        (Side.LEAD, "reserve", Standing(), [], 1),
        (Side.LEAD, "selected", Standing(), [], 1),
        (Side.LEAD, "decreed", UNPAID, ["account"], 1),
        (Side.LEAD, "reporting", UNPAID, ["account"], 1),
        (Side.LEAD, "reporting", PAID, [], 1),
        (Side.LEAD, "closed", PAID, [], 0),
        (Side.LEAD, "refused", Standing(), [], 0),
        (Side.COORDINATION, "preparation", Standing(), [], 1),
        (Side.COORDINATION, "returned", Standing(), [], 1),
        (Side.COORDINATION, "submitted", Standing(), ["select"], 0),
        (Side.COORDINATION, "reserve", Standing(), [], 1),
        (Side.COORDINATION, "selected", Standing(), ["grant"], 0),
        (Side.COORDINATION, "selected", PAID, ["decree-new"], 0),
        (Side.COORDINATION, "decreed", UNPAID, ["payment-new", "report"], 0),
        (Side.COORDINATION, "decreed", PAID, ["report"], 0),
        (Side.COORDINATION, "reporting", UNPAID, ["payment-new"], 1),
        (Side.COORDINATION, "reporting", PAID, ["close"], 0),
        (Side.COORDINATION, "withdrawn", Standing(), [], 0),
        (Side.PARTNER, "submitted", Standing(), [], 1),
        (Side.PARTNER, "returned", Standing(), [], 1),
        (Side.PARTNER, "selected", Standing(), [], 1),
        (Side.PARTNER, "decreed", UNPAID, [], 1),
        (Side.PARTNER, "decreed", PAID, [], 0),
    ],
)
def test_who_must_do_what(side, state, standing, must, waits):
    can = {Side.LEAD: LEAD_OF_PROJECT, Side.COORDINATION: COORDINATOR_OF_PROJECT}.get(side, {}).get(state, set())
    found = next_steps(state, side, standing, can | ({"decree-new"} if side == Side.COORDINATION else set()))
    assert [task.action for task in found.must] == must
    assert len(found.waits) == waits


def test_nobody_is_told_to_do_what_the_state_of_the_call_forbids():
    found = next_steps("selected", Side.COORDINATION, PAID, COORDINATOR_OF_PROJECT["selected"])
    assert found.must == []


def test_a_decree_waits_for_the_selection_of_the_call():
    found = next_steps("selected", Side.COORDINATION, PAID, COORDINATOR_OF_PROJECT["selected"] | {"call-select"})
    assert [task.action for task in found.must] == ["call-select"]


def test_funding_is_laid_out_by_source_and_year():
    rows = [
        ProjectFunding(source="own", year=2027, asked=Decimal(5)),
        ProjectFunding(source="amif", year=2026, asked=Decimal(10), granted=Decimal(8)),
        ProjectFunding(source="amif", year=2027, asked=Decimal(20)),
        ProjectFunding(source="other", source_name="Province", year=2026, asked=Decimal(1)),
    ]
    table = funding_table(rows)
    assert table.years == [2026, 2027]
    assert [(row.name, row.is_own, [pair and pair.first for _year, pair in row.years]) for row in table.rows][1:] == [
        (str(ProjectFunding.Source.OWN.label), True, [None, Decimal(5)]),
        ("Province", False, [Decimal(1), None]),
    ]
    assert table.rows[0].total == Pair(Decimal(30), Decimal(8))
    assert (table.total.first, table.total.second) == (Decimal(36), Decimal(8))


def test_the_budget_is_laid_out_by_category_with_sums_by_year():
    lines = [
        BudgetLine(category="travel", year=2027, planned=Decimal(3), eligible=False),
        BudgetLine(category="staff", year=2027, planned=Decimal(20), actual=Decimal(19)),
        BudgetLine(category="staff", year=2026, planned=Decimal(10)),
    ]
    table = budget_table(lines)
    assert [[line.year for line in one.lines] for one in table.categories] == [[2026, 2027], [2027]]
    assert table.years == [(2026, Pair(Decimal(10), None)), (2027, Pair(Decimal(23), Decimal(19)))]
    assert (table.total, table.not_eligible) == (Pair(Decimal(33), Decimal(19)), Decimal(3))


@pytest.mark.parametrize(
    ("amounts", "widths"),
    [
        ((100, 50, 25), [1000, 500, 250]),
        ((0, 0, 0), [0, 0, 0]),
        ((50, 100, 200), [250, 500, 1000]),
        ((10, 5, -5), [1000, 500, 0]),
    ],
)
def test_the_longest_bar_fills_the_width(amounts, widths):
    bars = money_bar(*map(Decimal, amounts))
    assert [bar.width for bar in bars] == widths
    assert [bar.amount for bar in bars] == list(amounts)
