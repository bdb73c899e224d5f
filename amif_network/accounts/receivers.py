"""What follows when django-allauth has changed an account: its own extension points are signals."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import email_changed
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.dispatch import receiver
from django.http import HttpRequest

from .models import NewsRefusal, User
from .second_factor import FACTORS, forget_it_was_used, has
from .sessions import end_all


@receiver(authenticator_added)
def end_sessions_without_it(request: HttpRequest, user: User, authenticator: Authenticator, **said: Any) -> None:
    """End the other sessions of whoever set up a second step: a password alone led into them."""
    if authenticator.type in FACTORS:
        end_all(user, but=request.session.session_key)


@receiver(authenticator_removed)
def end_sessions_that_used_it(request: HttpRequest, user: User, **said: Any) -> None:
    """Let no session count as one with a second step once the last one is gone: a role given later may demand one."""
    if not has(user):
        end_all(user, but=request.session.session_key)
        forget_it_was_used(request)


@receiver(email_changed)
def keep_refusing_news(from_email_address: EmailAddress | None, to_email_address: EmailAddress, user: User, **said: Any) -> None:
    """Send no news to the new address of somebody who wanted none at the old one."""
    refusal = NewsRefusal.objects.filter(email=from_email_address.email.lower()).first() if from_email_address else None
    if refusal:
        NewsRefusal.objects.get_or_create(email=user.email.lower(), defaults={"refused_at": refusal.refused_at})
