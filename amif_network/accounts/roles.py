"""Who leads the network: guards of the workflows of every app, and of pages that belong to no object."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from .models import Role, User


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


def administrator(request: HttpRequest) -> User:
    """Return who asks. Raises PermissionDenied for whoever does not administer."""
    user = coordinator(request)
    if not user.is_administrator:
        raise PermissionDenied
    return user


def roles_given_by(user: User) -> tuple[Role, ...]:
    """Return the roles in which `user` may invite: coordinators let in members and observers, administrators anybody."""
    if user.is_administrator:
        return tuple(Role)
    return (Role.MEMBER, Role.OBSERVER) if user.is_coordinating else ()


def anybody_as(role: str) -> User:
    """Return who reads what everybody of this role reads: nobody in particular, who wrote nothing and works nowhere."""
    # No account has this key.
    return User(pk=0, role=role)


def account_steps(user: User, account: User) -> set[str]:
    """Return what `user` may do with an account: nothing with their own, nothing above what they may give."""
    if account.pk == user.pk or account.role not in roles_given_by(user):
        return set()
    return {"end", "role", "close" if account.is_active else "open"} if user.is_administrator else {"end"}


def require_step(user: User, account: User, step: str) -> None:
    """Raise PermissionDenied where `user` may not do `step` with the account."""
    if step not in account_steps(user, account):
        raise PermissionDenied
