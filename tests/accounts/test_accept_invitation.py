"""The page behind the link of an invitation: a password, and one is in."""

import datetime
from threading import Thread

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from lxml import html

from amif_network.accounts import actions
from amif_network.accounts.models import AccessEntry, Invitation, User
from tests.accounts.inviting import invited
from tests.factories.accounts import UserFactory
from tests.factories.directory import AffiliationFactory, OrganisationFactory, PersonFactory
from tests.meetings.pages import words

PHRASE = "a long pass phrase of Lisa"
TYPED = {"password1": PHRASE, "password2": PHRASE}


@pytest.fixture
def invitation(administrator):
    return invited(administrator)


def page(secret, lang="fr"):
    return f"/{lang}/access/invitation/{secret}/"


def test_to_open_the_page_changes_nothing(invitation, client):
    found, secret = invitation
    assert client.get(page(secret)).status_code == 200
    found.refresh_from_db()
    assert (found.accepted_at, User.objects.filter(email=found.email).exists(), dict(client.session)) == (None, False, {})


def test_a_password_makes_the_account_and_leads_in(invitation, client):
    found, secret = invitation
    response = client.post(page(secret), TYPED)
    user = User.objects.get(email="lisa@example.org")
    assert (response.status_code, response["Location"], client.session["_auth_user_id"]) == (302, "/fr/", str(user.pk))
    assert (user.person, user.role, user.language, user.check_password(PHRASE)) == (found.person, "member", "fr", True)
    assert list(user.organisations()) == [found.organisation]
    assert list(user.emailaddress_set.values_list("email", "verified", "primary")) == [("lisa@example.org", True, True)]
    assert AccessEntry.objects.filter(kind="access", user=user, about=user).count() == 1
    found.refresh_from_db()
    assert found.user == user


@pytest.mark.parametrize(("role", "expected"), [("administrator", True), ("coordinator", False), ("observer", False)])
def test_the_administration_belongs_to_the_role(administrator, role, expected):
    found, _secret = invited(administrator, role=role)
    user = actions.accept(found, at=timezone.now(), password=PHRASE)
    assert (user.role, user.is_staff, user.is_superuser) == (role, expected, expected)


def test_without_a_password_none_leads_in(invitation):
    """Whoever signs in by a federal service."""
    assert actions.accept(invitation[0], at=timezone.now()).has_usable_password() is False


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"password1": PHRASE, "password2": "another long pass phrase"},
        {"password1": "short", "password2": "short"},
        {"password1": "lisa@example.org", "password2": "lisa@example.org"},
        {"password1": "Asselmanneke12", "password2": "Asselmanneke12"},
        {"password1": "passwordpassword", "password2": "somethingelseentirely"},
    ],
)
def test_a_bad_password_is_said_and_makes_nothing(administrator, client, typed):
    person = PersonFactory(given_name="Lisa", family_name="Asselmanneke", email="lisa@example.org")
    _found, secret = invited(administrator, person=person)
    response = client.post(page(secret), typed)
    assert response.status_code == 422
    assert response.context["form"].errors
    assert not User.objects.filter(person=person).exists()


def test_what_else_is_posted_counts_for_nothing(invitation, client):
    _found, secret = invitation
    client.post(
        page(secret), {**TYPED, "role": "administrator", "email": "x@example.org", "is_superuser": "on", "organisation": "1"}
    )
    user = User.objects.get(email="lisa@example.org")
    assert (user.role, user.is_superuser) == ("member", False)


def test_a_link_works_once(invitation, client):
    _found, secret = invitation
    client.post(page(secret), TYPED)
    again = Client().post(page(secret), TYPED)
    assert (again.status_code, again.context["state"]) == (410, "accepted")
    assert User.objects.filter(email="lisa@example.org").count() == 1


