"""Secrets of the second step are encrypted in the database and survive a change of SECRET_KEY; a lost key is said."""

import io

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client, override_settings
from pytest_django.asserts import assertTemplateUsed

from amif_network.accounts.sealing import SealBroken, seal, unseal

from .second_steps import LOGIN, PASSWORD, SECOND, SECRET, code, is_in, recovery_codes, sign_in, with_app

CHANGED = {"SECRET_KEY": "another key, as long as the one before and as random"}


@pytest.fixture
def ana(host_member):
    return with_app(host_member)


@pytest.fixture
def changed(settings, ana):
    """The key of the portal was changed, and the former one kept."""
    return override_settings(**CHANGED, SECRET_KEY_FALLBACKS=[settings.SECRET_KEY])


def test_neither_secret_nor_codes_stand_in_the_database(ana):
    with connection.cursor() as cursor:
        cursor.execute("SELECT data::text FROM mfa_authenticator")
        stored = " ".join(text for (text,) in cursor.fetchall())
    seed = unseal(Authenticator.objects.get(type="recovery_codes").data["seed"])
    assert [secret in stored for secret in (SECRET, seed, *recovery_codes(ana))] == [False] * 12


def test_the_same_secret_is_sealed_differently_each_time():
    assert seal(SECRET) != seal(SECRET)
    assert unseal(seal(SECRET)) == SECRET


def test_a_second_step_survives_a_change_of_the_key(changed, ana):
    with changed:
        client = sign_in(ana)
        client.post(SECOND, {"code": code()})
        assert is_in(client)


def test_sealed_anew_it_needs_the_former_key_no_more(changed, ana):
    said = io.StringIO()
    with changed:
        call_command("seal_second_factors", stdout=said)
    assert said.getvalue() == "2 sealed under the key of today\n"
    with override_settings(**CHANGED):
        client = sign_in(ana)
        client.post(SECOND, {"code": recovery_codes(ana)[0]})
        assert is_in(client)


@override_settings(**CHANGED)
def test_without_the_former_key_the_person_is_told_and_nobody_comes_in(ana):
    client = sign_in(ana)
    response = client.post(SECOND, {"code": code()})
    assert (response.status_code, is_in(client)) == (503, False)
    assertTemplateUsed(response, "mfa/unreadable.html")
    with pytest.raises(CommandError, match="2 open under none of the keys"):
        call_command("seal_second_factors", stdout=io.StringIO())


@pytest.mark.parametrize("stored", ["", SECRET, "gAAAAA", seal(SECRET)[:-4] + "AAA="])
def test_what_the_portal_did_not_seal_is_no_secret(stored):
    with pytest.raises(SealBroken):
        unseal(stored)


def test_the_password_page_does_not_need_them(ana):
    with override_settings(**CHANGED):
        assert Client().post(LOGIN, {"login": ana.email, "password": PASSWORD})["Location"] == SECOND
