"""Cash statement, committees and evaluations on paper: the figures of the pages, in either language, for whom they exist."""

import datetime
import re

import pytest
from django.utils import timezone

from amif_network.core.formats import format_date
from amif_network.core.money import format_euros
from amif_network.core.pdf import html_to_pdf
from partnerships import balance, documents, ledger
from partnerships.models import Partnership
from tests.factories.meetings import NOW
from tests.factories.partnerships import EvaluationFactory, EvaluationItemFactory, PartyFactory, SeatFactory, partner_of
from tests.factories.reading_pdfs import complaints, tags
from tests.partnerships.pages import address
from tests.partnerships.reports.conftest import TODAY
from tests.partnerships.reports.test_status_report import AT, flat, status


def cash(user, lang: str = "fr", on: datetime.date = TODAY) -> str:
    return documents.cash_html(Partnership.objects.visible_to(user).for_head().get(), user, lang, on=on, at=AT)


def test_the_cash_statement_prints_what_the_page_shows(partnership, signed_in, host_member) -> None:
    page = flat(signed_in(host_member).get(address("money", partnership.pk) + "?on=2026-07-01").content.decode())
    words = flat(cash(host_member))
    found = Partnership.objects.visible_to(host_member).for_head().get()
    money = balance.of_partnership(found, host_member, TODAY)
    assert money.cash is not None
    figures = [
        money.cash.held,
        money.exposure,
        money.rows[0].granted,
        *(entry.amount for entry in ledger.of_partnership(found, host_member, TODAY)),
    ]
    for amount in (re.sub(r"\s", " ", format_euros(figure, "fr")) for figure in figures):
        assert amount in words
        assert amount in page
    assert format_date(TODAY, "fr") in words


def test_money_that_moves_later_is_not_on_the_statement(partnership, host_member) -> None:
    before = flat(cash(host_member, "nl", datetime.date(2026, 3, 31)))
    assert "€ 37.500,00" in before
    assert "€ 11.875,00" in before
    assert "VIR-" not in before
    assert "VIR-" in flat(cash(host_member, "nl"))


def test_one_of_several_partners_reads_its_own_transfers_only(partnership, outsider_member) -> None:
    PartyFactory(partnership=partnership, organisation=outsider_member.organisations().get())
    words = flat(cash(outsider_member))
    assert "VIR-" not in words
    assert "11 875" not in words


def test_committees_are_in_order_or_need_attention(partnership, french_coordinator, django_assert_num_queries) -> None:
    seat = SeatFactory(committee=partnership.committees.get(), label_fr="mentor", label_nl="")
    with django_assert_num_queries(5):
        html = documents.committees_html(Partnership.objects.visible_to(french_coordinator), french_coordinator, "nl", at=AT)
    words = flat(html)
    assert "PA-1" in words
    assert "10 september 2026" in words
    assert f'<span lang="fr">{seat.label_fr}</span>' in html
    assert html.count("<strong>") == 2 + 1 + 1 + 1  # senders, the partnership, the check and the seat that nobody holds


@pytest.fixture
def evaluated(partnership) -> Partnership:
    """Both sides shared what they think; the host left its sentences to the network."""
    ours = EvaluationFactory(partnership=partnership, shared_at=NOW, for_network=True, as_of=TODAY)
    EvaluationItemFactory(evaluation=ours, text_fr="Deux équipes, un agent.", text_nl="")
    theirs = EvaluationFactory(partnership=partnership, party=partner_of(partnership), shared_at=NOW, as_of=TODAY)
    EvaluationItemFactory(evaluation=theirs, kind="drawback", text_fr="Trop de trajets.", text_nl="Te veel reizen.")
    return partnership


def test_the_synthesis_names_partnerships_to_coordinators_only(evaluated, french_coordinator, outsider_member) -> None:
    known = flat(documents.evaluations_html(french_coordinator, "fr", at=AT))
    assert "Deux équipes, un agent." in known
    assert "Trop de trajets." in known
    assert known.count("PA-1") == 2
    told = documents.evaluations_html(outsider_member, "nl", at=AT)
    assert '<span lang="fr">Deux équipes, un agent.</span>' in told
    assert "Te veel reizen." not in told
    assert "PA-1" not in told


def test_a_report_prints_what_is_shared_and_no_draft(evaluated, host_member) -> None:
    EvaluationItemFactory(
        evaluation=EvaluationFactory(partnership=evaluated, as_of=TODAY - datetime.timedelta(days=1)), text_fr="Un brouillon."
    )
    words = flat(status(host_member))
    assert "Trop de trajets." in words
    assert "Un brouillon." not in words


def test_the_sheets_are_accessible_files(evaluated, french_coordinator) -> None:
    found = Partnership.objects.visible_to(french_coordinator)
    sheets = [
        cash(french_coordinator, "nl"),
        documents.committees_html(found, french_coordinator, "fr", at=AT),
        documents.evaluations_html(french_coordinator, "nl", at=AT),
    ]
    files = [html_to_pdf(sheet) for sheet in sheets]
    assert [complaints(one) for one in files] == [[], [], []]
    assert [tags(one).lang for one in files] == ["nl", "fr", "nl"]
    assert len(tags(files[0]).find("Figure")) == 1 + 1


def test_who_may_print_the_sheets(partnership, signed_in, host_member, outsider_member, observer) -> None:
    host, outsider, watching = (signed_in(user) for user in (host_member, outsider_member, observer))
    of_one, others = address("cash-sheet", partnership.pk), [address("committee-sheet"), address("evaluation-sheet")]
    assert [client.get(of_one + "?on=2026-07-01&lang=nl").status_code for client in (host, outsider, watching)] == [200, 404, 404]
    assert [client.get(page).status_code for page in others for client in (outsider, watching)] == [200, 403] * 2
    assert [host.post(page).status_code for page in (of_one, *others)] == [405] * 3
    day = timezone.localdate()
    assert f"{day:%Y-%m-%d}" in host.get(of_one + "?on=jamais")["Content-Disposition"]
