"""Funding, budget and supplements as rows: typed as people write, computed, refused with a sentence, never lost."""

from decimal import Decimal

import pytest

from projects.models import BudgetLine, LogEntry, PartnershipSupplement, ProjectFunding
from tests.factories.projects import BudgetLineFactory, ProjectFactory, SupplementFactory
from tests.meetings.pages import words
from tests.projects.pages import address

pytestmark = pytest.mark.django_db


def sent(answer, *rows, **more):
    """What a browser sends for rows; `base` as the page `answer` shows it."""
    data = {"base": answer.context["base"], "form-TOTAL_FORMS": str(len(rows)), "form-INITIAL_FORMS": "0", **more}
    for index, row in enumerate(rows):
        data |= {f"form-{index}-{name}": str(value) for name, value in row.items()}
    return data


def shown_rows(answer):
    """The rows of a page that was just opened, as a browser would send them back."""
    found = []
    for form in answer.context["formset"].forms[:-1]:
        row = {}
        for name in form.fields:
            value = form[name].value()
            if value not in (None, "", False):
                row[name] = "on" if value is True else getattr(value, "text", value)
        found.append(row)
    return found


@pytest.mark.parametrize(("lang", "typed"), [("fr", "12 345,67 €"), ("nl", "€ 12.345,67"), ("nl", "12345.67")])
def test_amounts_are_read_as_people_write_them(signed_in, host_member, project, lang, typed):
    client, url = signed_in(host_member), address("funding", project.pk, lang=lang)
    answer = client.get(url)
    rows = [*shown_rows(answer), {"source": "other", "source_name": "Province", "year": "2027", "asked": typed}]
    assert client.post(url, sent(answer, *rows)).status_code == 302
    assert ProjectFunding.objects.get(source="other").asked == Decimal("12345.67")
    assert ProjectFunding.objects.count() == 4
    entry = LogEntry.objects.get(project=project)
    assert "Province 2027" in entry.words_fr
    assert "Province 2027: €\u00a012.345,67" in entry.words_nl


def test_saving_what_stands_changes_and_logs_nothing(signed_in, host_member, project):
    client, url = signed_in(host_member), address("funding", project.pk)
    answer = client.get(url)
    before = list(ProjectFunding.objects.values_list("pk", flat=True))
    assert client.post(url, sent(answer, *shown_rows(answer))).status_code == 302
    assert list(ProjectFunding.objects.values_list("pk", flat=True)) == before
    assert LogEntry.objects.count() == 0


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ({"source": "amif", "year": "2026", "asked": "x"}, "asked"),
        ({"source": "amif", "year": "2026", "asked": "-1"}, "asked"),
        ({"source": "amif", "year": "2013", "asked": "1"}, "year"),
        ({"source": "other", "year": "2026", "asked": "1"}, "source_name"),
        ({"source": "amif", "source_name": "Province", "year": "2026", "asked": "1"}, "source_name"),
    ],
)
def test_a_wrong_row_is_refused_and_nothing_is_lost(signed_in, host_member, project, row, field):
    client, url = signed_in(host_member), address("funding", project.pk)
    answer = client.post(url, sent(client.get(url), {"year": "2030", "asked": "77"}, row))
    assert answer.status_code == 422
    assert [problem.field for problem in answer.context["formset"].problems()] == [f"id_form-1-{field}"]
    assert 'value="77"' in answer.text
    assert ProjectFunding.objects.count() == 3


def test_two_rows_of_one_source_and_year_are_refused(signed_in, host_member, project):
    client, url = signed_in(host_member), address("funding", project.pk)
    row = {"source": "amif", "year": "2026", "asked": "1"}
    assert client.post(url, sent(client.get(url), row, row)).status_code == 422


def test_two_rows_may_take_each_others_place(signed_in, host_member, project):
    client, url = signed_in(host_member), address("funding", project.pk)
    answer = client.get(url)
    rows = shown_rows(answer)
    rows[0]["source"], rows[1]["source"] = rows[1]["source"], rows[0]["source"]
    assert client.post(url, sent(answer, *rows)).status_code == 302
    amounts = dict(ProjectFunding.objects.values_list("source", "asked"))
    assert amounts == {"amif": 10000, "own": 75000, "pod_mi": 15000}


def test_who_comes_second_sees_what_stands_and_keeps_what_was_typed(signed_in, host_member, french_coordinator, project):
    url = address("funding", project.pk)
    late, first = signed_in(host_member), signed_in(french_coordinator)
    answer = late.get(url)
    rows = shown_rows(answer)
    assert first.post(url, sent(first.get(url), {"source": "amif", "year": "2026", "asked": "60000"})).status_code == 302
    rows[0]["asked"] = "70000"
    refused = late.post(url, sent(answer, *rows))
    assert refused.status_code == 409
    assert "60 000,00 €" in words(refused)
    assert 'value="70000"' in refused.text
    assert late.post(url, sent(refused, *rows)).status_code == 302
    assert ProjectFunding.objects.get(source="amif").asked == Decimal(70000)


def test_what_was_typed_while_the_project_was_submitted_is_not_lost(signed_in, host_member, project, moved):
    client, url = signed_in(host_member), address("funding", project.pk)
    answer = client.get(url)
    moved(project, "submitted")
    refused = client.post(url, sent(answer, {"source": "amif", "year": "2026", "asked": "61234"}))
    assert refused.status_code == 409
    assert "61234" in refused.text
    assert ProjectFunding.objects.count() == 3
    assert client.get(url).status_code == 403


