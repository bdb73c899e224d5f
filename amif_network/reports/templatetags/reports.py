"""What the templates of reports need: a cell of a table in words."""

import datetime
from collections.abc import Sequence
from decimal import Decimal

from django import template

from amif_network.core.bilingual import Localised
from amif_network.core.templatetags.portal import euros, in_its_language, long_date, percent

from ..chapters import Cell, Column, Share

register = template.Library()


@register.filter
def at(columns: Sequence[Column], place: int) -> Column:
    """Return the column at a place."""
    return columns[place]


@register.simple_tag
def cell_in_words(cell: Cell) -> str:
    """Write a value as the language of the page does: amounts in euros, days in full, what is not known as a dash."""
    if isinstance(cell, Localised):
        return in_its_language(cell)
    if isinstance(cell, Share):
        return percent(cell.percent) if cell.percent is not None else "–"
    if isinstance(cell, Decimal):
        return euros(cell)
    if isinstance(cell, datetime.date):
        return long_date(cell)
    return "–" if cell is None or cell == "" else str(cell)
