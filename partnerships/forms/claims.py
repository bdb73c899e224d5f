"""Forms of claims: what a partner asks, what the host accepts of it, and the filters of the list."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from amif_network.core.bilingual import active_language
from amif_network.core.collisions import CollisionForm
from amif_network.core.inputs import EuroField, LineField
from amif_network.core.money import CENT
from amif_network.directory.models import Organisation
from meetings.forms.registers import WordsField, day_field
from projects.forms.calls import check_period

from ..models import Claim, Party
from ..models.choices import ClaimKind, ClaimState

ABOVE_ZERO = _("The amount lies above zero.")


def amount_field(label: Any, *, required: bool = True, help_text: Any = "") -> EuroField:
    """Return a field for an amount above zero."""
    return EuroField(
        label=label, required=required, min_value=CENT, help_text=help_text,
        error_messages={"min_value": ABOVE_ZERO, "required": _("Give an amount.")},
    )  # fmt: skip


def put_errors(form: forms.BaseForm, error: ValidationError) -> None:
    """Put what an action refused beside the fields it names; what names none stands above the form."""
    found = error.message_dict if hasattr(error, "error_dict") else {None: error.messages}
    for name, texts in found.items():
        form.add_error(name if name in form.fields else None, texts)


class ClaimForm(CollisionForm):
    """A claim. A balance asks for the real costs, and computes what is claimed; any other asks for an amount."""

    reference = LineField(label=_("Reference"), max_length=80, help_text=_("Your own number of the claim, or the proposed one."))
    starts_on = day_field(_("First day"), required=True)
    ends_on = day_field(_("Last day"), required=True)
    costs = EuroField(label=_("Real costs of the period"), min_value=0)
    claimed = amount_field(_("Amount claimed"))
    note = WordsField(label=_("Note for the host"))
    override_reason = WordsField(label=_("Why months of presence are not confirmed"))

    class Meta:
        model = Claim
        fields = ("reference", "starts_on", "ends_on", "costs", "claimed", "note", "override_reason")

    def __init__(self, *args: Any, asks_why: bool, **kwargs: Any) -> None:
        """`asks_why`: months of presence are missing, which needs a reason."""
        super().__init__(*args, **kwargs)
        if self.instance.kind == ClaimKind.BALANCE:
            self._drop("claimed")
            if not (asks_why or self.is_bound or self.instance.override_reason):
                self._drop("override_reason")
        else:
            self._drop("costs", "override_reason")

    def _drop(self, *names: str) -> None:
        for name in names:
            del self.fields[name]
            self.standing.pop(name, None)

    def clean(self) -> dict[str, Any]:
        """Refuse a slip of the finger in a year: the months between two days are counted."""
        values = super().clean() or self.cleaned_data
        check_period(self, "starts_on", "ends_on")
        return values

    def _get_validation_exclusions(self) -> set[str]:
        """Leave the constraints to the action: it computes first what they are about."""
        return {field.name for field in self.instance._meta.fields}

    def validate_constraints(self) -> None:
        """Leave the constraints to the action."""


class AcceptForm(forms.Form):
    """How much of a claim the host accepts, and a word about it."""

    amount = amount_field(_("Accepted"))
    comment = WordsField(label=_("Comment"))

    def __init__(self, *args: Any, claim: Claim, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount"].initial = claim.claimed


class ReasonForm(forms.Form):
    """A comment with a step; some steps cannot do without."""

    comment = WordsField(label=_("Comment"))

    def __init__(self, *args: Any, required: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if required:
            field = self.fields["comment"]
            field.required, field.label = True, _("Reason")
            field.error_messages["required"] = _("Please give a reason.")


WAITING = {
    "host": (ClaimState.SUBMITTED,),
    "partner": (ClaimState.DRAFT, ClaimState.RETURNED),
    "transfer": (ClaimState.ACCEPTED, ClaimState.PART_PAID),
}


class ClaimFilter(forms.Form):
    """The filters of the list, in its address; what is not understood filters nothing."""

    year = forms.TypedChoiceField(label=_("Year"), required=False, coerce=int, empty_value=None)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("all kinds")), *ClaimKind.choices])
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("all states")), *ClaimState.choices])
    waiting = forms.ChoiceField(
        label=_("Waits for"),
        required=False,
        choices=[
            ("", _("anything")),
            ("host", _("a decision of the host")),
            ("partner", _("the partner")),
            ("transfer", _("a transfer")),
        ],
    )
    partner = forms.TypedChoiceField(label=_("Partner"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, claims: Any, **kwargs: Any) -> None:
        """Offer the years and partners of `claims`, all that the person sees."""
        super().__init__(*args, **kwargs)
        years, partners = self.fields["year"], self.fields["partner"]
        assert isinstance(years, forms.ChoiceField)
        assert isinstance(partners, forms.ChoiceField)
        found = claims.order_by("-budget__year").values_list("budget__year", flat=True).distinct()
        years.choices = [("", _("all years")), *((year, str(year)) for year in found)]
        parties = Party.objects.filter(pk__in=claims.order_by().values("party"))
        named = Organisation.objects.filter(pk__in=parties.values("organisation")).by_name(active_language())
        partners.choices = [("", _("all partners")), *((one.pk, str(one)) for one in named)]
        self.is_valid()

    @property
    def active(self) -> bool:
        """True when some filter is set."""
        return any(self.cleaned_data.get(name) for name in self.fields)

    def applied(self, claims: Any) -> Any:
        """Return those of `claims` that pass the filters."""
        values = self.cleaned_data
        paths = {"year": "budget__year", "kind": "kind", "state": "state", "partner": "party__organisation"}
        found = claims.filter(**{path: values[name] for name, path in paths.items() if values.get(name)})
        return found.filter(state__in=WAITING[values["waiting"]]) if values.get("waiting") else found
