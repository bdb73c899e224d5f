"""Footnotes stand on the page of their call.

WeasyPrint gains room for one more line of a paragraph by moving *all* footnotes of the page to the
next one, whatever page their calls are on. We take that way out of it: to the loop that does it, the
list of the page's footnotes looks empty. A footnote that does not fit under its own call still moves.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from weasyprint.layout import LayoutContext


class SettledNotes(list[Any]):
    """The footnotes of a page; false in a condition, so that nobody asks them to leave."""

    def __bool__(self) -> bool:
        return False


def _get(context: Any) -> SettledNotes:
    notes: SettledNotes = context.settled_notes
    return notes


def _set(context: Any, notes: list[Any]) -> None:
    context.settled_notes = SettledNotes(notes)


@contextmanager
def kept_with_their_call() -> Iterator[None]:
    """Render with settled footnotes for the time of the context."""
    update_area = LayoutContext._update_footnote_area

    def update_area_with_plain_list(context: Any) -> bool:
        settled = context.settled_notes
        context.__dict__["settled_notes"] = list(settled)
        update_area(context)
        context.__dict__["settled_notes"] = settled
        return False

    LayoutContext.current_page_footnotes = property(_get, _set)
    LayoutContext._update_footnote_area = update_area_with_plain_list
    try:
        yield
    finally:
        LayoutContext._update_footnote_area = update_area
        del LayoutContext.current_page_footnotes
