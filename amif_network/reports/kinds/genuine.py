"""Stored files that leave in a report are what their fingerprint says."""

import hashlib

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from .kind import Unbuildable

ALTERED = _("The stored file “{name}” is not what it was: its fingerprint differs. Tell an administrator.")


def genuine(data: bytes, sha256: str, name: str) -> bytes:
    """Return the bytes of the stored file called `name`. Raises Unbuildable, which names it, where they were altered."""
    if hashlib.sha256(data).hexdigest() != sha256:
        raise Unbuildable(format_lazy(ALTERED, name=name))
    return data
