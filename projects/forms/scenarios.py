"""A what-if table: a name, and a row for each project of a call with a tick and an amount per source."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import MinValueValidator
from django.utils.translation import gettext_lazy as _

from amif_network.core.inputs import EuroField, LineField, room
from amif_network.core.rows import RowForm, RowsFormSet, rows_formset

from ..ceilings import ZERO
from ..models import Scenario
from ..models.choices import EnvelopeSource
from ..models.envelope import NOT_NEGATIVE
from ..what_if import Amounts, Candidate

MOST_PROJECTS = 400
SOURCES = tuple(EnvelopeSource.values)


class ScenarioForm(forms.Form):
    """The name under which it is kept; to compute it needs none."""

    name = LineField(label=_("Name of the scenario"), max_length=room(Scenario, "name"), required=False)
    base = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, saving: bool = False, **kwargs: Any) -> None:
        """`saving`: the scenario is to be kept."""
        super().__init__(*args, **kwargs)
        self.fields["name"].required = saving
        self.use_required_attribute = False


def _amount(label: Any) -> EuroField:
    return EuroField(label=label, required=False, validators=[MinValueValidator(ZERO, NOT_NEGATIVE)])


class ScenarioRowForm(RowForm):
    """A project in a scenario: it gets the amounts when it is ticked. Django's names of the fields are those of the sources."""

    chosen = forms.BooleanField(label=_("In the scenario"), required=False)
    amif = _amount(EnvelopeSource.AMIF.label)
    pod_mi = _amount(EnvelopeSource.POD_MI.label)
    other = _amount(EnvelopeSource.OTHER.label)

    # Set by the formset: the project, and what somebody else kept for it meanwhile.
    candidate: Candidate | None = None
    theirs: Amounts | None = None

    def has_changed(self) -> bool:
        """True for a project that is ticked."""
        return bool(self["chosen"].data) if self.is_bound else False

    def amounts(self) -> dict[str, Decimal]:
        """Return what the project gets, by source."""
        return {source: self.cleaned_data[source] or ZERO for source in SOURCES}


class BaseScenarioFormSet(RowsFormSet):
    """A row for each project that asks for money."""

    def __init__(self, *args: Any, candidates: Mapping[int, Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for form in self.forms:
            key = str(form["row"].value() or "")
            form.candidate = candidates.get(int(key)) if key.isascii() and key.isdigit() and len(key) < 19 else None

    def clean(self) -> None:
        """Refuse a project that does not ask for money any more, or that stands twice."""
        seen: set[int] = set()
        for form in self.kept():
            if "row" in form.errors:
                continue
            if form.candidate is None or form.candidate.project.pk in seen:
                form.add_error("chosen", _("This project asks for no money of the call any more: take it out."))
            else:
                seen.add(form.candidate.project.pk)

    def choice(self) -> list[tuple[Candidate, Amounts]]:
        """Return the ticked projects with their amounts. Call it on valid rows."""
        return [(form.candidate, form.amounts()) for form in self.kept() if form.candidate is not None]


ScenarioFormSet = rows_formset(ScenarioRowForm, BaseScenarioFormSet, limit=MOST_PROJECTS, extra=0)


def scenario_rows(candidates: Mapping[int, Candidate], kept: Mapping[int, Amounts] | None) -> list[dict[str, Any]]:
    """Return initial rows: what was `kept` for each project by source, else what it asks; without a scenario all are ticked."""
    return [
        {
            "row": key,
            "chosen": kept is None or key in kept,
            **{source: _shown(candidate, key, source, kept) for source in SOURCES},
        }
        for key, candidate in candidates.items()
    ]


def _shown(candidate: Candidate, key: int, source: str, kept: Mapping[int, Amounts] | None) -> Decimal:
    amounts = kept[key] if kept is not None and key in kept else candidate.asked
    return amounts.get(source, ZERO)
