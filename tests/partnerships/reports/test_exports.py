"""The tables of partnerships: rows and figures of the pages, for whom they exist, and no formula."""

import io

import pytest
from openpyxl import load_workbook

from partnerships import balance
from partnerships.models import Partnership, SeatHolder
from tests.factories.meetings import NOW
from tests.factories.partnerships import (
    ClaimFactory,
    EvaluationFactory,
    EvaluationItemFactory,
    PartnershipFactory,
    PartyFactory,
    SeatFactory,
    SeatHolderFactory,
    StatementFactory,
    YearBudgetFactory,
)
from tests.partnerships.pages import address
from tests.partnerships.reports.conftest import TODAY


def sheets(answer) -> dict[str, list[dict[str, object]]]:
    """Return the rows of each sheet by the names of their columns."""
    assert answer.status_code == 200
    book = load_workbook(io.BytesIO(answer.getvalue()))
    found = {}
    for sheet in book.worksheets[:-1]:
        head, *rows = sheet.iter_rows(values_only=True)
        found[sheet.title] = [dict(zip(head, row, strict=True)) for row in rows]
    return found


@pytest.fixture
def whole(partnership) -> Partnership:
    """The partnership with a month, a seat and an evaluation."""
    StatementFactory(immersion=partnership.immersions.get(), submitted=True, planned_at_host=26, worked_at_host=24, worked=30)
    SeatHolderFactory(seat=SeatFactory(committee=partnership.committees.get()))
    evaluation = EvaluationFactory(partnership=partnership, shared_at=NOW, as_of=TODAY)
    EvaluationItemFactory(evaluation=evaluation, text_nl="=1+1")
    return partnership


def test_the_workbook_holds_what_the_pages_show(whole, signed_in, host_member) -> None:
    found = sheets(signed_in(host_member).get(address("partnership-export", whole.pk, "xlsx")))
    [row] = found["partnerships"]
    assert (row["partnership"], row["host"], row["partners"], row["forms"]) == ("PA-1", *codes(whole), "immersion")
    money = balance.of_partnership(Partnership.objects.visible_to(host_member).for_head().get(), host_member, TODAY)
    assert money.cash is not None
    assert sum(one["amount"] for one in found["transfers"]) == float(money.cash.transferred)
    assert sum(one["amount"] for one in found["allocations"]) == float(money.cash.received)
    assert [(one["reference"], one["transferred"]) for one in found["claims"]] == [("DC-7", float(money.rows[0].transferred))]
    assert [(one["planned_at_host"], one["worked_at_host"], one["worked"]) for one in found["presence"]] == [(26, 24, 30)]
    assert [(one["kind"], one["held"]) for one in found["committees"]] == [("accompaniment", 0)]
    assert [one["day"].date().isoformat() for one in found["committee_meetings"]] == ["2026-09-10"]
    assert [one["person"] for one in found["seats"]] == [str(SeatHolder.objects.get().person)]
    assert len(found["evaluations"]) == len(found["evaluation_items"]) == 1


def codes(partnership: Partnership) -> tuple[str, str]:
    host, partner = partnership.parties.order_by("role")
    return host.organisation.code, partner.organisation.code


def test_what_looks_like_a_formula_does_not_compute(whole, signed_in, french_coordinator) -> None:
    found = sheets(signed_in(french_coordinator).get(address("partnerships-export", "xlsx")))
    assert found["evaluation_items"][0]["text_nl"] == "'=1+1"
    table = signed_in(french_coordinator).get(address("partnerships-export", "csv") + "?table=evaluation_items")
    assert ";'=1+1" in table.getvalue().decode("utf-8-sig")


def test_another_partner_exports_its_own_rows(whole, signed_in, outsider_member) -> None:
    other = PartyFactory(partnership=whole, organisation=outsider_member.organisations().get())
    ClaimFactory(budget=YearBudgetFactory(partnership=whole, party=other), reference="DC-OWN")
    found = sheets(signed_in(outsider_member).get(address("partnership-export", whole.pk, "xlsx")))
    assert [one["reference"] for one in found["claims"]] == ["DC-OWN"]
    assert [found[name] for name in ("transfers", "presence", "evaluations", "evaluation_items")] == [[]] * 4


def test_the_filters_of_the_list_hold_for_its_tables(whole, signed_in, french_coordinator) -> None:
    PartnershipFactory(code="PA-2")
    client = signed_in(french_coordinator)
    assert [one["partnership"] for one in sheets(client.get(address("partnerships-export", "xlsx")))["partnerships"]] == [
        "PA-1",
        "PA-2",
    ]
    narrowed = sheets(client.get(address("partnerships-export", "xlsx") + "?state=to_sign"))
    assert [one["partnership"] for one in narrowed["partnerships"]] == ["PA-1"]


@pytest.mark.parametrize("more", [0, 2])
def test_the_tables_ask_the_same_however_many_rows(whole, signed_in, french_coordinator, django_assert_num_queries, more) -> None:
    for _number in range(more):
        PartnershipFactory()
    client = signed_in(french_coordinator)
    with django_assert_num_queries(17):
        client.get(address("partnerships-export", "xlsx"))


def test_who_may_export_what(whole, signed_in, host_member, outsider_member, observer) -> None:
    host, outsider, watching = (signed_in(user) for user in (host_member, outsider_member, observer))
    one, several = address("partnership-export", whole.pk, "xlsx"), address("partnerships-export", "csv")
    assert [client.get(one).status_code for client in (host, outsider, watching)] == [200, 404, 404]
    assert [client.get(several).status_code for client in (host, outsider, watching)] == [200, 200, 403]
    assert host.post(one).status_code == 405
    assert host.get(address("partnerships-export", "pdf")).status_code == 404
    assert host.get(one + "?table=users").status_code == 404


def test_pages_lead_to_reports_and_tables_with_what_they_are_narrowed_to(whole, signed_in, host_member) -> None:
    client = signed_in(host_member)
    page = client.get(address("partnership", whole.pk)).content.decode()
    for name in ("status-report", "cash-sheet"):
        assert f'href="{address(name, whole.pk)}?lang=nl"' in page
    assert f'href="{address("partnership-export", whole.pk, "xlsx")}"' in page
    listed = client.get(address("partnerships") + "?state=to_sign").content.decode()
    assert f'href="{address("status-reports")}?lang=fr&amp;state=to_sign"' in listed
    assert f'href="{address("partnerships-export", "csv")}?state=to_sign"' in listed
