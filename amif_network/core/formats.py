"""Dates, times and slide references as they are written in French and in Dutch.

Pure functions: the language is always a parameter, so that mails, PDFs and jobs never depend on the
language of the person who happens to be signed in. The forms are those of DOMAIN: "1er avril 2022",
"14h15" in French; "1 april 2022", "14.15 uur" in Dutch.
Every function raises ValueError for a language without such rules.
"""

from collections.abc import Sequence
from datetime import date, time, timedelta
from typing import NamedTuple

NO_BREAK_SPACE = "\u00a0"
NARROW_NO_BREAK_SPACE = "\u202f"


class Wording(NamedTuple):
    """What one language needs to write dates, times and lists."""

    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    first_of_month: str
    hour_sign: str
    hour_unit: str
    hours: str
    minutes: str
    to: str
    conjunction: str
    slide: str
    slides: str
    to_the_end: str


WORDINGS = {
    "fr": Wording(
        weekdays=("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
        months=(
            *("janvier", "février", "mars", "avril", "mai", "juin"),
            *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
        ),
        first_of_month="1er",
        hour_sign="h",
        hour_unit="",
        hours="h",
        minutes="min",
        to="à",
        conjunction="et",
        slide="diapositive",
        slides="diapositives",
        to_the_end="à la fin",
    ),
    "nl": Wording(
        weekdays=("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"),
        months=(
            *("januari", "februari", "maart", "april", "mei", "juni"),
            *("juli", "augustus", "september", "oktober", "november", "december"),
        ),
        first_of_month="1",
        hour_sign=".",
        hour_unit=NO_BREAK_SPACE + "uur",
        hours="uur",
        minutes="min.",
        to="tot",
        conjunction="en",
        slide="dia",
        slides="dia’s",
        to_the_end="tot het einde",
    ),
}


def _wording(lang: str) -> Wording:
    if lang not in WORDINGS:
        raise ValueError(f"No formats for the language {lang!r}.")
    return WORDINGS[lang]


def format_date(value: date, lang: str, *, weekday: bool = False) -> str:
    """Write a date in full: "1er avril 2022", "donderdag 21 april 2022"."""
    wording = _wording(lang)
    day = wording.first_of_month if value.day == 1 else str(value.day)
    written = f"{day} {wording.months[value.month - 1]} {value.year}"
    return f"{wording.weekdays[value.weekday()]} {written}" if weekday else written


def format_month(value: date, lang: str) -> str:
    """Write the month of a day: "avril 2022", "april 2022"."""
    return f"{_wording(lang).months[value.month - 1]} {value.year}"


def format_date_range(first: date, last: date, lang: str) -> str:
    """Write a span of days without saying month and year twice: "du 10 au 20 octobre 2026", "10 tot 20 oktober 2026"."""
    whole = format_date(last, lang)
    short = format_date(first, lang)
    if first.year == last.year:
        short = short.removesuffix(f" {first.year}")
    if (first.year, first.month) == (last.year, last.month):
        short = short.partition(" ")[0]
    return {"fr": f"du {short} au {whole}", "nl": f"{short} tot {whole}"}[lang]


def format_time(value: time, lang: str, *, short: bool = False) -> str:
    """Write a time of day: "9h00", "14h15", "14.15 uur"; a full hour in `short` form is "9h", "9 uur"."""
    wording = _wording(lang)
    return _clock(value, wording, short=short) + wording.hour_unit


def _clock(value: time, wording: Wording, *, short: bool) -> str:
    """Write the figures of a time without the unit that Dutch adds."""
    if short and value.minute == 0:
        return f"{value.hour}{wording.hour_sign}" if wording.hour_sign == "h" else str(value.hour)
    return f"{value.hour}{wording.hour_sign}{value.minute:02}"


def format_time_range(start: time | None, end: time | None, lang: str, *, short: bool = False) -> str:
    """Write a span of the day: "9h00 à 9h30", "9.00 tot 9.30 uur"; one known end stands alone, none is ""."""
    known = [value for value in (start, end) if value is not None]
    if len(known) < 2:
        return "".join(format_time(value, lang, short=short) for value in known)
    wording = _wording(lang)
    written = f" {wording.to} ".join(_clock(value, wording, short=short) for value in known)
    return written + wording.hour_unit


def format_list(items: Sequence[str], lang: str) -> str:
    """Join names or labels: "a, b et c", "a, b en c"."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {_wording(lang).conjunction} {items[-1]}"


def format_slides(first: int | None, last: int | None, numbers: Sequence[int], to_end: bool, lang: str) -> str:
    """Write a reference to slides: "diapositives 3 à 6", "dia 7 tot het einde", "diapositives 12 et 14".

    `numbers` are single slides and win over a range; a reference without any number is "".
    """
    wording = _wording(lang)
    if numbers:
        noun = wording.slide if len(numbers) == 1 else wording.slides
        return f"{noun} {format_list([str(number) for number in numbers], lang)}"
    if first is None:
        return ""
    if to_end:
        return f"{wording.slide} {first} {wording.to_the_end}"
    if last is None or last == first:
        return f"{wording.slide} {first}"
    return f"{wording.slides} {first} {wording.to} {last}"


def format_duration(value: timedelta, lang: str) -> str:
    """Write how long something lasts, to the minute: "45 min", "2 h 45 min"; "45 min.", "2 uur 45 min."."""
    hours, minutes = divmod(round(value.total_seconds() / 60), 60)
    wording = _wording(lang)
    parts = [f"{hours}{NO_BREAK_SPACE}{wording.hours}"] if hours else []
    if minutes or not hours:
        parts.append(f"{minutes}{NO_BREAK_SPACE}{wording.minutes}")
    return NO_BREAK_SPACE.join(parts)
