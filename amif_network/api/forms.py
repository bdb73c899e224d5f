"""The form of a new program."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from amif_network.accounts.models import ApiClient, Role, Scope
from amif_network.accounts.models.client import ROLES
from amif_network.core.inputs import LineField
from amif_network.directory.forms import OrganisationField


class ClientForm(forms.Form):
    """What a program is called, who answers for it, as whom it reads, and what."""

    name = LineField(label=_("Name"), max_length=100, help_text=_("Which program it is, such as: the website of the CPAS."))
    contact = LineField(label=_("Contact"), max_length=200, help_text=_("Who answers for it: a name and an e-mail address."))
    role = forms.ChoiceField(
        label=_("Reads as"), choices=[(role.value, role.label) for role in ROLES], widget=forms.RadioSelect, initial=Role.OBSERVER
    )
    organisation = OrganisationField(
        label=_("Organisation"), required=False, help_text=_("Only for a program that reads as a member.")
    )
    scopes = forms.MultipleChoiceField(label=_("May read"), choices=Scope.choices, widget=forms.CheckboxSelectMultiple)

    def clean_name(self) -> str:
        """Refuse a name that another program has."""
        name: str = self.cleaned_data["name"]
        if ApiClient.objects.filter(name=name).exists():
            raise ValidationError(_("Another program has this name already."), code="unique")
        return name

    def clean(self) -> dict[str, Any]:
        """Refuse a member without an organisation, and an organisation without a member."""
        cleaned = super().clean() or {}
        if {"role", "organisation"} <= cleaned.keys() and (cleaned["role"] == Role.MEMBER) != bool(cleaned["organisation"]):
            said = _("A program that reads as a member needs the organisation of that member, others have none.")
            self.add_error("organisation", ValidationError(said, code="role"))
        return cleaned
