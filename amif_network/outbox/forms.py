"""The filters of the log of mails about something, in its address; what is not understood filters nothing."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from amif_network.core.inputs import LineField

from .models import MailState, OutgoingMailQuerySet

# Mails that want a person's decision.
ATTENTION = (MailState.FAILED, MailState.UNSURE)


class MailFilter(forms.Form):
    """Which mails of a log; `topics` are those that it can hold, with their names."""

    q = LineField(label=_("Address or subject"), required=False, max_length=100)
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("all states")), ("attention", _("not arrived")), *MailState.choices]
    )

    def __init__(self, *args: Any, topics: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        topic = self.fields["topic"]
        assert isinstance(topic, forms.ChoiceField)
        topic.choices = [("", _("all topics")), *topics.items()]
        self.is_valid()

    @property
    def active(self) -> bool:
        """True when some filter is set."""
        return any(self.cleaned_data.get(name) for name in self.fields)

    def applied(self, mails: OutgoingMailQuerySet) -> OutgoingMailQuerySet:
        """Return those of `mails` that pass the filters."""
        values = self.cleaned_data
        if values.get("q"):
            mails = mails.search(values["q"])
        if values.get("topic"):
            mails = mails.filter(topic=values["topic"])
        if values.get("state"):
            states = ATTENTION if values["state"] == "attention" else (values["state"],)
            mails = mails.in_states(states)
        return mails
