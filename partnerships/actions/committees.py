"""Committees: created with their usual seats, changed, and who holds the seats (DOMAIN §6, §7.8)."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from amif_network.accounts.models import User
from amif_network.core.bilingual import in_both
from amif_network.core.fingerprint import Overtaken, fingerprint
from amif_network.core.workflow import advance
from meetings.actions.people import keep_new_people
from projects.actions.budget import Row
from projects.actions.steps import stood

from ..models import Committee, Immersion, Seat, SeatHolder
from ..models.choices import CommitteeKind, Edit, LogSubject
from ..seats import usual_seats
from ..workflow import PARTNERSHIP
from .steps import locked_partnership, locked_row, log

EDITED = ("convened_by", "least_meetings")


@transaction.atomic
def create(committee: Committee, *, by: User, at: datetime.datetime) -> Committee:
    """Save a new committee with the usual seats; the agent of an immersion takes theirs.

    Raises ValidationError for a second one of a kind, WrongState or PermissionDenied as `core.workflow.advance`.
    """
    partnership = locked_partnership(committee.partnership, by=by)
    advance(PARTNERSHIP, "committee", partnership, by=by)
    committee.full_clean()
    committee.save()
    usual = usual_seats(committee.kind, partnership.forms)
    seats = Seat.objects.bulk_create(
        [
            Seat(
                committee=committee, position=place, label_fr=one.label_fr, label_nl=one.label_nl, side=one.side,
                alternates_allowed=one.alternates,
            )
            for place, one in enumerate(usual, 1)
        ]
    )  # fmt: skip
    for seat, one in zip(seats, usual, strict=True):
        if one.agent:
            _seat_agents(seat, partnership.pk)
    words = in_both(lambda: str(committee.get_kind_display()))
    log(partnership, LogSubject.COMMITTEE, Edit.RECORD, by=by, at=at, words=words, about=committee)
    return committee


def _seat_agents(seat: Seat, partnership: int) -> None:
    agents = Immersion.objects.filter(partnership=partnership, agent__isnull=False)
    SeatHolder.objects.bulk_create(
        [SeatHolder(seat=seat, person_id=one.agent_id, starts_on=one.starts_on, ends_on=one.ends_on) for one in agents]
    )


@transaction.atomic
def change(committee: Committee, *, by: User, at: datetime.datetime) -> Committee:
    """Save who convenes a committee and how often it meets, as changed in memory. Raises Overtaken, else as `create`."""
    partnership = locked_partnership(committee.partnership, by=by)
    advance(PARTNERSHIP, "committee", partnership, by=by)
    standing = locked_row(Committee, committee, by=by)
    if standing.rev != committee.rev:
        raise Overtaken
    changed = [name for name in EDITED if getattr(standing, name) != getattr(committee, name)]
    if changed:
        committee.full_clean()
        committee.rev += 1
        committee.save(update_fields=[*changed, "rev"])
        words = in_both(lambda: stood(standing, changed))
        log(partnership, LogSubject.COMMITTEE, Edit.CHANGE, by=by, at=at, words=words, about=committee)
    return committee


@dataclass(frozen=True, slots=True)
class Rows:
    """A kind of row of a committee: its columns, and how the log names a row."""

    model: type[models.Model]
    columns: tuple[str, ...]
    path: str
    related: tuple[str, ...] = ()

    def of(self, committee: Committee) -> list[Any]:
        """Return the rows of a committee in their order."""
        found = self.model._default_manager.filter(**{self.path: committee})
        return list(found.select_related(*self.related) if self.related else found)

    def fingerprint(self, rows: Sequence[Any]) -> str:
        """Return the fingerprint of what people write into `rows`."""
        return fingerprint([[row.pk, *(getattr(row, name) for name in self.columns)] for row in rows])

    def said(self, row: Any) -> str:
        """Write a row as the log and a second writer read it."""
        return str(row) if isinstance(row, Seat) else f"{row} {row.starts_on} → {row.ends_on or '…'}"


SEATS = Rows(Seat, ("position", "label_fr", "label_nl", "side", "least", "alternates_allowed"), "committee")
HOLDERS = Rows(SeatHolder, ("seat_id", "person_id", "starts_on", "ends_on"), "seat__committee", ("seat", "person"))


@transaction.atomic
def save_rows(committee: Committee, table: Rows, *, rows: Sequence[Row], base: str, by: User, at: datetime.datetime) -> None:
    """Make `rows` all seats, or all holders, of a committee, as they stood at the fingerprint `base`.

    Raises Overtaken when somebody else changed them since, ValidationError where a row is refused (the agent has no seat in
    steering; a seat that somebody held stays), WrongState or PermissionDenied as `core.workflow.advance`.
    """
    partnership = locked_partnership(committee.partnership, by=by)
    advance(PARTNERSHIP, "committee", partnership, by=by)
    standing = locked_row(Committee, committee, by=by)
    existing = {row.pk: row for row in table.of(standing)}
    if table.fingerprint(list(existing.values())) != base:
        raise Overtaken
    keep_new_people(row.values.get("person") for row in rows)
    before = in_both(lambda: "\n".join(table.said(row) for row in existing.values()))
    wanted = [_filled(table, standing, row, existing) for row in rows]
    _take_away([row for row in existing.values() if row.pk not in {one.pk for one in wanted}])
    for row in wanted:
        row.full_clean()
        _refuse_agent_in_steering(standing, row)
        row.save()
    if table.fingerprint(table.of(standing)) != base:
        log(partnership, LogSubject.COMMITTEE, Edit.CHANGE, by=by, at=at, words=before, about=committee)


def _filled(table: Rows, committee: Committee, row: Row, existing: dict[int, Any]) -> Any:
    """Return the row as it shall be; one that names a row of elsewhere becomes a new one."""
    standing = existing.get(row.pk or 0)
    filled: Any = table.model(pk=standing.pk if standing is not None else None, **row.values)
    filled._state.adding = standing is None
    if isinstance(filled, Seat):
        filled.committee = committee
    return filled


def _take_away(rows: Sequence[Any]) -> None:
    """Delete rows; raise ValidationError for a seat that somebody holds or held."""
    for row in rows:
        if isinstance(row, Seat) and row.holders.exists():
            raise ValidationError(
                _("The seat “%(seat)s” is or was held: it stays. If nobody must sit there any more, ask for 0 people.")
                % {"seat": row}
            )
        row.delete()


def _refuse_agent_in_steering(committee: Committee, row: Any) -> None:
    """Raise ValidationError where the agent of an immersion of these days would sit in steering (DOMAIN §7.8)."""
    if committee.kind != CommitteeKind.STEERING or not isinstance(row, SeatHolder):
        return
    agents = Immersion.objects.filter(partnership=committee.partnership_id, agent=row.person_id, ends_on__gte=row.starts_on)
    if row.ends_on:
        agents = agents.filter(starts_on__lte=row.ends_on)
    if agents.exists():
        raise ValidationError(
            _("%(person)s is the agent of the immersion: the agent has no seat in the steering committee.")
            % {"person": row.person}
        )
