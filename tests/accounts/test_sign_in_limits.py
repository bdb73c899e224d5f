"""Wrong passwords are counted: per caller, not per web server, and for all workers together."""

import pytest
from django.core import mail
from django.db import connection
from django.test import Client

from tests.factories.accounts import PASSWORD

LOGIN = "/fr/accounts/login/"
# Django-allauth's own limit for one address from which somebody tries.
TRIES = 10
HELD_OFF = ["Trop d’essais de connexion ont échoué. Réessayez plus tard."]


def sign_in(caller: str, login: str, password: str):
    """Come through one web server, which adds the caller to what the caller claims."""
    forwarded = f"203.0.113.9, {caller}"
    return Client().post(LOGIN, {"login": login, "password": password}, headers={"X-Forwarded-For": forwarded})


@pytest.fixture
def locked_out(db, settings) -> str:
    """Somebody who has tried too often, under another name each time."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(TRIES):
        sign_in("198.51.100.1", f"somebody{number}@example.org", "wrong")
    return "198.51.100.1"


def test_who_tried_too_often_is_held_off(locked_out, french_coordinator):
    response = sign_in(locked_out, french_coordinator.email, PASSWORD)
    assert (response.status_code, "sessionid" in response.cookies) == (200, False)
    assert list(response.context["form"].non_field_errors()) == HELD_OFF


def test_everybody_else_behind_the_same_web_server_comes_in(locked_out, french_coordinator):
    response = sign_in("198.51.100.2", french_coordinator.email, PASSWORD)
    assert (response.status_code, response["Location"], "sessionid" in response.cookies) == (302, "/fr/", True)


def test_the_count_stands_in_the_database_which_all_workers_share(locked_out):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cache")
        assert cursor.fetchone()[0] > 0


def test_proving_who_one_is_is_counted_for_each_person(client, host_member, partner_member, signed_in):
    client.force_login(host_member)
    answers = [client.post("/fr/accounts/reauthenticate/", {"password": "wrong"}) for _number in range(TRIES + 1)]
    assert [answer.status_code for answer in answers] == [200] * TRIES + [429]
    assert "429.html" in {template.name for template in answers[-1].templates}
    other = signed_in(partner_member).post("/fr/accounts/reauthenticate/", {"password": "wrong"})
    assert other.status_code == 200


def test_links_for_a_new_password_are_counted_for_each_address(client, host_member):
    answers = [client.post("/fr/accounts/password/reset/", {"email": host_member.email}).status_code for _number in range(6)]
    assert (answers, len(mail.outbox)) == ([302] * 5 + [429], 5)
