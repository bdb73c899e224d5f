"""What an organisation says about a call: one answer, a poll of several, and the filters of the overview."""

import datetime
from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from amif_network.core.inputs import LineField
from amif_network.core.rows import LARGEST_KEY, RowForm, RowsFormSet, rows_formset
from amif_network.directory.boxes import Box, organisation_box, resolve_organisations
from amif_network.directory.models import Organisation
from meetings.forms.registers import WordsField, day_field

from ..actions.interest import Said
from ..days import not_ahead
from ..models import ExpressionOfInterest
from ..models.choices import ANSWERING, Certainty, InterestAnswer, InterestReason
from ..polls import UNANSWERED, Line

MOST_ROWS = 600
MORE_ROWS = 3
LONGEST_REASON = 500


def _base() -> forms.IntegerField:
    """Return the hidden field with the key of the answer that was shown, 0 for none."""
    return forms.IntegerField(required=False, min_value=0, max_value=LARGEST_KEY, widget=forms.HiddenInput)


def _reasons(empty: Any) -> list[tuple[str, Any]]:
    return [("", empty), *InterestReason.choices]


def check_answer(form: forms.BaseForm, organisation: Organisation | None) -> None:
    """Say what is missing or does not fit in one answer, at its fields."""
    values = form.cleaned_data
    answer, partner = values.get("answer"), values.get("partner")
    if answer == InterestAnswer.NOT_INTERESTED and not values.get("reason_code") and not values.get("reason"):
        form.add_error("reason_code", _("Say why the organisation is not interested."))
    if values.get("reason_code") == InterestReason.OTHER and not values.get("reason"):
        form.add_error("reason", _("Say the reason in words."))
    if partner is not None and answer and answer != InterestAnswer.PARTNERSHIP:
        form.add_error("partner", _("A partner belongs to the answer “prefers a partnership” only."))
    elif partner is not None and organisation is not None and partner.pk == organisation.pk:
        form.add_error("partner", _("A partnership is one with another organisation."))


class InterestForm(forms.Form):
    """The answer of one organisation."""

    base = _base()
    answer = forms.ChoiceField(label=_("Answer"), choices=InterestAnswer.choices, widget=forms.RadioSelect)
    partner = organisation_box(
        _("Partnership with"), create=False, help_text=_("Where you prefer a partnership and know with whom.")
    )
    certainty = forms.ChoiceField(
        label=_("How sure is it?"),
        choices=Certainty.choices,
        widget=forms.RadioSelect,
        initial=Certainty.STATED,
    )
    reason_code = forms.ChoiceField(
        label=_("Reason"),
        choices=lambda: _reasons("–"),
        required=False,
        help_text=_("Needed where the organisation is not interested; useful where it hesitates."),
    )
    reason = WordsField(label=_("Reason in words"))
    stated_on = day_field(_("Said on"), required=True)

    def __init__(self, *args: Any, organisation: Organisation, on_behalf: bool, **kwargs: Any) -> None:
        """`on_behalf`: a coordinator writes down what was said, and when."""
        super().__init__(*args, **kwargs)
        self.organisation = organisation
        if not on_behalf:
            del self.fields["stated_on"]
            certainty: Any = self.fields["certainty"]
            certainty.choices = [(Certainty.STATED, _("it is our answer")), (Certainty.TO_CONFIRM, _("to be confirmed"))]

    @staticmethod
    def opened_at(standing: ExpressionOfInterest | None, on: datetime.date) -> dict[str, Any]:
        """Return the initial values: the answer in force, if there is one."""
        values: dict[str, Any] = {"base": standing.pk if standing else 0, "stated_on": on}
        if standing is not None:
            values |= {name: getattr(standing, name) for name in ("answer", "partner", "certainty", "reason_code", "reason")}
        return values

    def clean_stated_on(self) -> datetime.date:
        """Refuse a day that is still to come."""
        return not_ahead(self.cleaned_data["stated_on"])

    def clean(self) -> dict[str, Any]:
        """Put the partner in place of what was typed, and check that the answer is whole."""
        values = super().clean() or self.cleaned_data
        resolve_organisations([Box(self, "partner")], timezone.localdate())
        check_answer(self, self.organisation)
        return values

    def said(self) -> Said:
        """Return what the action writes down."""
        return _said(self.cleaned_data, self.organisation)


def _said(values: dict[str, Any], organisation: Organisation) -> Said:
    names = ("answer", "partner", "reason_code", "reason")
    return Said(
        organisation=organisation,
        certainty=values["certainty"] or Certainty.STATED,
        base=values["base"] or 0,
        **{name: values[name] for name in names},
    )


class PollForm(forms.Form):
    """What all answers of a poll share."""

    stated_on = day_field(_("Said on"), required=True)

    def clean_stated_on(self) -> datetime.date:
        """Refuse a day that is still to come."""
        return not_ahead(self.cleaned_data["stated_on"])


