"""Lines of the log: what they say of requests and errors, and what they never say."""

import json
import logging

import pytest
from django.db import IntegrityError
from django.test import RequestFactory
from django.urls import resolve

from amif_network.core import log_lines
from amif_network.core.tracing import WELL_FORMED, named
from amif_network.directory.models import Organisation
from tests.factories.directory import OrganisationFactory

SECRETS = ["Dupont", "dupont@example.org", "7f9c", "/fr/"]


def record(message: str, error: BaseException | None = None, **more: object) -> logging.LogRecord:
    info = (type(error), error, error.__traceback__) if error else None
    found = logging.LogRecord(more.pop("name", "amif_network.x"), logging.ERROR, "x.py", 1, message, (), info)
    found.__dict__.update(more)
    return found


def both(found: logging.LogRecord) -> list[str]:
    return [log_lines.Lines().format(found), log_lines.Json().format(found)]


def raised(call) -> BaseException:
    try:
        call()
    except Exception as error:
        return error
    raise AssertionError


@pytest.mark.parametrize(
    "call",
    [
        lambda: {}["Dupont"],
        lambda: int("Dupont"),
        lambda: open("/nonexistent/Dupont"),  # noqa: PTH123, SIM115
    ],
)
def test_words_of_errors_are_left_out(call):
    lines = both(record("It broke for marie.dupont@example.org.", raised(call)))
    assert [secret for secret in SECRETS for line in lines if secret in line] == []
    assert ["test_log_lines.py" in line and "(address)" in line for line in lines] == [True, True]


@pytest.mark.parametrize("name", ["django.request", "django.security.csrf"])
def test_an_address_may_be_a_secret_and_is_left_out(name):
    """Of a form that came from elsewhere, Django itself would tell the address: that of a mailed link lets somebody in."""
    said = record(
        "Forbidden (no cookie): /fr/revue/7f9c/", name=name, status_code=403, request=RequestFactory().post("/fr/revue/7f9c/")
    )
    assert [secret for secret in SECRETS for line in both(said) if secret in line] == []
    assert ["403 -" in line for line in both(said)] == [True, True]


@pytest.mark.django_db
def test_the_database_names_the_constraint_and_not_the_value():
    first = OrganisationFactory(short_fr="CPAS Dupont")
    error = raised(lambda: Organisation.objects.create(pk=first.pk, short_fr="CPAS Dupont"))
    assert isinstance(error, IntegrityError)
    said = log_lines.told(error)
    assert (said.split()[0], said.split()[1][:2], "Dupont" in said) == ("IntegrityError", "23", False)


def test_an_error_of_a_page_is_told_by_the_name_of_the_page():
    request = RequestFactory().get("/calendar/7f9c0000-0000-4000-8000-000000000001.ics")
    request.resolver_match = resolve(request.path)
    request.request_id = "request-1"
    lines = both(record("Internal Server Error: " + request.path, name="django.request", request=request, status_code=500))
    assert [("calendar-feed" in line, "request-1" in line, "7f9c" in line) for line in lines] == [(True, True, False)] * 2


def test_json_is_one_object_on_a_line():
    line = log_lines.Json().format(record("two\nlines", raised(lambda: {}["x"])))
    said = json.loads(line)
    assert ("\n" in line, said["message"], said["errors"][0]["error"], said["level"]) == (
        False,
        "two\nlines",
        "KeyError",
        "ERROR",
    )


@pytest.mark.parametrize("said", ["", "short", "a" * 65, "id with space", "line\nbreak-00000", "<script>00000"])
def test_a_name_that_is_not_well_formed_is_replaced(said):
    made = named(said)
    assert (made != said, bool(WELL_FORMED.fullmatch(made))) == (True, True)


def test_every_answer_names_its_request(client):
    assert client.get("/healthz", headers={"X-Request-ID": "from-the-proxy-1"}).headers["X-Request-ID"] == "from-the-proxy-1"
    assert len(client.get("/healthz").headers["X-Request-ID"]) == 32
