"""A fingerprint to look up."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# Larger than any edition, small enough to be read while somebody waits.
MOST_BYTES = 30 * 1024 * 1024
_DIGEST = re.compile(r"[0-9a-f]{64}")


class FingerprintForm(forms.Form):
    """The sha256 of a file, as it was copied from wherever: in groups, in capitals, behind its name."""

    use_required_attribute = False
    sha256 = forms.CharField(
        label=gettext_lazy("SHA-256 fingerprint of the file"),
        max_length=400,
        help_text=gettext_lazy("64 digits and letters from a to f. The list of editions shows it; so do many programs."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_sha256(self) -> str:
        """Return the 64 digits, or say what a fingerprint looks like."""
        typed = re.sub(r"sha-?256", "", self.cleaned_data["sha256"].lower())
        joined = re.sub(r"[\s:.-]+", "", typed)
        found = _DIGEST.findall(joined) if len(joined) == 64 else re.findall(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])", typed)
        if len(found) != 1:
            raise ValidationError(_("This is no SHA-256 fingerprint: it has 64 digits and letters from a to f."))
        return str(found[0])
