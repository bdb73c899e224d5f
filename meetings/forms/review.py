"""What coordinators say in a review: until when, to whom, what became of a remark (UX §5)."""

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amif_network.core.bilingual import Language
from amif_network.core.forms import DateInput
from amif_network.core.inputs import DateField, LineField, refuse_control_characters, room
from amif_network.core.workdays import is_working_day

from ..actions.review.settling import EXPLAINED
from ..deadlines import refuse_deadline, warning_of
from ..models import Circulation, Remark, Section
from ..models.choices import ON_BEHALF, Outcome
from .answering import LONGEST_QUOTE, LONGEST_TEXT

LONGEST_MESSAGE = 2000


def lines_field(label: Any, most: int, *, rows: int = 3, required: bool = False, help_text: Any = "") -> forms.CharField:
    """Return a field for some lines of plain text; nothing that is pasted into it is cut without a word."""
    return forms.CharField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
        validators=[MaxLengthValidator(most), refuse_control_characters],
    )


class DeadlineForm(forms.Form):
    """A deadline: a day that is none for working has to be chosen twice."""

    deadline = DateField(label=gettext_lazy("Answers are asked until"), widget=DateInput)
    keep_day = forms.BooleanField(label=gettext_lazy("Keep this day all the same"), required=False)

    def __init__(self, *args: Any, after: datetime.date | None = None, **kwargs: Any) -> None:
        """`after`: the deadline that the new one must be later than."""
        super().__init__(*args, **kwargs)
        self.after = after
        self.warning = ""
        if not self.data.get(self.add_prefix("deadline")):
            del self.fields["keep_day"]

    def clean(self) -> dict[str, Any]:
        """Refuse what a deadline cannot be; ask again where nobody works on that day."""
        super().clean()
        day = self.cleaned_data.get("deadline")
        if day is not None:
            try:
                refuse_deadline(day, today=timezone.localdate(), after=self.after)
            except ValidationError as refused:
                self.add_error("deadline", refused)
            else:
                self._ask_twice(day)
        return self.cleaned_data

    def _ask_twice(self, day: datetime.date) -> None:
        if is_working_day(day):
            self.fields.pop("keep_day", None)
        elif not self.cleaned_data.get("keep_day"):
            self.add_error("deadline", warning_of(day))


class CirculateForm(DeadlineForm):
    """How minutes are sent round."""

    message_fr = lines_field(
        gettext_lazy("Message in French"), LONGEST_MESSAGE, help_text=gettext_lazy("Optional. Copy nothing from the minutes.")
    )
    message_nl = lines_field(
        gettext_lazy("Message in Dutch"), LONGEST_MESSAGE, help_text=gettext_lazy("Optional. Copy nothing from the minutes.")
    )


class AskAgainForm(DeadlineForm):
    """Why an organisation is asked once more, and until when."""

    comment = lines_field(
        gettext_lazy("Why you ask once more"),
        LONGEST_MESSAGE,
        required=True,
        help_text=gettext_lazy("Stands in the mail and in the log. Copy nothing from the minutes."),
    )


class BehalfForm(forms.Form):
    """Who answered for an organisation, and how the answer reached us."""

    ANSWERS = (
        ("none", gettext_lazy("It has no remarks")),
        ("remarks", gettext_lazy("It has the remarks below")),
    )

    who = LineField(label=gettext_lazy("Who answered"), max_length=room(Remark, "author_name"))
    channel = forms.ChoiceField(
        label=gettext_lazy("How the answer came in"),
        choices=[(channel.value, channel.label) for channel in ON_BEHALF],
        widget=forms.RadioSelect,
    )
    answer = forms.ChoiceField(label=pgettext_lazy("review", "Answer"), choices=ANSWERS, widget=forms.RadioSelect)


