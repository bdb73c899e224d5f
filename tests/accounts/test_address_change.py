"""Another e-mail address: confirmed by mail before it leads in, and then the only one."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.utils.html import escape

from amif_network.accounts.models import NewsRefusal
from tests.factories.accounts import PASSWORD

from .second_steps import LOGIN, code, is_in, sign_in, with_app

PAGE = "/fr/accounts/email/"
NEW = "ana.new@example.org"


@pytest.fixture
def client_of(host_member):
    client = sign_in(host_member)
    client.post("/fr/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def ask(client: Client, address: str = NEW):
    mail.outbox.clear()
    return client.post(PAGE, {"action_add": "1", "email": address})


def confirm(client: Client, message) -> None:
    link = re.search(r"http://testserver(\S*/confirm-email/\S+)", message.body)[1]
    assert client.get(link).status_code == 200
    client.post(link)


def test_nothing_changes_before_the_link_is_opened(client_of, host_member):
    ask(client_of, NEW.upper())
    host_member.refresh_from_db()
    assert ([message.to for message in mail.outbox], host_member.email) == ([[NEW]], "host@example.org")
    fresh = Client()
    fresh.post(LOGIN, {"login": NEW, "password": PASSWORD})
    assert not is_in(fresh)


def test_the_link_puts_the_new_address_in_the_place_of_the_old_and_tells_the_old_one(client_of, host_member):
    ask(client_of)
    asked = mail.outbox[0]
    confirm(client_of, asked)
    host_member.refresh_from_db()
    addresses = [(one.email, one.verified, one.primary) for one in EmailAddress.objects.filter(user=host_member)]
    assert (host_member.email, addresses) == (NEW, [(NEW, True, True)])
    assert ["host@example.org"] in [message.to for message in mail.outbox]
    old, new = Client(), Client()
    old.post(LOGIN, {"login": "host@example.org", "password": PASSWORD})
    new.post(LOGIN, {"login": NEW, "password": PASSWORD})
    assert (is_in(old), is_in(new)) == (False, True)


def test_a_link_works_once_and_only_for_the_address_that_waits(client_of, host_member):
    ask(client_of)
    first = mail.outbox[0]
    client_of.post(PAGE, {"action_remove": "1", "email": NEW})
    link = re.search(r"http://testserver(\S*/confirm-email/\S+)", first.body)[1]
    client_of.post(link)
    host_member.refresh_from_db()
    assert host_member.email == "host@example.org"


def test_it_asks_who_one_is_again(host_member):
    client = sign_in(host_member)
    response = ask(client)
    assert ("/reauthenticate/" in response["Location"], mail.outbox) == (True, [])


def test_a_second_step_keeps_nobody_from_another_address(host_member):
    client = sign_in(with_app(host_member))
    client.post("/fr/accounts/2fa/authenticate/", {"code": code()})
    client.post("/fr/accounts/reauthenticate/", {"password": PASSWORD})
    ask(client)
    assert [message.to for message in mail.outbox] == [[NEW]]


def test_the_address_of_somebody_else_is_never_taken_and_nobody_learns_of_it(client_of, host_member, partner_member):
    ask(client_of, partner_member.email)
    for message in mail.outbox:
        for link in re.findall(r"http://testserver(\S*/confirm-email/\S+)", message.body):
            client_of.post(link)
    host_member.refresh_from_db()
    partner_member.refresh_from_db()
    assert (host_member.email, partner_member.email) == ("host@example.org", "partner@example.org")


@pytest.mark.parametrize("typed", ["", "x", "a@b", "a b@example.org", "x" * 300 + "@example.org", "a\x00@example.org"])
def test_what_is_no_address_is_refused_in_words(client_of, typed):
    response = ask(client_of, typed)
    errors = response.context["form"].errors
    assert (response.status_code, list(errors), mail.outbox) == (200, ["email"], [])
    assert escape(errors["email"][0]) in response.text


def test_whoever_wanted_no_news_gets_none_at_the_new_address_either(client_of, host_member):
    NewsRefusal.objects.create(email=host_member.email, refused_at="2026-01-01T00:00:00Z")
    ask(client_of)
    confirm(client_of, mail.outbox[0])
    assert NewsRefusal.stands_for(NEW)


def test_a_mail_server_that_is_away_is_said(transactional_db, client_of, settings):
    nobody_listens = {"host": "127.0.0.1", "port": 1}
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": nobody_listens}}
    response = client_of.post(PAGE, {"action_add": "1", "email": NEW}, follow=True)
    (said,) = [str(message) for message in response.context["messages"] if message.level_tag == "error"]
    assert (response.status_code, "Connection refused" in said, escape(said) in response.text) == (200, True, True)
