"""What tests of the second step do: sign in with a password, be somebody with an app, read a code from it."""

import time

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.test import Client

from amif_network.accounts.models import User
from tests.factories.accounts import PASSWORD

LOGIN = "/fr/accounts/login/"
SECOND = "/fr/accounts/2fa/authenticate/"
OVERVIEW = "/fr/accounts/2fa/"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code(secret: str = SECRET) -> str:
    """Return what the app shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def with_app(user: User) -> User:
    """Set up an authenticator app and recovery codes for a person."""
    TOTP.activate(user, SECRET)
    RecoveryCodes.activate(user)
    return user


def recovery_codes(user: User) -> list[str]:
    """Return the recovery codes that are left."""
    return list(Authenticator.objects.get(user=user, type="recovery_codes").wrap().get_unused_codes())


def sign_in(user: User, client: Client | None = None, **more: str) -> Client:
    """Type address and password."""
    client = client or Client()
    client.post(LOGIN, {"login": user.email, "password": PASSWORD, **more})
    return client


def is_in(client: Client) -> bool:
    """Tell whether somebody is signed in."""
    return "_auth_user_id" in client.session
