"""A file for a meeting."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from amif_network.core.uploads import DocumentForm

from ..models import Attachment


class AttachmentForm(DocumentForm):
    """The file and what it is. Imported documents come from the import, not from here."""

    kind = forms.ChoiceField(
        label=_("Kind"), choices=[choice for choice in Attachment.Kind.choices if choice[0] != Attachment.Kind.SOURCE]
    )

    field_order = ("file", "title", "kind", "language")

    def values(self) -> dict[str, Any]:
        """Return what the action takes: the bytes, a file name without control characters, and the kind."""
        return {**super().values(), "kind": self.cleaned_data["kind"]}
