"""Who was there and who was not, as a record prints it."""

from collections import defaultdict
from typing import cast

from django.utils import translation
from django.utils.translation import gettext as _

from amif_network.directory.models import Organisation

from ..models import Attendance, Meeting
from ..printed import PrintedAttendance, PrintedAttendee, PrintedOrganisation, Status

# The order in which the attendance list names who was there and who was not.
STATUSES = (
    Attendance.Status.PRESENT,
    Attendance.Status.GUEST,
    Attendance.Status.EXCUSED,
    Attendance.Status.ABSENT,
    Attendance.Status.UNKNOWN,
)


def attendance(meeting: Meeting, lang: str) -> tuple[PrintedAttendance, ...]:
    """Return who was there and who was not, by organisation and name in `lang`; for meetings loaded by `for_detail`."""
    by_status: dict[str, dict[Organisation | None, list[Attendance]]] = defaultdict(lambda: defaultdict(list))
    for one in meeting.attendances.all():
        by_status[one.status][one.organisation].append(one)
    return tuple(
        PrintedAttendance(
            status=cast(Status, status.value),
            organisations=tuple(
                PrintedOrganisation(
                    name=organisation.name_in(lang) if organisation else "",
                    people=tuple(_attendee(one, lang) for one in sorted(people, key=lambda one: (one.person.sort_key, one.pk))),
                )
                for organisation, people in sorted(by_status[status].items(), key=lambda pair: place_in_list(pair[0], lang))
            ),
        )
        for status in STATUSES
        if status in by_status
    )


def place_in_list(organisation: Organisation | None, lang: str) -> tuple[bool, str, int]:
    """Sort on the name shown in `lang` (by place, as the directory does); who belongs to nobody known comes last."""
    return (True, "", 0) if organisation is None else (False, getattr(organisation, f"sort_{lang}"), organisation.pk)


def _attendee(attendance: Attendance, lang: str) -> PrintedAttendee:
    """Name a person, with their function where they agreed to it (DOMAIN §2, fact 11) and how they took part."""
    day = attendance.meeting.date
    functions = [
        getattr(affiliation, f"function_{lang}")
        for affiliation in attendance.person.affiliations.all()
        if attendance.person.show_role
        and affiliation.organisation_id == attendance.organisation_id
        and affiliation.is_valid_on(day)
    ]
    with translation.override(lang):
        # Translators: beside a name in the attendance list; FR: à distance, NL: online
        remote = _("took part online") if attendance.remote else ""
        # Translators: beside the name of somebody excused; FR: remplacé(e) par X, NL: vervangen door X
        replaced = _("replaced by %(name)s") % {"name": attendance.replaced_by} if attendance.replaced_by else ""
    return PrintedAttendee(
        name=str(attendance.person), note=", ".join(note for note in (*functions[:1], remote, replaced) if note)
    )
