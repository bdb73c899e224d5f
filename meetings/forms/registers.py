"""Forms of the registers: the words of an entry, and what each step of its life asks for."""

import datetime
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from amif_network.core.collisions import CollisionForm
from amif_network.core.combobox import Typed
from amif_network.core.forms import DateInput
from amif_network.core.inputs import DateField, LineField, refuse_control_characters
from amif_network.directory.boxes import Box, organisation_box, person_box, resolve_organisations, resolve_people

from ..models import Idea, Promise, Section, Signal
from ..outline import outline, reading_order

LONGEST_TEXT = 4000


class WordsField(forms.CharField):
    """A few lines of text, not more; line breaks are kept."""

    def __init__(self, *, label: Any, rows: int = 3, required: bool = False) -> None:
        super().__init__(
            label=label,
            required=required,
            max_length=LONGEST_TEXT,
            widget=forms.Textarea(attrs={"rows": rows}),
            validators=[refuse_control_characters],
        )

    def to_python(self, value: Any) -> str:
        """Return the text with the line breaks of the database."""
        return str(super().to_python(value) or "").replace("\r\n", "\n")


def day_field(label: Any, *, required: bool = False, help_text: Any = "") -> DateField:
    """Return a field for a day, with the browser's own calendar."""
    return DateField(label=label, required=required, widget=DateInput, help_text=help_text)


class EntryForm(CollisionForm):
    """The words of an entry in both languages, the section it comes from, and the organisations and people it names."""

    text_fr = WordsField(label=_("Text in French"))
    text_nl = WordsField(label=_("Text in Dutch"))

    # The fields that name an organisation, and a person; the one that a section about an organisation fills.
    organisations: ClassVar[tuple[str, ...]] = ()
    people: ClassVar[tuple[str, ...]] = ()
    speaker: ClassVar[str] = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        meeting = self.instance.meeting
        for name in (*self.organisations, *self.people):
            box: Any = self.fields[name]
            box.widget.on = meeting.date.isoformat()
            self.initial[name] = Typed.of(getattr(self.instance, name))
        if self.instance.pk is None and self.instance.section is not None:
            self.initial[self.speaker] = Typed.of(self.instance.section.organisation)
        section: Any = self.fields["section"]
        minutes = meeting.record
        section.queryset = Section.objects.filter(minutes=minutes, removed_at=None) if minutes else Section.objects.none()
        section.empty_label = _("the meeting as a whole")
        # Through the minutes, so that every section knows them: its heading asks for their leading language.
        nodes = reading_order(outline(minutes.sections.for_list())) if minutes else []
        places = [(node.section.pk, f"{node.number} {node.section.heading()}".strip()) for node in nodes]
        section.choices = [("", section.empty_label), *places]

    def clean(self) -> dict[str, Any]:
        """Put organisations and people in place of what was typed; ask for a text in one language at least."""
        values = super().clean() or self.cleaned_data
        on = self.instance.meeting.date
        resolve_organisations([Box(self, name) for name in self.organisations], on)
        resolve_people([Box(self, name, within) for name, within in zip(self.people, self.organisations, strict=False)], on)
        return values


class PromiseForm(EntryForm):
    """Who promised what to whom, and until when; the answer too, once there is one."""

    owed_by = organisation_box(_("Organisation that promised"), create=False)
    owed_by_person = person_box(
        _("Person who promised"), create=False, help_text=_("Where one person promised it, and not their organisation.")
    )
    asked_by = organisation_box(
        _("Organisation that asked"), create=False, help_text=_("It gets a mail when there is an answer.")
    )
    asked_by_person = person_box(_("Person who asked"), create=False)
    due = day_field(_("Due on"), help_text=_("Leave it empty where no day was named."))
    answer_fr = WordsField(label=_("Answer in French"))
    answer_nl = WordsField(label=_("Answer in Dutch"))
    tell_now = forms.BooleanField(label=_("Tell them now, by mail"), required=False)

    organisations = ("owed_by", "asked_by")
    people = ("owed_by_person", "asked_by_person")
    speaker = "owed_by"

    class Meta:
        model = Promise
        fields = (
            "text_fr", "text_nl", "owed_by", "owed_by_person", "asked_by", "asked_by_person", "due", "section",
            "answer_fr", "answer_nl",
        )  # fmt: skip

    def __init__(self, *args: Any, published: bool = False, **kwargs: Any) -> None:
        """`published`: the minutes are, so that those who owe it would learn of it by no other mail."""
        super().__init__(*args, **kwargs)
        if self.instance.state != Promise.State.ANSWERED:
            del self.fields["answer_fr"], self.fields["answer_nl"]
            self.standing = {name: value for name, value in self.standing.items() if name in self.fields}
        if self.instance.pk is not None:
            del self.fields["tell_now"]
        elif published:
            self.fields["tell_now"].initial = True
            self.fields["tell_now"].help_text = _("The minutes are published already: without this they get no mail.")
        else:
            self.fields["tell_now"].help_text = _("Otherwise a mail goes to them when the minutes are published.")

    def clean(self) -> dict[str, Any]:
        """Ask who promised it, and keep an answer an answer."""
        values = super().clean()
        if not self.errors and not values.get("owed_by") and not values.get("owed_by_person"):
            self.add_error("owed_by", _("Say who promised it."))
        if "answer_fr" in self.fields and not self.errors and not values["answer_fr"] and not values["answer_nl"]:
            self.add_error("answer_fr", _("Write the answer, in French or in Dutch."))
        return values


