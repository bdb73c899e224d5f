"""Who is on the list of a meeting: saved as a whole, added in bulk, or invited from the directory."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from amif_network.accounts.models import User
from amif_network.core.fingerprint import Overtaken
from amif_network.directory.models import Affiliation, Organisation, Person

from ..models import Attendance, Meeting
from ..models.choices import Edit
from .meeting import locked_for_editing
from .people import affiliate_new, extend_known, keep_new_organisations, keep_new_people
from .steps import note

COLUMNS = ("position", "person", "organisation", "status", "remote", "replaced_by")


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendanceRow:
    """A person on the list as it shall be; `pk` names the row it changes, None makes a new one."""

    pk: int | None = None
    person: Person
    organisation: Organisation | None = None
    status: str = Attendance.Status.UNKNOWN
    remote: bool = False
    replaced_by: Person | None = None


@transaction.atomic
def save_attendance(meeting: Meeting, *, rows: Sequence[AttendanceRow], base: str, by: User, at: datetime.datetime) -> Meeting:
    """Make `rows`, in their order, the whole list of `meeting` as it stood at the fingerprint `base`.

    People and organisations that are not saved yet enter the directory. Raises Overtaken when somebody
    else changed the list since, PermissionDenied when the meeting is not open for editing. The number of
    queries does not depend on the number of rows.
    """
    locked = locked_for_editing(meeting.pk, by=by)
    if locked.attendances.fingerprint() != base:
        raise Overtaken
    _enter_into_directory(rows, on=locked.date, today=timezone.localdate(at))
    existing = {attendance.pk: attendance for attendance in locked.attendances.all()}
    listed = [_filled(existing.pop(row.pk or 0, Attendance(meeting=locked)), row, place) for place, row in enumerate(rows, 1)]
    Attendance.objects.filter(pk__in=existing).delete()
    Attendance.objects.bulk_update([one for one in listed if one.pk], COLUMNS)
    Attendance.objects.bulk_create([one for one in listed if not one.pk])
    _log_change(locked, base, by=by, at=at)
    return locked


@transaction.atomic
def add_attendees(meeting: Meeting, *, rows: Sequence[AttendanceRow], by: User, at: datetime.datetime) -> Meeting:
    """Add `rows` to the end of the list; a person who is on it already gets the new status instead.

    The organisation of such a person changes only when the row names one. Raises PermissionDenied.
    """
    locked = locked_for_editing(meeting.pk, by=by)
    base = locked.attendances.fingerprint()
    _enter_into_directory(rows, on=locked.date, today=timezone.localdate(at))
    listed = {attendance.person_id: attendance for attendance in locked.attendances.all()}
    last = max((attendance.position for attendance in listed.values()), default=0)
    known = [row for row in rows if row.person.pk in listed]
    for row in known:
        attendance = listed[row.person.pk]
        attendance.status, attendance.remote = row.status, row.remote
        attendance.organisation = row.organisation or attendance.organisation
    Attendance.objects.bulk_update([listed[row.person.pk] for row in known], ["status", "remote", "organisation"])
    new = {row.person.pk: row for row in rows if row.person.pk not in listed}
    Attendance.objects.bulk_create(
        [_filled(Attendance(meeting=locked), row, place) for place, row in enumerate(new.values(), last + 1)]
    )
    _log_change(locked, base, by=by, at=at)
    return locked


@transaction.atomic
def invite_network(meeting: Meeting, *, by: User, at: datetime.datetime) -> int:
    """Put everybody who works for a member of the network on the day of the meeting on its list, as not yet known.

    Who is on the list already stays as noted. Returns how many people were added. Raises PermissionDenied.
    """
    # Before anything is read: who is noted by somebody else at this moment must not be noted again.
    locked = locked_for_editing(meeting.pk, by=by)
    affiliations = (
        Affiliation.objects.valid_on(locked.date)
        .filter(organisation__in=Organisation.objects.in_network_on(locked.date))
        .exclude(person__attendances__meeting=locked)
        .select_related("person", "organisation")
        .order_by("organisation__sort_fr", "person__sort_key", "pk")
    )
    rows = {one.person_id: AttendanceRow(person=one.person, organisation=one.organisation) for one in affiliations}
    add_attendees(locked, rows=list(rows.values()), by=by, at=at)
    return len(rows)


def _enter_into_directory(rows: Sequence[AttendanceRow], *, on: datetime.date, today: datetime.date) -> None:
    """Save new organisations and people, and note that the people on the list worked where it says on the day `on`."""
    new = [row for row in rows if row.person.pk is None]
    known = [(row.person, row.organisation) for row in rows if row.person.pk is not None]
    keep_new_organisations(row.organisation for row in rows)
    keep_new_people(person for row in rows for person in (row.person, row.replaced_by))
    affiliate_new({row.person.pk: (row.person, row.organisation) for row in new}.values(), on=on, today=today)
    extend_known(known, on=on, today=today)


def _filled(attendance: Attendance, row: AttendanceRow, position: int) -> Attendance:
    """Write `row` into `attendance`, at `position`."""
    attendance.position = position
    for name in COLUMNS[1:]:
        setattr(attendance, name, getattr(row, name))
    return attendance


def _log_change(meeting: Meeting, base: str, *, by: User, at: datetime.datetime) -> None:
    """Note who changed the list, if it differs from what stood at `base`."""
    if meeting.attendances.fingerprint() != base:
        note(meeting, Edit.ATTENDANCE, by=by, at=at)
