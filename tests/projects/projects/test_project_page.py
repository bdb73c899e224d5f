"""The page of a project: what each side reads on it, in both languages, and what it costs to build it."""

import re
from decimal import Decimal

import pytest
from django.urls import reverse

from projects.models import PartnershipSupplement
from tests.factories.projects import (
    BudgetLineFactory,
    DecreeFactory,
    DecreeLineFactory,
    FundingFactory,
    PaymentFactory,
    ProjectFactory,
    SupplementFactory,
)
from tests.meetings.pages import main_of, words
from tests.projects.pages import address

pytestmark = pytest.mark.django_db


def page(client, project, lang="fr"):
    return client.get(f"/{lang}/calls/projects/{project.pk}/")


def test_the_lead_reads_what_its_project_costs_and_who_pays(signed_in, host_member, project):
    text = words(page(signed_in(host_member), project))
    for expected in ("CHA-1 – Vers l'emploi", "CPAS de Charleroi", "100 000,00 €", "75 000,00 €", "10 000,00 €"):
        assert expected in text


def test_amounts_are_written_as_the_reader_writes_them(signed_in, host_member, project):
    text = words(page(signed_in(host_member), project, "nl"))
    assert "€ 75.000,00" in text
    assert "CHA-1 – Naar werk" in text


@pytest.mark.parametrize("who", ["outsider_member", "partner_member", "observer"])
def test_for_others_there_is_no_such_project(request, signed_in, project, who):
    assert page(signed_in(request.getfixturevalue(who)), project).status_code == 404


def test_a_partner_sees_it_once_it_is_submitted_without_its_history(signed_in, partner_member, partner, project, moved):
    SupplementFactory(project=project, partner=partner)
    client = signed_in(partner_member)
    assert page(client, project).status_code == 404
    moved(project, "submitted")
    answer = page(client, project)
    assert answer.status_code == 200
    assert answer.context["history"] == []
    assert answer.context["can"] == set()


def test_an_empty_project_says_what_comes_first(signed_in, host_member, call, host):
    empty = ProjectFactory(call=call, lead=host)
    answer = page(signed_in(host_member), empty)
    assert [task.action for task in answer.context["next"].must] == ["budget"]
    assert standing_out(answer) == [reverse("projects:budget", args=[empty.pk])]


def test_the_button_that_stands_out_is_what_comes_next(signed_in, host_member, french_coordinator, project, moved):
    assert standing_out(page(signed_in(host_member), project)) == [address("project-step", project.pk, "submit")]
    client = signed_in(french_coordinator)
    assert standing_out(page(client, project)) == []
    for state, step in (("submitted", "select"), ("selected", "grant"), ("decreed", "report")):
        assert standing_out(page(client, moved(project, state))) == [address("project-step", project.pk, step)]


def standing_out(answer) -> list[str]:
    """Return where the primary buttons of a page lead."""
    buttons = re.findall(r'<a class="ds-button"([^>]*) href="([^"]+)"', main_of(answer))
    return [href for rest, href in buttons if "data-variant" not in rest or 'data-variant="primary"' in rest]


def test_granted_decreed_and_paid_stand_as_a_drawing_and_as_a_table(signed_in, french_coordinator, granted):
    DecreeLineFactory(project=granted, decree=DecreeFactory(call=granted.call), amount=Decimal("80000.00"))
    PaymentFactory(project=granted, amount=Decimal("20000.00"))
    text = page(signed_in(french_coordinator), granted).text
    widths = [int(width) for width in re.findall(r'money-bar__(?:granted|decreed|paid)"[^>]* width="([0-9]+)"', text)]
    assert widths == [1000, 888, 222]
    for amount in ("90\u202f000,00", "80\u202f000,00", "20\u202f000,00"):
        assert amount in text


def _filled(project, *years):
    for year in years:
        BudgetLineFactory(project=project, year=year)
        FundingFactory(project=project, year=year)
        DecreeLineFactory(project=project, decree=DecreeFactory(call=project.call))
        PaymentFactory(project=project)
        SupplementFactory(project=project)


@pytest.mark.usefixtures("drawn_each_time")
def test_the_number_of_queries_does_not_grow(signed_in, french_coordinator, granted, django_assert_num_queries):
    client = signed_in(french_coordinator)
    _filled(granted, 2030)
    page(client, granted)
    with django_assert_num_queries(4):
        page(client, granted)
    _filled(granted, 2031, 2032)
    with django_assert_num_queries(4):
        page(client, granted)
    assert PartnershipSupplement.objects.count() == 3


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_the_page_only_shows(signed_in, french_coordinator, project, method):
    assert getattr(signed_in(french_coordinator), method)(project.get_absolute_url()).status_code == 405
