"""What stands in a preview, in the language of its reader: values of cells, and what a column is called."""

import datetime
import re
from collections.abc import Iterable
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from amif_network.core.formats import format_date, format_time
from amif_network.core.money import format_euros

from .columns import Choice, Clock, Column, Day, Euros, Moment, Text, Truth


def title(column: Column) -> str:
    """Return what a column is called, without what its label adds for whoever fills it in."""
    hints = r"\s*[;:,]" if isinstance(column.widget, Euros) else r"\s*[;:]"
    return re.split(hints, str(column.label))[0]


def changes_in_words(changes: Iterable[tuple[Column, str, str]], lang: str) -> list[str]:
    """Write what a row changes, a line for each column: its title, what stood there, what stands there now."""
    return [
        " ".join((_("%(what)s:") % {"what": title(column)}, in_words(column, before, lang), "→", in_words(column, after, lang)))
        for column, before, after in changes
    ]


def in_words(column: Column, text: str, lang: str) -> str:
    """Write what `Column.plain` returned as people of the language `lang` read it; a dash for nothing."""
    if not text:
        return "–"
    try:
        return _written(column.widget, text, lang)
    except (ValueError, ArithmeticError):
        # A cell that nobody could read is shown as it was typed.
        return text


def _written(widget: Text, text: str, lang: str) -> str:
    if isinstance(widget, Day):
        return format_date(datetime.date.fromisoformat(text), lang)
    if isinstance(widget, Clock):
        return format_time(datetime.time.fromisoformat(text), lang)
    if isinstance(widget, Moment):
        moment = timezone.localtime(datetime.datetime.fromisoformat(text))
        return f"{format_date(moment.date(), lang)}, {format_time(moment.time(), lang)}"
    if isinstance(widget, Euros):
        return format_euros(Decimal(text), lang)
    if isinstance(widget, Truth):
        return _("yes") if text == "True" else _("no") if text == "False" else text
    return str(dict(widget.choices.choices).get(text, text)) if isinstance(widget, Choice) else text
