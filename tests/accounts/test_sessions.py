"""The sessions of a person: listed with device, address and time, ended one by one, all at once, and by a new password."""

import datetime

import pytest
from allauth.usersessions.models import UserSession
from django.core import mail
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from amif_network.accounts import sessions
from amif_network.accounts.devices import device
from tests.factories.accounts import PASSWORD
from tests.meetings.pages import words

from .second_steps import LOGIN, is_in, sign_in

LIST = "/fr/accounts/sessions/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36"
NEW = "another long pass phrase"


@pytest.fixture
def here(host_member):
    return sign_in(host_member, Client(headers={"User-Agent": FIREFOX}))


@pytest.fixture
def phone(host_member, here):
    return sign_in(host_member, Client(headers={"User-Agent": PHONE}, REMOTE_ADDR="198.51.100.7"))


def test_each_is_listed_with_device_and_address_this_one_first(here, phone):
    response = here.get(LIST)
    assert [(name, this) for _session, name, this in response.context["rows"]] == [
        ("Firefox, Windows", True),
        ("Chrome, Android", False),
    ]
    assert "198.51.100.7" in words(response)


def test_one_is_ended_and_the_others_stay(here, phone):
    other = UserSession.objects.get(user_agent=PHONE)
    here.post(f"{LIST}{other.pk}/end/")
    assert (here.get("/fr/").status_code, phone.get("/fr/").status_code) == (200, 302)


def test_all_others_are_ended_at_once(here, phone):
    here.post(LIST)
    assert (here.get("/fr/").status_code, phone.get("/fr/").status_code) == (200, 302)


def test_ending_ones_own_signs_out(here):
    here.post(f"{LIST}{UserSession.objects.get().pk}/end/")
    assert here.get("/fr/")["Location"].startswith(LOGIN)


def test_nobody_sees_or_ends_the_session_of_somebody_else(here, partner_member):
    other = sign_in(partner_member)
    mine = UserSession.objects.get(user_agent=FIREFOX)
    assert [session.user for session, _name, _this in other.get(LIST).context["rows"]] == [partner_member]
    assert (other.post(f"{LIST}{mine.pk}/end/").status_code, other.get(f"{LIST}{mine.pk}/end/").status_code) == (404, 405)
    assert here.get("/fr/").status_code == 200


def test_a_changed_password_ends_all_others_and_tells_by_mail(here, phone, host_member):
    mail.outbox.clear()
    data = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    here.post("/fr/accounts/password/change/", data)
    assert (here.get("/fr/").status_code, phone.get("/fr/").status_code) == (200, 302)
    assert [message.to for message in mail.outbox] == [[host_member.email]]
    assert [name for _session, name, _this in here.get(LIST).context["rows"]] == ["Firefox, Windows"]


def test_a_password_set_anew_by_mail_ends_every_session_and_signs_nobody_in(here, host_member):
    client = Client()
    client.post("/fr/accounts/password/reset/", {"email": host_member.email})
    link = next(line for line in mail.outbox[-1].body.splitlines() if "/password/reset/key/" in line)
    form = client.get(link.removeprefix("http://testserver"), follow=True).redirect_chain[-1][0]
    client.post(form, {"password1": NEW, "password2": NEW})
    assert (here.get("/fr/").status_code, is_in(client)) == (302, False)
    assert client.post(form, {"password1": PASSWORD, "password2": PASSWORD}).context["token_fail"] is True


def test_the_session_of_a_closed_account_ends(here, host_member):
    host_member.is_active = False
    host_member.save()
    assert here.get("/fr/")["Location"].startswith(LOGIN)


def test_when_it_was_last_seen_is_written_now_and_then_and_costs_nothing_between(here):
    long_ago = timezone.now() - datetime.timedelta(hours=1)
    UserSession.objects.update(last_seen_at=long_ago)
    sessions._written.clear()
    here.get("/healthz")
    seen = UserSession.objects.get().last_seen_at
    assert timezone.now() - seen < datetime.timedelta(minutes=1)
    UserSession.objects.update(last_seen_at=long_ago)
    here.get("/healthz")
    assert UserSession.objects.get().last_seen_at == long_ago


@pytest.mark.parametrize(
    ("said", "name"),
    [
        (FIREFOX, "Firefox, Windows"),
        (PHONE, "Chrome, Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0", "Edge, Windows"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 15_0) Version/18.0 Safari/605.1.15", "Safari, macOS"),
        ("curl/8", "unknown device"),
        ("", "unknown device"),
        ("<script>alert(1)</script>", "unknown device"),
    ],
)
def test_a_device_is_named_in_words_people_know(said, name):
    with override("en"):
        assert device(said) == name
