"""A file for a project."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from amif_network.core.bilingual import Language
from amif_network.core.inputs import LineField
from amif_network.core.uploads import UploadField, safe_name


class DocumentForm(forms.Form):
    """The file and what it is."""

    file = UploadField()
    title = LineField(label=_("Title"), max_length=200, required=False, help_text=_("Empty: the name of the file."))
    language = forms.ChoiceField(label=_("Language"), required=False, choices=[("", _("both or none")), *Language.choices])

    def values(self) -> dict[str, Any]:
        """Return what the action takes: the bytes, and a file name without control characters."""
        file = self.cleaned_data["file"]
        name = safe_name(file)
        return {
            "data": file.read(),
            "filename": name,
            "title": self.cleaned_data["title"] or name.rpartition(".")[0] or name,
            "language": self.cleaned_data["language"],
        }
