"""What an organisation writes about minutes: a remark, and by the link also who writes it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amif_network.core.inputs import LineField, refuse_control_characters, room
from amif_network.core.quotation import times_quoted

from ..models import Remark
from ..printed import PrintedPassage

# Characters: a quote is a passage, a remark is no report.
LONGEST_QUOTE = 2_000
LONGEST_TEXT = 10_000


def _lines(label: Any, most: int, rows: int, help_text: Any = "") -> forms.CharField:
    """Return a field for some lines of plain text."""
    return forms.CharField(
        label=label,
        required=False,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
        # Not max_length: a browser cuts what is pasted into such a field, without a word.
        validators=[MaxLengthValidator(most), refuse_control_characters],
    )


class NameField(LineField):
    """Who somebody is, by their own word."""

    def __init__(self) -> None:
        super().__init__(
            label=gettext_lazy("Your name"),
            max_length=room(Remark, "author_name"),
            help_text=gettext_lazy("Your colleagues and the coordinators see it beside what you write and send."),
            widget=forms.TextInput(attrs={"autocomplete": "name"}),
        )


class RemarkForm(forms.Form):
    """A remark about a passage, or about the minutes as a whole; the holder of a link says who they are."""

    name = NameField()
    kind = forms.ChoiceField(
        label=gettext_lazy("What is it?"), choices=Remark.Kind, initial=Remark.Kind.CORRECTION, widget=forms.RadioSelect
    )
    quote = _lines(
        gettext_lazy("Words of the minutes that it is about"),
        LONGEST_QUOTE,
        2,
        gettext_lazy("Optional. Copied from the passage, within one paragraph."),
    )
    text = _lines(gettext_lazy("Remark"), LONGEST_TEXT, 4)
    proposal = _lines(
        gettext_lazy("Wording that you propose"),
        LONGEST_TEXT,
        3,
        gettext_lazy(
            "Optional. Instead of the words above, or added after the passage. A ready wording is the quickest to accept."
        ),
    )
    # Which passage ("" is the whole), and which remark is changed, as its writer saw it.
    section = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    remark = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, passage: PrintedPassage | None, asks_name: bool, **kwargs: Any) -> None:
        """`passage`: what the remark is about, in the language in which it is read; None for the minutes as a whole."""
        super().__init__(*args, **{"auto_id": "id_remark_%s", **kwargs})
        self.passage = passage
        if not asks_name:
            del self.fields["name"]
        if passage is None:
            del self.fields["quote"]

    def clean_quote(self) -> str:
        """Refuse a quote that does not stand in the passage: the minutes never said it."""
        quote = str(self.cleaned_data["quote"]).strip()
        assert self.passage is not None
        if quote and not times_quoted(self.passage.heading.text, self.passage.html.text, quote):
            raise ValidationError(
                _("These words do not stand in the passage so. Copy them from it, within one paragraph, or leave this empty.")
            )
        return quote

    def clean(self) -> dict[str, Any]:
        """Refuse a remark that says nothing."""
        super().clean()
        if not self.errors and not (self.cleaned_data["text"] or self.cleaned_data["proposal"]):
            raise ValidationError(_("Write a remark, or the wording that you propose."))
        return self.cleaned_data


class SendForm(forms.Form):
    """What the sender looked at: the state of the draft, and whether they say that there are no remarks."""

    name = NameField()
    seen = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    answer = forms.ChoiceField(choices=[("remarks", "remarks"), ("none", "none")], widget=forms.HiddenInput)

    def __init__(self, *args: Any, asks_name: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_name:
            del self.fields["name"]
