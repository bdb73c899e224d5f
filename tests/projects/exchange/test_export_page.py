"""Exports and sheets as pages: what is in the file, for whom, and that nobody gets what they do not see."""

import csv
import io
import zipfile
from decimal import Decimal

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from openpyxl import load_workbook

from projects.exchange.tables import TABLES
from projects.models import Call, Project
from tests.exchange.sheets import read
from tests.factories.projects import (
    CallDateFactory,
    CallFactory,
    FundingFactory,
    ProgrammeFactory,
    ProjectFactory,
    SupplementFactory,
)
from tests.projects.pages import address

NAMES = [kind.name for kind in TABLES]


def everything(client: Client, form: str = "xlsx", *tables: str) -> HttpResponse:
    """Export from the page of import and export."""
    with override("fr"):
        return client.get(reverse("exchange:export"), {"form": form, "table": tables or NAMES})


@pytest.fixture
def call(db) -> Call:
    call = CallFactory(programme=ProgrammeFactory(code="amif"), number="42", title_fr="=HYPERLINK(1)")
    CallDateFactory(call=call)
    CallDateFactory(call=call, kind="deadline", unpublished=True)
    CallFactory(programme=call.programme, number="43", draft=True)
    return call


@pytest.fixture
def project(call, host) -> Project:
    project = ProjectFactory(call=call, code="P1", lead=host, submitted=True)
    FundingFactory(project=project, asked=Decimal("47500.00"))
    ProjectFactory(call=call, code="P2", submitted=True)
    return project


def column(data: bytes, sheet: str, name: str) -> list[object]:
    heading, *rows = read(data)[sheet]
    return [row[heading.index(name)] for row in rows]


def test_a_workbook_is_made_to_be_read(project, french_coordinator, signed_in) -> None:
    response = signed_in(french_coordinator).get(address("call-export", project.call.pk, "xlsx"))
    assert response["Content-Disposition"] == f'attachment; filename="call-{project.call.pk}.xlsx"'
    book = load_workbook(io.BytesIO(response.getvalue()))
    sheet = book["funding"]
    assert sheet.freeze_panes == "A2"
    assert sheet["A1"].font.bold
    amount = next(cell for cell in sheet[2] if cell.value == 47500)
    assert (amount.number_format, amount.data_type) == ("#,##0.00", "n")
    assert sheet.column_dimensions["A"].width >= 10
    assert not sheet.protection.sheet
    assert book["about"]["A2"].value == "programmes"


def test_text_never_computes_on_the_machine_of_the_reader(call, french_coordinator, signed_in) -> None:
    client = signed_in(french_coordinator)
    workbook = load_workbook(io.BytesIO(everything(client).getvalue()))
    cells = [cell for sheet in workbook for row in sheet.iter_rows() for cell in row]
    assert "'=HYPERLINK(1)" in [cell.value for cell in cells]
    assert "f" not in {cell.data_type for cell in cells}
    data = everything(client, "csv", "calls").getvalue()
    assert data.startswith(b"\xef\xbb\xbfprogramme;call;")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))
    assert "'=HYPERLINK(1)" in rows[1]


def test_several_tables_of_csv_come_as_a_zip(project, french_coordinator, signed_in) -> None:
    response = signed_in(french_coordinator).get(address("project-export", project.pk, "csv"))
    names = zipfile.ZipFile(io.BytesIO(response.getvalue())).namelist()
    assert names[:3] == ["programmes.csv", "calls.csv", "projects.csv"]
    assert response["Content-Type"] == "application/zip"


def test_members_and_observers_export_what_they_see(
    project, signed_in, french_coordinator, host_member, partner_member, observer
) -> None:
    def found(user, sheet: str, name: str) -> list[object]:
        of_call = sheet in ("calls", "dates")
        page = address("calls-export", "xlsx") if of_call else address("projects-export", "xlsx")
        return column(signed_in(user).get(page).getvalue(), sheet, name)

    seen = {"42": [host_member, partner_member, observer], "P1": [host_member]}
    assert sorted(found(french_coordinator, "calls", "call")) == ["42", "43"]
    assert found(french_coordinator, "projects", "project") == ["P1", "P2"]
    for user in (host_member, partner_member, observer):
        assert found(user, "calls", "call") == ["42"]
        assert found(user, "dates", "kind") == ["opening"]
        assert found(user, "projects", "project") == (["P1"] if user in seen["P1"] else [])
        assert found(user, "funding", "project") == (["P1"] if user in seen["P1"] else [])
    SupplementFactory(project=project, partner=partner_member.organisations().get())
    assert found(partner_member, "projects", "project") == ["P1"]


