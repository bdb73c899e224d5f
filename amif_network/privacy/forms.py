"""What is typed on the pages of privacy."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from amif_network.core.collisions import CollisionForm

from .models import LONGEST_DAYS, RetentionRule

LONGEST = 2000


class CorrectionForm(forms.Form):
    """What is wrong or missing, in the person's own words."""

    words = forms.CharField(
        label=_("What has to be corrected?"),
        help_text=_("Say what the portal holds and what it should be. A coordinator answers here."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class AnswerForm(forms.Form):
    """What became of the request; a refusal needs it."""

    answer = forms.CharField(
        label=_("Answer"),
        help_text=_("The person reads it. A refusal needs its reason."),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ErasureForm(forms.Form):
    """The name, typed as a check, and why."""

    typed = forms.CharField(label=_("Name of the person, as it stands above"), max_length=300)
    reason = forms.CharField(
        label=_("Reason"), help_text=_("Without the name: the reason is kept, such as “asked for by letter”."), max_length=300
    )


class RuleForm(CollisionForm):
    """How long a subject is kept."""

    class Meta:
        model = RetentionRule
        fields = ("days", "active", "reason_fr", "reason_nl")
        widgets: ClassVar = {"days": forms.NumberInput(attrs={"min": 1, "max": LONGEST_DAYS})}