@pytest.mark.parametrize("state", ["expired", "withdrawn"])
def test_a_link_that_does_not_hold_says_why(invitation, client, administrator, state):
    found, secret = invitation
    if state == "withdrawn":
        actions.withdraw(found, by=administrator, at=timezone.now())
    else:
        Invitation.objects.update(invited_at=timezone.now() - datetime.timedelta(days=15), expires_at=timezone.now())
    for response in (client.get(page(secret)), client.post(page(secret), TYPED)):
        assert (response.status_code, response.context["state"]) == (410, state)
    assert actions.standing_invitation(secret, timezone.now()) is None
    with pytest.raises(actions.InvitationClosed):
        actions.accept(found, at=timezone.now(), password=PHRASE)
    assert not User.objects.filter(email=found.email).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("secret", ["x", "A" * 43, "0" * 64])
def test_a_link_of_nobody_tells_nothing(client, secret):
    response = client.get(page(secret))
    assert (response.status_code, "@" in words(response)) == (404, False)


def test_the_digest_is_no_secret(invitation, client):
    assert client.get(page(invitation[0].digest)).status_code == 404


@pytest.mark.django_db
def test_nobody_tries_links_for_hours(client):
    answers = {client.get(page(f"wrong-{number}")).status_code for number in range(32)}
    assert answers == {404, 429}


def test_who_is_signed_in_is_told_so(invitation, french_coordinator, signed_in):
    _found, secret = invitation
    client = signed_in(french_coordinator)
    shown = client.get(page(secret))
    assert (shown.status_code, french_coordinator.email in words(shown)) == (200, True)
    assert client.post(page(secret), TYPED).status_code == 409
    assert not User.objects.filter(email="lisa@example.org").exists()
    assert client.post("/fr/accounts/logout/", {"next": page(secret)})["Location"] == page(secret)


def test_the_page_is_kept_from_caches_and_other_hosts(invitation, client):
    response = client.get(page(invitation[1]))
    assert ("no-store" in response["Cache-Control"], response["Referrer-Policy"]) == (True, "same-origin")
    assert client.put(page(invitation[1])).status_code == 405


def test_an_account_that_came_first_is_not_taken_over(invitation, client):
    found, secret = invitation
    UserFactory(person=found.person)
    response = client.post(page(secret), TYPED)
    assert (response.status_code, User.objects.filter(email=found.email).exists()) == (410, False)
    assert len(html.fromstring(response.content).xpath("//main//h1")) == 1
    assert html.fromstring(response.content).xpath("//main//input[@type='password']") == []


class TestAffiliation:
    """Who accepts works for the organisation from that day on."""

    today = timezone.localdate()

    def accepted(self, administrator, **affiliation):
        organisation, person = OrganisationFactory(), PersonFactory(email="lisa@example.org")
        if affiliation:
            AffiliationFactory(person=person, organisation=organisation, **affiliation)
        found, _secret = invited(administrator, person=person, organisation=organisation)
        user = actions.accept(found, at=timezone.now(), password=PHRASE)
        assert User.objects.with_access(self.today).filter(pk=user.pk).exists()
        return list(person.affiliations.order_by("valid_from").values_list("valid_from", "valid_to"))

    def test_a_new_one_begins_today(self, administrator):
        assert self.accepted(administrator) == [(self.today, None)]

    def test_the_one_there_is_stays(self, administrator):
        began = self.today - datetime.timedelta(days=90)
        assert self.accepted(administrator, valid_from=began) == [(began, None)]

    def test_one_that_was_ended_today_goes_on(self, administrator):
        began = self.today - datetime.timedelta(days=90)
        assert self.accepted(administrator, valid_from=began, valid_to=self.today) == [(began, None)]

    def test_a_later_one_of_the_same_kind_is_led_up_to(self, administrator):
        later, day = self.today + datetime.timedelta(days=9), datetime.timedelta(days=1)
        expected = [(self.today, later - day), (later, None)]
        assert self.accepted(administrator, valid_from=later, function_fr="", function_nl="") == expected


@pytest.mark.django_db(transaction=True)
def test_two_who_accept_at_once_make_one_account(administrator):
    _found, secret = invited(administrator)
    answers = []

    def accept():
        answers.append(Client().post(page(secret), TYPED).status_code)
        connection.close()

    threads = [Thread(target=accept) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [302, 410]
    assert User.objects.filter(email="lisa@example.org").count() == 1
