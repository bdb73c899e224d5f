"""How django-allauth behaves here."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from .models import User


class InvitationOnlyAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up by themselves: administrators create accounts."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Keep the sign-up page closed."""
        return False

    def format_email_subject(self, subject: str) -> str:
        """Leave the address of the site out of subjects: they name the network where it matters."""
        return str(subject)

    def is_safe_url(self, url: str | None) -> bool:
        """Tell whether `next` may be followed; what is no address at all ("http://[") leads nowhere."""
        try:
            return bool(super().is_safe_url(url))
        except ValueError:
            return False

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """Send the link to choose a password; who never had one is told what the portal is and who they are in it."""
        if user.has_usable_password():
            super().send_password_reset_mail(user, email, context)
        else:
            self.send_mail("account/email/invitation", email, context)
