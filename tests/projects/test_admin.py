"""Calls and projects in the administration: to look at, never to change."""

import pytest
from django.contrib import admin
from django.urls import reverse
from django.utils.translation import override

from projects.actions.steps import log
from projects.models import LogEntry, Project
from projects.models.choices import Edit, LogSubject
from tests.factories.meetings import NOW
from tests.factories.projects import (
    BudgetLineFactory,
    CallDateFactory,
    DecreeLineFactory,
    EnvelopeFactory,
    FundingFactory,
    InterestFactory,
    PaymentFactory,
    ProjectFactory,
)

pytestmark = pytest.mark.django_db

OURS = sorted((model for model in admin.site._registry if model._meta.app_label == "projects"), key=lambda model: model.__name__)


@pytest.fixture
def filled(french_coordinator):
    """One of each."""
    project = ProjectFactory(decreed=True)
    EnvelopeFactory(call=project.call)
    CallDateFactory(call=project.call)
    InterestFactory(call=project.call, organisation=project.lead)
    FundingFactory(project=project)
    BudgetLineFactory(project=project)
    DecreeLineFactory(decree__call=project.call, project=project)
    PaymentFactory(project=project)
    log(project.call, LogSubject.PROJECT, Edit.RECORD, by=french_coordinator, at=NOW, project=project)
    return project


def admin_address(model, action: str, *args: object) -> str:
    with override("fr"):
        return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{action}", args=args)


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_every_list_and_every_record_is_shown_and_nothing_more(signed_in, administrator, filled, model):
    client, record = signed_in(administrator), model.objects.get()
    assert client.get(admin_address(model, "changelist"), {"q": "x"}).status_code == 200
    page = admin_address(model, "change", record.pk)
    assert client.get(page).status_code == 200
    assert client.post(page, {}).status_code == 403
    assert client.get(admin_address(model, "add")).status_code == 403
    assert client.post(admin_address(model, "delete", record.pk), {"post": "yes"}).status_code == 403


def test_what_is_posted_changes_no_state(signed_in, administrator, filled):
    signed_in(administrator).post(admin_address(Project, "change", filled.pk), {"state": "closed", "code": "other"})
    filled.refresh_from_db()
    assert (filled.state, LogEntry.objects.count()) == ("decreed", 1)
