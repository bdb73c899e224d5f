"""The signed address under which whoever reads a mail unsubscribes from news, without an account (RFC 8058).

It holds the address of the mail, signed, and works for ever: a mail that lies around for years still has its way out.
"""

from typing import Any

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils import translation

_SIGNER = Signer(salt="outbox.unsubscribe", sep=".")


def token(email: str) -> str:
    """Return what the address of the page carries: letters, digits, a dot, "-" and "_"."""
    return _SIGNER.sign_object(email)


def address(email: str, lang: str) -> str:
    """Return the whole address of the page on which the reader of `email` unsubscribes, in `lang`."""
    with translation.override(lang):
        return settings.PORTAL_ADDRESS + reverse("outbox:unsubscribe", args=[token(email)])


def read(token: str) -> str | None:
    """Return the address that `token` stands for; None for one that we did not sign."""
    try:
        found: Any = _SIGNER.unsign_object(token)
    except (BadSignature, ValueError):
        return None
    return found if isinstance(found, str) else None