class SignalForm(EntryForm):
    """What is to be passed on, to whom, and who raised it."""

    addressee_name = LineField(
        label=_("Name of the addressee"),
        required=False,
        max_length=200,
        help_text=_("The service or the person, where it is known."),
    )
    asked_by = organisation_box(_("Raised by"), create=False)

    organisations = ("asked_by",)
    speaker = "asked_by"

    class Meta:
        model = Signal
        fields = ("text_fr", "text_nl", "addressee", "addressee_name", "asked_by", "section")

    def clean(self) -> dict[str, Any]:
        """Ask for a name where none of the usual addressees is meant."""
        values = super().clean()
        if values.get("addressee") == Signal.Addressee.OTHER and not values.get("addressee_name"):
            self.add_error("addressee_name", _("Name the addressee."))
        return values


class IdeaForm(EntryForm):
    """A theme or an activity, who proposed it, and when it might be."""

    organisation = organisation_box(_("Proposed by"), create=False)
    earliest = day_field(_("Not before"))
    latest = day_field(_("Not after"))
    when_fr = LineField(label=_("When, in French"), required=False, max_length=150, help_text=_("In words: “in autumn”."))
    when_nl = LineField(label=_("When, in Dutch"), required=False, max_length=150)

    organisations = ("organisation",)
    speaker = "organisation"

    class Meta:
        model = Idea
        fields = ("text_fr", "text_nl", "organisation", "earliest", "latest", "when_fr", "when_nl", "section")


class StepForm(forms.Form):
    """What a step asks for; `entry` is the promise, signal or idea that takes it."""

    def __init__(self, *args: Any, entry: Promise | Signal | Idea, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.entry = entry


class ReasonForm(StepForm):
    """A reason, which goes into the history."""

    comment = WordsField(label=_("Reason"), required=True)


class CommentForm(StepForm):
    """A word for the history, for whoever wants to say one."""

    comment = WordsField(label=_("Comment"))


class NothingForm(StepForm):
    """A step that asks for nothing."""


class AnswerForm(StepForm):
    """The answer, in one language or in both."""

    answer_fr = WordsField(label=_("Answer in French"), rows=6)
    answer_nl = WordsField(label=_("Answer in Dutch"), rows=6)

    def clean(self) -> dict[str, Any]:
        """Refuse an answer without a word."""
        values = super().clean() or self.cleaned_data
        if not self.errors and not values["answer_fr"] and not values["answer_nl"]:
            raise ValidationError(_("Write the answer, in French or in Dutch."))
        return values


def _not_ahead(day: datetime.date) -> datetime.date:
    if day > timezone.localdate():
        raise ValidationError(_("This day is still to come."))
    return day


class SendForm(StepForm):
    """On which day a signal was passed on."""

    sent_on = day_field(_("Passed on on"), required=True)
    comment = WordsField(label=_("Comment"), rows=2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sent_on"].initial = timezone.localdate()

    def clean_sent_on(self) -> datetime.date:
        """Refuse a day that is still to come."""
        return _not_ahead(self.cleaned_data["sent_on"])


class ReplyForm(StepForm):
    """What was replied to a signal, and when."""

    replied_on = day_field(_("Reply received on"), required=True)
    reply_fr = WordsField(label=_("Reply in French"), rows=6)
    reply_nl = WordsField(label=_("Reply in Dutch"), rows=6)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["replied_on"].initial = timezone.localdate()

    def clean_replied_on(self) -> datetime.date:
        """Refuse a day that is still to come."""
        return _not_ahead(self.cleaned_data["replied_on"])

    def clean(self) -> dict[str, Any]:
        """Refuse a reply without a word."""
        values = super().clean() or self.cleaned_data
        if not self.errors and not values["reply_fr"] and not values["reply_nl"]:
            raise ValidationError(_("Write the reply, in French or in Dutch."))
        return values


class PlanForm(StepForm):
    """When an idea will be carried out, as vaguely as it is known."""

    earliest = day_field(_("Not before"))
    latest = day_field(_("Not after"))
    when_fr = LineField(label=_("When, in French"), required=False, max_length=150, help_text=_("In words: “in autumn”."))
    when_nl = LineField(label=_("When, in Dutch"), required=False, max_length=150)

    def __init__(self, *args: Any, entry: Idea, **kwargs: Any) -> None:
        super().__init__(*args, entry=entry, **kwargs)
        for name in ("earliest", "latest", "when_fr", "when_nl"):
            self.initial[name] = getattr(entry, name)

    def clean(self) -> dict[str, Any]:
        """Refuse days in disorder."""
        values = super().clean() or self.cleaned_data
        if values.get("earliest") and values.get("latest") and values["latest"] < values["earliest"]:
            self.add_error("latest", _("The latest date cannot come before the earliest."))
        return values
