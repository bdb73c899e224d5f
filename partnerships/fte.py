"""Working time in a partnership, and what does not add up: warnings in words, never a refusal (DOMAIN §7.9)."""

import datetime
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

from django.utils.translation import gettext as _

from amif_network.core.bilingual import active_language
from amif_network.core.formats import format_date
from amif_network.core.questions import Ask, Question

from .models import FteShare, FteTotal, Partnership, Party
from .models.choices import Formal, FteKind

FULL_TIME = Decimal(1)
ZERO = Decimal(0)


class Spell(Protocol):
    """A share of working time from a day until a day; an end that is not known is open."""

    fte: Decimal
    starts_on: datetime.date
    ends_on: datetime.date | None


@dataclass(frozen=True, slots=True)
class OfParty:
    """The working time of a party: its shares, the total of its team by kind, whether the reader may change them."""

    party: Party
    shares: list[FteShare]
    totals: list[FteTotal]
    writes: bool


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """The working time of all parties, and the sentences about what does not add up."""

    parties: list[OfParty]
    warnings: list[str]


def sum_on(shares: Iterable[Spell], day: datetime.date) -> Decimal:
    """Add up the shares that hold on a day."""
    return sum((one.fte for one in shares if one.starts_on <= day and (one.ends_on is None or one.ends_on >= day)), ZERO)


def peak(shares: Sequence[Spell]) -> tuple[Decimal, datetime.date | None]:
    """Return the largest sum of shares on one day, and the first such day; sums only grow where a share begins."""
    sums = [(sum_on(shares, day), day) for day in sorted({one.starts_on for one in shares})]
    return max(sums, key=lambda one: one[0]) if sums else (ZERO, None)


@Question
def _shares(partnership: int) -> Any:
    return FteShare.objects.filter(partnership=partnership).select_related("person")


@Question
def _totals(project: int, organisations: list[int]) -> Any:
    return FteTotal.objects.filter(project=project, organisation__among=organisations)


def _teams(partnership: Partnership) -> tuple[int, list[int]]:
    """Return the project of a partnership that has one, and the organisations of its parties."""
    return partnership.project_id or 0, [party.organisation_id for party in partnership.parties.all()]


def asks(partnership: Partnership) -> list[Ask]:
    """Return what `of_partnership` asks of the database, but for the sums over other partnerships."""
    teams = [] if partnership.project_id is None else [_totals.of(*_teams(partnership))]
    return [_shares.of(partnership.pk), *teams]


def of_partnership(partnership: Partnership, own: Collection[int], day: datetime.date) -> WorkingTime:
    """Return the working time of a partnership with its parties loaded; four queries at most.

    `own`: the parties that the person acts for; sums over other partnerships are told of these alone.
    """
    shares = _shares(partnership.pk)
    parties = list(partnership.parties.all())
    totals = [] if partnership.project_id is None else _totals(*_teams(partnership))
    found = [
        OfParty(
            party,
            [one for one in shares if one.party_id == party.pk],
            [one for one in totals if one.organisation_id == party.organisation_id],
            party.pk in own,
        )
        for party in parties
    ]
    mine = [one for one in found if one.writes]
    return WorkingTime(
        found, [*_uneven_teams(partnership, mine, day), *_overworked([one for team in mine for one in team.shares])]
    )


def _uneven_teams(partnership: Partnership, teams: Sequence[OfParty], day: datetime.date) -> list[str]:
    """Say where the total of a team is another than the sum of its shares in all partnerships of the project."""
    told = [team for team in teams if team.totals]
    if not told:
        return []
    on = min(max(day, partnership.starts_on or day), partnership.ends_on or day)
    alike = FteShare.objects.filter(
        partnership__project=partnership.project_id, party__organisation__in=[team.party.organisation_id for team in told]
    ).exclude(partnership__state=Formal.ABANDONED)
    rows = list(alike.select_related("party"))
    said = []
    for team in told:
        for total in team.totals:
            same: list[Any] = [
                one for one in rows if one.kind == total.kind and one.party.organisation_id == team.party.organisation_id
            ]
            added = sum_on(same, on)
            if added != total.fte:
                said.append(_unequal(team.party, total, added, on))
    return said


def _unequal(party: Party, total: FteTotal, added: Decimal, day: datetime.date) -> str:
    return _(
        "%(name)s, working time %(kind)s: the team has %(total)s in all, its shares in the partnerships of the project add up to "
        "%(added)s on %(day)s."
    ) % {
        "name": party.organisation,
        "kind": total.get_kind_display(),
        "total": in_words(total.fte),
        "added": in_words(added),
        "day": format_date(day, active_language()),
    }


def _overworked(shares: Sequence[FteShare]) -> list[str]:
    """Say who works more than full time, over all partnerships."""
    people = {one.person_id: one.person for one in shares if one.person_id is not None}
    if not people:
        return []
    everywhere = list(FteShare.objects.filter(person__in=people).exclude(partnership__state=Formal.ABANDONED))
    said = []
    for key, person in people.items():
        for kind in (FteKind.PLANNED, FteKind.ACTUAL):
            most, day = peak([one for one in everywhere if one.person_id == key and one.kind == kind])
            if most > FULL_TIME and day is not None:
                said.append(
                    _("%(person)s, working time %(kind)s: %(fte)s on %(day)s over all partnerships, more than full time.")
                    % {"person": person, "kind": kind.label, "fte": in_words(most), "day": format_date(day, active_language())}
                )
    return said


def in_words(fte: Decimal) -> str:
    """Write full-time equivalents as both languages do: "0,40"."""
    return f"{fte:.2f}".replace(".", ",")
