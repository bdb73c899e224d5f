"""Forms of what is attached to a partnership: documents and passages of minutes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from amif_network.core.inputs import LineField
from amif_network.core.uploads import DocumentForm

from ..models import Partnership
from ..models.choices import DocumentKind


class PartnershipDocumentForm(DocumentForm):
    """A file, what kind it is, and its title."""

    kind = forms.ChoiceField(label=_("Kind"), choices=[choice for choice in DocumentKind.choices if choice[0] != "claim"])

    field_order = ("kind", "file", "title", "language")

    def values(self) -> dict[str, Any]:
        """Return what the action takes."""
        return {**super().values(), "kind": self.cleaned_data["kind"]}


class EvidenceForm(forms.Form):
    """To which partnership a passage of minutes belongs."""

    partnership = forms.ModelChoiceField(label=_("Partnership"), queryset=Partnership.objects.none(), empty_label=_("choose one"))
    note = LineField(label=_("Note"), max_length=250, required=False, help_text=_("Why it matters here. Optional."))

    def __init__(self, *args: Any, partnerships: Any, **kwargs: Any) -> None:
        """`partnerships`: those to which something can be attached."""
        super().__init__(*args, **kwargs)
        choice = self.fields["partnership"]
        assert isinstance(choice, forms.ModelChoiceField)
        choice.queryset = partnerships
