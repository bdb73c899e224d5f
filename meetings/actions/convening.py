"""Convene a meeting by mail, tell those who were convened of a change, or that it does not take place."""

import datetime
import uuid

from django.db import transaction

from amif_network.accounts.models import User
from amif_network.core.workflow import WrongState

from ..mails.convocation import Kind, convocation, reader
from ..models import Attendance, Meeting
from ..models.attendance import AttendanceQuerySet
from ..models.choices import Edit, MeetingState
from .meeting import locked_for_editing
from .steps import move_meeting, note

# What an answer leaves behind, and a new question takes away.
UNANSWERED = {"status": Attendance.Status.UNKNOWN, "remote": False, "replaced_by": None, "replied_at": None, "excuse": ""}


@transaction.atomic
def convene(
    meeting: Meeting, *, by: User, at: datetime.datetime, site: str, message_fr: str = "", message_nl: str = ""
) -> list[Attendance]:
    """Send the convocation to everybody on the list of whom nothing is known and who got none yet; return their rows.

    A planned meeting is convened by it; one that is convened already takes the newcomers on. Raises WrongState
    or PermissionDenied in any other state and for others.
    """
    locked = locked_for_editing(meeting.pk, by=by)
    if locked.state == MeetingState.PLANNED:
        locked = move_meeting(locked, "convene", by=by, at=at)
    elif locked.state != MeetingState.CONVENED:
        raise WrongState
    told = _tell(locked, locked.attendances.to_convene(), Kind.CONVOCATION, at=at, site=site, fr=message_fr, nl=message_nl)
    for row in told:
        row.convened_at = at
    Attendance.objects.bulk_update(told, ["convened_at"])
    if told and not locked.announced:
        locked.announced = locked.when_and_where
        locked.save(update_fields=["announced"])
    return told


@transaction.atomic
def announce_change(
    meeting: Meeting,
    *,
    by: User,
    at: datetime.datetime,
    site: str,
    message_fr: str = "",
    message_nl: str = "",
    ask_again: bool = False,
) -> list[Attendance]:
    """Tell everybody who was convened when and where the meeting takes place now; return their rows.

    `ask_again`: the answers given so far are taken back, because they were about another moment. Raises WrongState
    when the meeting is not convened, or nothing changed since it was told.
    """
    locked = locked_for_editing(meeting.pk, by=by)
    if locked.state != MeetingState.CONVENED or not locked.is_announced_otherwise:
        raise WrongState
    locked.sequence += 1
    locked.announced = locked.when_and_where
    locked.save(update_fields=["sequence", "announced"])
    if ask_again:
        locked.attendances.convened().filter(replied_at__isnull=False).update(**UNANSWERED)
    note(locked, Edit.ANNOUNCE, by=by, at=at)
    return _tell(locked, locked.attendances.convened(), Kind.UPDATE, at=at, site=site, fr=message_fr, nl=message_nl)


@transaction.atomic
def call_off(meeting: Meeting, *, reason: str, by: User, at: datetime.datetime, site: str) -> list[Attendance]:
    """Cancel a meeting and tell everybody who was convened, with the reason; return their rows.

    Raises WrongState, PermissionDenied or CommentRequired as `core.workflow.advance`.
    """
    cancelled = move_meeting(meeting, "cancel", by=by, at=at, comment=reason)
    cancelled.sequence += 1
    cancelled.save(update_fields=["sequence"])
    rows = cancelled.attendances.convened()
    return _tell(cancelled, rows, Kind.CANCELLATION, at=at, site=site, fr=reason, nl=reason)


@transaction.atomic
def withdraw_link(attendance: Attendance, *, by: User, at: datetime.datetime) -> Attendance:
    """Close the link under which somebody answers the convocation, when it went astray; an account still leads there.

    Raises WrongState or PermissionDenied as `locked_for_editing`; Attendance.DoesNotExist for who was not convened.
    """
    meeting = locked_for_editing(attendance.meeting_id, by=by)
    row = meeting.attendances.convened().select_related("person").get(pk=attendance.pk)
    if row.link_key is not None:
        row.link_key = None
        row.save(update_fields=["link_key"])
        note(meeting, Edit.WITHDRAW_LINK, by=by, at=at, about=str(row.person))
    return row


@transaction.atomic
def send_new_link(attendance: Attendance, *, by: User, at: datetime.datetime, site: str) -> bool:
    """Send the convocation once more to somebody whose link was withdrawn, with a new one; False where nobody can be reached.

    Raises WrongState when the meeting is not convened or the link works, else as `withdraw_link`.
    """
    meeting = locked_for_editing(attendance.meeting_id, by=by)
    rows = meeting.attendances.convened().filter(pk=attendance.pk, link_key=None)
    if meeting.state != MeetingState.CONVENED or not rows:
        raise WrongState
    told = _tell(meeting, rows, Kind.CONVOCATION, at=at, site=site, fr="", nl="")
    for row in told:
        note(meeting, Edit.NEW_LINK, by=by, at=at, about=str(row.person))
    return bool(told)


def _tell(
    meeting: Meeting, rows: AttendanceQuerySet, kind: Kind, *, at: datetime.datetime, site: str, fr: str, nl: str
) -> list[Attendance]:
    """Post one mail for each of `rows`, with a new link where one was withdrawn; return the rows of those who can be reached."""
    loaded = Meeting.objects.prefetch_related("agenda_items").get(pk=meeting.pk)
    told = []
    for row in rows.with_address():
        row.meeting = loaded
        if row.link_key is None and kind != Kind.CANCELLATION and reader(row) is not None:
            row.link_key = uuid.uuid4()
            row.save(update_fields=["link_key"])
        if convocation(row, kind, site=site, at=at, message_fr=fr, message_nl=nl) is not None:
            told.append(row)
    return told
