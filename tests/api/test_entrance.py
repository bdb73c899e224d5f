"""Who comes in with which token, how often, and what is noted of it."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from amif_network.accounts.models import AccessEntry, ApiClient, Scope
from amif_network.accounts.models.client import ClientState
from amif_network.api import actions
from amif_network.api.resources import RESOURCES
from amif_network.history.models import recorded
from tests.factories.directory import OrganisationFactory

pytestmark = pytest.mark.django_db


def test_a_token_is_kept_as_its_hash_alone(program) -> None:
    issued = program()
    kept = str(ApiClient.objects.values().get())
    assert issued.token not in kept and issued.feed_key not in kept
    assert issued.client.prefix == issued.token[:10]
    told = str(list(recorded(ApiClient).values()))
    assert issued.client.digest not in told and "digest" not in told


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer nothing", "Basic eDp5", "Bearer \x00", "Bearer é"])
def test_without_a_token_that_holds_nothing_opens(header, program) -> None:
    program()
    response = Client().get("/api/v1/meetings", headers={"authorization": header} if header else {})
    assert (response.status_code, response["Content-Type"]) == (401, "application/problem+json")
    assert response["WWW-Authenticate"] == 'Bearer realm="api"'


def test_a_session_is_no_token(signed_in, administrator) -> None:
    assert signed_in(administrator).get("/api/v1/meetings").status_code == 401


@pytest.mark.parametrize("resource", RESOURCES, ids=lambda one: one.name)
def test_each_scope_opens_its_list_alone(resource, program, ask) -> None:
    own = program("Own", scopes=[resource.scope])
    others = program("Others", scopes=[scope for scope in Scope if scope != resource.scope])
    assert ask(own.token, resource.plural).status_code == 200
    refused = ask(others.token, resource.plural)
    assert (refused.status_code, refused.json()["scope"]) == (403, resource.scope.value)
    assert ask(others.token, f"{resource.plural}/1").status_code == 403


def test_a_token_ends_with_its_time_its_renewal_and_its_revocation(program, ask, administrator) -> None:
    first = program()
    second = actions.renew(first.client, by=administrator, at=timezone.now())
    assert [ask(one.token, "meetings").status_code for one in (first, second)] == [401, 200]
    ApiClient.objects.update(expires_at=timezone.now(), created_at=timezone.now() - datetime.timedelta(days=1))
    assert ask(second.token, "meetings").status_code == 401
    third = actions.renew(second.client, by=administrator, at=timezone.now())
    assert ask(third.token, "meetings").status_code == 200
    actions.revoke(third.client, by=administrator, at=timezone.now())
    assert ask(third.token, "meetings").status_code == 401


def test_a_use_is_noted_once_a_day(program, ask) -> None:
    issued = program(name="Site du CPAS")
    ask(issued.token, "meetings")
    ask(issued.token, "calls")
    assert list(AccessEntry.objects.filter(kind="export").values_list("user", "subject_fr")) == [
        (None, AccessEntry.objects.get(kind="export").subject_fr)
    ]
    assert "Site du CPAS" in AccessEntry.objects.get(kind="export").subject_nl
    assert ApiClient.objects.get().last_used_on == timezone.localdate()
    ApiClient.objects.update(last_used_on=timezone.localdate() - datetime.timedelta(days=1))
    ask(issued.token, "meetings")
    assert AccessEntry.objects.filter(kind="export").count() == 2


def test_who_asks_too_often_is_told_when_to_come_back(program, ask, settings) -> None:
    settings.API_REQUESTS_PER_MINUTE = 2
    one, another = program("One"), program("Another")
    # Two minutes may follow each other while the test asks: of five requests at least one is too many.
    answers = [ask(one.token, "meetings") for _ in range(5)]
    refused = next(answer for answer in answers if answer.status_code == 429)
    assert 1 <= int(refused["Retry-After"]) <= 60
    assert ask(another.token, "meetings").status_code == 200


@pytest.mark.parametrize("last", ["valid_to", "network_to"])
def test_a_program_reads_for_its_organisation_until_that_leaves(last, program, ask) -> None:
    today = timezone.localdate()
    organisation = OrganisationFactory(network_from=today - datetime.timedelta(days=90), **{last: today})
    issued = program("Member", "member", organisation)
    assert ask(issued.token, "meetings").status_code == 200
    assert issued.client.state_at(timezone.now()) == ClientState.ACTIVE
    setattr(organisation, last, today - datetime.timedelta(days=1))
    organisation.save()
    assert ask(issued.token, "meetings").status_code == 401
    assert Client().get(f"/api/v1/calendar.ics?key={issued.feed_key}").status_code == 401
    assert ApiClient.objects.get().state_at(timezone.now()) == ClientState.LEFT
