"""Rows that can be put in order, added and removed: what the editors of agenda and attendance share.

Everything works with plain submit buttons; static/js/rows.js does the same without a round trip.
A row that was moved says so by its position: `position` differs from its place in what was sent.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from ..importing import UnreadableDocument

# A list of several hundred people with their organisations, and some room.
LONGEST_PASTE = 50_000
LARGEST_KEY = 2**63 - 1
MOVES = {"up": -1, "down": +1}


class RowForm(forms.Form):
    """A row: `row` is the key of what it changes, empty for a new one."""

    # What is wrong is said above the row, over its whole width: the column of a time is too narrow for a sentence.
    errors_apart = True

    row = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_KEY, widget=forms.HiddenInput)
    position = forms.IntegerField(
        label=_("Position"),
        required=False,
        min_value=1,
        max_value=9999,
        widget=forms.NumberInput(attrs={"min": 1, "data-amif-position": True}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # An empty row is no row, wherever it stands.
        self.empty_permitted = True
        self.use_required_attribute = False

    def has_changed(self) -> bool:
        """True when the row holds something; its position alone is nothing, nor is what was not sent at all."""
        return any(name != "position" and self[name].data not in (None, "") for name in self.changed_data)

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
    """Rows in an order; `kept()` gives those to save."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.error_messages = {
            "too_many_forms": _("There are more than %(limit)d rows. Split the list.") % {"limit": self.max_num},
            "missing_management_form": _("The form arrived incomplete. Open the page again."),
        }

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        """Say "remove" where Django says "delete"; a fresh row stands at the end."""
        super().add_fields(form, index)
        form.fields["DELETE"].label = _("Remove")
        if index is not None:
            form.fields["position"].initial = index + 1

    def in_order(self) -> list[RowForm]:
        """Return all rows as they stand on the page, by the positions that were typed."""
        places = [_place(form["position"].value(), index) for index, form in enumerate(self.forms)]
        return in_new_order(self.forms, places)

    def kept(self) -> list[RowForm]:
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


def rows_formset(form: type[RowForm], formset: type[RowsFormSet], *, limit: int, extra: int = 1) -> type[RowsFormSet]:
    """Return a formset of at most `limit` rows; what exceeds it is refused with a sentence, never cut off.

    `extra`: how many empty rows stand below the first ones.
    """
    made = formset_factory(
        form, formset=formset, extra=extra, can_delete=True, max_num=limit, validate_max=True, absolute_max=limit + 100
    )
    assert issubclass(made, RowsFormSet)
    return made


def in_new_order[Row](rows: Sequence[Row], positions: Sequence[int]) -> list[Row]:
    """Move every row whose position (counted from 1) is not its own place to that position.

    The others keep their order. Two rows moved to the same position stand in the order they had.
    """
    stayed = [row for place, row in enumerate(rows, 1) if positions[place - 1] == place]
    # From the first position on, so that what stands before a place is complete when the place is filled.
    moved = sorted((position, -place) for place, position in enumerate(positions, 1) if position != place)
    for position, place in moved:
        stayed.insert(max(position, 1) - 1, rows[-place - 1])
    return stayed


def arranged(rows: list[dict[str, Any]], wish: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return `rows` after the button that was pressed: `up` or `down` name a place from 1; `add` asks for a row.

    The places are those on the page; an impossible wish changes nothing.
    """
    for name, step in MOVES.items():
        place = wish.get(name, "")
        if place.isascii() and place.isdigit() and len(place) < 6:
            here, there = int(place) - 1, int(place) - 1 + step
            if min(here, there) >= 0 and max(here, there) < len(rows):
                rows[here], rows[there] = rows[there], rows[here]
    return rows


def numbered(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give the rows their positions, from 1."""
    return [{**row, "position": place} for place, row in enumerate(rows, 1)]


def _place(value: Any, index: int) -> int:
    """Read a position as typed; what is none leaves the row where it is."""
    text = str(value or "").strip()
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 6 else index + 1


def pasted_text[Read](read: Callable[[str], Read], text: str) -> Read:
    """Return what `read` makes of a pasted text. Raises ValidationError for one that cannot be read."""
    try:
        return read(text)
    except UnreadableDocument as error:
        raise forms.ValidationError(error.message) from error
