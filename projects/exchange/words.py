"""What stands in a preview, in the language of its reader: values of cells, and what a column is called."""

import datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from amif_network.core.formats import format_date, format_time
from amif_network.core.money import format_euros

from .columns import Choice, Clock, Column, Day, Euros, Moment, Truth


def in_words(column: Column, text: str, lang: str) -> str:
    """Write what `Column.plain` returned as people of the language `lang` read it; a dash for nothing."""
    if not text:
        return "–"
    widget = column.widget
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
        return _("yes") if text == "True" else _("no")
    return str(dict(widget.choices.choices).get(text, text)) if isinstance(widget, Choice) else text