def test_a_list_is_exported_with_its_filters(project, french_coordinator, signed_in) -> None:
    client = signed_in(french_coordinator)
    calls = client.get(address("calls-export", "xlsx"), {"phase": "draft"}).getvalue()
    assert (column(calls, "calls", "call"), "projects" in read(calls)) == (["43"], False)
    other = Project.objects.get(code="P2").lead
    projects = client.get(address("projects-export", "xlsx"), {"organisation": other.pk}).getvalue()
    assert column(projects, "projects", "project") == ["P2"]
    assert column(projects, "funding", "project") == []


@pytest.mark.parametrize("role", ["outsider_member", "observer"])
def test_what_does_not_exist_for_a_person_is_no_file_either(project, request, signed_in, role) -> None:
    client = signed_in(request.getfixturevalue(role))
    draft = Call.objects.get(number="43")
    for name, key in (("project-export", project.pk), ("call-export", draft.pk)):
        assert client.get(address(name, key, "xlsx")).status_code == 404
    for name, key in (("call-sheet", draft.pk), ("funding-sheet", draft.pk), ("project-sheet", project.pk)):
        assert client.get(address(name, key)).status_code == 404
    assert client.get(address("interests-sheet", project.call.pk)).status_code == 403


def test_an_observer_gets_no_funding_of_projects(project, observer, signed_in) -> None:
    assert signed_in(observer).get(address("funding-sheet", project.call.pk)).status_code == 403


def test_only_files_and_tables_that_exist_are_answered(project, french_coordinator, signed_in) -> None:
    client = signed_in(french_coordinator)
    assert client.get(address("call-export", project.call.pk, "ods")).status_code == 404
    assert everything(client, "ods").status_code == 422
    assert everything(client, "csv", "users").status_code == 422
    assert client.get(address("calls-export", "csv"), {"table": "payments"}).status_code == 404
    assert client.get(address("call-sheet", project.call.pk), {"lang": "de"}).status_code == 404
    assert client.post(address("calls-export", "xlsx")).status_code == 405
    assert client.post(address("call-sheet", project.call.pk)).status_code == 405


def test_an_export_asks_the_same_whatever_the_number_of_rows(
    project, french_coordinator, signed_in, django_assert_max_num_queries
) -> None:
    client = signed_in(french_coordinator)
    everything(client).getvalue()
    with django_assert_max_num_queries(24):
        everything(client).getvalue()
    for number in range(3):
        FundingFactory(project=ProjectFactory(call=project.call, submitted=True), year=2026 + number)
    with django_assert_max_num_queries(24):
        everything(client).getvalue()


@pytest.mark.parametrize("lang", ["fr", "nl"])
def test_a_sheet_comes_in_the_language_asked_for(call, french_coordinator, signed_in, lang) -> None:
    response = signed_in(french_coordinator).get(address("interests-sheet", call.pk), {"lang": lang})
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].endswith(f'-42-{lang}.pdf"')
    assert response.content.startswith(b"%PDF-")


def test_a_page_leads_to_the_sheets_that_its_reader_gets(project, signed_in, french_coordinator, host_member, observer) -> None:
    sheets = {name: address(name, project.call.pk) for name in ("call-sheet", "interests-sheet", "funding-sheet")}
    for user, names in (
        (french_coordinator, ["call-sheet", "interests-sheet", "funding-sheet"]),
        (host_member, ["call-sheet", "funding-sheet"]),
        (observer, ["call-sheet"]),
    ):
        page = signed_in(user).get(project.call.get_absolute_url()).content.decode()
        assert [name for name, link in sheets.items() if f'href="{link}?lang=nl"' in page] == names
        assert (reverse("exchange:overview") in page) == user.is_coordinating
    page = signed_in(host_member).get(project.get_absolute_url()).content.decode()
    assert f'href="{address("project-sheet", project.pk)}?lang=fr"' in page
