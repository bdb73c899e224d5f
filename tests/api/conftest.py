"""Programs with tokens, and how they ask."""

import pytest
from django.test import Client
from django.utils import timezone

from amif_network.accounts.models import Scope
from amif_network.api.actions import make

ALL = [scope.value for scope in Scope]


@pytest.fixture
def program(administrator):
    """Return a function that makes a program; the secrets come with it."""

    def made(name="Site", role="observer", organisation=None, scopes=ALL):
        return make(
            name=name, contact="Amélie Poncelet", role=role, organisation=organisation, scopes=list(scopes),
            by=administrator, at=timezone.now(),
        )  # fmt: skip

    return made


@pytest.fixture
def ask():
    """Return a function that asks the API with a token."""

    def asking(token, path, query="", **headers):
        return Client().get(f"/api/v1/{path}{query}", headers={"authorization": f"Bearer {token}", **headers})

    return asking
