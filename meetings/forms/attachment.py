"""A file for a meeting."""

import re
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from amif_network.core.bilingual import Language
from amif_network.core.inputs import LineField

from ..actions.attachments import CONTENT_TYPES, MAX_BYTES
from ..models import Attachment

LONGEST_FILENAME = 200


class AttachmentForm(forms.Form):
    """The file and what it is. Imported documents come from the import, not from here."""

    file = forms.FileField(
        label=_("File"),
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(f".{extension}" for extension in CONTENT_TYPES)}),
        help_text=_("PDF, Word, Excel, PowerPoint, OpenDocument, text or picture, 25 MB at most."),
    )
    title = LineField(label=_("Title"), max_length=200, required=False, help_text=_("Empty: the name of the file."))
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[choice for choice in Attachment.Kind.choices if choice[0] != Attachment.Kind.SOURCE]
    )
    language = forms.ChoiceField(label=_("Language"), required=False, choices=[("", _("both or none")), *Language.choices])

    def clean_file(self) -> UploadedFile:
        """Refuse a file that is too large before it is read."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > MAX_BYTES:
            raise forms.ValidationError(_("The file is larger than %(limit)d MB.") % {"limit": MAX_BYTES // 2**20})
        return file

    def values(self) -> dict[str, Any]:
        """Return what the action takes: the bytes, and a file name without control characters."""
        file = self.cleaned_data["file"]
        name = re.sub(r"[\x00-\x1f\x7f]", "", file.name or "")[-LONGEST_FILENAME:]
        return {
            "data": file.read(),
            "filename": name,
            "title": self.cleaned_data["title"] or name.rpartition(".")[0] or name,
            **{field: self.cleaned_data[field] for field in ("kind", "language")},
        }
