"""Forms of import and export: which tables go out, the file that comes in, which organisation an unknown name means."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amif_network.directory.boxes import Box, organisation_box, resolve_organisations
from amif_network.directory.models import Organisation

from .errors import MAX_FILE_BYTES, UnreadableTable
from .subjects import subjects


class ExportForm(forms.Form):
    """Which tables go out, and in which form."""

    table = forms.MultipleChoiceField(
        label=gettext_lazy("What"),
        choices=lambda: [(one.title, [(kind.name, kind.title) for kind in one.tables]) for one in subjects()],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one table.")},
    )
    form = forms.ChoiceField(
        label=gettext_lazy("File"),
        choices=(
            ("xlsx", gettext_lazy("Workbook (XLSX), with a sheet for each table and an explanation of the columns")),
            ("csv", gettext_lazy("CSV, several tables as a zip of such files")),
            ("json", gettext_lazy("JSON, for other programs")),
        ),
        initial="xlsx",
        widget=forms.RadioSelect,
    )


class TablesForm(forms.Form):
    """One file of tables."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        allow_empty_file=True,
        help_text=gettext_lazy("A workbook (.xlsx), a table (.csv), a .zip of such tables or .json, as exported; at most 20 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.zip,.json"}),
    )

    def clean_file(self) -> UploadedFile:
        """Refuse a file that is too large before it is read."""
        upload: UploadedFile = self.cleaned_data["file"]
        if (upload.size or 0) > MAX_FILE_BYTES:
            raise forms.ValidationError(str(UnreadableTable("too_big")))
        return upload


class MatchForm(forms.Form):
    """Which organisation each name means that the directory does not know for certain; an empty box leaves it open."""

    def __init__(self, unknown: Sequence[tuple[str, Sequence[int]]], data: Any = None) -> None:
        super().__init__(data)
        self.names = [name for name, _candidates in unknown]
        candidates = Organisation.objects.in_bulk({key for _name, keys in unknown for key in keys})
        for place, (name, keys) in enumerate(unknown):
            maybe = ", ".join(str(candidates[key]) for key in keys if key in candidates)
            help_text = _("Perhaps: %(names)s") % {"names": maybe} if maybe else ""
            self.fields[f"name_{place}"] = organisation_box(name, create=False, help_text=help_text)

    def clean(self) -> dict[str, Any]:
        """Find the organisations, or ask back."""
        cleaned: dict[str, Any] = super().clean() or {}
        resolve_organisations([Box(self, field) for field in self.fields], timezone.localdate())
        return cleaned

    def choices(self) -> dict[str, int]:
        """Return the organisation chosen for each name, by its key."""
        chosen = ((name, self.cleaned_data.get(f"name_{place}")) for place, name in enumerate(self.names))
        return {name: organisation.pk for name, organisation in chosen if isinstance(organisation, Organisation)}
