"""Who reads which evaluation, and the section about them on the page of a partnership (DOMAIN §6).

An evaluation is its author's until it is shared. The other side reads it once both have shared one; coordinators read what is
shared. Two partners of one host do not read each other.
"""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from amif_network.accounts.models import Role as UserRole
from amif_network.accounts.models import User
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


def of_partnership(partnership: Any, user: User, day: datetime.date) -> EvaluationSection:
    """Return the evaluations of a partnership as `user` may read them; four queries, however many there are."""
    items = Prefetch("items", queryset=EvaluationItem.objects.order_by("kind", "position", "pk"))
    found = list(
        readable(user)
        .filter(partnership=partnership, as_of__lte=day)
        .select_related("written_by__person")
        .prefetch_related(items)
    )
    shared = set(Evaluation.objects.filter(partnership=partnership, shared_at__isnull=False).values_list("party", flat=True))
    own = set(own_parties(user).filter(partnership=partnership).values_list("pk", flat=True))
    may = "evaluate" in allowed(PARTNERSHIP, user, partnership)
    sides = []
    for party in partnership.parties.all():
        read = [one for one in found if one.party_id == party.pk]
        sides.append(Side(party, read, may and (user.is_coordinating or party.pk in own), party.pk in shared and not read))
    return EvaluationSection(sides)
