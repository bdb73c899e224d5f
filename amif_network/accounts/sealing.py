"""Secrets of the second step lie encrypted in the database: who reads a copy of it cannot make the codes.

The key follows from SECRET_KEY. When that one is changed, what the former ones sealed is still read while they stand in
SECRET_KEY_FALLBACKS; `manage.py seal_second_factors` then seals everything anew (docs/operations.md).
"""

import base64

from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import transaction

PURPOSE = b"amif-network: second step of signing in"
# What of an authenticator is a secret; a key of WebAuthn has only a public half here.
SECRETS = ("secret", "seed")


class SealBroken(Exception):
    """A secret was sealed under a SECRET_KEY that the portal does not know any more."""


def seal(text: str) -> str:
    """Return the text encrypted under the key of today."""
    return _keys().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """Return the text again. Raises SealBroken where no known key opens it."""
    try:
        return _keys().decrypt(sealed).decode()
    except InvalidToken as error:
        raise SealBroken from error


@transaction.atomic
def reseal() -> tuple[int, int]:
    """Seal every secret under the key of today; return of how many authenticators, and of how many no known key opens it."""
    renewed = broken = 0
    for one in Authenticator.objects.select_for_update().filter(data__has_any_keys=SECRETS).order_by("pk"):
        try:
            one.data |= {name: seal(unseal(one.data[name])) for name in SECRETS if name in one.data}
        except SealBroken:
            broken += 1
        else:
            one.save(update_fields=["data"])
            renewed += 1
    return renewed, broken


def _keys() -> MultiFernet:
    """Return the keys: the first seals, each of them opens."""
    return MultiFernet([Fernet(_key(secret)) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _key(secret: str) -> bytes:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(secret.encode())
    return base64.urlsafe_b64encode(derived)
