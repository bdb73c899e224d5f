"""The cash statement, the section on the page of a partnership, the list of claims: sums, gaps in words, who sees what."""

import datetime
import io

import pytest
from openpyxl import load_workbook

from partnerships import balance, ledger
from partnerships.exposure import exposure
from partnerships.models import Partnership
from tests.factories.partnerships import AllocationFactory, ClaimFactory, TransferFactory, YearBudgetFactory
from tests.meetings.pages import words

from .conftest import AT, address, day, euros

pytestmark = pytest.mark.django_db


@pytest.fixture
def flowing(budget):
    """An advance of 11 875 €; the authority paid 10 000 € on 5 March, of which 6 000 went on in April and 1 000 came back."""
    claim = ClaimFactory(
        budget=budget, part_paid=True, submitted_at=AT.replace(year=2026), decided_at=AT.replace(year=2026, month=3)
    )  # fmt: skip
    AllocationFactory(partnership=budget.partnership, payment__amount=euros("10000"), payment__received_on=day(3, 5))
    TransferFactory(claim=claim, amount=euros("6000"), executed=True, ordered_on=day(4))
    TransferFactory(
        claim=claim, amount=euros("1000"), state="reversed", ordered_on=day(4), executed_on=day(4), reversed_on=day(5), reason="–"
    )  # fmt: skip
    return budget.partnership


def seen(partnership, user, on):
    found = Partnership.objects.for_head().visible_to(user).get(pk=partnership.pk)
    return balance.of_partnership(found, user, on), ledger.of_partnership(found, user, on)


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (day(1, 31), ("0", "0", "0", "0", "0")),
        (day(2, 1), ("11875", "0", "0", "0", "0")),
        (day(3, 4), ("11875", "11875", "0", "0", "0")),
        (day(3, 5), ("11875", "11875", "10000", "0", "10000")),
        (day(4, 1), ("11875", "11875", "10000", "7000", "3000")),
        (day(5, 1), ("11875", "11875", "10000", "6000", "4000")),
    ],
)
def test_the_statement_is_as_of_its_day(flowing, host_member, on, expected):
    money, entries = seen(flowing, host_member, on)
    [row] = money.rows
    amounts = (row.claimed, row.accepted, money.cash.received, row.transferred, money.cash.held)
    assert amounts == tuple(euros(amount) for amount in expected)
    assert (entries[-1].held if entries else 0) == money.cash.held


def test_the_worked_example_two_weeks_before_the_end(budget, host_member):
    """47 500 € a year, nothing paid: about 45 700 € (DOMAIN §8)."""
    money, _entries = seen(budget.partnership, host_member, day(12, 17))
    assert money.exposure == euros("45678.08")
    assert exposure(euros("47500"), 2026, euros("0"), day(1), day(12, 31), day(12, 31)) == euros("47500")


def test_the_gaps_have_names(flowing, host_member, signed_in):
    page = words(signed_in(host_member).get(address("money", flowing.pk) + "?on=2026-06-30"))
    for said in (
        "35 625,00 € not claimed yet",
        "1 875,00 € claimed and not paid by the authority",
        "4 000,00 € held by the host",
    ):
        assert said.partition(" €")[0] in page
    money, _entries = seen(flowing, host_member, day(6, 30))
    [bar] = money.bars
    assert [level.width for level in bar.levels] == [1000, 250, 210, 126]
    assert len(bar.gaps) == 4


def test_what_is_held_is_for_the_oldest_claims_first():
    assert balance.spread(euros("30"), [(euros("20"), euros("10")), (euros("100"), euros("0"))]) == [euros("10"), euros("20")]
    assert balance.spread(euros("30"), [(euros("20"), euros("10"))]) == [euros("30")]
    assert balance.spread(euros("30"), []) == []


def test_a_partner_sees_its_own_money_and_not_what_the_host_holds(flowing, partner_member, other_partner_member, other_partner):
    YearBudgetFactory(partnership=flowing, party=other_partner, amount=euros("1"))
    own, entries = seen(flowing, partner_member, day(12, 31))
    assert ([row.transferred for row in own.rows], own.cash, len(entries)) == ([euros("6000")], None, 4)
    theirs, entries = seen(flowing, other_partner_member, day(12, 31))
    assert ([row.granted for row in theirs.rows], theirs.cash, theirs.claims, len(entries)) == ([euros("1")], None, [], 1)


