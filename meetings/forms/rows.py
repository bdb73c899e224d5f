"""Rows that can be put in order: what the editors of agenda and attendance share beyond `core.rows`.

A row that was moved says so by its position: `position` differs from its place in what was sent.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from amif_network.core import rows

from ..importing import UnreadableDocument

# A list of several hundred people with their organisations, and some room.
LONGEST_PASTE = 50_000
MOVES = {"up": -1, "down": +1}


class RowForm(rows.RowForm):
    """A row that has a place among the others."""

    no_content = ("position",)

    position = forms.IntegerField(
        label=_("Position"),
        required=False,
        min_value=1,
        max_value=9999,
        widget=forms.NumberInput(attrs={"min": 1, "data-amif-position": True}),
    )


class RowsFormSet(rows.RowsFormSet):
    """Rows in an order."""

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        """Let a fresh row stand at the end."""
        super().add_fields(form, index)
        if index is not None:
            form.fields["position"].initial = index + 1

    def in_order(self) -> list[Any]:
        """Return all rows as they stand on the page, by the positions that were typed."""
        places = [_place(form["position"].value(), index) for index, form in enumerate(self.forms)]
        return in_new_order(self.forms, places)


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
