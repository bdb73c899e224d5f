"""No mail server listens: each page of signing in says so in a sentence, and nothing that was done or typed is lost."""

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from amif_network.accounts.models import Invitation, User
from tests.factories.accounts import PASSWORD
from tests.factories.directory import AffiliationFactory

from .second_steps import is_in, sign_in, with_app


@pytest.fixture(autouse=True)
def nobody_listens(settings):
    options = {"host": "127.0.0.1", "port": 9, "timeout": 1}
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}}


@pytest.fixture
def client_of(host_member):
    client = sign_in(host_member)
    client.post("/fr/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def said(response):
    """The messages of a page, by their kind."""
    return [message.level_tag for message in response.context["messages"]]


@pytest.mark.parametrize("address", ["host@example.org", "nobody@example.org"])
def test_a_forgotten_password_is_asked_for_again_later(host_member, address):
    """The same for a known and for an unknown address: nobody learns which it is."""
    response = Client().post("/fr/accounts/password/reset/", {"email": address})
    form = response.context["form"]
    assert (response.status_code, form["email"].value(), len(form.non_field_errors())) == (503, address, 1)
    assert "Connection refused" in form.non_field_errors()[0]


def test_another_address_waits_without_a_word_that_a_mail_was_sent(client_of, host_member):
    response = client_of.post("/fr/accounts/email/", {"action_add": "1", "email": "new@example.org"}, follow=True)
    assert (response.status_code, "error" in said(response), "info" in said(response)) == (200, True, False)
    assert set(EmailAddress.objects.filter(user=host_member).values_list("email", "primary")) == {
        ("host@example.org", True),
        ("new@example.org", False),
    }


def test_who_has_still_to_confirm_the_address_is_told(host_member):
    EmailAddress.objects.filter(user=host_member).update(verified=False)
    client = Client()
    response = client.post("/fr/accounts/login/", {"login": host_member.email, "password": PASSWORD}, follow=True)
    assert (response.status_code, said(response), is_in(client)) == (200, ["error"], False)


def test_another_password_holds(client_of, host_member):
    new = {"oldpassword": PASSWORD, "password1": "een-ander-lang-woord", "password2": "een-ander-lang-woord"}
    response = client_of.post("/fr/accounts/password/change/", new, follow=True)
    assert (response.status_code, sorted(said(response))) == (200, ["success", "success", "warning"])
    assert User.objects.get(pk=host_member.pk).check_password("een-ander-lang-woord")


def test_an_invitation_stands_and_is_sent_again(administrator, signed_in):
    one = AffiliationFactory()
    client = signed_in(administrator)
    typed = {"organisation": str(one.organisation), "email": "ana@example.org", "role": "member", "language": "fr"}
    response = client.post(f"/fr/access/people/{one.person.pk}/invite/", typed, follow=True)
    invitation = Invitation.objects.get()
    assert (response.status_code, said(response), invitation.email) == (200, ["error"], "ana@example.org")
    again = client.post(f"{invitation.get_absolute_url()}resend/", follow=True)
    assert (again.status_code, said(again)) == (200, ["error"])


def test_a_second_step_is_taken_away_all_the_same(administrator, host_member, signed_in):
    with_app(host_member)
    client = signed_in(administrator)
    client.post("/fr/accounts/reauthenticate/", {"password": PASSWORD})
    response = client.post(f"/fr/accounts/2fa/reset/{host_member.pk}/", follow=True)
    assert (response.status_code, sorted(said(response))) == (200, ["success", "warning"])
