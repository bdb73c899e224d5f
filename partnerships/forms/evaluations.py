"""The evaluation of one side: would you do it again, and sentences by kind and theme."""

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from amif_network.core.rows import RowForm, RowsFormSet, rows_formset
from meetings.forms.registers import WordsField, day_field
from projects.days import is_likely, year_unlikely

from ..models import Evaluation, EvaluationItem
from ..models.choices import ItemKind, Theme, WouldRedo

MOST_ITEMS = 60


class EvaluationForm(forms.ModelForm):
    """Everything but the sentences; `base` counts the changes that the form showed."""

    base = forms.IntegerField(required=False, widget=forms.HiddenInput)
    as_of = day_field(_("As of"), required=True)
    would_redo = forms.ChoiceField(label=_("Would you do it again?"), choices=WouldRedo.choices, widget=forms.RadioSelect)
    condition_fr = WordsField(label=_("On which condition, in French"), rows=2)
    condition_nl = WordsField(label=_("On which condition, in Dutch"), rows=2)
    added_value_fr = WordsField(label=_("Added value, in French"))
    added_value_nl = WordsField(label=_("Added value, in Dutch"))
    for_network = forms.BooleanField(
        label=_("The network may read the sentences, without our name"),
        required=False,
        help_text=_("Once you have shared the evaluation, they stand beside those of others, by form and theme."),
    )

    class Meta:
        model = Evaluation
        fields = ("as_of", "would_redo", "condition_fr", "condition_nl", "added_value_fr", "added_value_nl", "for_network")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["base"] = self.instance.rev

    def clean_as_of(self) -> datetime.date:
        """Refuse a slip of the finger in the year."""
        day: datetime.date = self.cleaned_data["as_of"]
        if not is_likely(day):
            raise ValidationError(year_unlikely())
        return day

    def clean(self) -> dict[str, Any]:
        """Ask for the condition of "yes, if"."""
        values = super().clean() or self.cleaned_data
        if values.get("would_redo") == WouldRedo.YES_IF and not values.get("condition_fr") and not values.get("condition_nl"):
            self.add_error("condition_fr", _("Say on which condition."))
        return values


class ItemRowForm(RowForm):
    """One sentence, by kind and theme."""

    columns = ("kind", "theme", "text_fr", "text_nl")
    no_content = ("kind", "theme")

    kind = forms.ChoiceField(label=_("Kind"), choices=ItemKind.choices, required=False)
    theme = forms.ChoiceField(label=_("Theme"), choices=Theme.choices, required=False)
    text_fr = WordsField(label=_("Sentence in French"), rows=2)
    text_nl = WordsField(label=_("Sentence in Dutch"), rows=2)

    def clean(self) -> dict[str, Any]:
        """Take the first kind and the last theme where none was chosen."""
        values = self.cleaned_data
        values["kind"] = values.get("kind") or ItemKind.ADVANTAGE
        values["theme"] = values.get("theme") or Theme.OTHER
        return values

    def as_row(self) -> dict[str, Any]:
        """Return what the action saves."""
        return {name: self.cleaned_data[name] for name in self.columns}


ItemFormSet = rows_formset(ItemRowForm, RowsFormSet, limit=MOST_ITEMS, extra=2)


def item_rows(items: Any) -> list[dict[str, Any]]:
    """Return saved sentences as initial values."""
    return [{name: getattr(item, name) for name in ItemRowForm.columns} for item in items]


def in_words(item: EvaluationItem) -> str:
    """Say a sentence in one line, as it stands beside what somebody else typed."""
    return f"{item.get_kind_display()} · {item.get_theme_display()}: {item.text}"
