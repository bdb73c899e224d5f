"""Coming in: by e-mail address and password, by invitation only."""

import pytest

from amif_network.accounts.models import User
from tests.factories.accounts import PASSWORD, UserFactory

LOGIN = "/fr/accounts/login/"


def test_the_right_password_leads_home(client, french_coordinator) -> None:
    response = client.post(LOGIN, {"login": french_coordinator.email, "password": PASSWORD})
    assert (response["Location"], client.session["_auth_user_id"]) == ("/fr/", str(french_coordinator.pk))


def test_the_address_counts_whatever_its_capitals(client, french_coordinator) -> None:
    client.post(LOGIN, {"login": french_coordinator.email.upper(), "password": PASSWORD})
    assert client.session["_auth_user_id"] == str(french_coordinator.pk)


@pytest.mark.parametrize("email", ["coordinator.fr@example.org", "nobody@example.org"])
def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client, french_coordinator, email) -> None:
    response = client.post(LOGIN, {"login": email, "password": "wrong"})
    assert response.status_code == 200
    assert (
        response.context["form"].non_field_errors()
        == client.post(LOGIN, {"login": "x@example.org", "password": "y"}).context["form"].non_field_errors()
    )
    assert "_auth_user_id" not in client.session


def test_an_inactive_user_stays_outside(client, db) -> None:
    user = UserFactory(is_active=False)
    client.post(LOGIN, {"login": user.email, "password": PASSWORD})
    assert "_auth_user_id" not in client.session


def test_nobody_signs_up_alone(client, db) -> None:
    data = {"email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD}
    client.post("/fr/accounts/signup/", data)
    assert User.objects.filter(email="new@example.org").count() == 0


@pytest.mark.parametrize("language", ["fr", "nl"])
def test_the_page_speaks_its_language(client, language, db) -> None:
    page = client.get(f"/{language}/accounts/login/").content.decode()
    assert f'<html lang="{language}"' in page
    assert {"fr": "Mot de passe", "nl": "Wachtwoord"}[language] in page


def test_leaving_takes_a_post(french_coordinator, signed_in) -> None:
    client = signed_in(french_coordinator)
    client.get("/fr/accounts/logout/")
    assert "_auth_user_id" in client.session
    client.post("/fr/accounts/logout/")
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("target", ["http://[", "https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_only_an_address_of_the_portal_is_followed_afterwards(client, french_coordinator, target) -> None:
    assert client.get(LOGIN, {"next": target}).status_code == 200
    response = client.post(LOGIN, {"login": french_coordinator.email, "password": PASSWORD, "next": target})
    assert response["Location"] == "/fr/"
