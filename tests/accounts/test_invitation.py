"""From nothing to a first sign-in: an administrator makes an account, its owner chooses the password."""

import re

import pytest
from django.core import mail
from django.urls import reverse
from django.utils.translation import override

from amif_network.accounts.models import User
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.directory import PersonFactory

LOGIN = "/fr/accounts/login/"


def address(action: str, *args: object) -> str:
    with override("fr"):
        return reverse(f"admin:accounts_user_{action}", args=args)


@pytest.fixture
def invite(administrator, signed_in, django_capture_on_commit_callbacks):
    """Return a function that fills in the form of a new account and sends it."""

    def fill_in(**values: object):
        data = {"email": "Ana@Example.org", "role": "coordinator", "person": "", "language": "nl", "is_active": "on"}
        with django_capture_on_commit_callbacks(execute=True):
            return signed_in(administrator).post(address("add"), {**data, **values}, follow=True)

    return fill_in


def test_a_new_account_has_no_password_and_its_owner_gets_a_mail(invite):
    person = PersonFactory()
    invite(person=person.pk)
    user = User.objects.get(email="ana@example.org")
    assert (user.role, user.person, user.language, user.has_usable_password()) == ("coordinator", person, "nl", False)
    assert [message.to for message in mail.outbox] == [["ana@example.org"]]
    assert "/nl/accounts/password/reset/key/" in mail.outbox[0].body


def test_the_link_leads_to_a_password_and_straight_in(invite, client):
    invite()
    link = re.search(r"http://testserver(/nl/accounts/password/reset/key/\S+)", mail.outbox[0].body)
    form = client.get(link[1], follow=True)
    client.post(form.redirect_chain[-1][0], {"password1": PASSWORD, "password2": PASSWORD})
    response = client.post(LOGIN, {"login": "ana@example.org", "password": PASSWORD})
    assert (response.status_code, response["Location"]) == (302, "/fr/")
    assert client.session["_auth_user_id"] == str(User.objects.get(email="ana@example.org").pk)


def test_who_has_a_password_gets_the_mail_of_a_reset(client, french_coordinator, invite):
    invite()
    client.post("/fr/accounts/password/reset/", {"email": french_coordinator.email})
    assert mail.outbox[0].subject != mail.outbox[1].subject
    assert mail.outbox[1].to == [french_coordinator.email]


@pytest.mark.parametrize(("role", "expected"), [("administrator", True), ("coordinator", False), ("observer", False)])
def test_the_administration_belongs_to_the_role(invite, role, expected):
    invite(role=role)
    user = User.objects.get(email="ana@example.org")
    assert (user.is_staff, user.is_superuser) == (expected, expected)


def test_an_address_that_has_an_account_is_refused_whatever_its_capitals(invite, french_coordinator):
    response = invite(email=french_coordinator.email.upper())
    assert list(response.context["adminform"].form.errors) == ["email"]
    assert mail.outbox == []


def test_a_mail_that_cannot_leave_is_said_and_the_account_stands(transactional_db, administrator, signed_in, settings):
    nobody_listens = {"host": "127.0.0.1", "port": 1}
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": nobody_listens}}
    data = {"email": "ana@example.org", "role": "observer", "language": "nl", "is_active": "on"}
    response = signed_in(administrator).post(address("add"), data, follow=True)
    assert sorted(message.level_tag for message in response.context["messages"]) == ["error", "success"]
    assert User.objects.filter(email="ana@example.org").exists()


def test_the_invitation_is_sent_again(administrator, signed_in, invite):
    invite()
    user = User.objects.get(email="ana@example.org")
    signed_in(administrator).post(address("changelist"), {"action": "invite_again", "_selected_action": [user.pk]})
    assert [message.to for message in mail.outbox] == [["ana@example.org"], ["ana@example.org"]]


def test_a_changed_address_takes_the_place_of_the_old_one(administrator, signed_in, client):
    user = UserFactory(email="old@example.org")
    data = {"email": "new@example.org", "role": "member", "person": "", "language": "fr", "is_active": "on"}
    signed_in(administrator).post(address("change", user.pk), data)
    assert client.post(LOGIN, {"login": "old@example.org", "password": PASSWORD}).status_code == 200
    assert client.post(LOGIN, {"login": "new@example.org", "password": PASSWORD}).status_code == 302
    assert mail.outbox == []


def test_nobody_shuts_themselves_out(administrator, signed_in):
    data = {"email": administrator.email, "role": "observer", "person": "", "language": "nl"}
    signed_in(administrator).post(address("change", administrator.pk), data)
    administrator.refresh_from_db()
    assert (administrator.role, administrator.is_active, administrator.language) == ("administrator", True, "nl")


def test_no_account_is_deleted(administrator, signed_in, french_coordinator):
    assert signed_in(administrator).post(address("delete", french_coordinator.pk), {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("action", ["changelist", "add"])
def test_only_administrators_make_accounts(signed_in, french_coordinator, action):
    assert signed_in(french_coordinator).get(address(action)).status_code in (302, 403)
