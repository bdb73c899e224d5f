"""Signing in somewhere else (OpenID Connect): an account is known by the provider's subject alone, never by an address."""

import logging
import secrets
from typing import Any

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.adapter import get_adapter as get_social_adapter
from allauth.socialaccount.forms import DisconnectForm
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import render
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from . import invited
from .actions import InvitationClosed, accept
from .models import User

logger = logging.getLogger(__name__)


def configured() -> list[SocialApp]:
    """Return the providers the environment names."""
    apps: list[SocialApp] = get_social_adapter().list_apps(None)
    return apps


class ProviderAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Nobody signs up at a provider: it leads to an account that an invitation or its owner bound to the subject."""

    def list_apps(self, request: HttpRequest | None, provider: str = "", client_id: str = "") -> list[SocialApp]:
        """Return the providers that the environment names, and no others: nobody adds one in the database."""
        named = [
            SocialApp(provider="openid_connect", **app) for app in settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
        ]
        return [
            app
            for app in named
            if provider in ("", None, app.provider, app.provider_id) and client_id in ("", None, app.client_id)
        ]

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
        asked, answered = sociallogin.state.get("nonce"), sociallogin.nonce
        if not asked or not answered or not constant_time_compare(asked, answered):
            raise ImmediateHttpResponse(render(request, "socialaccount/authentication_error.html", status=401))
        if sociallogin.state.get("process") == "connect" or sociallogin.is_existing or self._accepted(request, sociallogin):
            return
        raise ImmediateHttpResponse(render(request, "socialaccount/unknown.html", status=403))

    def _accepted(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Make the account of the invitation somebody came with, and bind it to the subject, both or neither.

        False where they came without one, or with one that does not hold any more.
        """
        now = timezone.now()
        invitation = invited.kept(request, at=now)
        invited.forget(request)
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
        standing = {provider.provider_id for provider in configured()}
        if not account.user.has_usable_password() and not standing & {*others}:
            raise self.validation_error("no_password")

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Send it as all others."""
        get_account_adapter().send_notification_mail(*args, **kwargs)


class UnlinkForm(DisconnectForm):  # type: ignore[misc]
    """Which sign-in to unlink: of the providers that are configured, the others lead nowhere anyway."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        standing = [provider.provider_id for provider in configured()]
        self.accounts: QuerySet[SocialAccount] = SocialAccount.objects.filter(user=self.request.user, provider__in=standing)
        self.fields["account"].queryset = self.accounts


def new_nonce() -> str:
    """Return what the provider has to repeat in its answer, so that nobody can send an older one."""
    return secrets.token_urlsafe(24)
