"""A row of a table begins on the same page in all its columns.

WeasyPrint divides a row as soon as one cell has room for a line, even if the cell beside it has none
and is left empty: a heading and its translation would part. It gives up a row only when no cell has
room; we let it take a row with one such cell for that case, and the row moves to the next page.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from weasyprint.formatting_structure.boxes import TableRowBox


@contextmanager
def begun_together() -> Iterator[None]:
    """Render with rows that begin together for the time of the context."""

    def copy_with_children(row: Any, cells: list[Any]) -> Any:
        laid_out = super(TableRowBox, row).copy_with_children(cells)
        if _is_begun(cells) and any(_has_no_room(cell, whole) for cell, whole in zip(cells, row.children, strict=False)):
            for cell in cells:
                cell.empty = True
        return laid_out

    TableRowBox.copy_with_children = copy_with_children
    try:
        yield
    finally:
        del TableRowBox.copy_with_children


def _is_begun(cells: list[Any]) -> bool:
    """Tell whether these cells start a row; those that continue one have lost their upper border."""
    return not any("top" in cell.remove_decoration_sides for cell in cells)


def _has_no_room(cell: Any, whole: Any) -> bool:
    return bool(whole.children) and getattr(cell, "empty", False)
