"""Making, renewing and revoking the token of a program; each is noted in the access log."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext, gettext_lazy, gettext_noop

from amif_network.accounts.access_log import note
from amif_network.accounts.models import AccessKind, ApiClient, User
from amif_network.accounts.models.client import RECOGNISED, hash_of, new_token
from amif_network.core.bilingual import in_both
from amif_network.directory.models import Organisation

# How long a token holds; whoever uses one is asked once a year whether it is still needed.
VALIDITY = datetime.timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Issued:
    """A program with its secrets, which are shown once and kept nowhere."""

    client: ApiClient
    token: str
    feed_key: str


@transaction.atomic
def make(
    *,
    name: str,
    contact: str,
    role: str,
    organisation: Organisation | None,
    scopes: list[str],
    by: User,
    at: datetime.datetime,
) -> Issued:
    """Make a program with a token that holds for a year. Raises PermissionDenied, ValidationError."""
    _require(by)
    client = ApiClient(
        name=name, contact=contact, role=role, organisation=organisation, scopes=scopes, created_by=by, created_at=at
    )
    issued = _issue(client, at)
    client.full_clean()
    client.save(force_insert=True)
    _note(client, gettext_noop("API token made: %(name)s"), by=by, at=at)
    return issued


@transaction.atomic
def renew(client: ApiClient, *, by: User, at: datetime.datetime) -> Issued:
    """Give a program a new token for a year; the former one stops working. Raises ValidationError once it is revoked."""
    locked = _locked(client, by)
    issued = _issue(locked, at)
    locked.save(update_fields=["prefix", "digest", "feed_digest", "expires_at"])
    _note(locked, gettext_noop("API token renewed: %(name)s"), by=by, at=at)
    return issued


@transaction.atomic
def revoke(client: ApiClient, *, by: User, at: datetime.datetime) -> ApiClient:
    """Let the token of a program open nothing any more, for good. Raises ValidationError where it was revoked before."""
    locked = _locked(client, by)
    locked.revoked_at = at
    locked.save(update_fields=["revoked_at"])
    _note(locked, gettext_noop("API token revoked: %(name)s"), by=by, at=at)
    return locked


def _locked(client: ApiClient, by: User) -> ApiClient:
    _require(by)
    locked = ApiClient.objects.select_for_update().get(pk=client.pk)
    if locked.revoked_at is not None:
        raise ValidationError(gettext_lazy("This token is revoked. Make a new program instead."), code="revoked")
    return locked


def _issue(client: ApiClient, at: datetime.datetime) -> Issued:
    token, feed_key = new_token(), new_token()
    client.prefix, client.digest, client.feed_digest = token[:RECOGNISED], hash_of(token), hash_of(feed_key)
    client.expires_at = at + VALIDITY
    return Issued(client, token, feed_key)


def _require(by: User) -> None:
    if not by.is_administrator:
        raise PermissionDenied


def _note(client: ApiClient, said: str, **who: Any) -> None:
    note(AccessKind.ACCESS, subject=in_both(lambda: gettext(said) % {"name": client.name}), **who)
