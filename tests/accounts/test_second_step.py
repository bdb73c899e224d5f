"""Signing in with a second step: a code of the app, or a recovery code, which works once."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client

from tests.factories.accounts import PASSWORD

from .second_steps import LOGIN, OVERVIEW, SECOND, SECRET, code, is_in, recovery_codes, sign_in, with_app

HELD_OFF = ["Trop d’essais de connexion ont échoué. Réessayez plus tard."]


@pytest.fixture
def ana(host_member):
    return with_app(host_member)


def test_the_password_alone_does_not_lead_in(ana):
    client = Client()
    response = client.post(LOGIN, {"login": ana.email, "password": PASSWORD})
    assert (response["Location"], is_in(client)) == (SECOND, False)
    assert client.get("/fr/")["Location"].startswith(LOGIN)


def test_the_code_of_the_app_leads_in(ana):
    client = sign_in(ana)
    assert (client.post(SECOND, {"code": code()})["Location"], is_in(client)) == ("/fr/", True)


def test_a_code_of_the_app_leads_in_once(ana):
    shown = code()
    sign_in(ana).post(SECOND, {"code": shown})
    second = sign_in(ana)
    second.post(SECOND, {"code": shown})
    assert not is_in(second)


def test_a_recovery_code_leads_in_once(ana):
    kept = recovery_codes(ana)[0]
    first, second = sign_in(ana), sign_in(ana)
    first.post(SECOND, {"code": kept})
    second.post(SECOND, {"code": kept})
    assert (is_in(first), is_in(second), len(recovery_codes(ana))) == (True, False, 9)


def test_wrong_codes_are_counted_as_wrong_passwords_are(ana):
    client = sign_in(ana)
    for _number in range(5):
        client.post(SECOND, {"code": "000000"})
    response = client.post(SECOND, {"code": recovery_codes(ana)[0]})
    assert (list(response.context["form"].errors["code"]), is_in(client)) == (HELD_OFF, False)


@pytest.mark.parametrize("typed", ["", "abc", "١٢٣٤٥٦", "1" * 5000, "12\x0034"])
def test_what_is_no_code_is_refused_in_words(ana, typed):
    client = sign_in(ana)
    response = client.post(SECOND, {"code": typed})
    assert (response.status_code, list(response.context["form"].errors), is_in(client)) == (200, ["code"], False)


@pytest.mark.parametrize("sent", ["", "null", "[]", '"x"', "{}", "{", '{"id": 3, "response": {}}'])
def test_what_is_no_answer_of_a_key_is_refused(ana, sent):
    client = sign_in(ana)
    client.get(SECOND)
    response = client.post(SECOND, {"credential": sent})
    assert (response.status_code, is_in(client)) == (200, False)
    assert Client().post("/fr/accounts/2fa/webauthn/login/", {"credential": sent})["Location"] == LOGIN


def test_setting_up_the_app_asks_the_password_shows_the_codes_and_tells_by_mail(transactional_db, host_member):
    client = sign_in(host_member)
    asked = client.get("/fr/accounts/2fa/totp/activate/", follow=True)
    page = client.post(
        asked.redirect_chain[-1][0], {"password": PASSWORD, "next": "/fr/accounts/2fa/totp/activate/"}, follow=True
    )
    secret = page.context["form"].secret
    assert re.search(r"<svg.*</svg>", page.content.decode(), re.DOTALL)
    mail.outbox.clear()
    done = client.post("/fr/accounts/2fa/totp/activate/", {"code": code(secret)}, follow=True)
    assert done.redirect_chain[-1][0] == "/fr/accounts/2fa/recovery-codes/"
    assert [kept in done.content.decode() for kept in recovery_codes(host_member)] == [True] * 10
    assert [message.to for message in mail.outbox] == [[host_member.email]]


def test_whoever_sets_up_a_second_step_ends_the_sessions_without_one(transactional_db, host_member):
    elsewhere, here = sign_in(host_member), sign_in(host_member)
    here.post("/fr/accounts/reauthenticate/", {"password": PASSWORD})
    secret = here.get("/fr/accounts/2fa/totp/activate/").context["form"].secret
    here.post("/fr/accounts/2fa/totp/activate/", {"code": code(secret)})
    assert (here.get("/fr/profile/").status_code, elsewhere.get("/fr/profile/").status_code) == (200, 302)


def test_nothing_of_it_changes_without_saying_who_one_is_again(ana):
    client = sign_in(ana)
    client.post(SECOND, {"code": code()})
    for path in ("totp/deactivate/", "recovery-codes/", "recovery-codes/generate/", "webauthn/add/", "recovery-codes/download/"):
        response = client.get(OVERVIEW + path)
        assert (response.status_code, "/reauthenticate/" in response["Location"]) == (302, True), path
    client.post(OVERVIEW + "totp/deactivate/")
    assert Authenticator.objects.filter(user=ana, type="totp").exists()


def test_codes_are_shown_saved_and_made_anew(ana):
    client = sign_in(ana)
    client.post(SECOND, {"code": code()})
    client.post("/fr/accounts/reauthenticate/", {"password": PASSWORD})
    before = recovery_codes(ana)
    assert client.get(OVERVIEW + "recovery-codes/download/").content.decode().split() == before
    client.post(OVERVIEW + "recovery-codes/generate/")
    assert not {*before} & {*recovery_codes(ana)}


def test_somebody_else_knows_neither_keys_nor_secret(ana, partner_member):
    page = sign_in(partner_member).get(OVERVIEW).content.decode()
    assert (SECRET in page, "actif" in page) == (False, False)


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "http://["])
@pytest.mark.parametrize("page", ["/fr/accounts/reauthenticate/", "/fr/accounts/2fa/reauthenticate/", SECOND, LOGIN])
def test_no_page_of_the_sign_in_leads_to_another_host(ana, target, page):
    client = sign_in(ana, next=target) if page == SECOND else Client() if page == LOGIN else sign_in(ana)
    if "reauthenticate" in page:
        client.post(SECOND, {"code": recovery_codes(ana)[0]})
    data = {"login": ana.email, "password": PASSWORD, "code": recovery_codes(ana)[0], "next": target}
    response = client.post(f"{page}?next={target}", data)
    assert response.status_code == 302
    assert response["Location"].startswith("/fr/")
    assert "evil" not in response["Location"]
