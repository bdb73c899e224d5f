"""A file for a meeting."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from amif_network.core.bilingual import Language
from amif_network.core.inputs import LineField
from amif_network.core.uploads import UploadField, safe_name

from ..models import Attachment


class AttachmentForm(forms.Form):
    """The file and what it is. Imported documents come from the import, not from here."""

    file = UploadField()
    title = LineField(label=_("Title"), max_length=200, required=False, help_text=_("Empty: the name of the file."))
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[choice for choice in Attachment.Kind.choices if choice[0] != Attachment.Kind.SOURCE]
    )
    language = forms.ChoiceField(label=_("Language"), required=False, choices=[("", _("both or none")), *Language.choices])

    def values(self) -> dict[str, Any]:
        """Return what the action takes: the bytes, and a file name without control characters."""
        file = self.cleaned_data["file"]
        name = safe_name(file)
        return {
            "data": file.read(),
            "filename": name,
            "title": self.cleaned_data["title"] or name.rpartition(".")[0] or name,
            **{field: self.cleaned_data[field] for field in ("kind", "language")},
        }
