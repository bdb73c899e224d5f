"""The status reports: what they say, to whom, in which language; and the files they become."""

import datetime
import re
from decimal import Decimal

import pytest
from django.utils import timezone, translation

from amif_network.core.pdf import html_to_pdf
from partnerships import balance, documents
from partnerships.documents import overview
from partnerships.models import Partnership
from partnerships.portfolio import with_activity
from tests.factories.partnerships import ClaimFactory, PartnershipFactory, PartyFactory, YearBudgetFactory
from tests.factories.reading_pdfs import complaints, page_count, pages, tags
from tests.partnerships.pages import address
from tests.partnerships.reports.conftest import TODAY

AT = timezone.make_aware(datetime.datetime.combine(TODAY, datetime.time(12)))


def flat(html: str) -> str:
    """Return the words of a page with plain spaces."""
    return " ".join(re.sub(r"<[^>]+>|[\s\u00a0\u202f]+", " ", html).split())


def status(user, lang: str = "fr") -> str:
    found = with_activity(Partnership.objects.visible_to(user).for_detail(), TODAY).get(code="PA-1")
    return documents.status_html(found, user, lang, at=AT)


def all_of_them(user, lang: str = "fr") -> str:
    return documents.overview_html(Partnership.objects.visible_to(user), user, lang, at=AT)


def test_a_report_says_first_what_is_wrong_then_phases_people_and_promises(partnership, french_coordinator) -> None:
    html = status(french_coordinator)
    words = flat(html)
    assert words.index("CPAS de Charleroi") < words.index("181") < words.index("Lore Maes") < words.index("Accueillir")
    assert html.count("<svg") == 2
    assert "Accueillir l&#x27;agent trois jours par semaine." in words
    assert "11 875,00 €" in words


def test_a_report_speaks_its_language_whatever_the_page_speaks(partnership, french_coordinator) -> None:
    with translation.override("fr"):
        html = status(french_coordinator, "nl")
    assert '<html lang="nl">' in html
    assert "OCMW Binche" in html
    assert "1 januari 2026" in html
    assert "€ 11.875,00" in flat(html)
    assert '<span lang="fr">Accueillir' in html


def test_a_partner_reads_nothing_of_the_money_of_another(partnership, outsider_member) -> None:
    other = PartyFactory(partnership=partnership, organisation=outsider_member.organisations().get())
    ClaimFactory(budget=YearBudgetFactory(partnership=partnership, party=other), submitted=True, reference="DC-OWN")
    for html in (status(outsider_member), all_of_them(outsider_member)):
        assert "DC-OWN" in html
        assert "DC-7" not in html
        assert "Lore Maes" not in html


def test_the_summary_adds_up_what_the_partnerships_hold(partnership, french_coordinator) -> None:
    PartnershipFactory(code="PA-2", starts_on=datetime.date(2026, 8, 1))
    PartnershipFactory(code="PA-3", state="abandoned", end_reason="Personne.", parties=False)
    words = flat(all_of_them(french_coordinator))
    assert "47 500,00 € 37 500,00 € 11 875,00 € 0,00 €" in words
    assert words.count("47 500,00 € 37 500,00 € 11 875,00 € 0,00 €") == 2
    assert "PA-3 – " in words


def test_the_summary_holds_the_figures_of_the_page(partnership, partner_member) -> None:
    """What was accepted after, and is not transferred, counts as it does on the page."""
    budget = partnership.budgets.get()
    ClaimFactory(budget=budget, accepted_whole=True, claimed=Decimal("1000.00"), starts_on=TODAY, ends_on=TODAY)
    [line] = overview.rows_of(Partnership.objects.visible_to(partner_member), partner_member, "fr", TODAY)
    page = balance.of_partnership(Partnership.objects.visible_to(partner_member).for_head().get(), partner_member, TODAY)
    assert page.cash is not None
    [year] = page.rows
    assert line.sums == overview.Sums(year.granted, page.cash.received, page.cash.transferred, year.open)
    assert year.open == Decimal("1000.00")


@pytest.mark.parametrize("more", [1, 3])
def test_the_summary_asks_the_same_however_many_there_are(
    partnership, french_coordinator, django_assert_num_queries, monkeypatch, more
) -> None:
    monkeypatch.setattr(overview, "MOST_IN_FULL", 0)
    for _number in range(more):
        PartnershipFactory()
    with django_assert_num_queries(19):
        words = flat(all_of_them(french_coordinator))
    assert words.count("PA-1") > 2


def test_the_reports_are_accessible_files(partnership, french_coordinator) -> None:
    PartnershipFactory(code="PA-2")
    one, several = html_to_pdf(status(french_coordinator, "nl")), html_to_pdf(all_of_them(french_coordinator))
    assert complaints(one) == complaints(several) == []
    assert [tags(one).lang, tags(several).lang] == ["nl", "fr"]
    assert len(tags(one).find("H1")) == 1
    assert all(table.find("TH") for table in tags(several).find("Table"))
    # The emblem, the phases and the money of a year; the title of a drawing is the text that stands for it.
    assert ["PA-1" in str(figure.element.Alt) for figure in tags(one).find("Figure")] == [False, True, False]
    assert page_count(several) > page_count(one) > 1
    assert "1 / 1" not in pages(one)[0]


def test_who_may_print_what(partnership, signed_in, host_member, outsider_member, observer) -> None:
    one, several = address("status-report", partnership.pk), address("status-reports")
    host, outsider, watching = (signed_in(user) for user in (host_member, outsider_member, observer))
    assert [client.get(one).status_code for client in (host, outsider, watching)] == [200, 404, 404]
    assert [client.get(several).status_code for client in (host, outsider, watching)] == [200, 200, 403]
    assert [host.post(one).status_code, host.post(several).status_code] == [405, 405]
    assert [host.get(page + "?lang=de").status_code for page in (one, several)] == [404, 404]
    answer = host.get(one + "?lang=nl")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].endswith('-pa-1-nl.pdf"')
