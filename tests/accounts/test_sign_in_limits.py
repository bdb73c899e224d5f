"""Wrong passwords are counted: per caller, not per web server, and for all workers together."""

import pytest
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
