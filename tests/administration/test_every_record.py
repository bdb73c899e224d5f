"""Every list and every record of the demo in the administration: what they show, to whom, and at which price."""

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html

from amif_network.accounts.models import User
from amif_network.directory.models import Organisation, Person

from .addresses import admin_address

MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
EVERY = pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
CHANGED_HERE = (Organisation, Person)
# What no text, number or day of the database is.
HOSTILE = ("\0", "zzz", "9" * 30, "-1", "' \" % _ \\")


@pytest.fixture(scope="module")
def client_of_demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[Client]:
    """Load the demo once for this module, and sign its administrator in."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_reference_data", verbosity=0)
        call_command("load_demo", as_of=datetime.date(2026, 3, 2), site="https://demo.example", verbosity=0)
        client = Client()
        client.force_login(User.objects.get(email="admin@demo.example"))
        yield client
        transaction.set_rollback(True)


@pytest.fixture
def client(client_of_demo: Client, db: None) -> Client:
    return client_of_demo


def _queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


@EVERY
def test_a_list_costs_the_same_for_one_row_and_for_three(client, model, monkeypatch) -> None:
    monkeypatch.setattr(admin.site._registry[model], "list_per_page", 1)
    one = _queries(client, admin_address(model))
    monkeypatch.setattr(admin.site._registry[model], "list_per_page", 3)
    assert (_queries(client, admin_address(model)), one <= 10) == (one, True)


@EVERY
def test_a_record_is_shown_with_a_way_to_its_page_and_changed_where_that_belongs(client, model) -> None:
    record = admin.site._registry[model].get_queryset(client.get("/fr/").wsgi_request).order_by("-pk").first()
    if record is None:
        assert client.get(admin_address(model, "change", 0)).status_code == 302
        return
    page = client.get(admin_address(model, "change", record.pk))
    root = html.fromstring(page.content)
    assert page.status_code == 200
    assert bool(root.xpath('//input[@name="_save"]')) is (model in CHANGED_HERE)
    for link in root.xpath('//a[@class="viewsitelink"]/@href'):
        assert client.get(link).status_code == 200


@EVERY
def test_nothing_is_deleted_and_what_came_to_be_elsewhere_is_neither_added_nor_changed(client, model) -> None:
    assert client.get(admin_address(model, "add")).status_code == (200 if model in CHANGED_HERE else 403)
    record = model._default_manager.first()
    if record is None:
        return
    assert client.post(admin_address(model, "delete", record.pk), {"post": "yes"}).status_code in (302, 403)
    if model not in CHANGED_HERE:
        assert client.post(admin_address(model, "change", record.pk), {"state": "draft"}).status_code in (302, 403)
    assert model._default_manager.filter(pk=record.pk).exists()


@EVERY
def test_what_somebody_made_up_in_an_address_breaks_nothing(client, model) -> None:
    one = admin.site._registry[model]
    names = [entry for entry in one.list_filter if isinstance(entry, str)]
    asked = [("q", "".join(HOSTILE)), ("q", HOSTILE[-1]), ("o", "99.a"), ("p", "1000000000"), ("_to_field", "password")]
    asked += [(f"{names[0]}__exact", text) for text in HOSTILE[:3] if names]
    asked += [(f"{one.date_hierarchy}__year", "99999")] if one.date_hierarchy else []
    answers = {query: client.get(admin_address(model), dict([query])).status_code for query in asked}
    assert {query: code for query, code in answers.items() if code not in (200, 302, 400)} == {}
    for key in ("9" * 30, "%00"):
        assert client.get(f"{admin_address(model)}{key}/change/").status_code in (302, 404)
        assert client.get(f"{admin_address(model)}{key}/history/").status_code == 404


def test_amounts_and_days_are_written_as_in_the_portal(client) -> None:
    payments = next(model for model in MODELS if model._meta.label == "projects.AuthorityPayment")
    french = client.get(admin_address(payments)).content.decode()
    dutch = client.get(admin_address(payments).replace("/fr/", "/nl/")).content.decode()
    assert ("€</td>" in french, ">€\N{NO-BREAK SPACE}" in dutch) == (True, True)


@pytest.mark.parametrize("person", ["coordination.fr", "charleroi", "observation"])
def test_nobody_else_is_let_in_also_with_the_marks_of_staff(client, person) -> None:
    user = User.objects.get(email=f"{person}@demo.example")
    User.objects.filter(pk=user.pk).update(is_staff=True, is_superuser=True)
    visitor = Client()
    visitor.force_login(user)
    for model in MODELS:
        assert visitor.get(admin_address(model)).status_code == 403
    assert visitor.get("/fr/admin/", follow=True).status_code == 403
