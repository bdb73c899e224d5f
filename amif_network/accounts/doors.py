"""Every sign-in, refused sign-in, sign-out and change of what protects an account goes into the access log.

Django and django-allauth say so by signals; no page can forget to. What was typed at a refused sign-in is kept nowhere: where the
address belongs to an account, that account is named, else nobody.
"""

from typing import Any

from allauth.account import signals as account
from allauth.account.adapter import get_adapter
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from allauth.socialaccount import signals as providers
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.contrib.auth.signals import user_logged_out, user_login_failed
from django.dispatch import Signal, receiver
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from amif_network.core.bilingual import in_both

from .access_log import note
from .models import AccessKind, User

# What changed, by the signal that says it.
CHANGES: dict[Signal, str] = {
    account.password_set: gettext_noop("Password chosen"),
    account.password_changed: gettext_noop("Password changed"),
    account.password_reset: gettext_noop("Password chosen anew by a link"),
    account.email_changed: gettext_noop("E-mail address changed"),
    mfa.authenticator_added: gettext_noop("Second step added"),
    mfa.authenticator_removed: gettext_noop("Second step removed"),
    mfa.authenticator_reset: gettext_noop("Recovery codes made anew"),
}
FACTORS = {
    Authenticator.Type.TOTP: gettext_noop("authenticator app"),
    Authenticator.Type.WEBAUTHN: gettext_noop("passkey or security key"),
    Authenticator.Type.RECOVERY_CODES: gettext_noop("recovery codes"),
}


def address_of(request: HttpRequest | None) -> str | None:
    """Return the network address a request came from, behind the trusted web servers (TRUSTED_PROXIES)."""
    return get_adapter().get_client_ip(request) or None if request is not None and "REMOTE_ADDR" in request.META else None


@receiver(account.user_logged_in)
def note_sign_in(request: HttpRequest, user: User, **said: Any) -> None:
    """Somebody is in, on whichever way."""
    note(AccessKind.SIGNED_IN, by=user, address=address_of(request))


@receiver(user_logged_out)
def note_sign_out(request: HttpRequest, user: User | None, **said: Any) -> None:
    """Somebody left; a session that runs out says nothing."""
    if user is not None:
        note(AccessKind.SIGNED_OUT, by=user, address=address_of(request))


@receiver(user_login_failed)
def note_refusal(credentials: dict[str, Any], request: HttpRequest | None = None, **said: Any) -> None:
    """A password did not fit, or the account has no access."""
    typed = str(credentials.get("email") or credentials.get("username") or "")
    about = User.objects.filter(email__iexact=typed).first() if typed else None
    note(AccessKind.REFUSED, by=None, about=about, address=address_of(request))


@receiver(mfa.authentication_failed)
def note_refused_step(request: HttpRequest, user: User, **said: Any) -> None:
    """The password was right, the second step was not."""
    said_of_it = in_both(lambda: _("Wrong code at the second step"))
    note(AccessKind.REFUSED, by=None, about=user, subject=said_of_it, address=address_of(request))


@receiver(list(CHANGES))
def note_change(
    signal: Signal, request: HttpRequest | None, user: User, authenticator: Authenticator | None = None, **said: Any
) -> None:
    """A password, an address or a second step changed."""

    def words() -> str:
        factor = FACTORS.get(authenticator.type, "") if authenticator and signal is not mfa.authenticator_reset else ""
        return f"{_(CHANGES[signal])} ({_(factor)})" if factor else _(CHANGES[signal])

    note(AccessKind.SECURITY, by=user, subject=in_both(words), address=address_of(request))


@receiver(providers.social_account_added)
def note_link(request: HttpRequest, sociallogin: SocialLogin, **said: Any) -> None:
    """The account can be entered by another place to sign in."""
    _note_place(request, sociallogin.account, gettext_noop("Other place to sign in linked: %(place)s"))


@receiver(providers.social_account_removed)
def note_unlink(request: HttpRequest, socialaccount: SocialAccount, **said: Any) -> None:
    """It cannot any more."""
    _note_place(request, socialaccount, gettext_noop("Other place to sign in taken away: %(place)s"))


def _note_place(request: HttpRequest, linked: SocialAccount, words: str) -> None:
    subject = in_both(lambda: _(words) % {"place": linked.provider})
    note(AccessKind.SECURITY, by=linked.user, subject=subject, address=address_of(request))
