"""Change who has access, and as what. Somebody who administers the portal always remains."""

import datetime
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amif_network.core.bilingual import in_both
from amif_network.directory.models import Affiliation, Person

from ..access_log import note
from ..models import AccessKind, Role, User
from ..roles import require_step

NOBODY_LEFT = gettext_lazy(
    "Nobody would administer the portal any more. Make somebody else administrator first, then come back to this."
)


@transaction.atomic
def change_role(account: User, *, role: str, by: User, at: datetime.datetime) -> User:
    """Give an account another role, for administrators.

    Raises PermissionDenied to everybody else and for one's own, ValidationError where nobody would administer any more.
    """
    with _administered(at):
        locked = _locked(account, by, "role")
        before, locked.role = Role(locked.role), Role(role)
        locked.is_staff = locked.is_superuser = locked.is_administrator
        locked.save(update_fields=["role", "is_staff", "is_superuser"])
    said = in_both(lambda: _("Role changed: %(before)s → %(after)s") % {"before": before.label, "after": Role(role).label})
    note(AccessKind.ACCESS, by=by, about=locked, subject=said, at=at)
    return locked


@transaction.atomic
def close_account(account: User, *, by: User, at: datetime.datetime) -> User:
    """Let nobody in by this account until it is opened again. Raises as `change_role` does."""
    with _administered(at):
        locked = _switched(account, by, "close", active=False)
    _note(locked, lambda: _("Account closed"), by=by, at=at)
    return locked


@transaction.atomic
def open_account(account: User, *, by: User, at: datetime.datetime) -> User:
    """Open a closed account again. Raises PermissionDenied for whoever does not administer, and for an open one."""
    locked = _switched(account, by, "open", active=True)
    _note(locked, lambda: _("Account opened again"), by=by, at=at)
    return locked


def _switched(account: User, by: User, step: str, *, active: bool) -> User:
    locked = _locked(account, by, step)
    locked.is_active = active
    locked.save(update_fields=["is_active"])
    return locked


def _locked(account: User, by: User, step: str) -> User:
    """Return the account, locked, if whoever asks still is who may do this step with it."""
    locked = User.objects.select_for_update(no_key=True, of=("self",)).select_related("person").get(pk=account.pk)
    require_step(User.objects.get(pk=by.pk), locked, step)
    return locked


@transaction.atomic
def end_affiliation(affiliation: Affiliation, *, by: User, at: datetime.datetime) -> Affiliation:
    """End an affiliation today, and with it the access that rests on it.

    Raises ValidationError for one that is over or still to begin, and where nobody would administer the portal any more.
    """
    locked = Affiliation.objects.select_for_update(of=("self", "person")).select_related("person").get(pk=affiliation.pk)
    today = timezone.localdate(at)
    if not Affiliation.objects.giving_access_on(today).filter(pk=locked.pk).exists():
        raise ValidationError(_("This affiliation gives no access any more: it has ended, or is still to begin."), code="over")
    with watch_affiliations(locked.person, by=by, at=at):
        locked.valid_to, locked.from_lists = today, False
        locked.save(update_fields=["valid_to", "from_lists"])
    return locked


@contextmanager
def watch_affiliations(person: Person, *, by: object, at: datetime.datetime | None = None) -> Iterator[None]:
    """Note what a change of somebody's affiliations does to their access; named in settings.AFFILIATION_WATCHERS.

    Raises ValidationError where nobody would administer the portal any more.
    """
    at = at or timezone.now()
    account = User.objects.filter(person=person).first()
    if account is None:
        yield
        return
    before = _has_access(account, at)
    with _administered(at):
        yield
    after = _has_access(account, at)
    if before != after:
        words = (lambda: _("Access began with an affiliation")) if after else (lambda: _("Access ended with the affiliation"))
        _note(account, words, by=by if isinstance(by, User) else None, at=at)


def _has_access(account: User, at: datetime.datetime) -> bool:
    return User.objects.with_access(timezone.localdate(at)).filter(pk=account.pk).exists()


@contextmanager
def _administered(at: datetime.datetime) -> Iterator[None]:
    """Let a change pass only if somebody administers the portal after it; two such changes come one after the other."""
    administrators = User.objects.filter(role=Role.ADMINISTRATOR).order_by("pk")
    list(administrators.select_for_update(no_key=True).values_list("pk"))
    before = User.objects.with_access(timezone.localdate(at)).filter(role=Role.ADMINISTRATOR).exists()
    yield
    if before and not User.objects.with_access(timezone.localdate(at)).filter(role=Role.ADMINISTRATOR).exists():
        raise ValidationError(NOBODY_LEFT, code="nobody_left")


def _note(account: User, words: Callable[[], str], *, by: User | None, at: datetime.datetime) -> None:
    note(AccessKind.ACCESS, by=by, about=account, subject=in_both(words), at=at)
