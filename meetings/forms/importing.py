"""Bring in a document, and correct what was recognised in it before anything is saved."""

import datetime
from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amif_network.core.combobox import Combobox, ComboboxField, Typed
from amif_network.core.forms import DateInput
from amif_network.core.inputs import DateField, LineField
from amif_network.core.rows import rows_formset
from amif_network.directory.boxes import Box, organisation_box, person_box, resolve_organisations, resolve_people
from amif_network.directory.models import Person

from ..actions.attendance import AttendanceRow
from ..actions.importing import Decisions, Directory
from ..importing import ParsedMinutes, UnreadableDocument, read_document
from ..importing.correcting import Heading, corrected, new_places
from ..importing.errors import MAX_FILE_BYTES
from ..importing.result import MatchedText, ParsedAgendaItem, ParsedAttendee, ParsedSection
from ..models import Attendance, Meeting, Section
from .agenda import MOST_ROWS, AgendaRowForm
from .meeting import likely
from .rows import RowForm, RowsFormSet, numbered

# Deeper than any document numbers its sections.
DEEPEST_LEVEL = 6
LONGEST_HEADING = 5_000
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

    def clean_date(self) -> datetime.date:
        """Refuse a slip of the finger in the year."""
        return likely(self.cleaned_data["date"])

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


class RecognisedAgendaForm(AgendaRowForm):
    """A row of the agenda. Presenters are names as typed: the attendance list of the document may know them or not."""

    presenters = LineField(label=gettext_lazy("Presented by"), max_length=1000, required=False)  # type: ignore[assignment]

    def as_item(self, lines: tuple[int, ...]) -> ParsedAgendaItem:
        """Return the row as if it had been recognised in these `lines`."""
        values = self.cleaned_data
        return ParsedAgendaItem(
            title=values["title_fr"] or values["title_nl"], lines=lines, start=values["starts_at"], end=values["ends_at"],
            **{name: values[name] for name in ("label", "kind", "title_fr", "title_nl", "presenters")},
        )  # fmt: skip


# No empty row: it would look like one that was recognised and lost its words.
RecognisedAgenda = rows_formset(RecognisedAgendaForm, RowsFormSet, limit=MOST_ROWS, extra=0)


class HeadingForm(forms.Form):
    """What begins a section: its number, its heading and its level, or nothing of the kind."""

    label = LineField(label=gettext_lazy("Number"), max_length=Section._meta.get_field("label").max_length, required=False)
    heading = LineField(label=gettext_lazy("Heading"), max_length=LONGEST_HEADING, required=False)
    level = forms.TypedChoiceField(
        label=gettext_lazy("Level"), coerce=int, choices=[(number, str(number)) for number in range(1, DEEPEST_LEVEL + 1)]
    )
    is_text = forms.BooleanField(label=gettext_lazy("Not a heading: it belongs to the text above"), required=False)

    def as_heading(self) -> Heading:
        """Return what was decided."""
        values = self.cleaned_data
        return Heading(values["label"], values["heading"], values["level"], values["is_text"])


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

    def __init__(self, parsed: ParsedMinutes, data: QueryDict | None = None) -> None:
        self.parsed, self.data = parsed, data
        self.on = parsed.date or timezone.localdate()
        self.directory = Directory(parsed)
        self.head = HeadForm(data, initial=self._head())
        self.attendees = [
            AttendeeForm(data, prefix=f"attendee-{place}", initial=self._attendee(one))
            for place, one in enumerate(parsed.attendance)
        ]
        rows = None if data is not None else numbered(self._agenda_row(item) for item in parsed.agenda)
        self.agenda = RecognisedAgenda(data, prefix="agenda", initial=rows)
        self.headings = [
            HeadingForm(data, prefix=f"heading-{place}", initial=_heading(section))
            for place, section in enumerate(parsed.sections)
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
        checked = [self.agenda.is_valid(), *(form.is_valid() for form in self.all())]
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
        yield from self.headings
        yield from self.concerns.values()
        yield from self.awaited

    @property
    def error_count(self) -> int:
        """How many fields have to be looked at again."""
        if self.data is None:
            return 0
        return sum(len(form.errors) for form in self.all()) + len(self.agenda.problems())

    def agenda_lines(self) -> dict[RowForm, tuple[int, ...]]:
        """Return the lines of the document beside the rows of the agenda; those that were added have none."""
        return {form: item.lines for form, item in zip(self.agenda.forms, self.parsed.agenda, strict=False)}

    def corrected(self) -> ParsedMinutes:
        """Return the document as it was recognised, with the corrections of agenda and headings."""
        lines = self.agenda_lines()
        rows = [form for form in self.agenda.kept() if isinstance(form, RecognisedAgendaForm)]
        items = [form.as_item(lines.get(form, ())) for form in rows]
        return corrected(self.parsed, agenda=items, headings=self._headings())

    def _headings(self) -> list[Heading]:
        return [form.as_heading() for form in self.headings]

    def decisions(self) -> Decisions:
        """Return what was confirmed; places of sections are those in `corrected()`."""
        head, places = self.head.cleaned_data, new_places(self._headings())
        return Decisions(
            title_fr=head["title_fr"],
            title_nl=head["title_nl"],
            date=head["date"],
            mode=head["mode"],
            attendance=[_attendance_row(form) for form in self.attendees if not form.cleaned_data["leave_out"]],
            organisations={
                places[place]: form.cleaned_data["organisation"]
                for place, form in self.concerns.items()
                if form.cleaned_data["organisation"] and place in places
            },
            awaited={place: form.cleaned_data["organisations"] for place, form in enumerate(self.awaited)},
        )

    def _head(self) -> dict[str, Any]:
        parsed = self.parsed
        return {"title_fr": parsed.title_fr, "title_nl": parsed.title_nl, "date": parsed.date, "mode": parsed.mode or ""}

    def _agenda_row(self, item: ParsedAgendaItem) -> dict[str, Any]:
        """Fill a row: a title that is not given in both languages is in that of the document."""
        titles = {"title_fr": item.title_fr, "title_nl": item.title_nl}
        if not any(titles.values()):
            titles[f"title_{self.parsed.language}"] = item.title
        times = {"starts_at": item.start, "ends_at": item.end}
        return {"label": item.label, "kind": item.kind, "presenters": item.presenters, **titles, **times}

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


def _heading(section: ParsedSection) -> dict[str, Any]:
    return {"label": section.label, "heading": section.heading, "level": min(section.level, DEEPEST_LEVEL)}


def with_one_more(data: QueryDict) -> QueryDict:
    """Return what was sent for a preview with an empty row more in its agenda."""
    more = data.copy()
    count = data.get("agenda-TOTAL_FORMS", "")
    more["agenda-TOTAL_FORMS"] = str(int(count) + 1) if count.isascii() and count.isdigit() and len(count) < 4 else count
    return more


def _attendance_row(form: AttendeeForm) -> AttendanceRow:
    cleaned = form.cleaned_data
    return AttendanceRow(
        person=cleaned["person"], organisation=cleaned["organisation"], status=cleaned["status"], remote=cleaned["remote"]
    )


def document_name(name: str, lang: str) -> str:
    """Return the name an upload is kept under; pasted text gets one in the language of the page."""
    return name or PASTED[lang]
