"""Somebody of whom the portal holds a little of everything, and who may ask for what."""

import datetime
from collections.abc import Callable

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from amif_network.accounts import access_log
from amif_network.accounts.models import AccessKind, Invitation, User
from meetings.models import ReviewLink
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.directory import AffiliationFactory
from tests.factories.meetings import AttendanceFactory
from tests.factories.outbox import OutgoingMailFactory
from tests.factories.review import ReviewRequestFactory

ADDRESS = "mireille.dubrulle@example.org"


@pytest.fixture
def somebody(db: None) -> User:
    """A member with a record, an attendance, an invitation, mails, a link, a session and a sign-in."""
    now = timezone.now()
    at_work = AffiliationFactory(person__given_name="Mireille", person__family_name="Dubrulle", person__email=ADDRESS)
    user: User = UserFactory(member=True, email=ADDRESS, person=at_work.person)
    AttendanceFactory(person=user.person, excuse="rendez-vous médical")
    Invitation.objects.create(
        email=ADDRESS, person=user.person, organisation=at_work.organisation, digest="0" * 64, invited_at=now,
        expires_at=now + datetime.timedelta(days=14),
    )  # fmt: skip
    OutgoingMailFactory(key=f"test-{ADDRESS}", to=ADDRESS, user=user, subject="Bonjour Mireille", text="Chère Mireille")
    ReviewLink.objects.create(
        request=ReviewRequestFactory(), email=ADDRESS, created_at=now, expires_at=now + datetime.timedelta(days=30)
    )
    UserSession.objects.create(user=user, session_key="s" * 32, ip="192.0.2.7", user_agent="Firefox", last_seen_at=now)
    access_log.note(AccessKind.SIGNED_IN, by=user, address="192.0.2.7")
    access_log.note(AccessKind.ACCESS, by=None, about=user, subject={"fr": "Mireille Dubrulle", "nl": "Mireille Dubrulle"})
    return user


@pytest.fixture
def sure(signed_in: Callable[[User], Client]) -> Callable[[User], Client]:
    """Return a function that signs a user in, who then said once more who they are."""

    def sign_in(user: User) -> Client:
        client = signed_in(user)
        client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
        return client

    return sign_in
