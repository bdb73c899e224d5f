"""Forms of programmes and calls, and the filters of the list of calls."""

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from amif_network.core.collisions import CollisionForm
from amif_network.core.combobox import Typed
from amif_network.core.inputs import LineField, refuse_control_characters
from amif_network.directory.boxes import Box, organisation_box, resolve_organisations
from meetings.forms.registers import WordsField, day_field

from ..days import is_likely, year_unlikely
from ..models import Call, Programme
from ..models.call import CallQuerySet
from ..models.choices import CallPhase
from ..wording.calls import StepWords

TITLE_MISSING = _("Give a title, in French or in Dutch.")
ORDER = _("The last day cannot come before the first.")


class ProgrammeForm(CollisionForm):
    """A programming period of the fund."""

    title_fr = LineField(label=_("Title in French"), max_length=200, required=False)
    title_nl = LineField(label=_("Title in Dutch"), max_length=200, required=False)
    start = day_field(_("First day"), required=True)
    end = day_field(_("Last day"), required=True)

    class Meta:
        model = Programme
        fields = ("code", "title_fr", "title_nl", "start", "end")
        labels = {"code": _("Code")}
        help_texts = {"code": _("Small letters, figures and hyphens, such as amif-2021-2027.")}

    def clean(self) -> dict[str, Any]:
        """Ask for a title, and for days in order."""
        values = super().clean() or self.cleaned_data
        ask_for_title(self)
        check_period(self, "start", "end")
        return values


class CallForm(CollisionForm):
    """Everything about a call but its state, dates, envelopes and templates."""

    number = LineField(label=_("Number"), max_length=30, help_text=_("As the authority writes it: 42, 101, SP2-3."))
    title_fr = LineField(label=_("Title in French"), max_length=250, required=False)
    title_nl = LineField(label=_("Title in Dutch"), max_length=250, required=False)
    summary_fr = WordsField(label=_("What it is about, in French"), rows=4)
    summary_nl = WordsField(label=_("What it is about, in Dutch"), rows=4)
    managing_body = organisation_box(_("Managing body"), create=False)
    channel_fr = LineField(label=_("How to submit, in French"), max_length=250, required=False)
    channel_nl = LineField(label=_("How to submit, in Dutch"), max_length=250, required=False)
    channel_address = forms.URLField(label=_("Address of the platform"), required=False, max_length=200, assume_scheme="https")
    period_start = day_field(_("Projects from"))
    period_end = day_field(_("Projects until"))

    class Meta:
        model = Call
        fields = (
            "programme", "number", "title_fr", "title_nl", "summary_fr", "summary_nl", "managing_body", "channel_fr",
            "channel_nl", "channel_address", "period_start", "period_end",
        )  # fmt: skip
        labels = {"programme": _("Programme")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["managing_body"] = Typed.of(self.instance.managing_body)

    def clean(self) -> dict[str, Any]:
        """Put the organisation in place of its name; ask for a title, and for days in order."""
        values = super().clean() or self.cleaned_data
        resolve_organisations([Box(self, "managing_body")], timezone.localdate())
        ask_for_title(self)
        check_period(self, "period_start", "period_end")
        return values


def ask_for_title(form: forms.BaseForm) -> None:
    """Ask for a title in one language at least."""
    titles = {"title_fr", "title_nl"}
    if not titles & form.errors.keys() and not any(form.cleaned_data.get(name) for name in titles):
        form.add_error("title_fr", TITLE_MISSING)


def check_period(form: forms.BaseForm, first: str, last: str) -> None:
    """Refuse a slip of the finger in a year, and a period that ends before it begins."""
    for name in (first, last):
        day = form.cleaned_data.get(name)
        if day is not None and not is_likely(day):
            form.add_error(name, year_unlikely())
    start, end = form.cleaned_data.get(first), form.cleaned_data.get(last)
    if start and end and end < start:
        form.add_error(last, ORDER)


class CallFilter(forms.Form):
    """The filters of the list, in its address; what is not understood filters nothing."""

    q = LineField(label=_("Number or title"), required=False, max_length=100)
    programme = forms.TypedChoiceField(label=_("Programme"), required=False, coerce=int, empty_value=None)
    phase = forms.ChoiceField(label=_("Phase"), required=False)

    def __init__(self, *args: Any, drafts: bool, **kwargs: Any) -> None:
        """`drafts`: the person sees drafts."""
        super().__init__(*args, **kwargs)
        programme, phase = self.fields["programme"], self.fields["phase"]
        assert isinstance(programme, forms.ChoiceField)
        assert isinstance(phase, forms.ChoiceField)
        programme.choices = [("", _("all programmes")), *((one.pk, str(one)) for one in Programme.objects.all())]
        phases = [choice for choice in CallPhase.choices if drafts or choice[0] != CallPhase.DRAFT]
        phase.choices = [("", _("all phases")), *phases]
        self.is_valid()

    @property
    def active(self) -> bool:
        """True when some filter is set."""
        return any(self.cleaned_data.get(name) for name in self.fields)

    def applied(self, calls: CallQuerySet, today: datetime.date) -> CallQuerySet:
        """Return those of `calls` that pass the filters."""
        values = self.cleaned_data
        if values.get("q"):
            calls = calls.search(values["q"])
        if values.get("programme"):
            calls = calls.filter(programme=values["programme"])
        return calls.in_phase(values["phase"], today) if values.get("phase") else calls


class StepForm(forms.Form):
    """The comment that goes into the log with a step; some steps cannot do without."""

    comment = forms.CharField(
        label=_("Comment"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        validators=[refuse_control_characters],
    )

    def __init__(self, *args: Any, words: StepWords, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if words.needs_comment:
            self.fields["comment"].required = True
            self.fields["comment"].label = _("Reason")
            self.fields["comment"].error_messages["required"] = _("Please give a reason.")
