"""What a partnership is made of, in rows: parties, commitments, working time.

Rows are saved as a whole against the fingerprint of what was shown, so that of two writers the second loses nothing
and overwrites nothing. The log keeps every row that was changed or taken away, as it stood.
"""

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from amif_network.accounts.models import User
from amif_network.core.bilingual import in_both
from amif_network.core.fingerprint import Overtaken, fingerprint
from amif_network.core.workflow import advance
from projects.actions.budget import Row
from projects.models import Project

from ..models import Commitment, FteShare, FteTotal, Partnership, Party
from ..models.choices import Edit, Formal, LogSubject, Role
from ..workflow import PARTNERSHIP
from .agreements import refuse_strange_party
from .steps import locked_partnership, log

Scope = Callable[[Partnership, Party | None], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Table:
    """A kind of row: to what it belongs, what people write into it, the step that changes it, how the log names a row."""

    model: type[models.Model]
    columns: tuple[str, ...]
    action: str
    subject: str
    scope: Scope
    said: Callable[[Any], str]
    related: tuple[str, ...] = ()

    def of(self, partnership: Partnership, party: Party | None) -> list[Any]:
        """Return the rows in their order."""
        found = self.model._default_manager.filter(**self.scope(partnership, party))
        return list(found.select_related(*self.related) if self.related else found)

    def fingerprint(self, rows: Sequence[Any]) -> str:
        """Return the fingerprint of what people write into `rows`."""
        return fingerprint([[row.pk, *(getattr(row, name) for name in self.columns)] for row in rows])


def _of_partnership(partnership: Partnership, party: Party | None) -> dict[str, Any]:
    return {"partnership": partnership}


def _of_party(partnership: Partnership, party: Party | None) -> dict[str, Any]:
    return {"partnership": partnership, "party": party}


def _of_team(partnership: Partnership, party: Party | None) -> dict[str, Any]:
    assert party is not None
    return {"project": partnership.project, "organisation": party.organisation}


def _party_said(row: Party) -> str:
    people = [f"{label}: {person}" for label, person in ((_("contact"), row.contact), (_("in charge"), row.owner)) if person]
    return ", ".join([str(row), *people])


def _commitment_said(row: Commitment) -> str:
    note = str(row.note)
    return f"{row.text} ({row.get_state_display()}{f': {note}' if note else ''})"


def _share_said(row: FteShare) -> str:
    person = f", {row.person}" if row.person else ""
    return f"{row.get_kind_display()}: {row.fte}{person} ({row.starts_on} → {row.ends_on or '…'})"


def _total_said(row: FteTotal) -> str:
    return f"{row.get_kind_display()}: {row.fte}"


PARTIES = Table(
    Party,
    ("organisation_id", "role", "contact_id", "owner_id"),
    "parties",
    LogSubject.PARTY,
    _of_partnership,
    _party_said,
    ("organisation", "contact", "owner"),
)
COMMITMENTS = Table(
    Commitment,
    ("position", "text_fr", "text_nl", "state", "note_fr", "note_nl"),
    "follow",
    LogSubject.COMMITMENT,
    _of_party,
    _commitment_said,
)
SHARES = Table(
    FteShare,
    ("person_id", "kind", "fte", "starts_on", "ends_on"),
    "follow",
    LogSubject.FTE,
    _of_party,
    _share_said,
    ("person",),
)
TOTALS = Table(FteTotal, ("kind", "fte"), "follow", LogSubject.FTE, _of_team, _total_said)


@transaction.atomic
def save_rows(
    partnership: Partnership, table: Table, *, party: Party | None = None, rows: Sequence[Row], base: str, by: User,
    at: datetime.datetime,
) -> Partnership:  # fmt: skip
    """Make `rows` all rows of `table` that the partnership, or one of its parties, has, as they stood at `base`.

    A row that names one of elsewhere, or one that is gone, becomes a new one. Raises Overtaken when somebody else changed
    the rows since, ValidationError when a row is refused or others depend on one that would go, WrongState or
    PermissionDenied as `core.workflow.advance`.
    """
    standing = locked_partnership(partnership, by=by)
    before, after = advance(PARTNERSHIP, table.action, standing, by=by)
    if party is not None:
        refuse_strange_party(standing, party, by)
    if table is TOTALS:
        # Other partnerships of the project have the same rows.
        Project.objects.select_for_update(no_key=True).get(partnerships=standing.pk)
    existing = {row.pk: row for row in table.of(standing, party)}
    if table.fingerprint(list(existing.values())) != base:
        raise Overtaken
    left = dict(existing)
    wanted = [_filled(table, standing, party, left.pop(row.pk or 0, None), row) for row in rows]
    if table is PARTIES:
        _refuse_incomplete(standing, wanted)
        _in_their_place(wanted, left)
    changed = [row for row in wanted if _differs(table, row, existing.get(row.pk))]
    gone = list(left.values())
    if changed or gone:
        words = in_both(lambda: _differences(table, existing, changed, gone))
        _write(changed, gone)
        standing.rev += 1
        standing.save(update_fields=["rev"])
        log(standing, table.subject, Edit.CHANGE, before, after, by=by, at=at, words=words)
    return standing


def _filled(table: Table, partnership: Partnership, party: Party | None, standing: Any, row: Row) -> Any:
    """Return the row as it shall be."""
    return table.model(pk=standing.pk if standing is not None else None, **table.scope(partnership, party), **row.values)


def _differs(table: Table, row: Any, standing: Any) -> bool:
    return standing is None or any(getattr(row, name) != getattr(standing, name) for name in table.columns)


def _in_their_place(wanted: Sequence[Party], left: dict[int, Party]) -> None:
    """Let a new row take the place of one that goes: the same organisation once more, or another host.

    A partnership that is more than an idea is never without a host, nor has it two.
    """
    for row in wanted:
        if row.pk is None:
            same = (
                key
                for key, gone in left.items()
                if gone.organisation_id == row.organisation_id or row.role == gone.role == Role.HOST
            )
            row.pk = next(same, None)
            left.pop(row.pk or 0, None)


def _write(changed: Sequence[Any], gone: Sequence[Any]) -> None:
    """Save what changed, take away what is gone; parties come before others go, and who stops being the host makes room first."""
    parties = any(isinstance(row, Party) for row in (*changed, *gone))
    if not parties:
        _take_away(gone)
    for row in sorted(changed, key=lambda one: getattr(one, "role", "") == Role.HOST):
        # A row that takes the place of one that stands is no new one.
        row._state.adding = row.pk is None
        row.full_clean()
        row.save()
    if parties:
        _take_away(gone)


def _take_away(gone: Sequence[Any]) -> None:
    for row in gone:
        try:
            row.delete()
        except ProtectedError as error:
            raise ValidationError(_("%(row)s cannot be taken away: something was recorded with it.") % {"row": row}) from error


def _refuse_incomplete(partnership: Partnership, parties: Sequence[Party]) -> None:
    """Raise ValidationError where there is not one host, or no partner although it is more than an idea (DOMAIN §7.1)."""
    hosts = sum(party.role == Role.HOST for party in parties)
    if hosts > 1:
        raise ValidationError(_("A partnership has one host."))
    if partnership.state != Formal.IDEA and (hosts == 0 or len(parties) < 2):
        raise ValidationError(_("A partnership needs a host and at least one partner."))


def _differences(table: Table, existing: Mapping[int, Any], changed: Sequence[Any], gone: Sequence[Any]) -> str:
    """Write down what stood and what stands, a line for each row that changed."""
    said = [f"− {table.said(row)}" for row in gone]
    for row in changed:
        before = existing.get(row.pk)
        said += [f"{table.said(before)} → {table.said(row)}" if before else f"+ {table.said(row)}"]
    return "\n".join(said)
