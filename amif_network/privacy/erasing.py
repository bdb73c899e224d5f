"""Erase a person: what may go goes, what the law wants kept stays without a name (GDPR art. 17; decision 14)."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from amif_network.accounts import access_log
from amif_network.accounts.actions import withdraw_what_leads
from amif_network.accounts.models import AccessKind, Role, User
from amif_network.core.bilingual import in_both
from amif_network.directory.folding import fold
from amif_network.prints.keeping import forget_all
from partnerships.models import Immersion

from . import scrubbing
from .giving import in_the_log
from .models import Erasure
from .returning import marks_of
from .subject import Subject


def refusals(subject: Subject, *, by: User | None, on: datetime.date) -> list[str]:
    """Return why the subject cannot be erased now, in sentences; nothing where they can."""
    reasons = []
    if is_erased(subject):
        return [_("The data of this person were erased already.")]
    running = Immersion.objects.filter(agent=subject.person, ends_on__gte=on) if subject.person else Immersion.objects.none()
    for immersion in running.select_related("partnership"):
        named = {"code": immersion.partnership.code}
        reasons.append(_("They are the agent of an immersion that has not ended, in %(code)s. End it there first.") % named)
    if subject.user and by and subject.user.pk == by.pk:
        reasons.append(_("Nobody erases themselves: ask another administrator."))
    elif subject.user and subject.user.is_active and subject.user.is_administrator and _is_the_last(subject.user):
        reasons.append(_("This is the last administrator. Make somebody else an administrator first."))
    return reasons


def is_erased(subject: Subject) -> bool:
    """True once their data were erased."""
    found = Erasure.objects.filter(person=subject.person) if subject.person else Erasure.objects.filter(user=subject.user)
    return found.exists()


def _is_the_last(user: User) -> bool:
    return not User.objects.filter(is_active=True, role=Role.ADMINISTRATOR).exclude(pk=user.pk).exists()


@transaction.atomic
def erase(kind: str, pk: int, *, by: User | None, reason: str, typed: str | None, at: datetime.datetime) -> Erasure:
    """Make the person, the account or both anonymous, for ever; `typed` is the name as a check, None where a rule does it.

    Raises ValidationError with sentences where it is refused, Http404 where there is nobody.
    """
    # Two administrators must not erase each other at the same moment.
    list(User.objects.select_for_update(no_key=True).filter(is_active=True, role=Role.ADMINISTRATOR).values_list("pk"))
    subject = Subject.found(kind, pk, lock=True)
    if reasons := refusals(subject, by=by, on=timezone.localdate(at)):
        raise ValidationError(reasons)
    if typed is not None:
        _check(subject, typed=typed, reason=reason)
    words, addresses, where = names(subject), subject.addresses(), in_the_log(subject)
    marks = marks_of(subject.person) if subject.person else []
    if subject.user:
        scrubbing.account(subject.user)
        withdraw_what_leads(subject.user, by=by, at=at)
    if subject.person:
        scrubbing.person(subject.person, on=timezone.localdate(at))
    scrubbing.letters(subject.person, subject.user, addresses, at=at)
    scrubbing.logs(subject.user, words | addresses)
    # A draft or sheet that is kept may print the name.
    forget_all()
    access_log.note(AccessKind.ERASURE, by=by, about=subject.user, subject=where, at=at)
    closed = Erasure.objects.filter(user=subject.user, user__isnull=False).exists()
    account = None if closed else subject.user
    return Erasure.objects.create(person=subject.person, user=account, by=by, at=at, reason=reason, marks=marks)


@transaction.atomic
def close_for_good(pk: int, *, reason: str, at: datetime.datetime) -> Erasure:
    """Make a closed account anonymous; the person of the directory, who may work on in the network, stays."""
    user = User.objects.select_for_update().get(pk=pk)
    where = in_both(lambda: _("account no. %(number)s") % {"number": pk})
    scrubbing.account(user)
    scrubbing.logs(user, set())
    access_log.note(AccessKind.ERASURE, by=None, about=user, subject=where, at=at)
    return Erasure.objects.create(user=user, at=at, reason=reason)


def _check(subject: Subject, *, typed: str, reason: str) -> None:
    if fold(typed) != fold(str(subject)):
        raise ValidationError({"typed": _("This is not the name of the person. Type it as it stands above.")})
    said = fold(reason)
    if any(fold(words) in said for words in names(subject) | subject.addresses()):
        raise ValidationError({"reason": _("Give the reason without the name: it stays.")})


def names(subject: Subject) -> set[str]:
    """Return the full name in the two orders in which logs write it; nothing for a family name alone, which others bear too."""
    if not subject.person or not subject.person.given_name:
        return set()
    given, family = subject.person.given_name, subject.person.family_name
    return {f"{given} {family}", f"{family}, {given}"}
