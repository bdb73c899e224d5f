"""Who was there and who was not, as a record prints it."""

from collections import defaultdict
from typing import cast

from django.utils import translation
from django.utils.translation import gettext as _

from amif_network.core.bilingual import localised
from amif_network.directory.models import Organisation

from ..models import AgendaItem, Attendance, Meeting
from ..printed import PrintedAttendance, PrintedAttendee, PrintedOrganisation, Status
from ..public import counted

# The order in which the attendance list names who was there and who was not.
STATUSES = (
    Attendance.Status.PRESENT,
    Attendance.Status.GUEST,
    Attendance.Status.EXCUSED,
    Attendance.Status.ABSENT,
    Attendance.Status.UNKNOWN,
)


def attendance(meeting: Meeting, lang: str, *, named: bool = True) -> tuple[PrintedAttendance, ...]:
    """Return who was there and who was not, by organisation and name in `lang`; for meetings loaded by `for_detail`.

    Not `named`: how many there were of each organisation, as the public may know.
    """
    listed = _listed(meeting, lang)
    return listed if named else counted(listed)


def _listed(meeting: Meeting, lang: str) -> tuple[PrintedAttendance, ...]:
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
    with translation.override(lang):
        # Translators: beside a name in the attendance list; FR: à distance, NL: online
        remote = _("took part online") if attendance.remote else ""
        # Translators: beside the name of somebody excused; FR: remplacé(e) par X, NL: vervangen door X
        replaced = _("replaced by %(name)s") % {"name": attendance.replaced_by} if attendance.replaced_by else ""
    return PrintedAttendee(
        name=str(attendance.person),
        function=function_on(attendance, lang),
        note=", ".join(note for note in (remote, replaced, *_times(attendance, lang)) if note),
    )


def _times(attendance: Attendance, lang: str) -> tuple[str, str]:
    """Say for which item somebody arrived late and after which one they left."""
    with translation.override(lang):
        # Translators: beside a name in the attendance list; FR: à partir du point 2, NL: vanaf punt 2
        arrived = _("from item %(item)s on") % {"item": _item(attendance.arrived_for, lang)} if attendance.arrived_for else ""
        # Translators: beside a name in the attendance list; FR: jusqu'au point 3, NL: tot en met punt 3
        left = _("until item %(item)s") % {"item": _item(attendance.left_after, lang)} if attendance.left_after else ""
    return arrived, left


def _item(item: AgendaItem, lang: str) -> str:
    """Name an item of the agenda by its printed number, else by its title. Called with `lang` active."""
    # Translators: the title of an item of the agenda within a sentence, with the quotation marks of the language
    return item.label.rstrip(".") or _("“%(title)s”") % {"title": localised(item, "title", lang)}


def function_on(attendance: Attendance, lang: str) -> str:
    """Return the person's function on that day; "" unless they agreed that it may be shown (DOMAIN §2, fact 11)."""
    if not attendance.person.show_role:
        return ""
    functions = [
        getattr(affiliation, f"function_{lang}")
        for affiliation in attendance.person.affiliations.all()
        if affiliation.organisation_id == attendance.organisation_id and affiliation.is_valid_on(attendance.meeting.date)
    ]
    return functions[0] if functions else ""
