"""Forms of what is decided, spent and paid: amounts beside rows that stand, decrees and payments."""

import datetime
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from amif_network.core.inputs import EuroField, LineField
from amif_network.directory.models import Organisation
from meetings.forms.registers import WordsField, day_field

from ..days import is_likely, not_ahead, year_unlikely
from ..models import AuthorityPayment, DecreeLine, MinisterialDecree, Project
from .rows import amount_field


class BasedForm(forms.Form):
    """A form that carries the fingerprint of what it showed."""

    base = forms.CharField(max_length=100, required=False, widget=forms.HiddenInput)

    def show_again(self, base: str) -> None:
        """Keep what was typed, now beside what stands at the fingerprint `base`."""
        assert isinstance(self.data, QueryDict)
        data = self.data.copy()
        data["base"] = base
        self.data = data


class AmountsForm(BasedForm):
    """One box for an amount beside each of some rows; `rows` pairs a name with the row and the amount it has."""

    def __init__(self, *args: Any, rows: Iterable[tuple[str, Model, Decimal | None]], label: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = list(rows)
        self.use_required_attribute = False
        for name, row, amount in self.rows:
            field = amount_field(label, required=False)
            field.initial = amount
            # Read with its label alone, a box would not say whose amount it is.
            field.widget.attrs["aria-label"] = f"{label}: {row}"
            self.fields[name] = field

    def boxes(self) -> list[tuple[Any, Any]]:
        """Return each row with its box."""
        return [(row, self[name]) for name, row, _amount in self.rows]

    def amounts(self, prefix: str = "") -> dict[int, Decimal | None]:
        """Return the amounts by the keys of the rows whose names begin with `prefix`."""
        return {row.pk: self.cleaned_data[name] for name, row, _amount in self.rows if name.startswith(prefix)}


class GrantForm(AmountsForm):
    """What was granted to each row; a word for the history, a reason where it is more than was asked."""

    comment = WordsField(label=_("Comment"))


class DecreeForm(BasedForm):
    """A decree and, for each project that can be decreed, what it gives to the lead and to each partner.

    `standing`: the lines of a decree that is corrected; they keep an amount, for nothing is deleted.
    """

    reference = LineField(label=_("Reference"), max_length=80)
    signed_on = day_field(_("Signed on"), required=True)
    published_on = day_field(_("Published in the Belgian Official Gazette on"))

    def __init__(
        self,
        *args: Any,
        decree: MinisterialDecree,
        payable: Sequence[tuple[Project, Sequence[Organisation]]],
        standing: Sequence[DecreeLine] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.decree = decree
        self.use_required_attribute = False
        self.lines: list[tuple[str, Project, Organisation]] = []
        existing = {(line.project_id, line.organisation_id): line for line in standing}
        for project, organisations in payable:
            for organisation in organisations:
                line = existing.pop((project.pk, organisation.pk), None)
                self._add(project, organisation, line.amount if line else None)
        # Whoever got something and is no partner any more.
        for line in existing.values():
            self._add(line.project, line.organisation, line.amount)
        self.standing = {(line.project_id, line.organisation_id) for line in standing}
        for name in ("reference", "signed_on", "published_on"):
            self.fields[name].initial = getattr(decree, name, None)

    def _add(self, project: Project, organisation: Organisation, amount: Decimal | None) -> None:
        name = f"amount-{project.pk}-{organisation.pk}"
        field = EuroField(
            label=_("Amount"),
            required=False,
            initial=amount,
            min_value=Decimal("0.01"),
            error_messages={"min_value": _("The amount lies above zero.")},
        )
        field.widget.attrs["aria-label"] = f"{project.code}, {organisation}"
        self.fields[name] = field
        self.lines.append((name, project, organisation))

    def boxes(self) -> list[tuple[Project, Organisation, Any]]:
        """Return each line with its box."""
        return [(project, organisation, self[name]) for name, project, organisation in self.lines]

    def clean_reference(self) -> str:
        """Refuse a reference that another decree of the call has."""
        reference: str = self.cleaned_data["reference"]
        others = MinisterialDecree.objects.filter(call=self.decree.call, reference=reference).exclude(pk=self.decree.pk)
        if others.exists():
            raise ValidationError(_("The call already has a decree of this reference."))
        return reference

    def clean_signed_on(self) -> datetime.date:
        """Refuse a day that is still to come."""
        return not_ahead(self.cleaned_data["signed_on"])

    def clean(self) -> dict[str, Any]:
        """Put the days in order, ask for an amount at least, and keep the lines that stand."""
        values = super().clean() or self.cleaned_data
        signed, published = values.get("signed_on"), values.get("published_on")
        if published and not is_likely(published):
            self.add_error("published_on", year_unlikely())
        elif signed and published and published < signed:
            self.add_error("published_on", _("A decree is signed before it is published."))
        for name, project, organisation in self.lines:
            if (project.pk, organisation.pk) in self.standing and name in values and values[name] is None:
                self.add_error(name, _("A line of a decree stays: correct its amount."))
        if not self.errors and not self.amounts():
            raise ValidationError(_("A decree gives something to one project at least: enter an amount."))
        return values

    def amounts(self) -> dict[tuple[int, int], Decimal]:
        """Return the amounts that were entered, by the keys of project and organisation."""
        return {
            (project.pk, organisation.pk): self.cleaned_data[name]
            for name, project, organisation in self.lines
            if self.cleaned_data.get(name) is not None
        }

    def filled(self) -> MinisterialDecree:
        """Put reference and days into the decree, and return it."""
        values = self.cleaned_data
        self.decree.reference, self.decree.signed_on = values["reference"], values["signed_on"]
        self.decree.published_on = values["published_on"]
        return self.decree


class PaymentForm(forms.ModelForm):
    """A payment that the authority made to the lead."""

    amount = EuroField(
        label=_("Amount"), min_value=Decimal("0.01"), error_messages={"min_value": _("The amount lies above zero.")}
    )
    received_on = day_field(_("Received on"), required=True)
    reference = LineField(label=_("Reference"), max_length=80, help_text=_("As it stands on the statement of account."))

    class Meta:
        model = AuthorityPayment
        fields = ("kind", "amount", "received_on", "reference")
        labels = {"kind": _("Kind")}

    def clean_received_on(self) -> datetime.date:
        """Refuse a day that is still to come."""
        return not_ahead(self.cleaned_data["received_on"])

    def clean_reference(self) -> str:
        """Refuse a reference that another payment of the project has."""
        reference: str = self.cleaned_data["reference"]
        payments = AuthorityPayment.objects.filter(project=self.instance.project, reference=reference, reverses=None)
        if payments.exists():
            raise ValidationError(_("The project already has a payment of this reference."))
        return reference


class ReversalForm(forms.Form):
    """Why a payment is taken back, and on which day."""

    on = day_field(_("Reversed on"), required=True)
    reason = WordsField(label=_("Reason"), required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = timezone.localdate()

    def clean_on(self) -> datetime.date:
        """Refuse a day that is still to come."""
        return not_ahead(self.cleaned_data["on"])
