"""A portal to measure: an empty database of its own on a throw-away server, and a browser that is signed in.

Has no `rows()`: it serves the modules that measure pages and imports.
"""

import atexit
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from io import StringIO

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import override_settings, setup_databases, teardown_databases
from django.urls import path

from amif_network.accounts.models import Role, User
from amif_network.core.unchanged import SHELF
from amif_network.urls import urlpatterns as addresses_of_the_portal
from meetings.views.drawn import DRAWINGS

EMPTY = "/empty/"
# Pages name their static files without a hash, so that none need be collected.
PLAIN_FILES = {**settings.STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}


def empty(request: HttpRequest) -> HttpResponse:
    """Answer with nothing: what middleware, session and sign-in cost every page."""
    return HttpResponse()


urlpatterns = [*addresses_of_the_portal, path(EMPTY.strip("/") + "/", empty)]


@cache
def coordinator() -> User:
    """Make the database, load the reference data, and return the one user; the process removes it all when it ends."""
    files = tempfile.mkdtemp(prefix="bench-files-")
    atexit.register(shutil.rmtree, files)
    override_settings(STORAGES=PLAIN_FILES, MEDIA_ROOT=files, ROOT_URLCONF="bench.portal", ALLOWED_HOSTS=["testserver"]).enable()
    atexit.register(teardown_databases, setup_databases(verbosity=0, interactive=False), verbosity=0)
    call_command("load_reference_data", stdout=StringIO())
    return User.objects.create(email="bench@example.org", role=Role.COORDINATOR, language="fr")


@cache
def browser() -> Client:
    """Return a client that is signed in as the coordinator."""
    client = Client()
    client.force_login(coordinator())
    return client


def load(address: str) -> HttpResponse:
    """Load a page. Raises RuntimeError for one that does not answer with 200: what fails early is fast."""
    response = browser().get(address)
    if response.status_code != 200:
        raise RuntimeError(f"{address} answered {response.status_code}.")
    return response


def drawn_anew(address: str) -> HttpResponse:
    """Load a page of which nothing is kept: neither the whole (`core.unchanged`) nor rows (`meetings.views.drawn`)."""
    SHELF.forget()
    DRAWINGS.forget()
    return load(address)


def change_something_else() -> None:
    """Begin a session, as somebody does who opens the portal: no page shows it, but each has to ask whether it still holds."""
    SessionStore().create()


@contextmanager
def forgotten() -> Iterator[None]:
    """Take back at the end what was written to the database meanwhile, so that other benchmarks find it as it was."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
