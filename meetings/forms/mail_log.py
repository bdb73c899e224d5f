"""The filters of the list of mails of a meeting, in its address; what is not understood filters nothing."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amif_network.core.inputs import LineField
from amif_network.outbox.models import MailState, OutgoingMailQuerySet

# What mails are about, by the topic under which they are posted.
TOPICS = {
    "convocation": _("convocation"),
    "circulation": _("minutes to read"),
    "reminder": _("reminder"),
    "receipt": pgettext_lazy("mail", "receipt"),
    "outcome": _("what became of remarks"),
    "publication": _("publication"),
    "promise": _("promise"),
    "translation": _("translation"),
}
# Mails that want a person's decision.
ATTENTION = (MailState.FAILED, MailState.UNSURE)


class MailFilter(forms.Form):
    """Which mails of one meeting."""

    q = LineField(label=_("Address or subject"), required=False, max_length=100)
    topic = forms.ChoiceField(label=_("Topic"), required=False, choices=[("", _("all topics")), *TOPICS.items()])
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("all states")), ("attention", _("not arrived")), *MailState.choices]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
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
