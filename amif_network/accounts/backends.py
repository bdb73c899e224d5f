"""Who is let in: asked anew at every request, in the query that loads the user."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.utils import timezone

from .models import User


class AccessBackend(AuthenticationBackend):  # type: ignore[misc]
    """Sign-in by e-mail address for accounts with access today (`UserManager.with_access`), and for no others.

    Whoever loses access is signed out with their next request: their session finds no user any more.
    """

    def get_user(self, user_id: Any) -> User | None:
        """Load the user of a session, None for one without access by now."""
        return User.objects.with_access(timezone.localdate()).filter(pk=user_id).first()

    def user_can_authenticate(self, user: User) -> bool:
        """Tell whether a password, or another proof, leads this user in today."""
        return User.objects.with_access(timezone.localdate()).filter(pk=user.pk).exists()
