"""What makes a table whole: rows of one width, a head, header cells that say what they head."""

from collections.abc import Sequence

from .nodes import MAX_SPAN, Cell, Row, Table

# Wider tables than any page holds are left ragged: filling them up could make a small text huge.
MAX_COLUMNS = 100


def default_scope(row: int, head: int) -> str:
    """Return what a header cell heads when nothing is said: its column in the head of the table, else its row."""
    return "col" if row < head else "row"


def finish_table(table: Table) -> None:
    """Settle spans, missing cells, head rows and scopes of a table that was read."""
    table.rows = [row for row in table.rows if row.cells]
    for index, row in enumerate(table.rows):
        for cell in row.cells:
            cell.rowspan = max(1, min(cell.rowspan, MAX_SPAN, len(table.rows) - index))
            cell.colspan = max(1, min(cell.colspan, MAX_SPAN))
    _head_the_corner(table.rows)
    _fill_up(table.rows)
    table.head = _head_rows(table.rows)
    for index, row in enumerate(table.rows):
        for cell in row.cells:
            if not cell.header:
                cell.scope = ""
            elif cell.scope not in {"col", "row"}:
                cell.scope = default_scope(index, table.head)


def _head_the_corner(rows: Sequence[Row]) -> None:
    """Count an empty first cell before nothing but header cells among them."""
    if rows and len(rows[0].cells) > 1 and all(cell.header for cell in rows[0].cells[1:]) and not rows[0].cells[0].blocks:
        rows[0].cells[0].header = True


def _fill_up(rows: Sequence[Row]) -> None:
    """Narrow cells that would lie on one that reaches down from above, and add empty ones to rows shorter than the widest."""
    # One bit for each column that a row has taken.
    taken = [0] * len(rows)
    for index, row in enumerate(rows):
        for cell in row.cells:
            column = _lowest(~taken[index])
            free = _lowest(taken[index] >> column | 1 << cell.colspan)
            if column + free > MAX_COLUMNS:
                return
            cell.colspan = free
            for reached in range(index, index + cell.rowspan):
                taken[reached] |= (1 << free) - 1 << column
    widest = max((columns.bit_length() for columns in taken), default=0)
    for row, columns in zip(rows, taken, strict=True):
        header = all(cell.header for cell in row.cells)
        row.cells += [Cell(header) for _ in range(widest - columns.bit_count())]


def _lowest(bits: int) -> int:
    """Return the place of the lowest bit that is set; there is one."""
    return (bits & -bits).bit_length() - 1


def _head_rows(rows: Sequence[Row]) -> int:
    """Count the leading rows made of header cells only; no cell may reach out of them."""
    count = 0
    while count < len(rows) and all(cell.header for cell in rows[count].cells):
        count += 1
    while any(index + cell.rowspan > count for index, row in enumerate(rows[:count]) for cell in row.cells):
        count -= 1
    return count
