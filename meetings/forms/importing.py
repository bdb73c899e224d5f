"""Bring in a document, and correct what was recognised in it before anything is saved."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amif_network.core.combobox import Combobox, ComboboxField, Typed
from amif_network.core.forms import DateInput
from amif_network.core.inputs import DateField, LineField
from amif_network.directory.models import Person

from ..actions.attendance import AttendanceRow
from ..actions.importing import Decisions, Directory
from ..importing import ParsedMinutes, UnreadableDocument, read_document
from ..importing.errors import MAX_FILE_BYTES
from ..importing.result import MatchedText, ParsedAttendee
from ..models import Attendance, Meeting
from .references import Box, organisation_box, person_box, resolve_organisations, resolve_people

PASTED = {"fr": "texte-colle.txt", "nl": "geplakte-tekst.txt"}


class DocumentForm(forms.Form):
    """One document: a file, or text pasted from wherever the minutes stand."""

    document = forms.FileField(
        label=gettext_lazy("Document"),
        required=False,
        help_text=gettext_lazy("Word (.docx), plain text (.txt) or Markdown (.md), at most 10 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".docx,.txt,.md,.markdown"}),
    )
    text = forms.CharField(
        label=gettext_lazy("Or paste the text of the minutes"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10}),
    )

    def clean(self) -> dict[str, Any]:
        """Read the document once, so that an unreadable one is refused here with its reason."""
        cleaned: dict[str, Any] = super().clean() or {}
        upload, text = cleaned.get("document"), cleaned.get("text") or ""
        if upload is None and not text.strip():
            if not self.errors:
                raise forms.ValidationError(_("Choose a document or paste its text."), code="required")
            return cleaned
        if upload is not None and upload.size > MAX_FILE_BYTES:
            self.add_error("document", str(UnreadableDocument("too_big")))
            return cleaned
        data, name = (upload.read(), upload.name) if upload is not None else (text.encode(), "")
        try:
            read_document(data, name)
        except UnreadableDocument as error:
            self.add_error("document" if upload is not None else "text", str(error))
        cleaned["data"], cleaned["name"] = data, name
        return cleaned


class HeadForm(forms.Form):
    """What the meeting is called, and when and how it took place."""

    title_fr = LineField(label=gettext_lazy("Title in French"), required=False, max_length=250)
    title_nl = LineField(label=gettext_lazy("Title in Dutch"), required=False, max_length=250)
    date = DateField(label=gettext_lazy("Date of the meeting"), widget=DateInput)
    mode = forms.ChoiceField(
        label=gettext_lazy("Form"), required=False, choices=[("", gettext_lazy("not stated")), *Meeting.Mode.choices]
    )

    def clean(self) -> dict[str, Any]:
        """Ask for a title in one language at least."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not cleaned.get("title_fr") and not cleaned.get("title_nl") and not self.errors:
            self.add_error("title_fr", _("Give the meeting a title in French or in Dutch."))
        return cleaned