def test_a_row_is_added_without_a_script(signed_in, host_member, project):
    client, url = signed_in(host_member), address("funding", project.pk)
    answer = client.get(url)
    more = client.post(address("funding-arrange", project.pk), sent(answer, *shown_rows(answer), {"asked": "hm"}))
    assert len(more.context["formset"].forms) == 5
    assert 'value="hm"' in more.text
    assert ProjectFunding.objects.count() == 3


def test_a_row_that_something_was_granted_to_stays(signed_in, french_coordinator, granted):
    client, url = signed_in(french_coordinator), address("funding", granted.pk)
    answer = client.get(url)
    rows = [row for row in shown_rows(answer) if row["source"] != "amif"]
    refused = client.post(url, sent(answer, *rows))
    assert refused.status_code == 422
    assert ProjectFunding.objects.count() == 3


def test_a_correction_keeps_what_was_granted(signed_in, french_coordinator, granted):
    client, url = signed_in(french_coordinator), address("funding", granted.pk)
    answer = client.get(url)
    rows = shown_rows(answer)
    rows[0]["asked"] = "74000"
    assert client.post(url, sent(answer, *rows)).status_code == 302
    row = ProjectFunding.objects.get(source="amif")
    assert (row.asked, row.granted) == (Decimal(74000), Decimal(45000))


def test_unit_costs_and_flat_rates_are_computed(signed_in, host_member, project):
    client, url = signed_in(host_member), address("budget", project.pk)
    answer = client.get(url)
    rows = [
        *shown_rows(answer),
        {"category": "participants", "method": "unit_cost", "units": "3,33", "unit_price": "3,33"},
        {"category": "indirect", "method": "flat_rate", "rate": "7,5", "rate_base": "direct"},
    ]
    rows = [{"year": "2026", "eligible": "on", **row} for row in rows]
    assert client.post(url, sent(answer, *rows)).status_code == 302
    found = dict(BudgetLine.objects.values_list("method", "planned"))
    assert found == {"actual": Decimal("100000.00"), "unit_cost": Decimal("11.09"), "flat_rate": Decimal("7500.83")}


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ({"method": "unit_cost", "units": "2"}, "unit_price"),
        ({"method": "unit_cost", "units": "0", "unit_price": "2"}, "units"),
        ({"method": "actual", "planned": "5", "units": "2"}, "units"),
        ({"method": "actual"}, "planned"),
        ({"method": "flat_rate", "rate": "15"}, "rate_base"),
        ({"method": "flat_rate", "rate": "101", "rate_base": "staff"}, "rate"),
        ({"method": "lump_sum", "planned": "5", "rate": "3"}, "rate"),
        ({"method": "unit_cost", "units": "99999999", "unit_price": "9999999999"}, "unit_price"),
    ],
)
def test_each_method_asks_for_what_it_needs(signed_in, host_member, project, row, field):
    client, url = signed_in(host_member), address("budget", project.pk)
    answer = client.post(url, sent(client.get(url), {"category": "staff", "year": "2026", "eligible": "on", **row}))
    assert answer.status_code == 422
    assert [problem.field for problem in answer.context["formset"].problems()] == [f"id_form-0-{field}"]


@pytest.mark.parametrize(
    ("named", "status"), [("CPAS de Binche", 302), ("CPAS de Charleroi", 422), ("", 422), ("Personne de connu", 422)]
)
def test_a_supplement_names_a_partner_other_than_the_lead(signed_in, host_member, project, partner, named, status):
    client, url = signed_in(host_member), address("supplements", project.pk)
    answer = client.post(url, sent(client.get(url), {"partner": named, "asked": "47 500"}))
    assert answer.status_code == status
    assert list(PartnershipSupplement.objects.values_list("partner", flat=True)) == ([partner.pk] if status == 302 else [])


def test_the_number_of_queries_to_save_does_not_grow(signed_in, host_member, call, host, django_assert_max_num_queries):
    client = signed_in(host_member)
    for count in (1, 30):
        project = ProjectFactory(call=call, lead=host)
        for number in range(count):
            BudgetLineFactory(project=project, description=f"Poste {number}")
        url = address("budget", project.pk)
        answer = client.get(url)
        rows = [{**row, "planned": "5"} for row in shown_rows(answer)]
        with django_assert_max_num_queries(16):
            assert client.post(url, sent(answer, *rows)).status_code == 302


@pytest.mark.parametrize("name", ["funding", "budget", "supplements"])
@pytest.mark.parametrize(
    ("who", "status"), [("outsider_member", 404), ("observer", 404), ("partner_member", 403), ("host_member", 403)]
)
def test_rows_are_for_the_lead_while_it_has_the_project(request, signed_in, project, partner, moved, name, who, status):
    SupplementFactory(project=project, partner=partner)
    moved(project, "submitted")
    client = signed_in(request.getfixturevalue(who))
    assert client.get(address(name, project.pk)).status_code == status
    # What the lead typed while the project left its hands is shown to it once more.
    late = 409 if who == "host_member" else status
    assert (
        client.post(address(f"{name}-arrange", project.pk), {"form-TOTAL_FORMS": 0, "form-INITIAL_FORMS": 0}).status_code == late
    )
    assert client.get(address(f"{name}-arrange", project.pk)).status_code == 405
