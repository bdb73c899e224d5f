"""Which days people mean by "mid-October", "fin mars 2027" or "eerste kwartaal": a proposal that somebody confirms."""

import calendar
import datetime
import re
import unicodedata

from amif_network.core.formats import WORDINGS

# First and last day of a month that a word means; 0 is its last day. Ten days either side, as people use them.
PARTS = (
    (("mi", "half", "midden", "mid", "milieu"), (10, 20)),
    (("debut", "begin", "commencement"), (1, 10)),
    (("fin", "eind", "einde"), (21, 0)),
    (("premiere quinzaine", "premiere moitie", "eerste helft"), (1, 15)),
    (("seconde quinzaine", "deuxieme quinzaine", "seconde moitie", "deuxieme moitie", "tweede helft"), (16, 0)),
)
# First and last month that a word means. The winter lies in two years: nobody can say which is meant.
SEASONS = (
    (("printemps", "lente", "voorjaar"), (3, 6)),
    (("ete", "zomer"), (6, 9)),
    (("automne", "herfst", "najaar"), (9, 12)),
)
ORDINALS = (
    ("premier", "1er", "eerste", "1e", "1ste"),
    ("deuxieme", "second", "2e", "2eme", "tweede", "2de"),
    ("troisieme", "3e", "3eme", "derde", "3de"),
    ("quatrieme", "4e", "4eme", "vierde", "4de"),
)
# How many months each of these lasts.
SPANS = {"trimestre": 3, "kwartaal": 3, "semestre": 6, "semester": 6}
_YEAR = re.compile(r"\b(20\d\d)\b")

Range = tuple[datetime.date, datetime.date]


def probable_range(words: str, today: datetime.date) -> Range | None:
    """Return the first and the last day that `words` probably mean, in French or in Dutch; None where they say too little.

    Without a year the next time is meant that is not over on the day `today`.
    """
    plain = " ".join(re.split(r"[^a-z0-9]+", _without_accents(words.lower())))
    months = _months(plain)
    if months is None:
        return None
    days = _days(plain) if months[0] == months[1] else (1, 0)
    stated = _YEAR.search(plain)
    if stated:
        return _in_year(int(stated[1]), months, days)
    this_year = _in_year(today.year, months, days)
    return this_year if this_year[1] >= today else _in_year(today.year + 1, months, days)


def _months(plain: str) -> tuple[int, int] | None:
    """Return the first and the last month that the words name."""
    named = [
        number
        for wording in WORDINGS.values()
        for number, name in enumerate(wording.months, 1)
        if _has(plain, _without_accents(name))
    ]
    if named:
        return min(named), max(named)
    for names, length in SPANS.items():
        for place, ordinals in enumerate(ORDINALS[: 12 // length]):
            if _has(plain, names) and any(_has(plain, ordinal) for ordinal in ordinals):
                return place * length + 1, (place + 1) * length
    return next((months for names, months in SEASONS if any(_has(plain, name) for name in names)), None)


def _days(plain: str) -> tuple[int, int]:
    """Return the first and the last day of the month that the words name; the whole month where they name no part."""
    return next((days for names, days in PARTS if any(_has(plain, name) for name in names)), (1, 0))


def _in_year(year: int, months: tuple[int, int], days: tuple[int, int]) -> Range:
    last_day = days[1] or calendar.monthrange(year, months[1])[1]
    return datetime.date(year, months[0], days[0]), datetime.date(year, months[1], last_day)


def _has(plain: str, words: str) -> bool:
    return f" {words} " in f" {plain} "


def _without_accents(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))
