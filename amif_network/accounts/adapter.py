"""How django-allauth behaves here."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from .models import User


class InvitationOnlyAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up by themselves: administrators create accounts."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Keep the sign-up page closed."""
        return False

    def pre_login(self, request: HttpRequest, user: User, **login: Any) -> HttpResponse | None:
        """Lead in, by whatever way somebody signs in, only who has access today."""
        user.is_active = User.objects.with_access(timezone.localdate()).filter(pk=user.pk).exists()
        answer: HttpResponse | None = super().pre_login(request, user, **login)
        return answer

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
