"""The fixed cast of the tests, and how they reach a database."""

import datetime
import os
import uuid
from collections.abc import Iterator
from functools import lru_cache

import pytest
from django.conf import settings as django_settings
from django.test import Client, TransactionTestCase
from django.test.utils import override_settings

from amif_network.accounts.models import User
from amif_network.core.pdf import rendering
from amif_network.directory.models import Organisation
from tests.emptying import empty_database
from tests.factories.accounts import UserFactory
from tests.factories.directory import AffiliationFactory, OrganisationFactory
from tests.smtp import MailServer, mail_server


def pytest_configure(config: pytest.Config) -> None:
    """Give this run a throw-away PostgreSQL of its own; the workers of xdist inherit its name and share it.

    It starts with the first test that opens a connection and is removed when the last process has ended.
    With DATABASE_URL set, the tests use that server instead.
    """
    if not os.environ.get("DATABASE_URL"):
        os.environ.setdefault("AMIF_POSTGRES_THROW_AWAY", uuid.uuid4().hex[:8])


@pytest.fixture(scope="session", autouse=True)
def static_files_under_their_own_names(django_test_environment: None) -> Iterator[None]:
    """Pages name their static files without a hash and get them from where they lie: no test needs them collected."""
    storages = {**django_settings.STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    with override_settings(STORAGES=storages, WHITENOISE_AUTOREFRESH=True, WHITENOISE_USE_FINDERS=True):
        yield


@pytest.fixture(scope="session", autouse=True)
def passwords_that_cost_nothing(django_test_environment: None) -> Iterator[None]:
    """A safe hash takes half a second on purpose; the tests make hundreds of users."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(scope="session", autouse=True)
def tables_are_emptied_between_tests(django_test_environment: None) -> Iterator[None]:
    """After a test that commits go the rows that it wrote, those too that nobody else may take out (`tests.emptying`)."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _: empty_database())
        yield


@pytest.fixture(scope="session", autouse=True)
def each_document_is_laid_out_once() -> Iterator[None]:
    """The same HTML gives the same bytes, as tests/core/pdf proves: what many tests publish is rendered for the first of them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rendering, "render", lru_cache(maxsize=128)(rendering.render))
        yield


@pytest.fixture(scope="session", autouse=True)
def tasks_are_done_at_once(django_test_environment: None) -> Iterator[None]:
    """No worker runs beside the tests: what waits for the commit is done in it."""
    tasks = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}
    # Parts of reports are built, and documents laid out, in the process of the test, which alone sees what it wrote.
    with override_settings(TASKS=tasks, REPORT_PROCESSES=0, PDF_SECONDS=0):
        yield


@pytest.fixture
def host(db: None) -> Organisation:
    """The large CPAS that hosts."""
    return OrganisationFactory(short_fr="CPAS de Charleroi", short_nl="OCMW Charleroi", network_from=datetime.date(2020, 1, 1))


@pytest.fixture
def partner(db: None) -> Organisation:
    """The small CPAS that is its partner."""
    return OrganisationFactory(short_fr="CPAS de Binche", short_nl="OCMW Binche", network_from=datetime.date(2020, 1, 1))


@pytest.fixture
def administrator(db: None) -> User:
    return UserFactory(administrator=True, email="administrator@example.org")


@pytest.fixture
def french_coordinator(db: None) -> User:
    return UserFactory(coordinator=True, language="fr", email="coordinator.fr@example.org")


@pytest.fixture
def dutch_coordinator(db: None) -> User:
    return UserFactory(coordinator=True, language="nl", email="coordinator.nl@example.org")


@pytest.fixture
def host_member(host: Organisation) -> User:
    return UserFactory(member=True, email="host@example.org", person=AffiliationFactory(organisation=host).person)


@pytest.fixture
def partner_member(partner: Organisation) -> User:
    return UserFactory(member=True, email="partner@example.org", person=AffiliationFactory(organisation=partner).person)


@pytest.fixture
def outsider_member(db: None) -> User:
    return UserFactory(member=True, email="outsider@example.org", person=AffiliationFactory().person)


@pytest.fixture
def observer(db: None) -> User:
    return UserFactory(email="observer@example.org")


@pytest.fixture
def signed_in():
    """Return a function that gives a client signed in as a user."""

    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def drawn_each_time(settings):
    """Keep no page: what drawing one asks of the database is what a test counts."""
    settings.KEPT_PAGES = 0


@pytest.fixture
def smtp() -> Iterator[MailServer]:
    """A real mail server, to which the portal hands its mails during the test."""
    with mail_server() as server:
        yield server
