"""During the meeting: which section is spoken about now, and who is there."""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from amif_network.accounts.models import User
from amif_network.core.fingerprint import Overtaken

from ..models import Attendance, Meeting, Minutes, Section
from ..models.choices import Edit
from .meeting import locked_for_editing
from .steps import note
from .structure import stands
from .writing import count_change, locked_for_writing


class NotThere(ValueError):
    """The section was removed from the minutes."""


@transaction.atomic
def start_section(minutes: Minutes, *, section: Section | None, by: User, at: datetime.datetime) -> Minutes:
    """Note that the meeting is at `section` since `at`; None: at none any more. Starting it twice changes nothing.

    Raises NotThere for a removed section, WrongState or PermissionDenied when the minutes are not open for writing.
    """
    locked = locked_for_writing(minutes.pk, by=by)
    if section is not None:
        section.refresh_from_db(fields=["parent", "removed_at"])
        if section.minutes_id != locked.pk or not stands(section):
            raise NotThere(_("This section has been removed."))
    before = locked.current_section_id
    if before == (section.pk if section else None):
        return locked
    locked.current_section, locked.current_since = section, at if section else None
    locked.save(update_fields=["current_section", "current_since"])
    count_change(locked, section)
    if before is not None:
        Section.objects.filter(pk=before).update(change=locked.change)
    return locked


@transaction.atomic
def mark_attendance(
    meeting: Meeting, *, attendance_id: int, status: str, was: str, by: User, at: datetime.datetime
) -> Attendance:
    """Note that somebody on the list, who was shown as `was`, has the presence `status`.

    Raises Attendance.DoesNotExist when they are not on the list (any more), Overtaken when somebody else marked them
    otherwise meanwhile, PermissionDenied when the meeting is not open for editing, ValueError for an unknown status.
    """
    if status not in Attendance.Status.values:
        raise ValueError(f"{status!r} is no presence.")
    locked = locked_for_editing(meeting.pk, by=by)
    attendance = locked.attendances.select_related("person").get(pk=attendance_id)
    if attendance.status == status:
        return attendance
    if attendance.status != was:
        raise Overtaken
    attendance.status = status
    attendance.save(update_fields=["status"])
    note(locked, Edit.ATTENDANCE, by=by, at=at)
    return attendance
