"""The money of a project as rows: funding per source and year, budget lines, supplements for partnerships."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amif_network.core.combobox import Typed
from amif_network.core.inputs import EuroField, LineField
from amif_network.core.money import CENT
from amif_network.core.rows import RowForm, RowsFormSet, rows_formset
from amif_network.directory.boxes import Box, organisation_box, resolve_organisations

from ..actions.budget import Row
from ..checks import flat_rate
from ..models import BudgetLine, PartnershipSupplement, Project, ProjectFunding
from ..models.envelope import NOT_NEGATIVE
from ..models.money import FIRST_YEAR, LAST_YEAR

MOST_FUNDINGS, MOST_LINES, MOST_SUPPLEMENTS = 100, 300, 30
LARGEST = Decimal(10) ** 12
YEAR = _("The year lies between %(first)d and %(last)d.")


def amount_field(label: Any, *, required: bool = True, help_text: Any = "") -> EuroField:
    """Return a field for an amount of at least 0 euros."""
    return EuroField(
        label=label,
        required=required,
        min_value=0,
        help_text=help_text,
        error_messages={"min_value": NOT_NEGATIVE, "required": _("Give an amount.")},
    )


def year_field() -> forms.IntegerField:
    """Return a field for a year of the fund."""
    refusal = YEAR % {"first": FIRST_YEAR, "last": LAST_YEAR}
    return forms.IntegerField(
        label=_("Year"),
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        error_messages={"min_value": refusal, "max_value": refusal, "required": _("Give a year.")},
        widget=forms.TextInput(attrs={"size": 5, "inputmode": "numeric", "autocomplete": "off", "class": "numeric"}),
    )


class MoneyRowForm(RowForm):
    """A row of money; `as_row` gives its columns."""

    columns: tuple[str, ...] = ()

    def as_row(self) -> Row:
        """Return what the action saves."""
        return Row(self.cleaned_data["row"], {name: self.cleaned_data[name] for name in self.columns})


class MoneyFormSet(RowsFormSet):
    """All rows of one kind; a row that says the same as another is refused, as the database would."""

    same: tuple[str, ...] = ()
    refusal: Any = ""

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.project = project

    def clean(self) -> None:
        """Refuse rows that repeat another."""
        seen = set()
        for form in self.kept():
            if any(name in form.errors for name in self.same) or not self.same:
                continue
            key = tuple(form.cleaned_data.get(name) for name in self.same)
            if key in seen:
                form.add_error(self.same[0], self.refusal)
            seen.add(key)


class FundingRowForm(MoneyRowForm):
    """What is asked of one source in one year."""

    columns = ("source", "source_name", "year", "asked")
    no_content = ("source",)

    source = forms.ChoiceField(label=_("Source"), choices=ProjectFunding.Source.choices, required=False)
    source_name = LineField(
        label=_("Name of another source"), max_length=120, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    year = year_field()
    asked = amount_field(pgettext_lazy("amount", "Asked"))

    def clean_source(self) -> str:
        """Take a row of no source for money of the fund."""
        return self.cleaned_data["source"] or ProjectFunding.Source.AMIF

    def clean(self) -> dict[str, Any]:
        """Ask who the other source is, and take no name beside a known one."""
        values = self.cleaned_data
        other = values.get("source") == ProjectFunding.Source.OTHER
        if other and not values.get("source_name") and "source_name" not in self.errors:
            self.add_error("source_name", _("Name the source."))
        elif not other and values.get("source_name"):
            self.add_error("source_name", _("Only another source has a name: choose “other”, or take the name away."))
        return values


class BaseFundingFormSet(MoneyFormSet):
    """The funding of a project."""

    same = ("source", "source_name", "year")
    refusal = _("This source already has an amount in this year.")


class BudgetRowForm(MoneyRowForm):
    """A cost of one year. A unit cost is computed; a flat rate is, where no amount is typed."""

    columns = (
        "category", "description", "method", "year", "units", "unit_price", "rate", "rate_base", "planned", "eligible",
    )  # fmt: skip
    no_content = ("category", "method", "eligible", "rate_base")

    category = forms.ChoiceField(label=_("Category"), choices=BudgetLine.Category.choices, required=False)
    description = LineField(label=_("Description"), max_length=200, required=False)
    method = forms.ChoiceField(label=_("Costing method"), choices=BudgetLine.Method.choices, required=False)
    year = year_field()
    units = forms.DecimalField(
        label=_("Units"), max_digits=10, decimal_places=2, required=False, localize=True, widget=forms.TextInput(
            attrs={"size": 7, "inputmode": "decimal", "autocomplete": "off", "class": "numeric"}
        ),
    )  # fmt: skip
    unit_price = EuroField(label=_("Price per unit"), max_digits=12, required=False)
    rate = forms.DecimalField(
        label=_("Rate (%)"), max_digits=5, decimal_places=2, required=False, localize=True, widget=forms.TextInput(
            attrs={"size": 5, "inputmode": "decimal", "autocomplete": "off", "class": "numeric"}
        ),
    )  # fmt: skip
    rate_base = forms.ChoiceField(label=_("Rate of"), choices=[("", "–"), *BudgetLine.RateBase.choices], required=False)
    planned = amount_field(pgettext_lazy("amount", "Planned"), required=False)
    eligible = forms.BooleanField(label=_("Eligible"), required=False, initial=True)

    def clean_category(self) -> str:
        """Take a line of no category for staff, the first one offered."""
        return self.cleaned_data["category"] or BudgetLine.Category.STAFF

    def clean_method(self) -> str:
        """Take a line of no method for an actual cost."""
        return self.cleaned_data["method"] or BudgetLine.Method.ACTUAL

    def clean(self) -> dict[str, Any]:
        """Ask for what the method of the line needs, and refuse what it does not know."""
        values = self.cleaned_data
        method = values.get("method")
        if method == BudgetLine.Method.UNIT_COST:
            self._units_times_price(values)
        else:
            self._refuse(("units", "unit_price"), _("Only a unit cost has units and a price: choose that method, or empty this."))
        if method == BudgetLine.Method.FLAT_RATE:
            self._ask_for_rate(values)
        else:
            values["rate_base"] = ""
            self._refuse(("rate",), _("Only a flat rate has a rate: choose that method, or empty this."))
            if method != BudgetLine.Method.UNIT_COST and values.get("planned") is None and "planned" not in self.errors:
                self.add_error("planned", _("Give an amount."))
        return values

    def _units_times_price(self, values: dict[str, Any]) -> None:
        """The amount of a unit cost is not typed: whatever stands there, it is units × price."""
        for name in ("units", "unit_price"):
            if name not in self.errors and (values.get(name) or 0) <= 0:
                self.add_error(name, _("A unit cost needs units and a price above zero."))
        if not {"units", "unit_price"} & self.errors.keys():
            planned = (values["units"] * values["unit_price"]).quantize(CENT, rounding=ROUND_HALF_UP)
            if planned >= LARGEST:
                self.add_error("unit_price", _("Units × price is more than an amount can be."))
            values["planned"] = planned

    def _ask_for_rate(self, values: dict[str, Any]) -> None:
        if "rate" not in self.errors and not 0 < (values.get("rate") or 0) <= 100:
            self.add_error("rate", _("Give a rate above 0 and at most 100 %."))
        if "rate_base" not in self.errors and not values.get("rate_base"):
            self.add_error("rate_base", _("Say of which costs it is a percentage."))

    def _refuse(self, names: tuple[str, ...], refusal: Any) -> None:
        for name in names:
            if name not in self.errors and self.cleaned_data.get(name) is not None:
                self.add_error(name, refusal)

    def as_line(self) -> BudgetLine:
        """Return the line as typed, unsaved, to compute with."""
        return BudgetLine(**{name: self.cleaned_data.get(name) for name in self.columns})


class BaseBudgetFormSet(MoneyFormSet):
    """The budget of a project; a flat rate without an amount gets the one that its rate comes to."""

    def clean(self) -> None:
        """Compute what was left open. Rows with an error are left as they are."""
        rows = [form for form in self.kept() if not form.errors]
        lines = [form.as_line() for form in rows]
        for form, line in zip(rows, lines, strict=True):
            if line.method == BudgetLine.Method.FLAT_RATE and line.planned is None:
                form.cleaned_data["planned"] = flat_rate(line, lines)


class SupplementRowForm(MoneyRowForm):
    """Extra money for a partnership with one organisation."""

    partner = organisation_box(_("Partner"), create=False)
    asked = amount_field(pgettext_lazy("amount", "Asked"))
    note_fr = LineField(label=_("Note in French"), max_length=250, required=False)
    note_nl = LineField(label=_("Note in Dutch"), max_length=250, required=False)

    def as_row(self) -> Row:
        """Return what the action saves."""
        values = self.cleaned_data
        named = {name: values[name] for name in ("asked", "note_fr", "note_nl")}
        return Row(values["row"], {"partner_id": values["partner"].pk, **named})


class BaseSupplementFormSet(MoneyFormSet):
    """The supplements of a project: each has a partner, another one than the lead."""

    same = ("partner",)
    refusal = _("This partner already has a supplement.")

    def clean(self) -> None:
        """Put organisations in place of what was typed, and refuse the lead and repetitions."""
        resolve_organisations([Box(form, "partner") for form in self.kept()], timezone.localdate())
        for form in self.kept():
            partner = form.cleaned_data.get("partner")
            if "partner" in form.errors:
                continue
            if partner is None:
                form.add_error("partner", _("Name the partner."))
            elif partner.pk == self.project.lead_id:
                form.add_error("partner", _("The partner is another organisation than the lead."))
        super().clean()


FundingFormSet = rows_formset(FundingRowForm, BaseFundingFormSet, limit=MOST_FUNDINGS)
BudgetFormSet = rows_formset(BudgetRowForm, BaseBudgetFormSet, limit=MOST_LINES)
SupplementFormSet = rows_formset(SupplementRowForm, BaseSupplementFormSet, limit=MOST_SUPPLEMENTS)


def initial_rows(rows: Sequence[Any], columns: Sequence[str]) -> list[dict[str, Any]]:
    """Return saved rows as initial values of a formset."""
    return [{"row": row.pk, **{name: getattr(row, name) for name in columns}} for row in rows]


def funding_rows(rows: Sequence[ProjectFunding]) -> list[dict[str, Any]]:
    """Return the funding as initial values."""
    return initial_rows(rows, FundingRowForm.columns)


def budget_rows(rows: Sequence[BudgetLine]) -> list[dict[str, Any]]:
    """Return the budget lines as initial values."""
    return initial_rows(rows, BudgetRowForm.columns)


def supplement_rows(rows: Sequence[PartnershipSupplement]) -> list[dict[str, Any]]:
    """Return the supplements as initial values."""
    return [
        {**initial, "partner": Typed.of(row.partner)}
        for row, initial in zip(rows, initial_rows(rows, ("asked", "note_fr", "note_nl")), strict=True)
    ]
