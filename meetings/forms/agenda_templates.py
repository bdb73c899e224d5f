"""The name of an agenda template, and the choice of one for a new meeting."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from amif_network.core.collisions import CollisionForm
from amif_network.core.inputs import LineField, room

from ..models import AgendaTemplate

NAME_MISSING = _("Give the template a name in French or in Dutch.")


class AgendaTemplateForm(CollisionForm):
    """How a template is called, in one language or in both."""

    name_fr = LineField(label=_("Name in French"), max_length=room(AgendaTemplate, "name_fr"), required=False)
    name_nl = LineField(label=_("Name in Dutch"), max_length=room(AgendaTemplate, "name_nl"), required=False)

    class Meta:
        model = AgendaTemplate
        fields = ("name_fr", "name_nl")

    def clean(self) -> dict[str, Any]:
        """Ask for a name."""
        values = super().clean() or self.cleaned_data
        if not self.errors and not any(values.get(name) for name in self.Meta.fields):
            self.add_error("name_fr", NAME_MISSING)
        return values

    def names(self) -> dict[str, str]:
        """Return the names, for the actions."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


def template_field(help_text: Any = "") -> forms.ModelChoiceField:
    """Return the choice of the template from which an agenda is written."""
    return forms.ModelChoiceField(
        label=_("Agenda from a template"),
        queryset=AgendaTemplate.objects.in_use().by_name(),
        required=False,
        empty_label=_("no template"),
        help_text=help_text,
        error_messages={"invalid_choice": _("This template is not offered any more. Choose another one, or none.")},
    )
