"""Signing in somewhere else (OpenID Connect): an account is known by the provider's subject alone, never by an address."""

import logging
import secrets
from typing import Any

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.adapter import get_adapter as get_social_adapter
from allauth.socialaccount.forms import DisconnectForm
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import render
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from .actions.invitations import InvitationClosed, accept, standing_invitation
from .models import User

logger = logging.getLogger(__name__)
# Where the secret of an invitation waits in the session while its reader is at the provider.
INVITATION = "invitation"


def configured(request: HttpRequest | None) -> list[Any]:
    """Return the providers the environment names."""
    return [provider for provider in get_social_adapter().list_providers(request) if provider.id == "openid_connect"]


class ProviderAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Nobody signs up at a provider: it leads to an account that an invitation or its owner bound to the subject."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Keep sign-up closed."""
        return False

    def authenticate_by_email(self, sociallogin: SocialLogin) -> None:
        """Know nobody by an address: the provider may say any."""

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> User:
        """Keep nothing of what the provider said but the subject; the nonce is compared in a moment."""
        sociallogin.nonce = sociallogin.account.extra_data.get("id_token", {}).get("nonce")
        sociallogin.account.extra_data = {}
        sociallogin.email_addresses = []
        user: User = sociallogin.user
        return user

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Let in who is known, or comes with an invitation; raises ImmediateHttpResponse with a page for all others."""
        secret = request.session.pop(INVITATION, "")
        asked, answered = sociallogin.state.get("nonce"), sociallogin.nonce
        if not asked or not answered or not constant_time_compare(asked, answered):
            raise ImmediateHttpResponse(render(request, "socialaccount/authentication_error.html", status=401))
        if sociallogin.state.get("process") == "connect" or sociallogin.is_existing:
            return
        if not secret or not self._accepted(request, sociallogin, secret):
            raise ImmediateHttpResponse(render(request, "socialaccount/unknown.html", {"invited": bool(secret)}, status=403))

    def _accepted(self, request: HttpRequest, sociallogin: SocialLogin, secret: str) -> bool:
        """Make the account of an invitation and bind it to the subject, both or neither; False where it does not hold."""
        now = timezone.now()
        invitation = standing_invitation(secret, now)
        if invitation is None:
            return False
        try:
            with transaction.atomic():
                sociallogin.connect(request, accept(invitation, at=now))
        except InvitationClosed:
            return False
        return True

    def on_authentication_error(self, request: HttpRequest, provider: Any, error: Any = None, **said: Any) -> None:
        """Note that signing in failed, without what the provider answered: it may hold secrets."""
        cause = type(said.get("exception")).__name__
        logger.warning("Signing in with %s failed: %s (%s)", provider.sub_id, error, cause)

    def validate_disconnect(self, account: SocialAccount, accounts: Any) -> None:
        """Refuse to take away the last way in: without a password another provider must be left that still is one."""
        others = [one.provider for one in accounts if one.pk != account.pk]
        standing = {provider.sub_id for provider in configured(None)}
        if not account.user.has_usable_password() and not standing & {*others}:
            raise self.validation_error("no_password")

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Send it as all others."""
        get_account_adapter().send_notification_mail(*args, **kwargs)


class UnlinkForm(DisconnectForm):  # type: ignore[misc]
    """Which sign-in to unlink: of the providers that are configured, the others lead nowhere anyway."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        standing = [provider.sub_id for provider in configured(self.request)]
        self.accounts = self.accounts.filter(provider__in=standing)
        self.fields["account"].queryset = self.accounts


def new_nonce() -> str:
    """Return what the provider has to repeat in its answer, so that nobody can send an older one."""
    return secrets.token_urlsafe(24)
