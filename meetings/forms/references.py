"""Forms for what a section points at: slides of a presentation, and contributions that are still awaited."""

from typing import Any

from django import forms
from django.contrib.postgres.forms import SimpleArrayField
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from amif_network.core.combobox import Typed
from amif_network.core.inputs import LineField
from amif_network.directory.boxes import Box, organisation_box, resolve_organisations
from amif_network.directory.models import Organisation, Person

from ..models import Attachment, PendingContribution, Section, SlideReference
from ..outline import outline, reading_order

HIGHEST_SLIDE = 9999


class SlideReferenceForm(forms.ModelForm):
    """Slides from … to …, to the end, or one by one."""

    numbers = SimpleArrayField(
        forms.IntegerField(min_value=1, max_value=HIGHEST_SLIDE),
        label=_("or separate slides"),
        required=False,
        max_length=50,
        help_text=_("With commas: 12, 14. They replace from and to."),
    )
    first = forms.IntegerField(label=_("From slide"), required=False, min_value=1, max_value=HIGHEST_SLIDE)
    last = forms.IntegerField(label=_("To slide"), required=False, min_value=1, max_value=HIGHEST_SLIDE)
    topic_fr = LineField(label=_("Subject in French"), required=False, max_length=250)
    topic_nl = LineField(label=_("Subject in Dutch"), required=False, max_length=250)

    class Meta:
        model = SlideReference
        fields = ("attachment", "first", "last", "to_end", "numbers", "topic_fr", "topic_nl")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["attachment"]
        field.queryset = Attachment.objects.filter(meeting=self.instance.section.minutes.meeting_id)
        field.empty_label = _("not attached yet")

    def clean(self) -> dict[str, Any]:
        """Refuse a reference without any slide, and an end without a beginning."""
        super().clean()
        data = self.cleaned_data
        if data.get("last") and not data.get("first") and "first" in data:
            self.add_error("first", _("From which slide?"))
        if not self.errors and not data.get("first") and not data.get("numbers") and not self.instance.as_typed:
            raise ValidationError(_("Give at least one slide."))
        if data.get("numbers"):
            data.update(first=None, last=None, to_end=False)
        elif data.get("to_end"):
            data["last"] = None
        return data


class ContributionForm(forms.ModelForm):
    """What is still to be added to the minutes, and by whom."""

    organisations = organisation_box(
        _("Awaited from"), multiple=True, create=False, help_text=_("Several organisations: with commas.")
    )
    text_fr = LineField(label=_("Text in French"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2}))
    text_nl = LineField(label=_("Text in Dutch"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2}))

    class Meta:
        model = PendingContribution
        fields = ("organisations", "person", "text_fr", "text_nl", "section")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        minutes = self.instance.minutes
        person: Any = self.fields["person"]
        section: Any = self.fields["section"]
        person.queryset = Person.objects.filter(attendances__meeting=minutes.meeting_id).order_by("sort_key", "pk")
        person.help_text = _("Where one person owes it.")
        section.queryset = Section.objects.filter(minutes=minutes, removed_at=None)
        section.label = _("Section")
        section.empty_label = _("the minutes as a whole")
        # Through the minutes, so that every section knows them: its heading asks for their leading language.
        loaded = minutes.sections.for_list()
        section.choices = [("", section.empty_label)] + [
            (node.section.pk, f"{node.number} {node.section.heading()}".strip()) for node in reading_order(outline(loaded))
        ]
        organisations: Any = self.fields["organisations"]
        organisations.widget.on = minutes.meeting.date.isoformat()
        if self.instance.pk:
            self.initial["organisations"] = Typed.of(*self.instance.organisations.all())

    def clean(self) -> dict[str, Any]:
        """Put organisations in place of what was typed, and ask for a text in one language at least."""
        super().clean()
        resolve_organisations([Box(self, "organisations")], self.instance.minutes.meeting.date)
        data = self.cleaned_data
        if not self.errors and not data.get("text_fr") and not data.get("text_nl"):
            raise ValidationError(_("Say in French or in Dutch what is awaited."))
        return data

    def _save_m2m(self) -> None:
        """Leave the organisations to the action that saves the contribution."""

    def awaited_from(self) -> list[Organisation]:
        """Return the organisations that were named."""
        return list(self.cleaned_data["organisations"])
