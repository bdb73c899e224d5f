"""The envelopes of a call as rows, and the form of a template."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from amif_network.core.bilingual import LANGUAGES
from amif_network.core.collisions import CollisionForm
from amif_network.core.inputs import EuroField, LineField
from amif_network.core.rows import RowForm, RowsFormSet, rows_formset
from amif_network.core.uploads import UploadField, safe_name
from meetings.forms.registers import day_field

from ..actions.envelopes import Promised
from ..actions.templates import Upload
from ..models import Call, CallTemplate, Envelope
from ..models.envelope import NOT_NEGATIVE, ONE_FOR_SUPPLEMENTS
from .calls import check_period

MOST_ENVELOPES = 30
CEILING = _("A ceiling lies above 0 and at 100 % at most.")


class EnvelopeRowForm(RowForm):
    """What one source puts in."""

    no_content = ("source", "purpose", "base")

    source = forms.ChoiceField(label=_("Source"), choices=Envelope.Source.choices, required=False)
    source_name = LineField(label=_("Name of another source"), max_length=120, required=False)
    purpose = forms.ChoiceField(label=_("Purpose"), choices=Envelope.Purpose.choices, required=False)
    amount = EuroField(
        label=_("Amount"), min_value=0, error_messages={"min_value": NOT_NEGATIVE, "required": _("Give an amount.")}
    )
    ceiling = forms.DecimalField(
        label=_("At most (%)"),
        max_digits=5,
        decimal_places=2,
        max_value=100,
        required=False,
        localize=True,
        error_messages={"max_value": CEILING, "invalid": _("This is no percentage. Write it like 15 or 7,5.")},
        widget=forms.TextInput(attrs={"size": 6, "inputmode": "decimal", "autocomplete": "off", "class": "numeric"}),
    )
    base = forms.ChoiceField(label=_("Of"), choices=Envelope.Base.choices, required=False)
    period_start = day_field(_("From"))
    period_end = day_field(_("Until"))
    note_fr = LineField(label=_("Note in French"), max_length=250, required=False)
    note_nl = LineField(label=_("Note in Dutch"), max_length=250, required=False)

    def clean_source(self) -> str:
        """Take a row of no source for money of the fund."""
        return self.cleaned_data["source"] or Envelope.Source.AMIF

    def clean_purpose(self) -> str:
        """Take a row without a purpose for one for projects."""
        return self.cleaned_data["purpose"] or Envelope.Purpose.PROJECTS

    def clean_base(self) -> str:
        """Take a row without a base for one of the total cost."""
        return self.cleaned_data["base"] or Envelope.Base.TOTAL

    def clean_ceiling(self) -> Decimal | None:
        """Refuse a ceiling that lets nothing through."""
        ceiling: Decimal | None = self.cleaned_data["ceiling"]
        if ceiling is not None and ceiling <= 0:
            raise ValidationError(CEILING)
        return ceiling

    def clean(self) -> dict[str, Any]:
        """Ask who the other source is, take no name beside a known one, and keep days in order."""
        values = self.cleaned_data
        other = values.get("source") == Envelope.Source.OTHER
        if other and not values.get("source_name") and "source_name" not in self.errors:
            self.add_error("source_name", _("Name the source."))
        elif not other and values.get("source_name"):
            self.add_error("source_name", _("Only another source has a name: choose “other”, or take the name away."))
        check_period(self, "period_start", "period_end")
        return values

    def as_row(self) -> Promised:
        """Return the envelope, for the action."""
        names = Promised.__dataclass_fields__
        return Promised(**{name: self.cleaned_data[name] for name in names})


class BaseEnvelopeFormSet(RowsFormSet):
    """All envelopes of a call."""

    def clean(self) -> None:
        """Refuse two envelopes of one source, and two for supplements: a supplement does not say which one pays it."""
        seen, supplements = set(), 0
        for form in self.kept():
            values = form.cleaned_data
            key = tuple(values.get(name) for name in ("source", "source_name", "purpose"))
            if key in seen:
                form.add_error("source", _("The call already has an envelope of this source."))
            elif values.get("purpose") == Envelope.Purpose.SUPPLEMENT:
                supplements += 1
                if supplements > 1:
                    form.add_error("purpose", ONE_FOR_SUPPLEMENTS)
            seen.add(key)


EnvelopeFormSet = rows_formset(EnvelopeRowForm, BaseEnvelopeFormSet, limit=MOST_ENVELOPES)


def envelope_rows(call: Call) -> list[dict[str, Any]]:
    """Return the envelopes of a call as initial values of rows."""
    names = Promised.__dataclass_fields__
    return [{"row": one.pk, **{name: getattr(one, name) for name in names}} for one in call.envelopes.all()]


class TemplateForm(CollisionForm):
    """A template in one version, with a file for each language."""

    version = LineField(label=_("Version"), max_length=30, help_text=_("As it is printed on the form: 1, 2.1, March 2026."))
    note_fr = LineField(label=_("Note in French"), max_length=250, required=False)
    note_nl = LineField(label=_("Note in Dutch"), max_length=250, required=False)
    file_fr = UploadField(label=_("File in French"), required=False)
    file_nl = UploadField(label=_("File in Dutch"), required=False)

    class Meta:
        model = CallTemplate
        fields = ("kind", "version", "readiness", "note_fr", "note_nl")
        labels = {"kind": _("Kind"), "readiness": _("What it can be used for")}
        widgets = {"readiness": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, known in (("kind", CallTemplate.Kind), ("readiness", CallTemplate.Readiness)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = known.choices

    def uploads(self) -> dict[str, Upload]:
        """Return by language the files that were brought, for the action."""
        found = {lang: self.cleaned_data.get(f"file_{lang}") for lang in LANGUAGES}
        return {lang: Upload(file.read(), safe_name(file)) for lang, file in found.items() if file}
