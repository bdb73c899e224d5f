"""Coordinators and administrators need a second step: without one, only the pages that set it up stand open."""

import os
import subprocess
import sys

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from amif_network.accounts.actions import change_role
from amif_network.accounts.checks import roles_known
from amif_network.accounts.models import AccessEntry, Role
from tests.factories.accounts import PASSWORD, UserFactory
from tests.test_house_rules import ROOT

from .second_steps import OVERVIEW, SECOND, code, is_in, sign_in, with_app

RESET = "/fr/accounts/2fa/reset/{}/"


@pytest.fixture(autouse=True)
def demanded(settings):
    settings.MFA_REQUIRED_ROLES = ["coordinator", "administrator"]


@pytest.mark.parametrize(
    ("role", "held"), [("administrator", True), ("coordinator", True), ("member", False), ("observer", False)]
)
def test_whose_role_demands_it_is_led_to_set_it_up(db, role, held):
    client = sign_in(UserFactory(role=role))
    answers = {path: client.get(path) for path in ("/fr/", "/fr/meetings/", "/fr/profile/", "/fr/accounts/email/")}
    assert {path: answer.get("Location", "") == OVERVIEW for path, answer in answers.items()} == dict.fromkeys(answers, held)


def test_what_sets_it_up_and_what_leads_out_stays_open(french_coordinator):
    client = sign_in(french_coordinator)
    assert client.get(OVERVIEW).context["due"] is True
    assert "/reauthenticate/" in client.get("/fr/accounts/2fa/totp/activate/")["Location"]
    client.post("/fr/accounts/reauthenticate/", {"password": PASSWORD})
    assert client.get("/fr/accounts/2fa/totp/activate/").status_code == 200
    assert client.get("/fr/accounts/2fa/webauthn/add/").status_code == 200
    assert client.get("/healthz").status_code == 200
    client.post("/fr/accounts/logout/")
    assert not is_in(client)


def test_nothing_is_done_meanwhile_and_a_script_gets_an_answer_it_can_read(french_coordinator):
    client = sign_in(french_coordinator)
    client.post("/fr/profile/", {"language": "nl"})
    french_coordinator.refresh_from_db()
    answer = client.get("/fr/meetings/", headers={"Accept": "application/json"})
    assert (french_coordinator.language, answer.status_code, answer.json()) == ("fr", 403, {"state": "second-factor"})


def test_with_a_second_step_everything_is_open(french_coordinator):
    client = sign_in(with_app(french_coordinator))
    client.post(SECOND, {"code": code()})
    assert client.get("/fr/").status_code == 200


def test_signing_in_inside_another_page_goes_on(french_coordinator):
    client = sign_in(with_app(french_coordinator), next="/fr/profile/signed-in/")
    framed = client.get(SECOND)
    assert (framed["X-Frame-Options"], "frame-ancestors 'self'" in framed["Content-Security-Policy"]) == ("SAMEORIGIN", True)
    assert client.post(SECOND, {"code": code()})["Location"] == "/fr/profile/signed-in/"


@pytest.mark.parametrize(("role", "kept"), [("coordinator", True), ("member", False)])
def test_the_last_one_is_kept_where_it_is_demanded(db, role, kept):
    user = with_app(UserFactory(role=role))
    client = sign_in(user)
    client.post(SECOND, {"code": code()})
    client.post("/fr/accounts/reauthenticate/", {"password": PASSWORD})
    client.post(OVERVIEW + "totp/deactivate/")
    assert Authenticator.objects.filter(user=user, type="totp").exists() is kept


def test_whoever_took_it_away_and_gets_a_role_that_demands_it_has_to_set_it_up_again(administrator):
    user = with_app(UserFactory(member=True))
    here, elsewhere = sign_in(user), sign_in(user)
    for client in (here, elsewhere):
        client.post(SECOND, {"code": code()})
        # The same code does not lead in twice.
        cache.clear()
    here.post("/fr/accounts/reauthenticate/", {"password": PASSWORD})
    here.post(OVERVIEW + "totp/deactivate/")
    assert (here.get("/fr/").status_code, is_in(elsewhere)) == (200, False)
    change_role(user, role="coordinator", by=administrator, at=timezone.now())
    assert here.get("/fr/").get("Location") == OVERVIEW


def test_an_administrator_takes_it_away_from_somebody_who_lost_it(french_coordinator, administrator):
    with_app(french_coordinator)
    lost, helper = sign_in(french_coordinator), sign_in(with_app(administrator))
    lost.post(SECOND, {"code": code()})
    helper.post(SECOND, {"code": code()})
    address = RESET.format(french_coordinator.pk)
    assert helper.get(address).status_code == 200
    mail.outbox.clear()
    helper.post(address)
    assert (Authenticator.objects.filter(user=french_coordinator).count(), lost.get("/fr/").status_code) == (0, 302)
    entry = AccessEntry.objects.filter(kind="security", about=french_coordinator).latest("pk")
    assert (entry.user, bool(entry.subject_fr), bool(entry.subject_nl)) == (administrator, True, True)
    assert [(message.to, "/fr/accounts/2fa/" in message.body) for message in mail.outbox] == [([french_coordinator.email], True)]
    assert sign_in(french_coordinator).get("/fr/")["Location"] == OVERVIEW


def test_nobody_but_an_administrator_takes_it_away(settings, french_coordinator, host_member, partner_member):
    settings.MFA_REQUIRED_ROLES = []
    with_app(host_member)
    address = RESET.format(host_member.pk)
    assert [sign_in(user).post(address).status_code for user in (french_coordinator, partner_member)] == [403, 403]
    assert Client().post(address).status_code == 302
    assert Authenticator.objects.filter(user=host_member).count() == 2


@pytest.mark.parametrize(
    ("environment", "roles"),
    [
        ({"INSECURE_HTTP": "true"}, "[]"),
        ({"INSECURE_HTTP": "false"}, "['coordinator', 'administrator']"),
        ({"INSECURE_HTTP": "true", "MFA_REQUIRED_ROLES": "member,administrator"}, "['member', 'administrator']"),
        ({"INSECURE_HTTP": "false", "MFA_REQUIRED_ROLES": ""}, "[]"),
    ],
)
def test_a_server_demands_it_and_a_trial_does_not(environment, roles):
    read = "from amif_network import settings; print(settings.MFA_REQUIRED_ROLES)"
    clean = {name: value for name, value in os.environ.items() if name != "MFA_REQUIRED_ROLES"}
    # As on a server: nothing of an embedded database is started.
    known = {"SECRET_KEY": "x", "DATABASE_URL": "postgresql://nobody@127.0.0.1/x"}
    done = subprocess.run(
        [sys.executable, "-c", read], cwd=ROOT, env={**clean, **known, **environment}, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == roles


def test_the_roles_named_are_roles(settings):
    settings.MFA_REQUIRED_ROLES = ["coordinator", "boss"]
    assert [(error.id, "boss" in error.msg) for error in roles_known(None)] == [("accounts.E001", True)]
    settings.MFA_REQUIRED_ROLES = Role.values
    assert roles_known(None) == []


def test_the_command_line_helps_where_no_administrator_can_sign_in(administrator, capsys):
    with_app(administrator)
    call_command("reset_second_factor", administrator.email.upper())
    assert "2 removed" in capsys.readouterr().out
    entry = AccessEntry.objects.get(kind="security", about=administrator)
    assert (entry.user, [message.to for message in mail.outbox]) == (None, [[administrator.email]])
    with pytest.raises(CommandError):
        call_command("reset_second_factor", "nobody@example.org")
