"""The pages about the API: for administrators alone, the token is shown once; the guide is for everybody."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from amif_network.accounts.models import AccessEntry, ApiClient
from amif_network.accounts.models.client import hash_of

pytestmark = pytest.mark.django_db
GIVEN = {"name": "Site", "contact": "Amélie Poncelet", "role": "observer", "scopes": ["meetings:read", "editions:read"]}


def at(name, *args, lang="fr"):
    with translation.override(lang):
        return reverse(f"clients:{name}", args=args)


def test_a_program_is_made_and_its_token_shown_this_once(signed_in, administrator) -> None:
    client = signed_in(administrator)
    response = client.post(at("make"), GIVEN)
    program = ApiClient.objects.get()
    token = response.context["token"]
    assert (response.status_code, response["Cache-Control"], hash_of(token)) == (200, "private, no-store", program.digest)
    assert f'value="{token}" readonly' in response.content.decode()
    assert token not in client.get(program.get_absolute_url()).content.decode()
    assert (program.role, program.scopes, program.created_by) == ("observer", GIVEN["scopes"], administrator)
    assert AccessEntry.objects.filter(kind="access", user=administrator, subject_nl__contains="Site").count() == 1


def test_a_form_that_says_too_little_is_shown_again(signed_in, administrator, host) -> None:
    client = signed_in(administrator)
    wrong = [
        ({**GIVEN, "role": "member"}, "organisation"), ({**GIVEN, "organisation": host.pk}, "organisation"),
        ({**GIVEN, "scopes": []}, "scopes"), ({**GIVEN, "role": "administrator"}, "role"), ({**GIVEN, "name": ""}, "name"),
    ]  # fmt: skip
    for given, field in wrong:
        response = client.post(at("make"), given)
        assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    client.post(at("make"), GIVEN)
    assert list(client.post(at("make"), GIVEN).context["form"].errors) == ["name"]
    assert ApiClient.objects.count() == 1


def test_a_token_is_renewed_and_revoked_for_good(signed_in, administrator, program) -> None:
    first, client = program().client, signed_in(administrator)
    token = client.post(at("renew", first.pk)).context["token"]
    assert ApiClient.objects.get().digest == hash_of(token) != first.digest
    assert client.post(at("revoke", first.pk))["Location"] == first.get_absolute_url()
    assert ApiClient.objects.get().revoked_at is not None
    assert client.post(at("renew", first.pk)).status_code == 302
    assert ApiClient.objects.get().digest == hash_of(token)
    assert client.get(first.get_absolute_url()).context["can"] == set()


@pytest.mark.parametrize("name", ["clients", "make", "client", "renew", "revoke"])
def test_programs_are_for_administrators(name, signed_in, french_coordinator, host_member, program) -> None:
    address = at(name, *([program().client.pk] if name in ("client", "renew", "revoke") else []))
    for user in (french_coordinator, host_member):
        client = signed_in(user)
        assert (client.post if name in ("renew", "revoke") else client.get)(address).status_code == 403
    assert ApiClient.objects.get().revoked_at is None if ApiClient.objects.exists() else True


@pytest.mark.parametrize("lang", ["fr", "nl"])
def test_everybody_reads_what_programs_can_ask_for(lang, signed_in, observer) -> None:
    page = signed_in(observer).get(at("guide", lang=lang)).content.decode()
    assert page.count("<code>/api/v1/") == 14
    assert "partnerships:read" in page and "updated_since" in page


def test_the_list_asks_the_same_for_one_and_three(signed_in, administrator, program, host, django_assert_num_queries) -> None:
    client, address = signed_in(administrator), at("clients")
    program("a", "member", host)
    client.get(address)

    with CaptureQueriesContext(connection) as one:
        client.get(address)
    program("b", "member", host)
    program("c")
    with django_assert_num_queries(len(one)):
        assert len(client.get(address).context["rows"]) == 3
