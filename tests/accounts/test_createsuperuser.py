"""The first administrator of a new server, from the command line."""

import pytest
from django.core.management import call_command

from amif_network.accounts.models import User
from tests.factories.accounts import PASSWORD


@pytest.fixture
def first_administrator(db, monkeypatch) -> User:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    call_command("createsuperuser", email="Root@Example.org", interactive=False, verbosity=0)
    return User.objects.get()


def test_is_an_administrator_who_signs_in_at_once(first_administrator, client):
    response = client.post("/fr/accounts/login/", {"login": "root@example.org", "password": PASSWORD})
    assert (response.status_code, response["Location"]) == (302, "/fr/")
    inside = client.get("/fr/admin/")
    assert (first_administrator.role, inside.status_code, "<h1>Administration</h1>" in inside.text) == (
        "administrator",
        200,
        True,
    )