@pytest.mark.parametrize(
    ("who", "status"),
    [("host_member", 200), ("partner_member", 200), ("french_coordinator", 200), ("outsider_member", 404), ("observer", 404)],
)
def test_who_sees_the_statement(request, signed_in, flowing, who, status):
    client = signed_in(request.getfixturevalue(who))
    assert client.get(address("money", flowing.pk, lang="nl")).status_code == status
    assert client.post(address("money", flowing.pk)).status_code == 405


@pytest.mark.parametrize("wrong", ["31-02-2026", "hier", "0001-01-01"])
def test_a_wrong_day_is_said_and_today_shown(signed_in, host_member, flowing, wrong):
    answer = signed_in(host_member).get(address("money", flowing.pk) + f"?on={wrong}")
    assert answer.status_code == 200
    assert answer.context["form"].errors["on"]
    assert wrong in answer.text


def test_the_statement_costs_the_same_however_much_moved(signed_in, host_member, flowing, django_assert_max_num_queries):
    client, counts = signed_in(host_member), []
    for years in ((), (2027, 2028)):
        for year in years:
            budget = YearBudgetFactory(partnership=flowing, year=year)
            first, last = datetime.date(year, 1, 1), datetime.date(year, 3, 31)
            claim = ClaimFactory(budget=budget, claimed=euros("1"), starts_on=first, ends_on=last, accepted_whole=True)
            TransferFactory(claim=claim, executed=True, ordered_on=day(6))
        with django_assert_max_num_queries(20) as queries:
            client.get(address("money", flowing.pk))
        counts.append(len(queries))
    assert counts[0] == counts[1]


# The list.


@pytest.fixture
def several(budget, other_partner):
    """Three claims of the partner, one of another."""
    other = YearBudgetFactory(partnership=budget.partnership, party=other_partner)
    return [
        ClaimFactory(budget=budget, reference="=A1", submitted=True),
        ClaimFactory(budget=budget, kind="interim", reference="A2", returned=True),
        ClaimFactory(budget=budget, balance=True, reference="A3", part_paid=True),
        ClaimFactory(budget=other, reference="B1", submitted=True),
    ]


@pytest.mark.parametrize(
    ("who", "query", "expected"),
    [
        ("french_coordinator", "", {"=A1", "A2", "A3", "B1"}),
        ("host_member", "", {"=A1", "A2", "A3", "B1"}),
        ("partner_member", "", {"=A1", "A2", "A3"}),
        ("other_partner_member", "", {"B1"}),
        ("outsider_member", "", set()),
        ("observer", "", set()),
        ("host_member", "?waiting=host", {"=A1", "B1"}),
        ("host_member", "?waiting=transfer", {"A3"}),
        ("host_member", "?kind=interim", {"A2"}),
        ("host_member", "?state=returned&year=2026", {"A2"}),
        ("host_member", "?year=1999&kind=x", {"=A1", "A2", "A3", "B1"}),
    ],
)
def test_the_list_and_its_workbook_show_what_one_may_see(request, signed_in, several, who, query, expected):
    client = signed_in(request.getfixturevalue(who))
    page = client.get(address("claims") + query)
    assert {claim.reference for claim in page.context["page"]} == expected
    book = load_workbook(io.BytesIO(client.get(address("claims-sheet") + query).getvalue()))
    rows = list(book["claims"].iter_rows(values_only=True))
    place = rows[0].index("reference")
    assert {str(row[place]).removeprefix("'") for row in rows[1:]} == expected


def test_a_partner_files_from_the_list(signed_in, partner_member, host_member, several, budget):
    assert signed_in(partner_member).get(address("claims")).context["files_for"] == [budget.party]
    assert signed_in(host_member).get(address("claims")).context["files_for"] == []


def test_the_list_costs_the_same_however_long_it_is(signed_in, host_member, budget, django_assert_max_num_queries):
    client, counts = signed_in(host_member), []
    for number in (1, 2):
        for _time in range(number):
            ClaimFactory(budget=budget, submitted=True)
        with django_assert_max_num_queries(20) as queries:
            client.get(address("claims"))
        counts.append(len(queries))
    assert counts[0] == counts[1]
