"""What organisations say about a call: an answer is written down, the one before it stays in the history (DOMAIN §5, §7.10)."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from amif_network.accounts.models import Role, User
from amif_network.core.bilingual import in_both
from amif_network.core.fingerprint import Overtaken
from amif_network.core.workflow import advance
from amif_network.directory.models import Organisation
from meetings.models import Meeting, Section

from ..models import Call, ExpressionOfInterest
from ..models.choices import ANSWERING, Certainty, Edit, LogSubject
from ..workflow import CALL
from .steps import locked_call, log

# What makes one answer another one: the same words said again are no new answer.
COMPARED = ("answer", "partner_id", "certainty", "reason_code", "reason")
# The form was not shown anything yet, so that whatever stands may be replaced.
UNSEEN = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What an organisation says. `base`: the key of the answer that the writer was shown, 0 for none."""

    organisation: Organisation
    answer: str
    partner: Organisation | None = None
    certainty: str = Certainty.STATED
    reason_code: str = ""
    reason: str = ""
    base: int = UNSEEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """When it was said (None: on the day it is written down) and where: at a meeting, in a section of its minutes."""

    on: datetime.date | None = None
    meeting: Meeting | None = None
    section: Section | None = None


class OthersAnswered(Overtaken):
    """For some organisations another answer was written down since the person opened the page: `standing`, by organisation."""

    def __init__(self, standing: Mapping[int, ExpressionOfInterest]) -> None:
        super().__init__()
        self.standing = standing


def state(call: Call, said: Said, *, source: Source | None = None, by: User, at: datetime.datetime) -> ExpressionOfInterest:
    """Write down one answer, and return the answer that stands for it. Raises as `record_poll`."""
    return record_poll(call, [said], source=source, by=by, at=at)[0]


@transaction.atomic
def record_poll(
    call: Call, answers: Sequence[Said], *, source: Source | None = None, by: User, at: datetime.datetime
) -> list[ExpressionOfInterest]:
    """Write down what several organisations said, all or nothing, and return an answer for each.

    What an organisation said before stays, marked as replaced; the same answer again makes no row. An answer that was said
    before the one in force enters the history at once. Raises OthersAnswered where somebody else wrote down another answer
    meanwhile, ValidationError for what is not right, WrongState or PermissionDenied when `by` may not answer.
    """
    locked = locked_call(call, by=by)
    advance(CALL, "answer", locked, by=by)
    source = _checked(source or Source(), by=by, at=at)
    _refuse_others([one.organisation for one in answers], by=by)
    keys = [one.organisation.pk for one in answers]
    earlier: dict[int, list[ExpressionOfInterest]] = {key: [] for key in keys}
    for row in locked.interests.filter(organisation__in=keys).select_for_update(of=("self",)).order_by("stated_on", "pk"):
        earlier[row.organisation_id].append(row)
    _refuse_overtaken(answers, earlier)
    return [_write(locked, one, earlier[one.organisation.pk], source, by=by, at=at) for one in answers]


def _checked(source: Source, *, by: User, at: datetime.datetime) -> Source:
    """Return the source with its day and, for a section, its meeting. Raises ValidationError for one that cannot be."""
    today = timezone.localdate(at)
    if not by.is_coordinating:
        return Source(on=today)
    section, meeting = source.section, source.meeting
    if section is not None:
        if section.removed_at is not None or (meeting is not None and section.minutes.meeting_id != meeting.pk):
            raise ValidationError(_("This section belongs to other minutes."))
        meeting = section.minutes.meeting
    day = source.on or today
    if day > today:
        raise ValidationError(_("This day is still to come."))
    return Source(on=day, meeting=meeting, section=section)


def _refuse_others(organisations: Sequence[Organisation], *, by: User) -> None:
    """Members answer for the organisations they act for; nobody answers for one that leads no projects."""
    if not by.is_coordinating:
        ours = set(by.organisations().values_list("pk", flat=True)) if by.role == Role.MEMBER else set()
        if not ours.issuperset(one.pk for one in organisations):
            raise PermissionDenied
    for one in organisations:
        if one.kind not in ANSWERING:
            raise ValidationError(_("%(name)s answers no call: only CPAS and their services do.") % {"name": one})


def _refuse_overtaken(answers: Iterable[Said], earlier: Mapping[int, list[ExpressionOfInterest]]) -> None:
    """Raise OthersAnswered where an answer stands that the writer has not seen, and that is not what they write themselves."""
    unseen = {}
    for said in answers:
        standing = in_force(earlier[said.organisation.pk])
        if standing is not None and said.base not in (UNSEEN, standing.pk) and not _same(standing, said):
            unseen[said.organisation.pk] = standing
    if unseen:
        raise OthersAnswered(unseen)


def in_force(rows: Iterable[ExpressionOfInterest]) -> ExpressionOfInterest | None:
    """Return the answer of an organisation that no other one replaced."""
    return next((row for row in rows if row.replaced_at is None), None)


def _write(
    call: Call, said: Said, earlier: Sequence[ExpressionOfInterest], source: Source, *, by: User, at: datetime.datetime
) -> ExpressionOfInterest:
    """Add the answer of an organisation that said `earlier`, oldest first, and log it."""
    assert source.on is not None
    before = next((row for row in reversed(earlier) if row.stated_on <= source.on), None)
    if before is not None and _same(before, said):
        return before
    standing = in_force(earlier)
    late = standing is not None and standing.stated_on > source.on
    new = ExpressionOfInterest(
        call=call, organisation=said.organisation, answer=said.answer, partner=said.partner, certainty=said.certainty,
        reason_code=said.reason_code, reason=said.reason.strip(), stated_on=source.on, meeting=source.meeting,
        section=source.section, recorded_by=by, recorded_at=at, replaced_at=at if late else None,
    )  # fmt: skip
    if standing is not None and not late:
        standing.replaced_at = at
        standing.save(update_fields=["replaced_at"])
    new.full_clean()
    new.save()
    log(
        call, LogSubject.INTEREST, Edit.RECORD, before.answer if before else "", new.answer, by=by, at=at,
        comment=said.reason.strip(), words=in_both(lambda: str(said.organisation)),
    )  # fmt: skip
    return new


def _same(row: ExpressionOfInterest, said: Said) -> bool:
    """True where an answer says what is said now."""
    partner = said.partner.pk if said.partner else None
    values = (said.answer, partner, said.certainty, said.reason_code, said.reason.strip())
    return tuple(getattr(row, name) for name in COMPARED) == values
