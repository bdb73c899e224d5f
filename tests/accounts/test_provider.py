"""Signing in elsewhere: a real OpenID Connect provider, one subject, one account, and never an address."""

import pytest
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from oidc_provider_mock import User as Identity

from amif_network.accounts.models import User
from amif_network.core.openid import read_providers
from tests.factories.accounts import PASSWORD, UserFactory
from tests.meetings.pages import words

from .inviting import invited
from .provider import BACK, LEAVE, asked_of_provider, at_provider, configured, provider, through_provider, with_other
from .second_steps import LOGIN, SECOND, code, is_in, sign_in, with_app

LINKS = "/fr/accounts/3rdparty/"
SUBJECT = "subject-4711"


@pytest.fixture(scope="module")
def server():
    with provider(Identity(sub=SUBJECT, claims={"email": "host@example.org", "email_verified": True})) as address:
        yield address


@pytest.fixture(autouse=True)
def federal(server, settings):
    """The portal as the environment configures it."""
    found = configured(server)
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": found.apps}}
    settings.SECURE_CSP = {**settings.SECURE_CSP, "form-action": ["'self'", *found.origins]}
    return found


def link(user: User, subject: str = SUBJECT) -> Client:
    """Sign in with the password, say who one is again, and link the subject on one's own page."""
    client = sign_in(user)
    client.post("/fr/accounts/reauthenticate/", {"password": PASSWORD})
    through_provider(client, subject, process="connect")
    return client


def test_an_invitation_leads_in_by_the_provider_and_then_the_subject_alone_does(administrator):
    invitation, secret = invited(administrator, language="nl")
    client = Client()
    page = client.get(f"/nl/access/invitation/{secret}/")
    assert f'name="invitation" value="{secret}"' in page.content.decode()
    assert through_provider(client, SUBJECT, invitation=secret)["Location"] == "/fr/"
    user = User.objects.get(email="lisa@example.org")
    assert (client.session["_auth_user_id"], user.person, user.has_usable_password()) == (str(user.pk), invitation.person, False)
    assert [(one.user, one.provider, one.uid) for one in SocialAccount.objects.all()] == [(user, "federal", SUBJECT)]
    again = Client()
    through_provider(again, SUBJECT)
    assert again.session["_auth_user_id"] == str(user.pk)


def test_an_invitation_makes_one_account_whoever_else_comes_with_it(administrator):
    _invitation, secret = invited(administrator)
    through_provider(Client(), SUBJECT, invitation=secret)
    second = Client()
    response = through_provider(second, "somebody-else", invitation=secret)
    assert (response.status_code, is_in(second), SocialAccount.objects.count()) == (403, False, 1)


@pytest.mark.parametrize("secret", ["", "no-secret", "x" * 5000, "\x00"])
def test_without_an_invitation_that_holds_nobody_gets_in(db, secret):
    client = Client()
    response = through_provider(client, "stranger", invitation=secret)
    assert (response.status_code, is_in(client), User.objects.count()) == (403, False, 0)


def test_the_address_a_provider_says_leads_into_nobodys_account(host_member):
    assert host_member.email == "host@example.org"
    client = Client()
    response = through_provider(client, SUBJECT)
    assert (response.status_code, is_in(client), SocialAccount.objects.count()) == (403, False, 0)
    assert "socialaccount/unknown.html" in {template.name for template in response.templates}


def test_a_person_links_and_comes_in_and_nothing_of_the_provider_is_kept(host_member):
    mail.outbox.clear()
    client = link(host_member)
    assert "Fedlogin" in words(client.get(LINKS))
    linked = SocialAccount.objects.get()
    assert (linked.user, linked.extra_data, SocialToken.objects.count()) == (host_member, {}, 0)
    assert [message.to for message in mail.outbox] == [[host_member.email]]
    fresh = Client()
    through_provider(fresh, SUBJECT)
    assert fresh.session["_auth_user_id"] == str(host_member.pk)


def test_linking_asks_who_one_is_and_a_subject_belongs_to_one_account(host_member, partner_member):
    client = sign_in(host_member)
    assert "/reauthenticate/" in through_provider(client, SUBJECT, process="connect")["Location"]
    assert SocialAccount.objects.count() == 0
    link(host_member)
    link(partner_member)
    assert [one.user for one in SocialAccount.objects.all()] == [host_member]
    stranger = Client()
    through_provider(stranger, "new", process="connect")
    assert (is_in(stranger), SocialAccount.objects.count()) == (False, 1)


def test_the_last_way_in_is_not_unlinked_and_any_other_is(administrator, host_member):
    _invitation, secret = invited(administrator)
    client = Client()
    through_provider(client, SUBJECT, invitation=secret)
    response = client.post(LINKS, {"account": SocialAccount.objects.get().pk})
    assert (response.status_code, len(response.context["form"].errors), SocialAccount.objects.count()) == (200, 1, 1)
    other = link(host_member, "second")
    other.post(LINKS, {"account": SocialAccount.objects.get(uid=SUBJECT).pk})
    other.post(LINKS, {"account": SocialAccount.objects.get(uid="second").pk})
    assert [one.uid for one in SocialAccount.objects.all()] == [SUBJECT]


def test_the_second_step_is_asked_after_the_provider_too(host_member):
    link(host_member)
    with_app(host_member)
    client = Client()
    assert (through_provider(client, SUBJECT)["Location"], is_in(client)) == (SECOND, False)
    client.post(SECOND, {"code": code()})
    assert is_in(client)