class AttendeeForm(forms.Form):
    """A person of the attendance lists, with the organisation of that day."""

    person = person_box(gettext_lazy("Person"), required=False)
    organisation = organisation_box(gettext_lazy("Organisation"))
    status = forms.ChoiceField(label=gettext_lazy("Presence"), choices=Attendance.Status.choices)
    remote = forms.BooleanField(label=gettext_lazy("Took part online"), required=False)
    leave_out = forms.BooleanField(label=gettext_lazy("Leave out"), required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for a name unless the row is left out."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not cleaned.get("leave_out") and isinstance(cleaned.get("person"), Typed) and not cleaned["person"].text:
            self.add_error("person", _("Type a name, or leave this row out."))
        return cleaned


class ConcernForm(forms.Form):
    """Whom a section concerns."""

    organisation = organisation_box(gettext_lazy("Organisation concerned"))


class AwaitedForm(forms.Form):
    """From whom a contribution is awaited: several organisations, separated by commas."""

    organisations = ComboboxField(
        label=gettext_lazy("Awaited from"), required=False, widget=Combobox("directory:organisation-options", multiple=True)
    )


class PreviewForms:
    """All the forms of one preview; `decisions()` after `is_valid()` holds what the person confirmed."""

    def __init__(self, parsed: ParsedMinutes, data: Any = None) -> None:
        self.parsed, self.data = parsed, data
        self.on = parsed.date or timezone.localdate()
        self.directory = Directory(parsed)
        self.head = HeadForm(data, initial=self._head())
        self.attendees = [
            AttendeeForm(data, prefix=f"attendee-{place}", initial=self._attendee(one))
            for place, one in enumerate(parsed.attendance)
        ]
        self.concerns = {
            place: ConcernForm(data, prefix=f"section-{place}", initial={"organisation": self._typed([section.organisation])})
            for place, section in enumerate(parsed.sections)
            if section.organisation is not None
        }
        self.awaited = [
            AwaitedForm(data, prefix=f"awaited-{place}", initial={"organisations": self._typed(pending.organisations)})
            for place, pending in enumerate(parsed.pending)
        ]

    def is_valid(self) -> bool:
        """Check every form, then turn the names typed into people and organisations."""
        checked = [form.is_valid() for form in self.all()]
        on = self.head.cleaned_data.get("date") or self.on
        kept = [form for form in self.attendees if not form.cleaned_data.get("leave_out")]
        organisations = [Box(form, "organisation") for form in [*kept, *self.concerns.values()]]
        resolve_organisations([*organisations, *(Box(form, "organisations") for form in self.awaited)], on)
        resolve_people([Box(form, "person", within="organisation") for form in kept], on)
        self._refuse_doubles(kept)
        return all(checked) and not any(form.errors for form in self.all())

    def all(self) -> Iterator[forms.Form]:
        """Yield every form of the page."""
        yield self.head
        yield from self.attendees
        yield from self.concerns.values()
        yield from self.awaited

    @property
    def error_count(self) -> int:
        """How many fields have to be looked at again."""
        return sum(len(form.errors) for form in self.all()) if self.data is not None else 0

    def decisions(self) -> Decisions:
        """Return what was confirmed."""
        head = self.head.cleaned_data
        return Decisions(
            title_fr=head["title_fr"],
            title_nl=head["title_nl"],
            date=head["date"],
            mode=head["mode"],
            attendance=[_attendance_row(form) for form in self.attendees if not form.cleaned_data["leave_out"]],
            organisations={
                place: form.cleaned_data["organisation"]
                for place, form in self.concerns.items()
                if form.cleaned_data["organisation"]
            },
            awaited={place: form.cleaned_data["organisations"] for place, form in enumerate(self.awaited)},
        )

    def _head(self) -> dict[str, Any]:
        parsed = self.parsed
        return {"title_fr": parsed.title_fr, "title_nl": parsed.title_nl, "date": parsed.date, "mode": parsed.mode or ""}

    def _attendee(self, attendee: ParsedAttendee) -> dict[str, Any]:
        """Fill a row: a person the directory knows for certain, else a new one unless somebody of a like name is known."""
        organisation = self.directory.organisation(attendee.match)
        found = self.directory.person(attendee)
        if found.person is not None:
            person = Typed.of(found.person)
        else:
            person = Typed(attendee.name) if found.candidates else Typed.new(attendee.name)
        typed = Typed.of(organisation) if organisation else Typed(attendee.organisation or "")
        return {"person": person, "organisation": typed, "status": attendee.status, "remote": attendee.remote}

    def _typed(self, named: Sequence[MatchedText]) -> Typed:
        """Fill a box with organisations: those that were matched as records, the others as typed."""
        records = [self.directory.organisation(one.match) for one in named]
        texts = [str(record) if record else one.text for record, one in zip(records, named, strict=True)]
        return Typed(", ".join(texts), Typed.of(*records).picks)

    def _refuse_doubles(self, kept: list[AttendeeForm]) -> None:
        """A person is on the list once."""
        seen: set[int] = set()
        for form in kept:
            person = form.cleaned_data.get("person")
            key = (person.pk or id(person)) if isinstance(person, Person) else None
            if key in seen:
                form.add_error("person", _("This person is already on the list. Leave one of the two rows out."))
            elif key is not None:
                seen.add(key)


def _attendance_row(form: AttendeeForm) -> AttendanceRow:
    cleaned = form.cleaned_data
    return AttendanceRow(
        person=cleaned["person"], organisation=cleaned["organisation"], status=cleaned["status"], remote=cleaned["remote"]
    )


def document_name(name: str, lang: str) -> str:
    """Return the name an upload is kept under; pasted text gets one in the language of the page."""
    return name or PASTED[lang]
