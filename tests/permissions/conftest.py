"""The scene of two sides, built once for all tests of this folder, and a session for each role."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from .furnished import Portal, furnished
from .walk import Place, of_administration, places


@pytest.fixture(scope="package")
def portal(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Portal]:
    """Build the scene inside a transaction that is taken back at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield furnished()
        transaction.set_rollback(True)


@pytest.fixture(scope="package")
def everywhere(portal: Portal) -> list[Place]:
    """Every address with the objects of both sides, but those of Django's administration."""
    return [place for place in places(portal.sides) if not of_administration(place)]


@pytest.fixture(scope="package")
def administration(portal: Portal) -> list[Place]:
    """Every address of Django's administration, each with the first record of its kind."""
    return [place for place in places(portal.sides) if of_administration(place)]
