"""From when to when somebody was there, and people's own word that they were."""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from amif_network.accounts.models import User
from amif_network.core.workflow import WrongState

from ..models import AgendaItem, Attendance, Meeting
from ..models.choices import TOOK_PLACE, UNAPPROVED, Edit
from .meeting import locked_for_editing
from .steps import note


class NotInOrder(ValueError):
    """Nobody leaves before they arrived."""


@transaction.atomic
def note_times(
    meeting: Meeting,
    *,
    attendance_id: int,
    arrived_for: AgendaItem | None,
    left_after: AgendaItem | None,
    by: User,
    at: datetime.datetime,
) -> Attendance:
    """Note for which item of the agenda somebody arrived and after which one they left; None: from the start, to the end.

    Raises Attendance.DoesNotExist when they are not on the list (any more), NotInOrder, PermissionDenied when the
    meeting is not open for editing.
    """
    locked = locked_for_editing(meeting.pk, by=by)
    attendance = locked.attendances.select_for_update().get(pk=attendance_id)
    if arrived_for and left_after and arrived_for.position > left_after.position:
        raise NotInOrder(_("Nobody can leave before they arrive: choose a later item, or none."))
    if (attendance.arrived_for_id, attendance.left_after_id) == tuple(item and item.pk for item in (arrived_for, left_after)):
        return attendance
    attendance.arrived_for, attendance.left_after = arrived_for, left_after
    attendance.save(update_fields=["arrived_for", "left_after"])
    note(locked, Edit.ATTENDANCE, by=by, at=at)
    return attendance


def may_attest(meeting: Meeting) -> bool:
    """True after the meeting until its minutes are approved; for a meeting loaded with its minutes."""
    return meeting.state in TOOK_PLACE and meeting.record is not None and meeting.record.state in UNAPPROVED


def own_row(meeting: Meeting, user: User) -> Attendance | None:
    """Return the person's row on the list while they may attest or have attested it; for meetings loaded by `for_detail`."""
    own = next((one for one in meeting.attendances.all() if user.person_id and one.person_id == user.person_id), None)
    return own if own is not None and (own.attested_at or may_attest(meeting)) else None


@transaction.atomic
def attest_presence(meeting: Meeting, *, by: User, at: datetime.datetime) -> Attendance:
    """Record the word of the person behind `by` that they were at the meeting; saying it twice changes nothing.

    Possible after the meeting and until its minutes are approved. Somebody whose presence was not known yet counts
    as present from then on; where a coordinator noted something else, both stand side by side. Raises
    Attendance.DoesNotExist for somebody who is not on the list, WrongState too early or too late.
    """
    locked = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if not may_attest(locked):
        raise WrongState(_("Presence is attested after the meeting and before its minutes are approved."))
    attendance = locked.attendances.select_for_update().get(person=by.person_id)
    if attendance.attested_at is not None:
        return attendance
    attendance.attested_at = at
    if attendance.status == Attendance.Status.UNKNOWN:
        attendance.status = Attendance.Status.PRESENT
    attendance.save(update_fields=["attested_at", "status"])
    note(locked, Edit.ATTEST, by=by, at=at, about=str(attendance.person))
    return attendance
