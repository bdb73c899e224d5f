"""The portal of two sides: who there is, the keys of their sessions, and an object for every address."""

from dataclasses import dataclass
from urllib.parse import quote

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from amif_network.accounts.models import User
from amif_network.alerts.actions import may_mute
from amif_network.alerts.gathering import alerts_for
from tests.factories.accounts import PASSWORD

from .scene import Side, cast, furnish, side_of


@dataclass
class Portal:
    """Who there is, with the keys of their sessions, and what belongs to whom."""

    users: dict[str, User]
    sessions: dict[str, str]
    sides: dict[str, Side]


def signed_in_as(user: User) -> str:
    """Sign a user in as they do themselves, and return the key of the session."""
    client = Client()
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    return client.cookies["sessionid"].value


def furnished() -> Portal:
    """Build the scene in the database as it stands, and sign everybody in."""
    own, other = side_of("A"), side_of("B")
    users = cast(own)
    for side in (own, other):
        furnish(side, users["coordinator"])
    sessions = {role: signed_in_as(user) for role, user in users.items()}
    signed_in_as(other.colleague)
    for side, user in ((own, users["host"]), (other, other.colleague)):
        side.places["usersessions_end"] = {"pk": UserSession.objects.get(user=user).pk}
        alert = min(one.key for one in alerts_for(user, timezone.localdate()) if may_mute(user, one))
        side.places["alerts:mute"] = {"query": f"?alert={quote(alert)}"}
        side.places["alerts:unmute"] = {"sent": {"alert": alert}}
        key = Authenticator.objects.create(user=user, type="recovery_codes", data={"migrated_codes": []})
        side.places |= {f"mfa_{name}_webauthn": {"pk": key.pk} for name in ("edit", "remove")}
    return Portal(users, sessions, {"own": own, "other": other})
