"""Dates of calls in words."""

from amif_network.core.bilingual import localised
from amif_network.core.formats import format_date, format_date_range, format_time

from ..models import CallDate
from ..models.dates import Dated


def days_in_words(date: Dated, lang: str) -> str:
    """Write the day, with its time where it has one, or the range of days: "jeudi 15 octobre 2026, 12h00"."""
    if not date.is_exact:
        return format_date_range(date.earliest, date.latest, lang)
    day = format_date(date.earliest, lang, weekday=True)
    return f"{day}, {format_time(date.time, lang)}" if date.time else day


def in_words(date: CallDate, lang: str) -> str:
    """Write a date as people say it, a vague one with its range: "mi-octobre (du 10 au 20 octobre 2026)"."""
    days = days_in_words(date, lang)
    return days if date.is_exact else f"{localised(date, 'words', lang)} ({days})"
