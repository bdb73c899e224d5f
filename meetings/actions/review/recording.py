"""What coordinators do with the request to one organisation: more time, once more, silence, an answer on another way (UX §5)."""

import datetime
from collections.abc import Sequence

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from amif_network.accounts.models import User
from amif_network.accounts.roles import coordinating
from amif_network.core.workflow import WrongState, advance

from ...deadlines import refuse_deadline
from ...mails import review as mails
from ...models import Circulation, Remark, ReviewRequest
from ...models.choices import ON_BEHALF, UNAPPROVED, LogSubject
from ...workflow import REMARK, REVIEW
from ..reminding import call_back_needless
from ..steps import log
from .answering import Words
from .locks import locked_minutes, locked_request


@transaction.atomic
def extend(request: ReviewRequest, *, deadline: datetime.date, by: User, at: datetime.datetime, site: str) -> ReviewRequest:
    """Give one organisation more time and tell it so.

    Raises ValidationError for a deadline that is not later or lies in the past, WrongState when the answer is there,
    when a later round has begun or the minutes are approved, PermissionDenied.
    """
    locked = _awaiting(request)
    state, _same = advance(REVIEW, "extend", locked, by=by)
    refuse_deadline(deadline, today=timezone.localdate(at), after=locked.deadline)
    locked.deadline = deadline
    locked.save(update_fields=["deadline"])
    _log(locked, "extend", state, by=by, at=at, comment=f"{deadline:%d/%m/%Y}")
    call_back_needless(locked.circulation.minutes)
    mails.extended(locked, site=site, at=at)
    return locked


@transaction.atomic
def extend_all(
    circulation: Circulation, *, deadline: datetime.date, by: User, at: datetime.datetime, site: str
) -> list[ReviewRequest]:
    """Give every organisation whose answer is awaited more time; one that has as much already keeps what it has.

    Raises as `extend`; ValidationError when no organisation would get more time.
    """
    refuse_deadline(deadline, today=timezone.localdate(at))
    # Who answers at this moment is awaited no more, and must not keep the others from getting more time.
    locked_minutes(circulation.minutes_id)
    waiting = circulation.requests.filter(state=ReviewRequest.State.AWAITED, deadline__lt=deadline).order_by("pk")
    if not waiting:
        raise ValidationError(_("Every organisation that is awaited has as much time already."), code="shortened")
    return [extend(request, deadline=deadline, by=by, at=at, site=site) for request in waiting]


@transaction.atomic
def ask_again(
    request: ReviewRequest,
    *,
    deadline: datetime.date,
    comment: str,
    by: User,
    at: datetime.datetime,
    site: str,
) -> ReviewRequest:
    """Open the cell of an organisation that answered or stayed silent; its mail says why. What it sent stays.

    `deadline`: not before the one it had. Raises CommentRequired without a comment, else as `extend`.
    """
    locked = _awaiting(request)
    refuse_deadline(deadline, today=timezone.localdate(at), after=locked.deadline - datetime.timedelta(days=1))
    locked.deadline = deadline
    locked.answered_at = locked.answered_by = locked.recorded_by = None
    locked.answered_name = locked.channel = ""
    saved = ["deadline", "answered_at", "answered_by", "recorded_by", "answered_name", "channel"]
    before, after = advance(REVIEW, "ask_again", locked, by=by, comment=comment, saving=saved)
    _log(locked, "ask_again", before, after, by=by, at=at, comment=comment.strip())
    mails.asked(locked, site=site, at=at, comment=comment.strip())
    return locked


@transaction.atomic
def record_silence(request: ReviewRequest, *, by: User, at: datetime.datetime) -> ReviewRequest:
    """Write down that an organisation did not answer in time; silence is no consent.

    Raises ValidationError while the deadline has not passed, WrongState or PermissionDenied.
    """
    locked = locked_request(request)
    locked.recorded_by = by
    before, after = advance(REVIEW, "record_silence", locked, by=by, saving=["recorded_by"])
    if timezone.localdate(at) <= locked.deadline:
        raise ValidationError(_("Its deadline has not passed yet: the organisation may still answer."), code="early")
    call_back_needless(locked.circulation.minutes)
    _log(locked, "record_silence", before, after, by=by, at=at)
    return locked


@transaction.atomic
def answer_on_behalf(
    request: ReviewRequest,
    *,
    remarks: Sequence[Words],
    who: str,
    channel: str,
    by: User,
    at: datetime.datetime,
    site: str,
) -> ReviewRequest:
    """Write down the answer that `who` gave for an organisation by mail, telephone …, and send the organisation a receipt.

    No `remarks` means that the organisation said it has none. What its people had begun to write in the portal stays
    unsent. Raises ValidationError for a way that is none of ON_BEHALF or without a name, WrongState or PermissionDenied.
    """
    locked = locked_request(request)
    if channel not in ON_BEHALF or not who.strip():
        raise ValidationError(_("Say who answered, and how."), code="unknown_source")
    if not coordinating(by, locked):
        raise PermissionDenied
    locked.answered_at, locked.answered_name, locked.channel, locked.recorded_by = at, who.strip(), channel, by
    saved = ["answered_at", "answered_name", "channel", "recorded_by"]
    before, after = advance(REVIEW, "answer", locked, by=by, saving=saved)
    first = locked.remarks.count()
    for place, words in enumerate(remarks, first + 1):
        _write_down(locked, words, place, who.strip(), by=by, at=at)
    _log(locked, "answer", before, after, by=by, at=at, comment=f"{who.strip()}, {locked.get_channel_display()}")
    call_back_needless(locked.circulation.minutes)
    mails.received(locked, site=site, at=at)
    return locked


def _write_down(request: ReviewRequest, words: Words, place: int, who: str, *, by: User, at: datetime.datetime) -> None:
    """Write one remark as the organisation said it."""
    if words.section is not None and words.section.minutes_id != request.circulation.minutes_id:
        raise ValueError("The section belongs to other minutes.")
    remark = Remark.objects.create(
        request=request, section=words.section, position=place, language=words.language, kind=words.kind, quote=words.quote,
        text=words.text, proposal=words.proposal, author_name=who, created_at=at, sent_at=at,
    )  # fmt: skip
    advance(REMARK, "send", remark, by=by)


def _awaiting(request: ReviewRequest) -> ReviewRequest:
    """Lock a request of minutes that are not approved yet: afterwards nobody is asked any more."""
    locked = locked_request(request)
    if locked.circulation.minutes.state not in UNAPPROVED:
        raise WrongState(_("The minutes are approved: nobody can be asked any more. Withdraw the approval first."))
    return locked


def _log(
    request: ReviewRequest, action: str, before: str, after: str = "", *, by: User, at: datetime.datetime, comment: str = ""
) -> None:
    """Log a step of one organisation's request, under its name."""
    about = " – ".join(part for part in (str(request.organisation), comment) if part)
    meeting = request.circulation.minutes.meeting
    log(meeting, LogSubject.REVIEW, action, before, after or before, by=by, at=at, comment=about, about=request.pk)
