"""Make and change accounts: administrators decide who comes in, and everybody chooses a password alone."""

import uuid

from django.db import transaction

from .models import User


@transaction.atomic
def keep_account(user: User) -> User:
    """Save a new or changed account; a new one has no password until its owner chooses one.

    The administration belongs to the role, and the address an administrator typed is the only one that leads in.
    """
    if user.pk is None:
        user.set_unusable_password()
    user.is_staff = user.is_superuser = user.is_administrator
    user.save()
    user.confirm_address()
    return user


def renew_calendar(user: User) -> User:
    """Give the person's calendar a new secret address; the one before leads nowhere any more."""
    user.calendar_key = uuid.uuid4()
    user.save(update_fields=["calendar_key"])
    return user


def close_calendar(user: User) -> User:
    """Withdraw the address of the person's calendar."""
    user.calendar_key = None
    user.save(update_fields=["calendar_key"])
    return user
