"""The second step of signing in: who must have one, and what stands open to whoever does not have it yet."""

import logging
from collections.abc import Callable
from typing import Any

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY, get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.deprecation import MiddlewareMixin

from .access import wants_json
from .models import User
from .sealing import SealBroken

logger = logging.getLogger(__name__)
# Recovery codes only stand in for one of these.
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
# Where a second step is set up, and what leads there or out again.
OPEN = frozenset(
    {
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_view_recovery_codes",
        "mfa_download_recovery_codes",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "account_reauthenticate",
        "account_logout",
        "accounts:signed-in",
    }
)


def must_have(user: User) -> bool:
    """Tell whether the role of a person demands a second step (settings.MFA_REQUIRED_ROLES)."""
    return user.role in settings.MFA_REQUIRED_ROLES


def has(user: User) -> bool:
    """Tell whether a person set a second step up."""
    return bool(is_mfa_enabled(user, FACTORS))


def is_due(request: HttpRequest) -> bool:
    """Tell whether whoever signed in has to set up a second step first; asks the database only where no step was used."""
    user = request.user
    if not isinstance(user, User) or not must_have(user):
        return False
    used = any(record.get("method") == "mfa" for record in get_authentication_records(request, user))
    return not used and not has(user)


def forget_it_was_used(request: HttpRequest) -> None:
    """Take out of a session that a second step was used in it."""
    records = get_authentication_records(request, request.user)
    request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [one for one in records if one.get("method") != "mfa"]


def is_last(authenticator: Authenticator) -> bool:
    """Tell whether a person without this factor would have none, where their role demands one."""
    others = Authenticator.objects.filter(user=authenticator.user_id, type__in=FACTORS).exclude(pk=authenticator.pk)
    return must_have(authenticator.user) and authenticator.type in FACTORS and not others.exists()


class SecondFactorRequired(MiddlewareMixin):
    """Who must have a second step reaches nothing but the pages that set it up until it stands."""

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Lead people to these pages, answer 403 to scripts; what strangers may open stays open."""
        match = request.resolver_match
        if not getattr(view, "login_required", True) or (match and match.view_name in OPEN) or not is_due(request):
            return None
        if wants_json(request):
            return JsonResponse({"state": "second-factor"}, status=403)
        return redirect("mfa_index")

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Say that a second step cannot be read, since the key of the portal was changed without keeping the former one."""
        if not isinstance(exception, SealBroken):
            return None
        logger.error("A second step was sealed under an unknown SECRET_KEY: see docs/operations.md, Signing in.")
        return render(request, "mfa/unreadable.html", status=503)
