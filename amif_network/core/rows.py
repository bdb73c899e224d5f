"""Rows of a form that can be added and removed: what every editor of rows shares, whether its rows have an order or not.

Everything works with plain submit buttons; static/js/rows.js does the same without a round trip.
"""

from typing import Any, ClassVar, NamedTuple

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

LARGEST_KEY = 2**63 - 1


class RowForm(forms.Form):
    """A row: `row` is the key of what it changes, empty for a new one."""

    # What is wrong is said above the row, over its whole width: a column of figures is too narrow for a sentence.
    errors_apart = True
    # Fields that make no row of an empty one, whatever they hold.
    no_content: ClassVar[tuple[str, ...]] = ()

    row = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_KEY, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # An empty row is no row, wherever it stands.
        self.empty_permitted = True
        self.use_required_attribute = False

    def has_changed(self) -> bool:
        """True when the row holds something; what `no_content` names is nothing alone, nor is what was not sent at all."""
        return any(name not in self.no_content and self[name].data not in (None, "") for name in self.changed_data)

    def as_row(self) -> Any:
        """Return what the action of the editor saves; each editor's form says it."""
        raise NotImplementedError

    @property
    def removed(self) -> bool:
        """True when the row is ticked to be removed."""
        return bool(self["DELETE"].value())


class Problem(NamedTuple):
    """What is wrong, and where: `field` is the id of the field, "" for the rows as a whole."""

    text: str
    field: str = ""
    place: int = 0
    label: str = ""


class RowsFormSet(BaseFormSet):
    """Rows; `kept()` gives those to save."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.error_messages = {
            "too_many_forms": _("There are more than %(limit)d rows. Split the list.") % {"limit": self.max_num},
            "missing_management_form": _("The form arrived incomplete. Open the page again."),
        }

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        """Say "remove" where Django says "delete"."""
        super().add_fields(form, index)
        form.fields["DELETE"].label = _("Remove")

    def in_order(self) -> list[Any]:
        """Return all rows as they stand on the page."""
        return list(self.forms)

    def kept(self) -> list[Any]:
        """Return the rows that hold something and stay, in order. Call it on valid or cleaned rows."""
        return [form for form in self.in_order() if form.has_changed() and not form.removed]

    def problems(self) -> list[Problem]:
        """Return everything that is wrong with what was sent, in the order of the page."""
        found = [Problem(str(text)) for text in self.non_form_errors()]
        for place, form in enumerate(self.in_order(), 1):
            if form.has_changed() and not form.removed:
                for name, texts in form.errors.items():
                    box = form[name]
                    found += [Problem(str(text), box.id_for_label or box.auto_id, place, str(box.label)) for text in texts]
        return found

    def typed(self) -> list[dict[str, Any]]:
        """Return what was typed into every row, removed ones included, in order: initial values of a fresh set."""
        return [
            {
                name: field.widget.value_from_datadict(self.data, self.files, form.add_prefix(name))
                for name, field in form.fields.items()
            }
            for form in self.in_order()
        ]


def rows_formset[Rows: RowsFormSet](form: type[RowForm], formset: type[Rows], *, limit: int, extra: int = 1) -> type[Rows]:
    """Return a formset of at most `limit` rows; what exceeds it is refused with a sentence, never cut off.

    `extra`: how many empty rows stand below the first ones.
    """
    made = formset_factory(
        form, formset=formset, extra=extra, can_delete=True, max_num=limit, validate_max=True, absolute_max=limit + 100
    )
    assert issubclass(made, formset)
    return made
