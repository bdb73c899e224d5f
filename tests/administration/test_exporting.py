"""Chosen records leave the administration as a workbook, and that is noted."""

import io
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from openpyxl import load_workbook

from amif_network.accounts.models import AccessEntry, User
from amif_network.directory.models import Organisation
from amif_network.exchange.admin import table_of
from tests.factories.directory import OrganisationFactory

from .addresses import admin_address

pytestmark = pytest.mark.django_db


def _export(client: Any, model: Any, *rows: Any) -> Any:
    return client.post(admin_address(model), {"action": "export_rows", ACTION_CHECKBOX_NAME: [row.pk for row in rows]})


def test_only_the_chosen_records_leave_and_that_is_noted(signed_in, administrator) -> None:
    first, second = OrganisationFactory(code="cpas-1"), OrganisationFactory(code="cpas-2")
    OrganisationFactory(code="cpas-3")
    answer = _export(signed_in(administrator), Organisation, second, first)
    cells = {cell.value for sheet in load_workbook(io.BytesIO(answer.content)) for row in sheet.iter_rows() for cell in row}
    assert {"cpas-1", "cpas-2", "cpas-3"} & cells == {"cpas-1", "cpas-2"}
    entry = AccessEntry.objects.get(kind="export")
    assert (entry.user, entry.rows) == (administrator, 2)


def test_nothing_leaves_for_anybody_else(signed_in, french_coordinator) -> None:
    assert _export(signed_in(french_coordinator), Organisation, OrganisationFactory()).status_code == 403
    assert not AccessEntry.objects.filter(kind="export").exists()


def test_what_has_no_table_offers_none(signed_in, administrator) -> None:
    page = signed_in(administrator).get(admin_address(User)).content.decode()
    assert ('value="change_role"' in page, 'value="export_rows"' in page) == (True, False)


def test_what_is_imported_can_be_chosen_here() -> None:
    offered = {model._meta.label for model in admin.site._registry if table_of(model)}
    assert offered >= {
        "directory.Organisation",
        "directory.Person",
        "directory.Affiliation",
        "meetings.Meeting",
        "projects.Project",
    }