def test_a_closed_account_stays_closed(host_member):
    link(host_member)
    host_member.is_active = False
    host_member.save()
    client = Client()
    through_provider(client, SUBJECT)
    assert not is_in(client)


def test_state_nonce_and_challenge_are_sent_and_only_the_subject_is_asked_for(db):
    asked = asked_of_provider(Client())
    assert (asked["scope"], asked["response_type"], asked["code_challenge_method"]) == ("openid", "code", "S256")
    assert asked["redirect_uri"] == f"http://testserver{BACK}"
    assert min(len(asked[name]) for name in ("state", "nonce", "code_challenge")) >= 16


@pytest.mark.parametrize("changed", [{"state": "another"}, {"state": ""}, {"code": "another"}, {"code": ""}])
def test_an_answer_that_was_changed_is_refused(host_member, changed):
    link(host_member)
    client = Client()
    response = client.get(with_other(at_provider(client, SUBJECT), **changed))
    assert (response.status_code, is_in(client)) == (401, False)


def test_an_answer_for_somebody_elses_browser_and_one_used_before_are_refused(host_member):
    link(host_member)
    client, other = Client(), Client()
    back = at_provider(client, SUBJECT)
    assert (other.get(back).status_code, is_in(other)) == (401, False)
    client.get(back)
    client.post("/fr/accounts/logout/")
    assert (client.get(back).status_code, is_in(client)) == (401, False)


def test_an_answer_with_another_nonce_is_refused(host_member):
    link(host_member)
    client = Client()
    back = at_provider(client, SUBJECT)
    session = client.session
    for kept in session["socialaccount_states"].values():
        kept[0]["nonce"] = "another"
    session.save()
    assert (client.get(back).status_code, is_in(client)) == (401, False)


def test_a_stopped_sign_in_is_said_and_a_provider_that_is_away_too(db, settings):
    client = Client()
    asked = asked_of_provider(client)
    stopped = client.get(BACK, {"error": "access_denied", "state": asked["state"]})
    assert stopped["Location"] == "/fr/accounts/3rdparty/login/cancelled/"
    assert client.get(stopped["Location"]).status_code == 200
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": configured("http://127.0.0.1:1").apps}}
    assert client.post(LEAVE).status_code == 401


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_nobody_is_led_to_another_host(host_member, target):
    link(host_member)
    client = Client()
    assert through_provider(client, SUBJECT, next=target)["Location"] == "/fr/"


def test_a_page_of_the_portal_is_led_to(host_member):
    link(host_member)
    assert through_provider(Client(), SUBJECT, next="/nl/meetings/")["Location"] == "/nl/meetings/"


def test_the_button_stands_there_and_the_policy_lets_it_lead_away(client, db, server):
    page = client.get(LOGIN)
    assert f'action="{LEAVE}"' in page.content.decode()
    assert f"form-action 'self' {server}" in page["Content-Security-Policy"]


def test_inside_another_page_the_provider_opens_in_a_window_of_its_own(client, db):
    framed = client.get(LOGIN, {"next": "/fr/profile/signed-in/"}).content.decode()
    assert ('target="_blank"' in framed, 'target="_blank"' in client.get(LOGIN).content.decode()) == (True, False)


def test_without_a_provider_there_is_no_button_no_address_and_no_hole_in_the_policy(client, db, settings):
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": []}}
    assert "oidc" not in client.get(LOGIN).content.decode()
    assert [client.post(LEAVE).status_code, client.get(BACK).status_code, client.get(LEAVE).status_code] == [404, 404, 405]


def test_a_provider_taken_out_of_the_environment_leaves_every_page_standing(host_member, settings):
    client = link(host_member)
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": []}}
    assert (client.get(LINKS).status_code, client.get("/fr/profile/").status_code) == (200, 200)


def test_sign_up_stays_closed(db):
    client = Client()
    assert client.get("/fr/accounts/signup/").status_code == 200
    assert client.get("/fr/accounts/3rdparty/signup/")["Location"] == LOGIN
    client.post("/fr/accounts/3rdparty/signup/", {"email": "x@example.org"})
    assert User.objects.count() == 0


def test_what_the_environment_leaves_out_is_said():
    def read(names, values, plain_http=False):
        return read_providers(names, lambda name, default="": values.get(name, default), plain_http=plain_http)

    full = {"OIDC_A_NAME": "A", "OIDC_A_SERVER": "https://a.example/realm/", "OIDC_A_CLIENT_ID": "i", "OIDC_A_SECRET": "s"}
    found = read(["a"], {**full, "OIDC_A_ORIGINS": "https://b.example https://a.example"})
    assert (found.origins, found.apps[0]["settings"]["server_url"]) == (
        ["https://a.example", "https://b.example"],
        "https://a.example/realm",
    )
    assert read([], {}) == read_providers([], lambda name, default="": default, plain_http=False)
    for names, values in (
        (["a"], {**full, "OIDC_A_SECRET": ""}),
        (["a"], {**full, "OIDC_A_SERVER": "http://a.example"}),
        (["A b"], full),
    ):
        with pytest.raises(ImproperlyConfigured):
            read(names, values)


def test_a_user_who_needs_a_second_step_needs_it_here_too(db, settings):
    coordinator = UserFactory(coordinator=True)
    link(coordinator)
    settings.MFA_REQUIRED_ROLES = ["coordinator"]
    client = Client()
    through_provider(client, SUBJECT)
    assert client.get("/fr/")["Location"] == "/fr/accounts/2fa/"
