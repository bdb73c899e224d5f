"""The filters of the list of alerts, and the form that puts one aside."""

import datetime
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from amif_network.core.forms import DateInput
from amif_network.core.inputs import refuse_control_characters

from .alert import RANKS, Alert, Kind, Severity


class AlertFilter(forms.Form):
    """The filters of the list, in its address; what is not understood filters nothing."""

    severity = forms.ChoiceField(
        label=_("At least"),
        required=False,
        choices=[("", _("every severity")), *[(one.value, one.label) for one in Severity][1:]],
    )
    kind = forms.ChoiceField(label=_("About"), required=False, choices=[("", _("everything")), *Kind.choices])
    who = forms.ChoiceField(
        label=_("Who must act"), required=False, choices=[("", _("anybody")), ("me", _("I, or my organisation"))]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_valid()

    @property
    def active(self) -> bool:
        """True when some filter is set."""
        return any(self.cleaned_data.get(name) for name in self.fields)

    def applied(self, alerts: Iterable[Alert]) -> list[Alert]:
        """Return those of `alerts` that pass the filters."""
        values = self.cleaned_data
        least = RANKS[Severity(values.get("severity") or Severity.INFO)]
        return [
            one
            for one in alerts
            if one.rank >= least and values.get("kind") in ("", None, one.subject.kind) and (not values.get("who") or one.mine)
        ]


class MuteForm(forms.Form):
    """Until when an alert is put aside, and why."""

    FOR_GOOD, SNOOZED = "acknowledged", "snoozed"

    how = forms.ChoiceField(
        label=_("How long"),
        choices=[
            (SNOOZED, _("Remind us on a day")),
            (FOR_GOOD, _("We know about it: show it no more unless it becomes more severe")),
        ],
        initial=SNOOZED,
        widget=forms.RadioSelect,
    )
    until = forms.DateField(label=_("Show it again on"), required=False, widget=DateInput)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[refuse_control_characters],
        help_text=_("Everybody who sees the alert can read it."),
        error_messages={"required": _("Please give a reason.")},
    )

    def __init__(self, *args: Any, today: datetime.date, **kwargs: Any) -> None:
        """`today`: only a later day can be chosen."""
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        """Ask for a day to come where one is needed; for good there is none."""
        values = super().clean() or self.cleaned_data
        if values.get("how") == self.FOR_GOOD:
            values["until"] = None
        elif "until" not in self.errors and not values.get("until"):
            self.add_error("until", ValidationError(_("Choose a day.")))
        elif values.get("until") and values["until"] <= self.today:
            self.add_error("until", ValidationError(_("Choose a day to come.")))
        return values
