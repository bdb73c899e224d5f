"""Change who has access, and as what. Somebody who administers the portal always remains."""

import datetime
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amif_network.core.bilingual import active_language, in_both
from amif_network.core.formats import format_date
from amif_network.directory.models import Affiliation, Person

from ..access_log import note
from ..models import AccessKind, Role, User
from ..roles import account_steps, require_step
from .invitations import withdraw_what_leads

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
    withdraw_what_leads(locked, by=by, at=at)
    return locked


@transaction.atomic
def close_account(account: User, *, by: User, at: datetime.datetime) -> User:
    """Let nobody in by this account until it is opened again. Raises as `change_role` does."""
    with _administered(at):
        locked = _switched(account, by, "close", active=False)
    _note(locked, lambda: _("Account closed"), by=by, at=at)
    withdraw_what_leads(locked, by=by, at=at)
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
    """Return the account, locked, if whoever asks still is who may do this step with it, and nobody erased it."""
    locked = User.objects.select_for_update(no_key=True, of=("self",)).select_related("person").get(pk=account.pk)
    if locked.erased_at is not None:
        day = format_date(timezone.localdate(locked.erased_at), active_language())
        raise ValidationError(_("This account was erased on %(day)s. It stays closed.") % {"day": day}, code="erased")
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

    Raises ValidationError where `by` is somebody who may not give or end this access (`roles.account_steps`), on whatever page
    or by whatever file, and where nobody would administer the portal any more.
    """
    at = at or timezone.now()
    account = User.objects.filter(person=person).first()
    if account is None:
        yield
        return
    before, days = _has_access(account, at), days_of_access(person, from_day=timezone.localdate(at))
    with _administered(at):
        yield
        if days != days_of_access(person, from_day=timezone.localdate(at)):
            _refuse_stranger(by, account)
    after = _has_access(account, at)
    if before != after:
        words = (lambda: _("Access began with an affiliation")) if after else (lambda: _("Access ended with the affiliation"))
        person_at_work = by if isinstance(by, User) else None
        _note(account, words, by=person_at_work, at=at)
        User.objects.filter(pk=account.pk).update(access_noted=after)
        withdraw_what_leads(account, by=person_at_work, at=at)


@transaction.atomic
def note_days_passed(*, at: datetime.datetime) -> None:
    """Note whose access ended with a last day, or began with a first one, which no page did; part of the due work.

    Each change is noted once, by whichever run comes first after it.
    """
    access = User.objects.with_access(timezone.localdate(at)).order_by().values("pk")
    accounts = User.objects.select_for_update(no_key=True, of=("self",)).filter(is_active=True).order_by("pk")
    for account in accounts.filter(access_noted=True).exclude(pk__in=access).select_related("person"):
        assert account.person is not None, "Only affiliations end by themselves."
        _note_day(account, account.person.affiliations.aggregate(day=Max("valid_to"))["day"], access=False, at=at)
    for account in accounts.filter(access_noted=False, pk__in=access):
        _note_day(account, None, access=True, at=at)


def _note_day(account: User, last_day: datetime.date | None, *, access: bool, at: datetime.datetime) -> None:
    def words() -> str:
        if last_day is None:
            return (
                _("Access began: the first day of an affiliation has come") if access else _("Access ended with the affiliation")
            )
        return _("Access ended with the affiliation: its last day was %(day)s") % {
            "day": format_date(last_day, active_language())
        }

    _note(account, words, by=None, at=at)
    account.access_noted = access
    account.save(update_fields=["access_noted"])
    withdraw_what_leads(account, by=None, at=at)


def days_of_access(person: Person, *, from_day: datetime.date) -> list[tuple[datetime.date, datetime.date]]:
    """Return from when to when somebody's affiliations give access, from that day on: the end is the first day without.

    As `UserManager.with_access`: a last day gives none any more; who has no affiliation at all is not shut out.
    """
    known = list(person.affiliations.order_by("valid_from").values_list("valid_from", "valid_to"))
    joined: list[tuple[datetime.date, datetime.date]] = []
    for first, last in known or [(from_day, None)]:
        begin, end = max(first, from_day), last or datetime.date.max
        if begin >= end:
            continue
        if joined and begin <= joined[-1][1]:
            begin, end = joined[-1][0], max(joined.pop()[1], end)
        joined.append((begin, end))
    return joined


def _refuse_stranger(by: object, account: User) -> None:
    """Raise ValidationError where `by` may not say how long this account has access; work of the portal itself may."""
    if not isinstance(by, User) or not account.is_active or "end" in account_steps(by, account):
        return
    if account.pk == by.pk:
        raise ValidationError(_("This would change how long you have access yourself: somebody else must do that."), code="own")
    said = _("This would change how long %(name)s, whose role is “%(role)s”, has access. Ask an administrator.")
    raise ValidationError(said % {"name": account, "role": account.get_role_display()}, code="not_yours")


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
