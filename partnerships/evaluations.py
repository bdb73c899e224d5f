"""Who reads which evaluation, and the section about them on the page of a partnership (DOMAIN §6).

An evaluation is its author's until it is shared. The other side reads it once both have shared one; coordinators read what is
shared. Two partners of one host do not read each other.
"""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from amif_network.accounts.models import Role as UserRole
from amif_network.accounts.models import User
from amif_network.accounts.questions import ReaderQuestion
from amif_network.core.questions import Ask, Question, attach
from amif_network.core.workflow import allowed

from .models import Evaluation, EvaluationItem, Party
from .models.choices import Role
from .workflow import PARTNERSHIP


@dataclass(frozen=True, slots=True)
class Side:
    """A party of the partnership: its evaluations that the reader may read, and what the reader may do there."""

    party: Party
    evaluations: list[Evaluation]
    writes: bool
    # It shared one that the reader cannot read yet.
    waits: bool


@dataclass(frozen=True, slots=True)
class EvaluationSection:
    """What the page of a partnership shows of evaluations."""

    sides: list[Side]


def own_parties(user: User) -> QuerySet[Party]:
    """Return the parties for which a member acts; none for anybody else."""
    return (
        Party.objects.filter(organisation__in=user.organisation_keys()) if user.role == UserRole.MEMBER else Party.objects.none()
    )


def readable(user: User) -> QuerySet[Evaluation]:
    """Return the evaluations that exist for `user`, the latest first."""
    found = Evaluation.objects.order_by("partnership_id", "party_id", "-as_of")
    if user.is_coordinating:
        return found.filter(Q(shared_at__isnull=False) | Q(written_by=user))
    mine = own_parties(user).values("pk")
    shared = Evaluation.objects.filter(partnership=OuterRef("partnership"), party__in=mine, shared_at__isnull=False)
    # Of two sides one is the host.
    facing = Q(party__role=Role.HOST) | Q(Exists(shared.filter(party__role=Role.HOST)))
    return found.filter(Q(party__in=mine) | Q(Exists(shared), shared_at__isnull=False) & facing)


@ReaderQuestion
def _readable(reader: User, partnership: int, day: datetime.date) -> Any:
    return readable(reader).filter(partnership=partnership, as_of__lte=day).select_related("written_by__person")


@ReaderQuestion
def _items(reader: User, partnership: int, day: datetime.date) -> Any:
    read = readable(reader).filter(partnership=partnership, as_of__lte=day)
    return EvaluationItem.objects.filter(evaluation__in=read.order_by().values("pk")).order_by("kind", "position", "pk")


@Question
def _shared(partnership: int) -> Any:
    shared = Evaluation.objects.filter(partnership=partnership, shared_at__isnull=False)
    return shared.order_by().values_list("party", flat=True)


@ReaderQuestion
def _own(reader: User, partnership: int) -> Any:
    return own_parties(reader).filter(partnership=partnership).order_by().values_list("pk", flat=True)


def asks(partnership: int, user: User, day: datetime.date) -> list[Ask]:
    """Return what `of_partnership` asks of the database."""
    read = [question.of(user, partnership, day) for question in (_readable, _items)]
    return [*read, _shared.of(partnership), _own.of(user, partnership)]


def of_partnership(partnership: Any, user: User, day: datetime.date) -> EvaluationSection:
    """Return the evaluations of a partnership as `user` may read them; four queries, however many there are."""
    found = _readable(user, partnership.pk, day)
    attach(found, "items", _items(user, partnership.pk, day) if found else (), "evaluation_id")
    shared, own = set(_shared(partnership.pk)), set(_own(user, partnership.pk))
    may = "evaluate" in allowed(PARTNERSHIP, user, partnership)
    sides = []
    for party in partnership.parties.all():
        read = [one for one in found if one.party_id == party.pk]
        sides.append(Side(party, read, may and (user.is_coordinating or party.pk in own), party.pk in shared and not read))
    return EvaluationSection(sides)
