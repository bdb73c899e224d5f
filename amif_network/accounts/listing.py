"""Accounts and invitations in one list, sorted by name: who has access, and who was asked in."""

import datetime
from typing import Any, NamedTuple

from django.core.paginator import Page
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, TextField, Value
from django.db.models.functions import Coalesce, Collate, Lower
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from amif_network.directory.folding import words_of
from amif_network.directory.models import Affiliation, Organisation

from .models import Invitation, InvitationQuerySet, User

ACCOUNT, INVITATION = "account", "invitation"


class AccountState(models.TextChoices):
    """How it stands with somebody's access; computed, never stored."""

    ACTIVE = "active", pgettext_lazy("access", "has access")
    INVITED = "invited", pgettext_lazy("access", "invited")
    EXPIRED = "expired", pgettext_lazy("access", "invitation expired")
    WITHOUT = "without", pgettext_lazy("access", "without access")


class Row(NamedTuple):
    """One line of the list: an account, or an invitation that waits for somebody."""

    record: User | Invitation
    organisations: list[Organisation]
    state: AccountState


def listed(chosen: dict[str, Any], *, at: datetime.datetime) -> QuerySet[Any, Any]:
    """Return the keys (kind, pk) of what `chosen` asks for, sorted by name; two tables in one query."""
    accounts, invitations = _accounts(chosen, timezone.localdate(at)), _invitations(chosen, at)
    return (
        _named(accounts, ACCOUNT, "email")
        .union(_named(invitations, INVITATION, "email"), all=True)
        .order_by("name", "kind", "key")
    )


def _named(records: QuerySet[Any], kind: str, spare: str) -> QuerySet[Any, Any]:
    name = Collate(Coalesce("person__sort_key", Lower(spare), output_field=TextField()), "C")
    return records.order_by().values(name=name, kind=Value(kind), key=models.F("pk"))


def _accounts(chosen: dict[str, Any], today: datetime.date) -> QuerySet[User]:
    found = User.objects.all()
    state = chosen.get("state")
    if state == AccountState.ACTIVE:
        found = User.objects.with_access(today)
    elif state == AccountState.WITHOUT:
        found = found.exclude(pk__in=User.objects.with_access(today).order_by().values("pk"))
    elif state:
        return found.none()
    if "organisation" in chosen:
        at_work = Affiliation.objects.giving_access_on(today).filter(person=OuterRef("person"))
        found = found.filter(Exists(at_work.filter(organisation__in=Organisation.objects.search(chosen["organisation"]))))
    return _narrowed(found, chosen)


def _invitations(chosen: dict[str, Any], at: datetime.datetime) -> InvitationQuerySet:
    found = Invitation.objects.filter(accepted_at=None, revoked_at=None)
    state = chosen.get("state")
    if state == AccountState.INVITED:
        found = found.filter(expires_at__gt=at)
    elif state == AccountState.EXPIRED:
        found = found.filter(expires_at__lte=at)
    elif state:
        return found.none()
    if "organisation" in chosen:
        found = found.filter(organisation__in=Organisation.objects.search(chosen["organisation"]))
    return _narrowed(found, chosen)


def _narrowed[Records: QuerySet[Any]](records: Records, chosen: dict[str, Any]) -> Records:
    """Keep those of the role, and whose name or address holds every word."""
    if "role" in chosen:
        records = records.filter(role=chosen["role"])
    for word in words_of(chosen.get("q", "")):
        records = records.filter(Q(person__search_text__contains=word) | Q(email__icontains=word))
    return records


def rows(page: Page[Any], *, at: datetime.datetime) -> list[Row]:
    """Load what one page of the list shows, in its order."""
    today = timezone.localdate(at)
    keys = {kind: [one["key"] for one in page if one["kind"] == kind] for kind in (ACCOUNT, INVITATION)}
    current = Affiliation.objects.giving_access_on(today).select_related("organisation")
    accounts = User.objects.select_related("person").prefetch_related(Prefetch("person__affiliations", current))
    access = Exists(User.objects.with_access(today).filter(pk=OuterRef("pk")))
    users = accounts.annotate(access=access).in_bulk(keys[ACCOUNT])
    invitations = Invitation.objects.select_related("person", "organisation").in_bulk(keys[INVITATION])
    found = []
    for one in page:
        if one["kind"] == ACCOUNT:
            user = users[one["key"]]
            employers = [each.organisation for each in user.person.affiliations.all()] if user.person else []
            found.append(Row(user, employers, AccountState.ACTIVE if user.access else AccountState.WITHOUT))
        else:
            invitation = invitations[one["key"]]
            state = AccountState.INVITED if invitation.stands_at(at) else AccountState.EXPIRED
            found.append(Row(invitation, [invitation.organisation], state))
    return found