class PollRowForm(RowForm):
    """An organisation in a poll: one that was proposed (`row`), or one that is typed. Without an answer nothing is saved."""

    base = _base()
    organisation = organisation_box(_("Organisation"), create=False)
    answer = forms.ChoiceField(label=_("Answer"), choices=[("", "–"), *InterestAnswer.choices], required=False)
    certainty = forms.ChoiceField(label=_("Certainty"), choices=Certainty.choices, required=False, initial=Certainty.STATED)
    reason_code = forms.ChoiceField(label=_("Reason"), choices=lambda: _reasons("–"), required=False)
    reason = LineField(label=_("Reason in words"), required=False, max_length=LONGEST_REASON)
    partner = organisation_box(_("Partnership with"), create=False)

    # Set by the formset: the organisation of a proposed row, its answer in force, and one that was written down meanwhile.
    proposed: Organisation | None = None
    standing: ExpressionOfInterest | None = None
    overtaken = False

    def has_changed(self) -> bool:
        """True when something is said, or an organisation was typed that says nothing yet."""
        names = ("organisation", "answer", "reason_code", "reason", "partner")
        return any(self[name].data not in (None, "") and str(getattr(self[name].data, "text", self[name].data)) for name in names)

    def as_row(self) -> Said:
        """Return what the action writes down."""
        return _said(self.cleaned_data, self.cleaned_data["organisation"])


class BasePollFormSet(RowsFormSet):
    """The rows of a poll; organisations and answers in force are looked up for all of them at once."""

    def __init__(self, *args: Any, standing: dict[int, ExpressionOfInterest], **kwargs: Any) -> None:
        """`standing`: the answers in force, by organisation."""
        super().__init__(*args, **kwargs)
        self.standing = standing
        keys = {key for form in self.forms if (key := _key(form["row"].value()))}
        organisations = Organisation.objects.filter(kind__in=ANSWERING).in_bulk(keys)
        for form in self.forms:
            key = _key(form["row"].value())
            form.proposed, form.standing = organisations.get(key), standing.get(key)

    def clean(self) -> None:
        """Turn names into organisations, refuse one that stands twice, and check that each answer is whole."""
        kept, today = self.kept(), timezone.localdate()
        resolve_organisations([Box(form, name) for form in kept for name in ("organisation", "partner")], today)
        seen: set[int] = set()
        for form in kept:
            organisation = form.proposed or form.cleaned_data.get("organisation")
            if organisation is None and "organisation" not in form.errors:
                form.add_error("organisation", _("Name the organisation."))
            elif organisation is not None and organisation.pk in seen:
                form.add_error("organisation", _("This organisation already has a row."))
            elif organisation is not None and organisation.kind not in ANSWERING:
                form.add_error("organisation", _("Only CPAS and their services answer a call."))
            if organisation is not None:
                seen.add(organisation.pk)
                form.cleaned_data["organisation"] = organisation
                form.standing = self.standing.get(organisation.pk)
            if not form.cleaned_data.get("answer") and "answer" not in form.errors:
                form.add_error("answer", _("Choose an answer, or empty the row."))
            check_answer(form, organisation)


PollFormSet = rows_formset(PollRowForm, BasePollFormSet, limit=MOST_ROWS, extra=MORE_ROWS)


def poll_rows(organisations: Iterable[Organisation], standing: dict[int, ExpressionOfInterest]) -> list[dict[str, Any]]:
    """Return a row without an answer for each organisation, as initial values of the formset."""
    return [{"row": one.pk, "base": standing[one.pk].pk if one.pk in standing else 0} for one in organisations]


def _key(value: Any) -> int:
    """Read the key of a row; 0 for what is none."""
    text = str(value or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


class OverviewFilter(forms.Form):
    """Which organisations of the overview; what is not understood filters nothing."""

    answer = forms.ChoiceField(label=_("Answer"), required=False)
    certainty = forms.ChoiceField(label=_("Certainty"), required=False, choices=[("", _("all")), *Certainty.choices])
    since = day_field(_("Compared with"))
    moved = forms.BooleanField(label=_("Only who moved since then"), required=False)

    def __init__(self, asked: QueryDict, *, since: datetime.date) -> None:
        """Read the filters that were `asked` for; `since`: the day to compare with where none was chosen."""
        data = asked.copy()
        data["since"] = asked.get("since") or since.isoformat()
        super().__init__(data)
        answer: Any = self.fields["answer"]
        answer.choices = [("", _("all answers")), *InterestAnswer.choices, (UNANSWERED, _("no answer yet"))]
        self.is_valid()
        self.day: datetime.date = self.cleaned_data.get("since") or since
        self.active = self.day != since or any(self.cleaned_data.get(name) for name in ("answer", "certainty", "moved"))

    def applied(self, found: Iterable[Line]) -> list[Line]:
        """Return the lines that pass the filters."""
        answer, certainty, moved = (self.cleaned_data.get(name) for name in ("answer", "certainty", "moved"))
        return [
            line
            for line in found
            if (not answer or line.answer == answer)
            and (not certainty or (line.interest is not None and line.interest.certainty == certainty))
            and (not moved or line.moved)
        ]
