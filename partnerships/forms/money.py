"""Forms of budgets of years, allocations and transfers."""

import datetime
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from amif_network.core.bilingual import active_language
from amif_network.core.inputs import EuroField, LineField
from amif_network.core.money import format_euros
from amif_network.core.rows import RowForm, RowsFormSet, rows_formset
from meetings.forms.registers import WordsField, day_field
from projects.days import is_likely, year_unlikely
from projects.forms.rows import amount_field as amount_or_zero
from projects.models import AuthorityPayment

from ..models import BudgetHeading, Transfer, YearBudget
from .claims import amount_field

MOST_HEADINGS = 30


class BudgetForm(forms.Form):
    """The sum of a budget and, hidden, the fingerprint of what was shown."""

    amount = EuroField(
        label=_("Budget of the year"), required=False, min_value=0, help_text=_("Empty: the sum of the headings below.")
    )
    base = forms.CharField(max_length=100, required=False, widget=forms.HiddenInput)


class HeadingRowForm(RowForm):
    """A heading of a budget."""

    no_content = ("heading",)

    heading = forms.ChoiceField(label=_("Cost heading"), choices=BudgetHeading.Heading.choices, required=False)
    description = LineField(label=_("Description"), max_length=200, required=False)
    amount = amount_or_zero(_("Amount"))

    def clean_heading(self) -> str:
        """Take a row of no heading for salary, the first one offered."""
        return self.cleaned_data["heading"] or BudgetHeading.Heading.SALARY

    def as_row(self) -> BudgetHeading:
        """Return the heading, unsaved."""
        values = self.cleaned_data
        return BudgetHeading(heading=values["heading"], description=values["description"], amount=values["amount"])


HeadingFormSet = rows_formset(HeadingRowForm, RowsFormSet, limit=MOST_HEADINGS, extra=3)


def heading_rows(budget: YearBudget | None) -> list[dict[str, Any]]:
    """Return the headings of a budget as initial values; for a new one, the usual headings without an amount."""
    if budget is None:
        return [{"heading": heading} for heading in ("salary", "holiday_pay", "meal_vouchers", "travel")]
    return [{"heading": one.heading, "description": one.description, "amount": one.amount} for one in budget.headings.all()]


class AllocationForm(forms.Form):
    """Which payment, and how much of it is meant for the partnership; `payments` pairs each with what is left of it."""

    payment = forms.ModelChoiceField(AuthorityPayment.objects.none(), label=_("Payment of the authority"), empty_label=None)
    amount = amount_field(_("Amount for this partnership"))

    def __init__(self, *args: Any, payments: Sequence[tuple[AuthorityPayment, Decimal]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["payment"]
        field.queryset = AuthorityPayment.objects.filter(pk__in=[payment.pk for payment, _left in payments])
        lang = active_language()
        left = {payment.pk: format_euros(free, lang) for payment, free in payments}
        field.label_from_instance = lambda one: _("%(payment)s: %(left)s free") % {"payment": one, "left": left[one.pk]}
        if payments:
            self.fields["payment"].initial, self.fields["amount"].initial = payments[0][0].pk, payments[0][1]


class OnADayForm(forms.Form):
    """A step that was taken on a day, the first field: `day` is proposed."""

    def __init__(self, *args: Any, day: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        next(iter(self.fields.values())).initial = day


class TakeBackForm(OnADayForm):
    """Why an allocation is taken back, and on which day."""

    on = day_field(_("Taken back on"), required=True)
    reason = WordsField(label=_("Reason"), required=True)


class TransferForm(forms.ModelForm):
    """A transfer for a claim; the day on which it was executed, where it is known already."""

    amount = amount_field(_("Amount"))
    reference = LineField(label=_("Reference"), max_length=80, help_text=_("As it stands on the statement of account."))
    ordered_on = day_field(_("Ordered on"), required=True)
    executed_on = day_field(_("Executed on"), help_text=_("Empty: not executed yet."))

    class Meta:
        model = Transfer
        fields = ("amount", "reference", "ordered_on")

    def validate_constraints(self) -> None:
        """Leave the constraints to the action."""


class ExecuteForm(OnADayForm):
    """On which day a transfer left the account."""

    executed_on = day_field(_("Executed on"), required=True)


class FailForm(OnADayForm):
    """When and why a transfer failed."""

    failed_on = day_field(_("Failed on"), required=True)
    reason = WordsField(label=_("Reason"), required=True)


class ReverseForm(OnADayForm):
    """When and why the money of a transfer came back."""

    reversed_on = day_field(_("Came back on"), required=True)
    reason = WordsField(label=_("Reason"), required=True)


class DayForm(forms.Form):
    """The day of a cash statement."""

    on = day_field(_("As of"), required=True)

    def clean_on(self) -> datetime.date:
        """Refuse a year in which no money can move."""
        day: datetime.date = self.cleaned_data["on"]
        if not is_likely(day):
            raise ValidationError(year_unlikely())
        return day