class BehalfRemarkForm(forms.Form):
    """One remark of an answer that a coordinator writes down; one that stays empty is none."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Remark.Kind, initial=Remark.Kind.CORRECTION)
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=Language)
    section = forms.ModelChoiceField(
        label=gettext_lazy("Section"),
        queryset=Section.objects.none(),
        required=False,
        empty_label=gettext_lazy("the minutes as a whole"),
        to_field_name="uuid",
    )
    quote = lines_field(gettext_lazy("Passage of the minutes"), LONGEST_QUOTE, rows=2)
    text = lines_field(gettext_lazy("Remark"), LONGEST_TEXT)
    proposal = lines_field(gettext_lazy("Proposed wording"), LONGEST_TEXT)

    def __init__(self, *args: Any, sections: list[tuple[str, str]], queryset: Any, **kwargs: Any) -> None:
        """`sections`: the choices, by identifier and name, among `queryset`."""
        super().__init__(*args, **kwargs)
        field = self.fields["section"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = queryset
        field.choices = [("", str(_("the minutes as a whole"))), *sections]

    @property
    def says_nothing(self) -> bool:
        """True when nobody wrote anything into it."""
        return not any(self.cleaned_data.get(name) for name in ("quote", "text", "proposal"))

    def clean(self) -> dict[str, Any]:
        """Refuse a quote alone: a remark says something about it."""
        super().clean()
        if self.cleaned_data.get("quote") and not (self.cleaned_data.get("text") or self.cleaned_data.get("proposal")):
            raise ValidationError(_("Write a remark, or the wording that you propose."))
        return self.cleaned_data


BehalfRemarks = forms.formset_factory(BehalfRemarkForm, extra=0, max_num=50, absolute_max=60)


class SettleForm(forms.Form):
    """What became of a remark."""

    outcome = forms.ChoiceField(label=gettext_lazy("Outcome"), choices=Outcome, widget=forms.RadioSelect)
    passed_to = LineField(
        label=gettext_lazy("Passed on to"),
        required=False,
        max_length=room(Remark, "passed_to"),
        help_text=gettext_lazy("Only where the remark is passed on."),
    )
    answer_fr = lines_field(gettext_lazy("Answer in French"), LONGEST_TEXT)
    answer_nl = lines_field(gettext_lazy("Answer in Dutch"), LONGEST_TEXT)

    def __init__(self, *args: Any, acceptable: bool, **kwargs: Any) -> None:
        """`acceptable`: the wording that the remark proposes can be put into the text."""
        super().__init__(*args, **kwargs)
        if not acceptable:
            field = self.fields["outcome"]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [(value, label) for value, label in Outcome.choices if value != Outcome.ACCEPTED]

    def clean(self) -> dict[str, Any]:
        """Refuse an outcome that does not say what the organisation has to know."""
        super().clean()
        outcome = self.cleaned_data.get("outcome")
        if outcome == Outcome.PASSED_ON and not self.cleaned_data.get("passed_to"):
            self.add_error("passed_to", _("Say to whom the remark is passed on."))
        if outcome in EXPLAINED and not (self.cleaned_data.get("answer_fr") or self.cleaned_data.get("answer_nl")):
            self.add_error("answer_fr", _("Give the organisation an answer, in French or in Dutch."))
        return self.cleaned_data


class BoardFilter(forms.Form):
    """Which organisations and remarks of a round the board shows; what is not understood filters nothing."""

    CELLS = (
        ("", gettext_lazy("all answers")),
        ("awaited", gettext_lazy("awaited")),
        ("late", gettext_lazy("late")),
        ("remarks", gettext_lazy("with remarks")),
        ("none", gettext_lazy("no remarks")),
        ("silent", gettext_lazy("no answer received")),
    )
    OUTCOMES = (
        ("", gettext_lazy("all remarks")),
        ("open", gettext_lazy("without an outcome")),
        ("settled", gettext_lazy("with an outcome")),
    )

    round = forms.TypedChoiceField(label=gettext_lazy("Round"), required=False, coerce=int, empty_value=None)
    answer = forms.ChoiceField(label=gettext_lazy("Answers"), required=False, choices=CELLS)
    remarks = forms.ChoiceField(label=gettext_lazy("Remarks"), required=False, choices=OUTCOMES)

    def __init__(self, *args: Any, rounds: list[Circulation], **kwargs: Any) -> None:
        """`rounds`: those of the minutes, the last one first."""
        super().__init__(*args, **kwargs)
        numbers = [(one.number, _("round %(number)d") % {"number": one.number}) for one in rounds]
        self.fields["round"].choices = [("", _("the last one")), *numbers]  # type: ignore[attr-defined]
        if len(rounds) < 2:
            del self.fields["round"]

    def chosen(self, name: str) -> Any:
        """Return a value that was chosen from the list; "" for any other."""
        self.is_valid()
        return self.cleaned_data.get(name) or ""

    @property
    def active(self) -> bool:
        """True when anything is filtered."""
        return any(self.chosen(name) for name in self.fields)
