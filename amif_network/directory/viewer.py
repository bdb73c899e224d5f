"""Who looks at the directory: what it asks of a signed-in user, without importing accounts."""

from typing import Any, Protocol, cast

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
