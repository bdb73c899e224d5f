"""Partnerships: started, changed, moved along their workflow, renewed (DOMAIN §6, §7.1, §7.2)."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from amif_network.accounts.models import User
from amif_network.core.bilingual import in_both
from amif_network.core.fingerprint import Overtaken
from amif_network.core.workflow import advance
from amif_network.directory.models import Organisation
from projects.actions.steps import stood

from ..models import Commitment, Committee, FteShare, LogEntry, Partnership, Party, Seat
from ..models.choices import Edit, FteKind, LogSubject, Role
from ..workflow import PARTNERSHIP
from .steps import locked_partnership, log, partnership_step

EDITED = (
    "code", "title_fr", "title_nl", "objective_fr", "objective_nl", "call", "project", "forms", "starts_on", "ends_on",
    "with_supplement",
)  # fmt: skip
# Steps whose reason stays with the partnership.
ENDS = ("not_renew", "terminate", "abandon")


class NotReady(ValidationError):
    """Something is missing before the step can be taken; the messages name it."""


@transaction.atomic
def start(
    partnership: Partnership, *, host: Organisation, partners: Sequence[Organisation], by: User, at: datetime.datetime
) -> Partnership:
    """Save a new partnership with its parties, none twice; a member starts one that an organisation of theirs hosts.

    Raises ValidationError when it is not right, PermissionDenied for a host the person does not act for.
    """
    if not by.is_coordinating and not (by.role == "member" and by.organisations().filter(pk=host.pk).exists()):
        raise PermissionDenied
    if host in partners or len({one.pk for one in partners}) != len(partners):
        raise ValidationError(_("An organisation is a party once: the host is no partner."))
    partnership.created_by, partnership.created_at = by, at
    partnership.full_clean()
    _refuse_before_predecessor(partnership)
    partnership.save()
    Party.objects.create(partnership=partnership, organisation=host, role=Role.HOST)
    Party.objects.bulk_create(Party(partnership=partnership, organisation=partner, role=Role.PARTNER) for partner in partners)
    log(partnership, LogSubject.PARTNERSHIP, Edit.RECORD, "", partnership.state, by=by, at=at)
    return partnership


@transaction.atomic
def change(partnership: Partnership, *, by: User, at: datetime.datetime) -> Partnership:
    """Save what was changed of a partnership in memory; the log keeps what stood there before.

    Raises Overtaken when somebody else changed it since it was read, ValidationError when it is not right any more,
    WrongState or PermissionDenied as `core.workflow.advance`.
    """
    standing = locked_partnership(partnership, by=by)
    before, after = advance(PARTNERSHIP, "edit", standing, by=by)
    if standing.rev != partnership.rev:
        raise Overtaken
    changed = [name for name in EDITED if getattr(standing, name) != getattr(partnership, name)]
    if not changed:
        return partnership
    partnership.full_clean()
    _refuse_before_predecessor(partnership)
    partnership.rev += 1
    partnership.save(update_fields=[*changed, "rev"])
    words = in_both(lambda: _stood(standing, changed))
    log(standing, LogSubject.PARTNERSHIP, Edit.CHANGE, before, after, by=by, at=at, words=words)
    return partnership


@transaction.atomic
def move(partnership: Partnership, action: str, *, comment: str = "", by: User, at: datetime.datetime) -> Partnership:
    """Take a step that asks for no more than a comment; why a partnership ended stays with it.

    Raises NotReady where something is missing, else as `core.workflow.advance`.
    """
    standing = locked_partnership(partnership, by=by)
    _refuse_unready(standing, action)
    standing.rev += 1
    saving: tuple[str, ...] = ("rev",)
    if action in ENDS or action == "reopen":
        standing.end_reason = comment.strip() if action in ENDS else ""
        saving = ("rev", "end_reason")
    return partnership_step(standing, action, by=by, at=at, comment=comment.strip(), saving=saving)


def missing(partnership: Partnership, action: str) -> list[str]:
    """Return what is missing before a step can be taken, a sentence each."""
    if action in ("end", "not_renew", "terminate", "abandon"):
        return []
    found = []
    if action in ("negotiate", "agree", "put_to_sign", "reopen"):
        roles = {party.role for party in partnership.parties.all()}
        if not {Role.HOST, Role.PARTNER} <= roles:
            found.append(_("A partnership needs a host and at least one partner."))
    if action in ("agree", "put_to_sign", "reopen"):
        if partnership.starts_on is None or partnership.ends_on is None:
            found.append(_("Give the first and the last day before the text is agreed."))
        if not partnership.agreements.exists():
            found.append(_("Write the text of the agreement first."))
    return found


@dataclass(frozen=True, slots=True)
class Copied:
    """What a renewal takes over beside the parties."""

    commitments: bool = False
    committees: bool = False
    shares: bool = False


@transaction.atomic
def renew(
    partnership: Partnership, *, code: str, starts_on: datetime.date, ends_on: datetime.date | None, copied: Copied,
    by: User, at: datetime.datetime,
) -> Partnership:  # fmt: skip
    """Start the partnership that follows another, with the same parties and people. Returns the new one.

    Raises ValidationError where it would begin before the other ends, or a successor is there already, else as
    `core.workflow.advance`.
    """
    old = locked_partnership(partnership, by=by)
    partnership_step(old, "renew", by=by, at=at, comment=code)
    if Partnership.objects.filter(predecessor=old).exists():
        raise ValidationError(_("This partnership was renewed already."))
    kept = ("title_fr", "title_nl", "objective_fr", "objective_nl", "call", "project", "forms", "with_supplement")
    new = Partnership(
        code=code, starts_on=starts_on, ends_on=ends_on, predecessor=old, created_by=by, created_at=at,
        **{name: getattr(old, name) for name in kept},
    )  # fmt: skip
    new.full_clean()
    _refuse_before_predecessor(new)
    new.save()
    _copy(old, new, copied)
    log(new, LogSubject.PARTNERSHIP, Edit.RECORD, "", new.state, by=by, at=at, comment=old.code)
    return new


def last_change(partnership: Partnership, subject: str = LogSubject.PARTNERSHIP) -> LogEntry | None:
    """Return who changed the partnership, or rows of it, last and when."""
    changes = LogEntry.objects.filter(partnership=partnership, subject=subject, action=Edit.CHANGE)
    return changes.select_related("by__person").first()


def _copy(old: Partnership, new: Partnership, copied: Copied) -> None:
    """Copy the parties with their people, and what `copied` names."""
    parties = {}
    for party in old.parties.all():
        parties[party.pk] = Party.objects.create(
            partnership=new, organisation_id=party.organisation_id, role=party.role, contact_id=party.contact_id,
            owner_id=party.owner_id,
        )  # fmt: skip
    if copied.commitments:
        Commitment.objects.bulk_create(
            Commitment(
                partnership=new, party=parties[one.party_id], position=one.position, text_fr=one.text_fr, text_nl=one.text_nl
            )
            for one in old.commitments.all()
        )
    if copied.shares and new.starts_on is not None:
        planned = old.shares.filter(kind=FteKind.PLANNED)
        FteShare.objects.bulk_create(
            FteShare(
                partnership=new, party=parties[one.party_id], person_id=one.person_id, kind=one.kind, fte=one.fte,
                starts_on=new.starts_on, ends_on=new.ends_on,
            )
            for one in planned
        )  # fmt: skip
    if copied.committees:
        _copy_committees(old, new, parties)


def _copy_committees(old: Partnership, new: Partnership, parties: dict[int, Party]) -> None:
    """Copy the committees with their seats; who holds them is chosen anew."""
    for committee in old.committees.prefetch_related("seats"):
        made = Committee.objects.create(
            partnership=new, kind=committee.kind, convened_by=parties[committee.convened_by_id],
            least_meetings=committee.least_meetings,
        )  # fmt: skip
        Seat.objects.bulk_create(
            Seat(
                committee=made, position=seat.position, label_fr=seat.label_fr, label_nl=seat.label_nl, side=seat.side,
                least=seat.least, alternates_allowed=seat.alternates_allowed,
            )
            for seat in committee.seats.all()
        )  # fmt: skip


def _stood(standing: Partnership, changed: Sequence[str]) -> str:
    """Write down what stood in the `changed` fields, forms in words."""
    lines = [stood(standing, [name]) for name in changed if name != "forms"]
    if "forms" in changed:
        lines.append(f"{_('forms')}: {standing.forms_in_words()}")
    return "\n".join(lines)


def _refuse_unready(partnership: Partnership, action: str) -> None:
    """Raise NotReady where something is missing for the step."""
    found = missing(partnership, action)
    if found:
        raise NotReady(found)


def _refuse_before_predecessor(partnership: Partnership) -> None:
    """Raise ValidationError where a renewal does not start after the partnership before it has ended (DOMAIN §7.1)."""
    old = partnership.predecessor
    if old is not None and (partnership.starts_on is None or old.ends_on is None or partnership.starts_on <= old.ends_on):
        raise ValidationError({"starts_on": _("A renewal starts after the partnership that it renews has ended.")})
    following = Partnership.objects.filter(predecessor=partnership.pk).first() if partnership.pk else None
    if following is not None and (
        partnership.ends_on is None or (following.starts_on and partnership.ends_on >= following.starts_on)
    ):
        raise ValidationError({"ends_on": _("The partnership ends before its renewal starts.")})
