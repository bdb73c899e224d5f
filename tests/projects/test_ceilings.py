"""Ceilings and sums at the cent: odd totals, many rows, and what the checks say of them (DOMAIN §7, invariant 6)."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.ceilings import Balance, ceilings, own_money
from projects.checks import Figures, Verdict, blocked, checks, flat_rate
from projects.models import BudgetLine, Envelope, PartnershipSupplement, ProjectFunding

CENT = Decimal("0.01")
amounts = st.decimals(min_value=0, max_value=Decimal("99999999.99"), places=2)
costs = st.decimals(min_value=CENT, max_value=Decimal("99999999.99"), places=2)
rates = st.decimals(min_value=CENT, max_value=100, places=2)


def envelope(source: str = "pod_mi", ceiling: Decimal | None = Decimal(15), **values) -> Envelope:
    return Envelope(source=source, amount=Decimal("250000.00"), ceiling=ceiling, **values)


def figures(*asked: tuple[str, Decimal], planned: Decimal, **values) -> Figures:
    fundings = [ProjectFunding(source=source, year=2026, asked=amount) for source, amount in asked]
    lines = values.pop("lines", None) or [BudgetLine(category="staff", year=2026, planned=planned)]
    return Figures(**{"envelopes": [envelope()], "fundings": fundings, "lines": lines, **values})


@given(costs, rates)
def test_the_most_a_ceiling_allows_is_kept_and_one_cent_more_is_not(base, rate):
    own = envelope(ceiling=rate)
    most = ceilings([own], {}, total=base, eligible=base)[0].most
    at_most, above = (ceilings([own], {("pod_mi", ""): amount}, total=base, eligible=base)[0] for amount in (most, most + CENT))
    assert (at_most.kept, at_most.excess) == (True, 0)
    assert (above.kept, above.excess) == (False, CENT)


@given(costs, amounts, rates)
def test_a_ceiling_decides_as_exact_fractions_do(base, amount, rate):
    found = ceilings([envelope(ceiling=rate)], {("pod_mi", ""): amount}, total=base, eligible=base)[0]
    assert found.kept == (Fraction(amount) <= Fraction(base) * Fraction(rate) / 100)


@given(st.lists(st.tuples(amounts, st.booleans()), min_size=1, max_size=30), amounts)
def test_the_base_is_the_total_or_what_is_eligible_of_many_lines(costs, asked):
    lines = [BudgetLine(category="staff", year=2026, planned=planned, eligible=counts) for planned, counts in costs]
    loaded = figures(("pod_mi", asked), planned=Decimal(0), lines=lines)
    total, eligible = sum(cost for cost, _counts in costs), sum((cost for cost, counts in costs if counts), Decimal(0))
    assert (loaded.total, loaded.eligible) == (total, eligible)
    both = [envelope(base="total"), envelope(base="eligible")]
    measured = ceilings(both, loaded.asked, total=loaded.total, eligible=loaded.eligible)
    assert [one.base for one in measured] == [total, eligible]


@given(st.lists(amounts, min_size=1, max_size=60), amounts)
def test_the_envelope_against_the_sum_of_many_projects(asked, amount):
    found = Balance(Envelope(amount=amount), sum(asked, Decimal(0)), Decimal(0))
    assert found.missing == max(sum(asked, Decimal(0)) - amount, Decimal(0))
    assert found.left == amount


@given(st.lists(costs, min_size=1, max_size=20), rates)
def test_a_flat_rate_comes_to_the_nearest_cent(planned, rate):
    lines = [BudgetLine(category="staff", year=2026, planned=cost) for cost in planned]
    line = BudgetLine(category="indirect", year=2026, method="flat_rate", rate=rate, rate_base="staff")
    exact = Fraction(sum(planned)) * Fraction(rate) / 100
    assert abs(Fraction(flat_rate(line, [*lines, line])) - exact) <= Fraction(1, 200)


def test_a_flat_rate_counts_its_own_year_and_base_only():
    lines = [
        BudgetLine(category="staff", year=2026, planned=Decimal("100.00")),
        BudgetLine(category="travel", year=2026, planned=Decimal("10.00")),
        BudgetLine(category="travel", year=2026, planned=Decimal("7.00"), eligible=False),
        BudgetLine(category="indirect", year=2026, planned=Decimal("5.00")),
        BudgetLine(category="staff", year=2027, planned=Decimal("900.00")),
    ]
    found = {
        base: flat_rate(BudgetLine(year=2026, method="flat_rate", rate=Decimal(10), rate_base=base), lines)
        for base in BudgetLine.RateBase.values
    }
    assert found == {"staff": Decimal("10.00"), "direct": Decimal("11.00"), "other_direct": Decimal("1.00")}


def test_the_worked_example_of_the_envelopes():
    """With 1 300 000 + 250 000 of at most 15 % the CPAS add at least 116 667 € to use all of it (issue of calls)."""
    found = own_money([Envelope(source="amif", amount=Decimal("1300000.00")), envelope()])
    assert (found.least, found.total) == (Decimal("116666.67"), Decimal("1666666.67"))


@pytest.mark.parametrize(
    ("planned", "asked", "most", "stops"),
    [
        ("100000.01", "15000.00", "15\u202f000,00", False),
        ("100000.01", "15000.01", "15\u202f000,00", True),
        ("33333.33", "4999.99", "4\u202f999,99", False),
        ("33333.33", "5000.00", "4\u202f999,99", True),
        ("0.06", "0.00", "0,00", False),
        ("0.06", "0.01", "0,00", True),
    ],
)
def test_fifteen_percent_of_odd_totals(planned, asked, most, stops):
    loaded = figures(("pod_mi", Decimal(asked)), ("own", Decimal(planned) - Decimal(asked)), planned=Decimal(planned))
    ceiling = checks(loaded, "fr")[1]
    assert ceiling.verdict == (Verdict.BLOCKED if stops else Verdict.OK)
    assert most in ceiling.threshold
    assert len(blocked(checks(loaded, "fr"))) == stops


@pytest.mark.parametrize(
    ("own", "verdict"), [("85000.00", Verdict.OK), ("85000.01", Verdict.BLOCKED), ("84999.99", Verdict.BLOCKED)]
)
def test_the_sources_add_up_to_the_cent(own, verdict):
    loaded = figures(("pod_mi", Decimal("15000.00")), ("own", Decimal(own)), planned=Decimal("100000.00"))
    assert checks(loaded, "nl")[0].verdict == verdict


def test_a_project_without_a_budget_cannot_be_submitted():
    loaded = Figures(envelopes=[envelope()], fundings=[], lines=[])
    assert [one.page for one in blocked(checks(loaded, "fr"))] == ["budget"]


@pytest.mark.parametrize(
    ("partner", "purpose", "verdict"),
    [(2, "supplement", Verdict.OK), (1, "supplement", Verdict.BLOCKED), (2, "projects", Verdict.BLOCKED)],
)
def test_a_supplement_needs_another_partner_and_an_envelope(partner, purpose, verdict):
    loaded = figures(
        ("own", Decimal(100)), planned=Decimal(100), lead=1, envelopes=[envelope(source="amif", ceiling=None, purpose=purpose)],
        supplements=[PartnershipSupplement(partner_id=partner, asked=Decimal("47500.00"))],
    )  # fmt: skip
    found = [one for one in checks(loaded, "fr") if one.page == "supplements"]
    assert [one.verdict for one in found] == [verdict]
