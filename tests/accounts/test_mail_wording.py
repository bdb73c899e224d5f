"""The mails of sign-in: in our own words, with the name of the network, and without an offer to sign up."""

import pytest
from django.core import mail

from tests.factories.accounts import PASSWORD, UserFactory

NETWORK = {"fr": "réseau FAMI", "nl": "AMIF-netwerk"}
FAREWELL = {"fr": "Le portail du réseau FAMI", "nl": "Het portaal van het AMIF-netwerk"}


def reset(client, lang: str, email: str) -> None:
    client.post(f"/{lang}/accounts/password/reset/", {"email": email})


@pytest.mark.parametrize("lang", ["fr", "nl"])
def test_an_unknown_address_is_told_so_without_a_way_to_sign_up(client, db, lang) -> None:
    reset(client, lang, "nobody@example.org")
    (message,) = mail.outbox
    assert (NETWORK[lang] in message.subject, "signup" in message.body, "http" in message.body) == (True, False, False)
    assert message.body.strip().splitlines()[-1] == FAREWELL[lang]
    assert "nobody@example.org" in message.body


@pytest.mark.parametrize("lang", ["fr", "nl"])
def test_a_reset_names_the_network_and_leads_to_the_new_password(client, db, lang) -> None:
    reset(client, lang, UserFactory().email)
    (message,) = mail.outbox
    assert NETWORK[lang] in message.subject
    assert f"http://testserver/{lang}/accounts/password/reset/key/" in message.body
    assert message.body.strip().splitlines()[-1] == FAREWELL[lang]


def test_subjects_do_not_begin_with_the_address_of_the_site(client, db) -> None:
    reset(client, "fr", UserFactory().email)
    assert mail.outbox[0].subject == "Choisir un nouveau mot de passe sur le portail du réseau FAMI"


def test_a_changed_password_is_said_to_have_changed(signed_in, french_coordinator) -> None:
    new = {"oldpassword": PASSWORD, "password1": "een-ander-lang-woord", "password2": "een-ander-lang-woord"}
    page = signed_in(french_coordinator).post("/fr/accounts/password/change/", new, follow=True).content.decode()
    assert "Le mot de passe est modifié." in page


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("fr", "Les comptes se créent sur invitation."),
        ("nl", "Accounts worden op uitnodiging gemaakt."),
    ],
)
def test_the_sign_in_page_says_who_makes_accounts(client, db, lang, sentence) -> None:
    assert sentence in client.get(f"/{lang}/accounts/login/").content.decode()
