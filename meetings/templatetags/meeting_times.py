"""Days, times and durations as the language of the page writes them."""

import datetime

from django import template

from amif_network.core.bilingual import active_language
from amif_network.core.formats import format_date, format_duration, format_time_range

register = template.Library()


@register.filter
def weekday_date(value: datetime.date) -> str:
    """Write a day with its weekday: "jeudi 21 avril 2022"."""
    return format_date(value, active_language(), weekday=True)


@register.simple_tag
def time_range(start: datetime.time | None, end: datetime.time | None) -> str:
    """Write a span of the day: "9h00 à 9h30"; one known end stands alone, none is nothing."""
    return format_time_range(start, end, active_language())


@register.filter
def duration(value: datetime.timedelta | None) -> str:
    """Write how long something lasts: "1 h 30 min"; nothing for None."""
    return "" if value is None else format_duration(value, active_language())
