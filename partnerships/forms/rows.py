"""Parties, commitments and working time as rows."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from amif_network.core.combobox import Typed
from amif_network.core.rows import RowForm, RowsFormSet, rows_formset
from amif_network.directory.boxes import Box, organisation_box, person_box, resolve_organisations, resolve_people
from meetings.forms.registers import WordsField, day_field
from projects.actions.budget import Row
from projects.forms.calls import check_period
from projects.forms.rows import MoneyRowForm, initial_rows

from ..models import Commitment, FteShare, FteTotal, Party
from ..models.choices import CommitmentState, FteKind, Role
from ..models.fte import FTE_REFUSED

MOST_PARTIES, MOST_COMMITMENTS, MOST_SHARES = 20, 60, 60


def fte_field() -> forms.DecimalField:
    """Return a field for full-time equivalents, such as 0,4."""
    return forms.DecimalField(
        label=_("Full-time equivalents"),
        max_digits=4,
        decimal_places=2,
        min_value=Decimal("0.01"),
        max_value=Decimal(20),
        localize=True,
        error_messages={"min_value": FTE_REFUSED, "max_value": FTE_REFUSED, "required": _("Give the full-time equivalents.")},
        widget=forms.TextInput(attrs={"size": 6, "inputmode": "decimal", "autocomplete": "off", "class": "numeric"}),
    )


class PartyRowForm(RowForm):
    """An organisation, its side, and its people."""

    no_content = ("role",)

    organisation = organisation_box(_("Organisation"), create=False)
    role = forms.ChoiceField(label=_("Side"), choices=[(Role.PARTNER, _("partner")), (Role.HOST, _("host"))], required=False)
    contact = person_box(_("Contact"), create=False)
    owner = person_box(_("Person in charge"), create=False)

    def clean_role(self) -> str:
        """Take a row of no side for a partner."""
        return self.cleaned_data["role"] or Role.PARTNER

    def as_row(self) -> Row:
        """Return what the action saves."""
        values = self.cleaned_data
        people = {f"{name}_id": values[name].pk if values[name] else None for name in ("contact", "owner")}
        return Row(values["row"], {"organisation_id": values["organisation"].pk, "role": values["role"], **people})


class BasePartyFormSet(RowsFormSet):
    """The parties of a partnership."""

    def clean(self) -> None:
        """Put organisations and people in place of what was typed; refuse a second host, and an organisation twice."""
        rows, today = self.kept(), timezone.localdate()
        resolve_organisations([Box(form, "organisation") for form in rows], today)
        resolve_people([Box(form, name, "organisation") for form in rows for name in ("contact", "owner")], today)
        seen: set[int] = set()
        hosts = 0
        for form in rows:
            organisation = form.cleaned_data.get("organisation")
            if organisation is None:
                if "organisation" not in form.errors:
                    form.add_error("organisation", _("Name the organisation."))
                continue
            if organisation.pk in seen:
                form.add_error("organisation", _("An organisation is a party once: the host is no partner."))
            seen.add(organisation.pk)
            hosts += form.cleaned_data.get("role") == Role.HOST
            if hosts > 1 and form.cleaned_data.get("role") == Role.HOST:
                form.add_error("role", _("A partnership has one host."))


class CommitmentRowForm(MoneyRowForm):
    """What a party promised, and what became of it."""

    columns = ("text_fr", "text_nl", "state", "note_fr", "note_nl")
    no_content = ("state",)

    text_fr = WordsField(label=_("Text in French"), rows=2)
    text_nl = WordsField(label=_("Text in Dutch"), rows=2)
    state = forms.ChoiceField(label=_("State"), choices=CommitmentState.choices, required=False)
    note_fr = WordsField(label=_("How it was realised, in French"), rows=2)
    note_nl = WordsField(label=_("How it was realised, in Dutch"), rows=2)

    def clean_state(self) -> str:
        """Take a row of no state for an open one."""
        return self.cleaned_data["state"] or CommitmentState.OPEN

    def clean(self) -> dict[str, Any]:
        """Ask for a text, and why a commitment was not realised."""
        values = self.cleaned_data
        if not values.get("text_fr") and not values.get("text_nl") and not self.errors:
            self.add_error("text_fr", _("Write the commitment in French or in Dutch."))
        noted = values.get("note_fr") or values.get("note_nl")
        if values.get("state") == CommitmentState.NOT_REALISED and not noted and not self.errors:
            self.add_error("note_fr", _("Say why the commitment was not realised."))
        return values


class BaseCommitmentFormSet(RowsFormSet):
    """The commitments of a party, in their order."""

    def as_rows(self) -> list[Row]:
        """Return what the action saves, with the place of each."""
        rows = [form.as_row() for form in self.kept()]
        return [Row(row.pk, {**row.values, "position": place}) for place, row in enumerate(rows, 1)]


class ShareRowForm(MoneyRowForm):
    """Working time of a party in the partnership."""

    columns = ("kind", "fte", "starts_on", "ends_on")
    no_content = ("kind",)

    kind = forms.ChoiceField(label=_("Kind"), choices=FteKind.choices, required=False)
    fte = fte_field()
    person = person_box(_("Person"), create=False)
    starts_on = day_field(_("First day"), required=True)
    ends_on = day_field(_("Last day"))

    def clean_kind(self) -> str:
        """Take a row of no kind for planned time."""
        return self.cleaned_data["kind"] or FteKind.PLANNED

    def clean(self) -> dict[str, Any]:
        """Ask for days in order."""
        check_period(self, "starts_on", "ends_on")
        return self.cleaned_data

    def as_row(self) -> Row:
        """Return what the action saves."""
        row, person = super().as_row(), self.cleaned_data["person"]
        return Row(row.pk, {**row.values, "person_id": person.pk if person else None})


class BaseShareFormSet(RowsFormSet):
    """The working time of a party in a partnership."""

    def clean(self) -> None:
        """Put people in place of their names."""
        resolve_people([Box(form, "person") for form in self.kept()], timezone.localdate())


class TotalRowForm(MoneyRowForm):
    """Working time of a team for all partnerships of the project together."""

    columns = ("kind", "fte")
    no_content = ("kind",)

    kind = forms.ChoiceField(label=_("Kind"), choices=FteKind.choices, required=False)
    fte = fte_field()

    def clean_kind(self) -> str:
        """Take a row of no kind for planned time."""
        return self.cleaned_data["kind"] or FteKind.PLANNED


class BaseTotalFormSet(RowsFormSet):
    """The working time of a team: one total of each kind."""

    def clean(self) -> None:
        """Refuse a second total of a kind."""
        seen = set()
        for form in self.kept():
            kind = form.cleaned_data.get("kind")
            if kind in seen:
                form.add_error("kind", _("This total is already there."))
            seen.add(kind)


PartyFormSet = rows_formset(PartyRowForm, BasePartyFormSet, limit=MOST_PARTIES)
CommitmentFormSet = rows_formset(CommitmentRowForm, BaseCommitmentFormSet, limit=MOST_COMMITMENTS)
ShareFormSet = rows_formset(ShareRowForm, BaseShareFormSet, limit=MOST_SHARES)
TotalFormSet = rows_formset(TotalRowForm, BaseTotalFormSet, limit=len(FteKind.values))


def rows_to_save(formset: RowsFormSet) -> list[Row]:
    """Return what the action saves of a valid set."""
    return formset.as_rows() if isinstance(formset, BaseCommitmentFormSet) else [form.as_row() for form in formset.kept()]


def party_rows(rows: Sequence[Party]) -> list[dict[str, Any]]:
    """Return the parties as initial values."""
    return [
        {
            "row": row.pk, "role": row.role, "organisation": Typed.of(row.organisation), "contact": Typed.of(row.contact),
            "owner": Typed.of(row.owner),
        }
        for row in rows
    ]  # fmt: skip


def commitment_rows(rows: Sequence[Commitment]) -> list[dict[str, Any]]:
    """Return commitments as initial values."""
    return initial_rows(rows, CommitmentRowForm.columns)


def share_rows(rows: Sequence[FteShare]) -> list[dict[str, Any]]:
    """Return working time as initial values."""
    known = initial_rows(rows, ShareRowForm.columns)
    return [{**initial, "person": Typed.of(row.person)} for row, initial in zip(rows, known, strict=True)]


def total_rows(rows: Sequence[FteTotal]) -> list[dict[str, Any]]:
    """Return the totals of a team as initial values."""
    return initial_rows(rows, TotalRowForm.columns)
