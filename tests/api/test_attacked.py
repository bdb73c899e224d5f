"""The API attacked with what its own document lets a program send, and with what it does not (schemathesis)."""

from collections.abc import Iterable
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance, status_code_conformance

from amif_network.accounts.models import Scope
from amif_network.api.openapi import operations
from tests.factories.meetings import AgendaItemFactory, MeetingFactory
from tests.factories.partnerships import PartnershipFactory
from tests.factories.projects import CallDateFactory

pytestmark = [pytest.mark.django_db, pytest.mark.long]
HELD = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
SECRET = "Réunion que personne ne voit"
OPERATIONS = [one for one in operations() if one.scope]
# The same attacks each time: what fails can be looked at again.
BOUNDED = settings(
    max_examples=30, deadline=None, derandomize=True, database=None, phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


def closed(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Answer as the portal does, and end the request as a server would: who counts those under way hears of both."""
    response = get_wsgi_application()(environ, start_response)
    try:
        return [b"".join(response)]
    finally:
        response.close()


@pytest.fixture
def api(settings):
    """The document as it is served, and the portal behind it; there is something of each kind, some of it not public."""
    settings.API_REQUESTS_PER_MINUTE = 1_000_000
    AgendaItemFactory(meeting=MeetingFactory(title_fr=SECRET, title_nl=SECRET), title_fr=SECRET)
    CallDateFactory()
    CallDateFactory(unpublished=True, reason_fr=SECRET)
    PartnershipFactory(title_fr=SECRET)
    # A server lets go of its connection after a request; here it holds the transaction of the test, as with Django's client.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/v1/openapi.json", closed)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def attack(api, path: str, mode: GenerationMode, token: str, seen: list[int], said: list[str]) -> None:
    """Send what hypothesis thinks up, and hold each answer to the document."""

    @BOUNDED
    @given(case=api[path]["GET"].as_strategy(generation_mode=mode))
    def attacked(case: schemathesis.Case) -> None:
        response = case.call(headers={"Authorization": f"Bearer {token}"})
        case.validate_response(response, checks=HELD)
        seen.append(response.status_code)
        said.append(response.content.decode(errors="replace"))

    attacked()


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("one", OPERATIONS, ids=lambda one: one.name)
def test_every_answer_is_one_of_the_document(one, mode, api, program) -> None:
    seen: list[int] = []
    said: list[str] = []
    attack(api, one.path, mode, program(role="coordinator").token, seen, said)
    assert seen
    assert max(seen) < 500


@pytest.mark.parametrize("one", OPERATIONS, ids=lambda one: one.name)
def test_nothing_leaves_beyond_role_and_scope(one, api, program) -> None:
    seen: list[int] = []
    said: list[str] = []
    attack(api, one.path, GenerationMode.POSITIVE, program("o", "observer").token, seen, said)
    assert not [text for text in said if SECRET in text]
    without = program("w", "coordinator", scopes=[scope for scope in Scope if scope != one.scope])
    seen.clear()
    attack(api, one.path, GenerationMode.POSITIVE, without.token, seen, said)
    assert set(seen) <= {400, 403, 406}
    assert 403 in seen
