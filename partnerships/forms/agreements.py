"""Forms of the paper: its text, decisions of councils, signatures."""

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from amif_network.core.collisions import CollisionForm
from amif_network.core.inputs import LineField, refuse_control_characters
from amif_network.directory.boxes import Box, person_box, resolve_people
from meetings.forms.registers import day_field
from projects.days import not_ahead

from ..models import Agreement, Party

LONGEST = 60_000


def _text_field(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 16}),
        validators=[refuse_control_characters],
    )


class AgreementForm(CollisionForm):
    """The text in both languages; one is enough to begin."""

    text_fr = _text_field(_("Text in French"))
    text_nl = _text_field(_("Text in Dutch"))

    class Meta:
        model = Agreement
        fields = ("text_fr", "text_nl")

    def clean_text_fr(self) -> str:
        """Keep the line breaks of the database."""
        return str(self.cleaned_data["text_fr"]).replace("\r\n", "\n")

    def clean_text_nl(self) -> str:
        """Keep the line breaks of the database."""
        return str(self.cleaned_data["text_nl"]).replace("\r\n", "\n")

    def clean(self) -> dict[str, Any]:
        """Ask for a text."""
        values = super().clean() or self.cleaned_data
        if not self.errors and not values.get("text_fr") and not values.get("text_nl"):
            self.add_error("text_fr", _("Write the text in French or in Dutch."))
        return values


class AmendmentForm(AgreementForm):
    """A text that replaces the one that was put to sign, with the reason."""

    comment = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[refuse_control_characters],
        error_messages={"required": _("Please give a reason.")},
    )


class OfPartyForm(forms.Form):
    """Something that a party did with the text that stands; `text_hash` is that of the text that was shown."""

    text_hash = forms.CharField(max_length=64, widget=forms.HiddenInput)
    party = forms.TypedChoiceField(label=_("Party"), coerce=int)

    def __init__(self, *args: Any, parties: Sequence[Party], **kwargs: Any) -> None:
        """`parties`: those the person may act for and that have not done it yet."""
        super().__init__(*args, **kwargs)
        self.parties = {party.pk: party for party in parties}
        choice = self.fields["party"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [(party.pk, str(party.organisation)) for party in parties]

    def clean_party(self) -> Party:
        """Return the party."""
        return self.parties[self.cleaned_data["party"]]


class DecisionForm(OfPartyForm):
    """The day of the decision of a council."""

    decided_on = day_field(_("Decided on"), required=True)
    reference = LineField(label=_("Reference"), max_length=80, required=False)

    def clean_decided_on(self) -> datetime.date:
        """Refuse a day that has not come yet."""
        return not_ahead(self.cleaned_data["decided_on"])


class SignatureForm(OfPartyForm):
    """Who signed for a party, and when."""

    signed_on = day_field(_("Signed on"), required=True)
    signatory = person_box(_("Signed by"), create=False)

    def clean_signed_on(self) -> datetime.date:
        """Refuse a day that has not come yet."""
        return not_ahead(self.cleaned_data["signed_on"])

    def clean(self) -> dict[str, Any]:
        """Put the person in place of the name."""
        super().clean()
        resolve_people([Box(self, "signatory")], timezone.localdate())
        return self.cleaned_data
