"""Dates as people type them, in French, in Dutch and in figures."""

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass

from .result import Lang

MONTHS_FR = (
    "janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre", "octobre", "novembre", "decembre",
)  # fmt: skip
MONTHS_NL = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip
SHORT_FR = ("janv", "fevr", "mars", "avr", "mai", "juin", "juil", "aout", "sept", "oct", "nov", "dec")
SHORT_NL = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
MONTHS: dict[str, int] = {name: index % 12 + 1 for index, name in enumerate(MONTHS_FR + MONTHS_NL + SHORT_FR + SHORT_NL)}
MONTHS["sept"] = 9
ONLY_FRENCH = frozenset(MONTHS_FR) - frozenset(MONTHS_NL)
ONLY_DUTCH = frozenset(MONTHS_NL) - frozenset(MONTHS_FR)

MONTH = r"(?P<month>[^\W\d_]{3,9})\.?"
WEEKDAY = (
    r"(?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag)"
    r"\s*,?\s+)?"
)
# "14 september 2021", "jeudi 1er avril 2022", "le 3 févr. 2022", "1 april '22"
WRITTEN = re.compile(
    rf"(?<![\w/])(?:(?:le|op)\s+)?{WEEKDAY}(?:le\s+)?(?P<day>\d{{1,2}})\s?(?:er|ère|ste|de|e)?\.?\s+{MONTH}(?:\s+['’]?(?P<year>\d{{4}}|\d{{2}})(?!\d|\s*[h:u]\s*\d))?",
    re.IGNORECASE,
)
# "14-15 september 2021", "14 et 15 septembre 2021"
SEVERAL = re.compile(
    rf"(?<![\w/]){WEEKDAY}(?P<day>\d{{1,2}})(?:er)?\s*(?:-|–|et|en|&|/|au|tot)\s*{WEEKDAY}(?P<last>\d{{1,2}})\s+{MONTH}\s+(?P<year>\d{{4}})",
    re.IGNORECASE,
)
# "2022-04-21"
ISO = re.compile(r"(?<![\d-])(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?![\d-])")
# "03/04/2023", "3-4-2023", "03.04.23"
FIGURES = re.compile(r"(?<![\d/.-])(?P<day>\d{1,2})(?P<sign>[/.-])(?P<month>\d{1,2})(?P=sign)(?P<year>\d{4}|\d{2})(?![\d/-])")
# "03/04": a date only where nothing else stands on the line, see `dates_in`
YEARLESS_FIGURES = re.compile(r"(?<![\d/.-])(?P<day>\d{1,2})/(?P<month>\d{1,2})(?![\d/.-])")
CENTURY = 2000


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a text: from `start` to `end`; without a year it has no `value`."""

    start: int
    end: int
    text: str
    day: int
    month: int
    value: dt.date | None
    language: Lang | None = None
    several: bool = False


def dates_in(text: str) -> list[FoundDate]:
    """Return the dates of a text in order. "03/04" counts only where the line holds little else."""
    found: list[FoundDate] = []
    for pattern in (SEVERAL, WRITTEN, ISO, FIGURES, YEARLESS_FIGURES):
        for hit in pattern.finditer(text):
            taken = any(hit.start() < other.end and other.start < hit.end() for other in found)
            if not taken and (date := _read(hit)) is not None:
                found.append(date)
    return sorted(found, key=lambda date: date.start)


def _read(hit: re.Match[str]) -> FoundDate | None:
    groups = hit.groupdict()
    word = _plain(groups["month"])
    month = int(word) if word.isdigit() else MONTHS.get(word)
    day = int(groups["day"])
    if month is None or not 1 <= month <= 12 or not 1 <= day <= 31:
        return None
    year = groups.get("year")
    value = None
    if year:
        try:
            value = dt.date(int(year) if len(year) == 4 else CENTURY + int(year), month, day)
        except ValueError:
            return None
    language: Lang | None = "fr" if word in ONLY_FRENCH else "nl" if word in ONLY_DUTCH else None
    return FoundDate(hit.start(), hit.end(), hit[0], day, month, value, language, several="last" in groups)


def _plain(word: str) -> str:
    decomposed = unicodedata.normalize("NFD", word.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character)).strip(".")
