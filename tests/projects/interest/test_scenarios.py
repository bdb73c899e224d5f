"""What-if tables: computed without keeping anything, kept under a name, changed by two people, removed."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from amif_network.core.fingerprint import Overtaken
from projects.actions import scenarios as actions
from projects.models import LogEntry, Project, Scenario, ScenarioLine
from tests.factories.projects import (
    BudgetLineFactory,
    CallFactory,
    EnvelopeFactory,
    FundingFactory,
    ProjectFactory,
    ScenarioFactory,
    ScenarioLineFactory,
)
from tests.meetings.pages import sent_by, words
from tests.projects.pages import address

pytestmark = pytest.mark.django_db

AT = datetime.datetime(2026, 6, 1, 9, 0, tzinfo=datetime.UTC)


@pytest.fixture
def call():
    """A call with 100 000 of the fund and 20 000 of the POD MI, at most 15 % of a project."""
    call = CallFactory(number="42")
    EnvelopeFactory(call=call, amount=Decimal(100000))
    EnvelopeFactory(call=call, pod_mi=True, amount=Decimal(20000))
    return call


@pytest.fixture
def large(call):
    """A project of 100 000 that asks 80 000 of the fund and 15 000.01 of the POD MI: a cent too much."""
    project = ProjectFactory(call=call, submitted=True, code="A1")
    BudgetLineFactory(project=project, planned=Decimal(100000))
    FundingFactory(project=project, asked=Decimal(30000), year=2026)
    FundingFactory(project=project, asked=Decimal(50000), year=2027)
    FundingFactory(project=project, source="pod_mi", asked=Decimal("15000.01"))
    FundingFactory(project=project, source="own", asked=Decimal("4999.99"))
    return project


@pytest.fixture
def small(call):
    """A project without a budget yet that asks 30 000 of the fund."""
    project = ProjectFactory(call=call, code="B2")
    FundingFactory(project=project, asked=Decimal(30000))
    return project


@pytest.fixture
def url(call):
    return address("scenario-new", call.pk)


def sums(response) -> dict[str, tuple[Decimal, Decimal, Decimal]]:
    return {one.source: (one.given, one.left, one.missing) for one in response.context["outcome"].sums}


def lines() -> dict[tuple[str, str], Decimal]:
    return {(one.project.code, one.source): one.amount for one in ScenarioLine.objects.select_related("project") if one.amount}


def test_it_opens_with_all_that_is_asked(signed_in, french_coordinator, call, large, small, url):
    ProjectFactory(call=call, refused=True)
    ProjectFactory(call=call, withdrawn=True)
    response = signed_in(french_coordinator).get(url)
    assert [form.candidate.project for form in response.context["rows"]] == [large, small]
    assert sums(response) == {
        "amif": (Decimal(110000), 0, Decimal(10000)),
        "pod_mi": (Decimal("15000.01"), Decimal("4999.99"), 0),
        "other": (0, 0, 0),
    }
    outcome = response.context["outcome"]
    assert [(project, one.excess) for project, one in outcome.passed] == [(large, Decimal("0.01"))]
    assert outcome.unmeasured == [small]


@pytest.mark.parametrize("lang", ["fr", "nl"])
def test_computing_keeps_the_form_and_nothing_else(signed_in, french_coordinator, call, large, small, lang):
    client, url = signed_in(french_coordinator), address("scenario-new", call.pk, lang=lang)
    sent = sent_by(client.get(url))
    del sent["form-1-chosen"]
    typed = {**sent, "form-0-pod_mi": "15.000,00", "form-0-amif": "70 000", "compute": "1"}
    response = client.post(url, typed)
    assert sums(response)["amif"] == (Decimal(70000), Decimal(30000), 0)
    assert response.context["outcome"].passed == []
    again = sent_by(response)
    assert (again["form-0-amif"], again.get("form-1-chosen"), again["form-1-amif"]) == ("70 000", None, sent["form-1-amif"])
    assert (Scenario.objects.count(), LogEntry.objects.count()) == (0, 0)


def test_a_name_keeps_it_and_no_project_is_changed(signed_in, french_coordinator, call, large, small, url):
    client = signed_in(french_coordinator)
    sent = {**sent_by(client.get(url)), "form-0-amif": "60000,50", "name": "Prudent", "save": "1"}
    del sent["form-1-chosen"]
    response = client.post(url, sent)
    kept = Scenario.objects.get()
    assert response["Location"] == address("scenario", call.pk, kept.pk)
    assert (kept.name, kept.saved_by) == ("Prudent", french_coordinator)
    assert lines() == {("A1", "amif"): Decimal("60000.50"), ("A1", "pod_mi"): Decimal("15000.01")}
    assert LogEntry.objects.get().comment == "Prudent"
    assert list(Project.objects.order_by("code").values_list("state", flat=True)) == ["submitted", "preparation"]
    again = sent_by_form(client.get(response["Location"]))
    assert ("form-0-chosen" in again, "form-1-chosen" in again) == (True, False)


def test_a_project_ticked_without_money_stays_ticked(signed_in, french_coordinator, call, small, url):
    client = signed_in(french_coordinator)
    sent = {**sent_by(client.get(url)), "form-0-amif": "", "name": "Sans argent", "save": "1"}
    page = client.post(url, sent)["Location"]
    again = sent_by_form(client.get(page))
    assert ("form-0-chosen" in again, lines()) == (True, {})


@pytest.mark.parametrize(
    ("typed", "where"),
    [
        ({"form-0-amif": "beaucoup"}, "amif"),
        ({"form-0-amif": "-1"}, "amif"),
        ({"form-0-other": "9999999999999,00"}, "other"),
        ({"form-0-row": "0"}, "row"),
        ({"form-0-row": "999999"}, "chosen"),
        ({"name": ""}, "name"),
    ],
)
def test_what_is_not_right_is_said_and_nothing_lost(signed_in, french_coordinator, call, large, url, typed, where):
    client = signed_in(french_coordinator)
    sent = {**sent_by(client.get(url)), "name": "Prudent", "save": "1", **typed}
    response = client.post(url, sent)
    wrong = {*response.context["form"].errors, *response.context["rows"].forms[0].errors}
    assert (response.status_code, wrong, Scenario.objects.count()) == (422, {where}, 0)
    again = sent_by(response)
    assert {name: again[name] for name in typed} == typed


def test_to_compute_needs_no_name_and_a_wrong_amount_of_a_project_left_out_is_no_matter(
    signed_in, french_coordinator, large, small, url
):
    client = signed_in(french_coordinator)
    sent = {**sent_by(client.get(url)), "form-1-amif": "plus tard", "compute": "1"}
    del sent["form-1-chosen"]
    assert client.post(url, sent).status_code == 200


def test_a_name_is_had_once_in_a_call(signed_in, french_coordinator, call, large, url):
    ScenarioFactory(call=call, name="Prudent")
    ScenarioFactory(name="Ambitieux")
    client = signed_in(french_coordinator)
    sent = {**sent_by(client.get(url)), "save": "1"}
    response = client.post(url, {**sent, "name": "Prudent"})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["name"])
    assert client.post(url, {**sent, "name": "Ambitieux"}).status_code == 302


def test_it_is_renamed_and_copied(signed_in, french_coordinator, call, large):
    scenario = ScenarioFactory(call=call, name="Prudent")
    ScenarioLineFactory(scenario=scenario, project=large)
    client, page = signed_in(french_coordinator), scenario.get_absolute_url()
    sent = sent_by_form(client.get(page))
    assert client.post(page, {**sent, "copy": "1"}).status_code == 422
    client.post(page, {**sent, "name": "Généreux", "copy": "1"})
    client.post(page, {**sent, "name": "Très prudent", "save": "1"})
    assert sorted(Scenario.objects.values_list("name", flat=True)) == ["Généreux", "Très prudent"]
    assert [one.comment for one in LogEntry.objects.order_by("pk")] == ["Généreux", "Prudent → Très prudent"]
    assert ScenarioLine.objects.filter(project=large, source="amif", amount=50000).count() == 2


def sent_by_form(response) -> dict:
    """Return what the table of an existing scenario sends: a button to remove it stands below."""
    html = response.content.decode()
    response.content = html.replace('<form class="post-button"', "<div").encode()
    return sent_by(response)


def test_who_comes_second_sees_the_other_amounts_and_loses_nothing(signed_in, french_coordinator, dutch_coordinator, call, large):
    scenario = ScenarioFactory(call=call, name="Prudent")
    ScenarioLineFactory(scenario=scenario, project=large)
    client, page = signed_in(french_coordinator), scenario.get_absolute_url()
    sent = sent_by_form(client.get(page))
    base = actions.version(scenario)
    actions.change(scenario, "Prudent", {(large.pk, "amif"): Decimal(1)}, base=base, by=dutch_coordinator, at=AT)
    response = client.post(page, {**sent, "form-0-amif": "60000", "save": "1"})
    assert (response.status_code, lines()) == (409, {("A1", "amif"): Decimal(1)})
    assert response.context["rows"].forms[0].theirs == {"amif": Decimal(1), "pod_mi": 0, "other": 0}
    assert str(dutch_coordinator) in words(response)
    again = sent_by_form(response)
    assert again["form-0-amif"] == "60000"
    assert client.post(page, {**again, "save": "1"}).status_code == 302
    assert lines()["A1", "amif"] == Decimal(60000)


def test_a_scenario_that_was_removed_meanwhile_can_be_kept_anew(signed_in, french_coordinator, call, large):
    scenario = ScenarioFactory(call=call, name="Prudent")
    client, page = signed_in(french_coordinator), scenario.get_absolute_url()
    sent = sent_by_form(client.get(page))
    actions.remove(scenario, by=french_coordinator, at=AT)
    response = client.post(page, {**sent, "form-0-chosen": "on", "form-0-amif": "5", "save": "1"})
    assert (response.status_code, response.context["address"]) == (409, address("scenario-new", call.pk))
    assert sent_by(response)["form-0-amif"] == "5"
    assert client.get(page).status_code == 404


def test_the_same_table_kept_twice_is_one_change(call, large, french_coordinator):
    scenario = actions.create(call, "Prudent", {(large.pk, "amif"): Decimal(5)}, by=french_coordinator, at=AT)
    again = {(large.pk, "amif"): Decimal("5.00")}
    actions.change(scenario, "Prudent", again, base="something else", by=french_coordinator, at=AT)
    assert LogEntry.objects.count() == 1
    with pytest.raises(Overtaken):
        actions.change(scenario, "Autre", again, base="something else", by=french_coordinator, at=AT)


def test_it_is_removed_by_a_post_and_twice_does_no_harm(signed_in, french_coordinator, call):
    scenario = ScenarioFactory(call=call)
    url = address("scenario-remove", call.pk, scenario.pk)
    client = signed_in(french_coordinator)
    assert client.get(url).status_code == 405
    for _time in range(2):
        assert client.post(url)["Location"] == address("scenarios", call.pk)
    assert (Scenario.objects.count(), LogEntry.objects.get().action) == (0, "remove")


def test_it_is_for_coordinating_users(signed_in, french_coordinator, host_member, observer, call):
    scenario = ScenarioFactory(call=call)
    pages = [address("scenarios", call.pk), address("scenario-new", call.pk), scenario.get_absolute_url()]
    remove = address("scenario-remove", call.pk, scenario.pk)
    for user in (host_member, observer):
        client = signed_in(user)
        assert [client.get(page).status_code for page in pages] == [403, 403, 403]
        assert [client.post(page).status_code for page in [*pages[1:], remove]] == [403, 403, 403]
        with pytest.raises(PermissionDenied):
            actions.create(call, "Secret", {}, by=user, at=AT)
    other = address("scenario", CallFactory().pk, scenario.pk)
    assert signed_in(french_coordinator).get(other).status_code == 404
    assert Scenario.objects.count() == 1


def test_pages_ask_for_the_same_number_of_queries_with_one_and_three(signed_in, french_coordinator, call, url):
    client, asked = signed_in(french_coordinator), []
    for number in (1, 3):
        for _one in range(number):
            project = ProjectFactory(call=call)
            FundingFactory(project=project)
            BudgetLineFactory(project=project)
            ScenarioLineFactory(scenario=ScenarioFactory(call=call), project=project)
        with CaptureQueriesContext(connection) as queries:
            client.get(address("scenarios", call.pk))
            client.get(url)
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_a_ceiling_of_another_source_counts_for_all_of_them(signed_in, french_coordinator, call, large):
    EnvelopeFactory(call=call, source="other", source_name="Province", amount=Decimal(5000), ceiling=Decimal(5))
    FundingFactory(project=large, source="other", source_name="Province", asked=Decimal("5000.01"))
    response = signed_in(french_coordinator).get(address("scenario-new", call.pk))
    assert sums(response)["other"] == (Decimal("5000.01"), 0, Decimal("0.01"))
    assert {str(one.envelope.source) for _project, one in response.context["outcome"].passed} == {"pod_mi", "other"}
