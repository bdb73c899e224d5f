"""Calls and programmes: created, changed, moved along the workflow."""

import datetime

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from amif_network.accounts.models import User
from amif_network.accounts.roles import coordinating
from amif_network.core.bilingual import in_both
from amif_network.core.fingerprint import Overtaken
from amif_network.core.workflow import advance

from ..models import Call, Programme
from ..models.choices import Edit, LogSubject
from ..workflow import CALL
from .dates import publish_all
from .steps import call_step, locked_call, log, stood

EDITED = (
    "programme", "number", "title_fr", "title_nl", "summary_fr", "summary_nl", "managing_body", "channel_fr", "channel_nl",
    "channel_address", "period_start", "period_end",
)  # fmt: skip


@transaction.atomic
def create(call: Call, *, by: User, at: datetime.datetime) -> Call:
    """Save a new call, as a draft. Raises ValidationError for one that is not right, PermissionDenied."""
    if not coordinating(by, None):
        raise PermissionDenied
    _keep(call)
    log(call, LogSubject.CALL, Edit.RECORD, "", call.state, by=by, at=at)
    return call


@transaction.atomic
def change(call: Call, *, by: User, at: datetime.datetime) -> Call:
    """Save what was changed of a call in memory; the log keeps what stood there before.

    Raises Overtaken when somebody else changed it since it was read, ValidationError when it is not right any more, WrongState
    or PermissionDenied as `core.workflow.advance`.
    """
    standing = locked_call(call, by=by)
    before, after = advance(CALL, "edit", standing, by=by)
    if standing.rev != call.rev:
        raise Overtaken
    changed = [name for name in EDITED if getattr(standing, name) != getattr(call, name)]
    if changed:
        call.full_clean()
        call.rev += 1
        call.save(update_fields=[*changed, "rev"])
        log(call, LogSubject.CALL, Edit.CHANGE, before, after, by=by, at=at, words=in_both(lambda: stood(standing, changed)))
    return call


@transaction.atomic
def step(call: Call, action: str, *, by: User, at: datetime.datetime, comment: str = "") -> Call:
    """Take a step with a call. Announcing it publishes its dates.

    Raises WrongState, PermissionDenied or CommentRequired as `core.workflow.advance`.
    """
    locked = locked_call(call, by=by)
    if action == "announce":
        return _announce(locked, by=by, at=at, comment=comment)
    return call_step(locked, action, by=by, at=at, comment=comment)


def _announce(call: Call, *, by: User, at: datetime.datetime, comment: str) -> Call:
    call.announced_at = at
    before, after = advance(CALL, "announce", call, by=by, comment=comment, saving=("announced_at",))
    log(call, LogSubject.CALL, "announce", before, after, by=by, at=at, comment=comment)
    publish_all(call, by=by, at=at)
    return call


@transaction.atomic
def save_programme(programme: Programme, *, by: User) -> Programme:
    """Save a programme, new or changed. Raises ValidationError for one that is not right, PermissionDenied."""
    if not coordinating(by, None):
        raise PermissionDenied
    _keep(programme)
    return programme


def _keep(record: Call | Programme) -> None:
    """Save a record. Raises ValidationError for one that is not right, also where somebody saves the same at this moment."""
    record.full_clean()
    try:
        with transaction.atomic():
            record.save()
    except IntegrityError:
        # What the first check could not see stands there by now: the second one says so in words.
        record.full_clean()
        raise
