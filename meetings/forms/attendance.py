"""The attendance list as rows: who, for which organisation on that day, present or not."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from amif_network.core.combobox import Typed
from amif_network.core.rows import rows_formset
from amif_network.directory.boxes import Box, organisation_box, person_box, resolve_organisations, resolve_people
from amif_network.directory.models import Affiliation, Organisation, Person

from ..actions.attendance import AttendanceRow
from ..importing.result import ParsedAttendee
from ..models import Attendance, Meeting
from ..pasting import read_attendees
from .rows import LONGEST_PASTE, RowForm, RowsFormSet, pasted_text

MOST_ROWS = 300
TWICE = _("This person is already on the list.")
BY_SELF = _("A person cannot be replaced by themselves.")


class AttendanceRowForm(RowForm):
    """A person on the list."""

    person = person_box(_("Person"), required=True)
    organisation = organisation_box(_("Organisation on that day"))
    status = forms.ChoiceField(
        label=_("Presence"), choices=Attendance.Status.choices, initial=Attendance.Status.UNKNOWN, required=False
    )
    remote = forms.BooleanField(label=_("Online"), required=False)
    replaced_by = person_box(_("Replaced by"))

    def clean_status(self) -> str:
        """Take an empty presence for one not yet known."""
        return self.cleaned_data["status"] or Attendance.Status.UNKNOWN

    def as_row(self) -> AttendanceRow:
        """Return what the action saves."""
        values = self.cleaned_data
        names = ("person", "organisation", "status", "remote", "replaced_by")
        return AttendanceRow(pk=values["row"], **{name: values[name] for name in names})


class BaseAttendanceFormSet(RowsFormSet):
    """The whole list; everything is looked up for all rows at once."""

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.meeting = meeting

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        """Complete organisations as of the day of the meeting."""
        super().add_fields(form, index)
        form.fields["organisation"].widget.on = form.fields["person"].widget.on = self.meeting.date.isoformat()

    def clean(self) -> None:
        """Turn names into people and organisations; refuse a person who is listed twice or replaces themselves."""
        kept, day = self.kept(), self.meeting.date
        resolve_organisations([Box(form, "organisation") for form in kept], day)
        people = [Box(form, "person", within="organisation") for form in kept]
        resolve_people(people + [Box(form, "replaced_by") for form in kept], day)
        self._refuse_repetitions(kept)
        fill_in_employers([form for form in kept if form.cleaned_data.get("row") is None], self.meeting)

    def _refuse_repetitions(self, kept: list[RowForm]) -> None:
        listed: set[int] = set()
        for form in kept:
            person, substitute = form.cleaned_data.get("person"), form.cleaned_data.get("replaced_by")
            if person is None:
                continue
            if _identity(person) in listed:
                form.add_error("person", TWICE)
            elif substitute is not None and _identity(substitute) == _identity(person):
                form.add_error("replaced_by", BY_SELF)
            listed.add(_identity(person))


AttendanceFormSet = rows_formset(AttendanceRowForm, BaseAttendanceFormSet, limit=MOST_ROWS)


def attendance_rows(meeting: Meeting) -> list[dict[str, Any]]:
    """Return the rows of the list as initial values of the formset."""
    return [
        {
            "row": attendance.pk,
            "position": place,
            "person": Typed.of(attendance.person),
            "organisation": Typed.of(attendance.organisation),
            "status": attendance.status,
            "remote": attendance.remote,
            "replaced_by": Typed.of(attendance.replaced_by),
        }
        for place, attendance in enumerate(meeting.attendances.for_list(), 1)
    ]


def fill_in_employers(forms_of_new_people: list, meeting: Meeting) -> None:
    """Fill in the organisation of a newly listed person who worked for exactly one on the day of the meeting."""
    blank = {
        form.cleaned_data["person"].pk: form
        for form in forms_of_new_people
        if form.cleaned_data.get("person") and form.cleaned_data["person"].pk and "organisation" in form.cleaned_data
        and form.cleaned_data["organisation"] is None
    }  # fmt: skip
    employers: dict[int, dict[int, Organisation]] = {}
    if blank:
        for one in Affiliation.objects.valid_on(meeting.date).filter(person__in=blank).select_related("organisation"):
            employers.setdefault(one.person_id, {})[one.organisation_id] = one.organisation
    for person, found in employers.items():
        if len(found) == 1:
            blank[person].cleaned_data["organisation"] = next(iter(found.values()))


def _identity(person: Person) -> int:
    """Return what tells people apart, saved or not; keys of the database are positive."""
    return person.pk or -id(person)


class PasteAttendanceForm(forms.Form):
    """A list of names as it stands in a mail or an older document."""

    text = forms.CharField(
        label=_("Names"),
        max_length=LONGEST_PASTE,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("For example: Present: Lisa Asselman (SPP IS), Umit Karanfil (OCMW Gent). Excused: …"),
    )
    status = forms.ChoiceField(
        label=_("Presence of those without a label"), choices=Attendance.Status.choices, initial=Attendance.Status.PRESENT
    )

    def clean(self) -> dict[str, Any]:
        """Read the text: `people` holds who was recognised and what was not."""
        values = self.cleaned_data
        if "text" in values and "status" in values:
            values["people"] = pasted_text(lambda text: read_attendees(text, values["status"]), values["text"])
        return values


def with_pasted(
    rows: list[dict[str, Any]], pasted: Sequence[ParsedAttendee], meeting: Meeting
) -> tuple[list[dict[str, Any]], int]:
    """Return `rows` with the people of a pasted list: known ones get its status, others are added at the end.

    Also returns how many rows that were there before have changed. Nobody is guessed: a name that the
    directory does not know at all is proposed as new, everything uncertain is left for a person to settle.
    """
    people, organisations = Person.objects.matcher(meeting.date), Organisation.objects.matcher(meeting.date)
    listed = {key: row for row in rows if (key := row["person"].chosen(row["person"].text))}
    changed = 0
    for attendee in pasted:
        employer = organisations.match(attendee.organisation).organisation if attendee.organisation else None
        match = people.match(attendee.name, employer)
        row = listed.get(str(match.person.pk)) if match.person else None
        update = {"status": attendee.status, "remote": attendee.remote}
        if row is None:
            unknown = not match.person and not match.candidates
            typed = Typed.of(match.person) if match.person else Typed.new(attendee.name) if unknown else Typed(attendee.name)
            named = Typed.of(employer) if employer else Typed(attendee.organisation or "")
            rows.append({"person": typed, "organisation": named, "replaced_by": Typed(), **update})
        elif any(row[name] != value for name, value in update.items()):
            row.update(update)
            changed += 1
    return rows, changed
