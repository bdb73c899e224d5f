"""A real OpenID Connect provider on loopback, and somebody who signs in there."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests
from django.test import Client
from oidc_provider_mock import User as Identity
from oidc_provider_mock import run_server_in_thread

from amif_network.core.openid import Providers, read_providers

LEAVE = "/fr/accounts/oidc/federal/"
BACK = "/accounts/oidc/federal/callback/"


@contextmanager
def provider(*identities: Identity) -> Iterator[str]:
    """Run a provider that insists on a nonce; yield its address."""
    with run_server_in_thread(require_nonce=True, user_claims=identities) as server:
        yield f"http://localhost:{server.server_port}"


def configured(address: str) -> Providers:
    """Return what the settings read from the environment of a server that uses the provider."""
    said = {"NAME": "Fedlogin", "SERVER": address, "CLIENT_ID": "portal", "SECRET": "a secret of the test"}
    environment = {f"OIDC_FEDERAL_{name}": value for name, value in said.items()}
    return read_providers(["federal"], lambda name, default="": environment.get(name, default), plain_http=True)


def at_provider(client: Client, subject: str, **fields: str) -> str:
    """Press the button of the portal, say who one is at the provider, and return where it leads back to."""
    away = client.post(LEAVE, fields)
    assert away.status_code == 302, away.content
    answer = requests.post(away["Location"], data={"sub": subject}, allow_redirects=False, timeout=10)
    return answer.headers["Location"].removeprefix("http://testserver")


def through_provider(client: Client, subject: str, **fields: str) -> Any:
    """Sign in at the provider and come back."""
    return client.get(at_provider(client, subject, **fields))


def asked_of_provider(client: Client) -> dict[str, str]:
    """Return what the portal asks the provider for."""
    return {name: values[0] for name, values in parse_qs(urlsplit(client.post(LEAVE)["Location"]).query).items()}


def with_other(address: str, **changed: str) -> str:
    """Return the address of the way back with other values."""
    for name, value in changed.items():
        address = re.sub(rf"([?&]{name}=)[^&]*", rf"\g<1>{value}", address)
    return address
