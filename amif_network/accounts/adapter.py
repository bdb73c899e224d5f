"""How django-allauth behaves here."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from . import second_factor
from .models import User
from .sealing import seal, unseal
from .sessions import list_session

SENT = "account/messages/email_confirmation_sent.txt"
# What a request is marked with whose mail to confirm an address could not be sent: every call gets an adapter of its own.
UNSENT = "confirmation_unsent"


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

    def post_login(self, request: HttpRequest, user: User, **login: Any) -> HttpResponse:
        """Put the session into the list of the person's sessions."""
        list_session(request)
        answer: HttpResponse = super().post_login(request, user, **login)
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

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Tell of a change that was made; it stands even where the mail cannot be sent."""
        try:
            super().send_notification_mail(*args, **kwargs)
        except OSError as error:
            messages.warning(self.request, _("The mail about it could not be sent: %(error)s.") % {"error": error})

    def send_confirmation_mail(self, *args: Any, **kwargs: Any) -> None:
        """Send the link that confirms an address, and say where it could not be sent: it can be asked for again."""
        try:
            super().send_confirmation_mail(*args, **kwargs)
        except OSError as error:
            said = _("The mail to confirm the address could not be sent: %(error)s. Ask for it again later.")
            messages.error(self.request, said % {"error": error})
            self.request.META[UNSENT] = True

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **kwargs: Any
    ) -> None:
        """Say what happened, but not that a mail went out which did not."""
        if message_template != SENT or UNSENT not in request.META:
            super().add_message(request, level, message_template, *args, **kwargs)


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """The second step: known by the network's name, and kept where the role demands it."""

    def get_totp_issuer(self) -> str:
        """Return under which name the authenticator app lists the portal."""
        return _("AMIF network")

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Return for which host a key is made, and the name browsers show."""
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        return {**entity, "name": _("AMIF network")}

    def encrypt(self, text: str) -> str:
        """Seal what goes into the database: the secret of an app, the seed of recovery codes."""
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Open it again. Raises SealBroken, which `second_factor.SecondFactorRequired` says to the person."""
        return unseal(encrypted_text)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Keep the last second step of somebody whose role demands one."""
        return not second_factor.is_last(authenticator)
