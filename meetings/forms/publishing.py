"""Forms of approval and publication: reasons, because an override is recorded and printed."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from amif_network.core.bilingual import LANGUAGES
from amif_network.core.inputs import refuse_control_characters

LONGEST_REASON = 1000


def reason_field(label: Any, *, required: bool, help_text: Any = "") -> forms.CharField:
    """Return a field for a few lines of text."""
    return forms.CharField(
        label=label,
        required=required,
        help_text=help_text,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[refuse_control_characters],
    )


class PublishForm(forms.Form):
    """Why the minutes go out although a translation is not finished; printed on page 1 of the editions."""

    reason_fr = reason_field(_("Reason in French"), required=False)
    reason_nl = reason_field(_("Reason in Dutch"), required=False)

    def __init__(self, *args: Any, need_reason: bool, **kwargs: Any) -> None:
        """Ask for a reason in one language at least when `need_reason`, else for nothing."""
        super().__init__(*args, **kwargs)
        self.need_reason = need_reason
        if not need_reason:
            self.fields.clear()

    def clean(self) -> dict[str, Any]:
        """Refuse to go without a reason where one is needed."""
        super().clean()
        if self.need_reason and not self.errors and not any(self.cleaned_data.values()):
            raise ValidationError(_("Give the reason in French or in Dutch, better in both: it is printed on page 1."))
        return self.cleaned_data

    def reasons(self) -> dict[str, str]:
        """Return the reasons by language."""
        return {name.removeprefix("reason_"): reason for name, reason in self.cleaned_data.items() if reason}


class ApproveForm(forms.Form):
    """Why the minutes are approved although points are open; kept in the log."""

    override = reason_field(_("Reason"), required=True, help_text=_("Kept in the log of the meeting."))

    def __init__(self, *args: Any, open_points: bool, **kwargs: Any) -> None:
        """Ask for a reason while there are `open_points`, else for nothing."""
        super().__init__(*args, **kwargs)
        if not open_points:
            self.fields.clear()


class CorrectForm(forms.Form):
    """Why published minutes are corrected, and what: the latter is printed under the title of the new version."""

    comment = reason_field(_("Reason"), required=True, help_text=_("Kept in the log of the meeting."))
    erratum_fr = reason_field(_("What is corrected, in French"), required=True, help_text=_("Printed under the title."))
    erratum_nl = reason_field(_("What is corrected, in Dutch"), required=True, help_text=_("Printed under the title."))

    def erratum(self) -> dict[str, str]:
        """Return what is corrected, by language."""
        return {lang: self.cleaned_data[f"erratum_{lang}"] for lang in LANGUAGES}


class CommentForm(forms.Form):
    """Why something official is taken back; kept in the log."""

    comment = reason_field(_("Reason"), required=True, help_text=_("Kept in the log of the meeting."))
