"""Who looks at the directory, and what they may do in it; asks of a user, without importing accounts."""

from typing import Any, Protocol, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest


class Viewer(Protocol):
    """A signed-in user; `accounts.User` fits."""

    @property
    def is_authenticated(self) -> Any:
        """Whether somebody is signed in at all."""

    @property
    def is_coordinating(self) -> bool:
        """Whether the user keeps the network's records: coordinators and administrators."""

    @property
    def person_id(self) -> Any:
        """The key of the person the user is in the directory, or None."""


def viewer(request: HttpRequest) -> Viewer:
    """Return the user of a page that only signed-in people reach (login is required by middleware)."""
    return cast(Viewer, request.user)


def allowed(user: Viewer) -> set[str]:
    """Return what `user` may do with the records of the directory; every record has the same keepers."""
    return {"create", "edit", "end"} if user.is_coordinating else set()


def require(request: HttpRequest, action: str) -> None:
    """Raise PermissionDenied where the user of `request` may not do `action`."""
    if action not in allowed(viewer(request)):
        raise PermissionDenied
