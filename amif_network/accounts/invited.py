"""The invitation a person came with, kept in their session while they are at the identity provider."""

import datetime

from django.http import HttpRequest

from .actions import standing_invitation
from .models import Invitation

SESSION_KEY = "invitation"


def keep(request: HttpRequest, secret: str) -> None:
    """Remember the secret of the link that was opened."""
    request.session[SESSION_KEY] = secret


def kept(request: HttpRequest, *, at: datetime.datetime) -> Invitation | None:
    """Return the invitation that is remembered, if it may still be accepted."""
    secret = request.session.get(SESSION_KEY)
    return standing_invitation(secret, at) if isinstance(secret, str) else None


def forget(request: HttpRequest) -> None:
    """Forget it: it was accepted, or leads nowhere."""
    request.session.pop(SESSION_KEY, None)
