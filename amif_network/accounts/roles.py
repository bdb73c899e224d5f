"""Who leads the network: guards of the workflows of every app, and of pages that belong to no object."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from .models import User


def coordinating(user: Any, obj: Any) -> bool:
    """Coordinators and administrators lead the network, whatever `obj` is; a stranger, or the holder of a link, is none."""
    return isinstance(user, User) and user.is_coordinating


def administering(user: Any, obj: Any) -> bool:
    """Steps that undo something official are for administrators."""
    return isinstance(user, User) and user.is_administrator


def coordinator(request: HttpRequest) -> User:
    """Return who asks. Raises PermissionDenied for whoever does not coordinate."""
    assert isinstance(request.user, User)
    if not request.user.is_coordinating:
        raise PermissionDenied
    return request.user
