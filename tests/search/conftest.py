"""Who searches."""

import pytest
from django.test import Client

from amif_network.accounts.models import User


@pytest.fixture
def searching(signed_in, french_coordinator: User) -> Client:
    """Return the browser of a coordinator, who finds everything."""
    return signed_in(french_coordinator)
