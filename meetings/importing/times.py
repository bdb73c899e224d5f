"""Times of a timetable, in every notation of the documents, to `datetime.time`."""

import datetime as dt
import re
from dataclasses import dataclass

# "9u00", "9h30", "14:15", "9.00 uur", "9u", "14 h 15", "9 uur", "9 heures"
UNIT = r"(?:uur|heures?|hrs?|h|u)"
TIME = (
    rf"(?P<{{name}}h>\d{{{{1,2}}}})"
    rf"(?:\s?(?:heures?|[uUhH]|[:.])\s?(?P<{{name}}m>[0-5]\d)(?!\d|\s?[uUhH:]\d)(?:\s?{UNIT}\b\.?)?"
    rf"|\s?{UNIT}(?![^\W\d_])\.?"
    rf"|(?P<{{name}}bare>(?!\S)|(?=[-–—])))"
)
FIRST, SECOND = TIME.format(name="a"), TIME.format(name="b")
TO = r"\s*(?:jusqu['’]à|jusque|tot en met|t/m|t\.?e\.?m\.?|tot|à|a|au|et|en|-|–|—|−|/|>|→)\s*"
FROM = r"(?:(?:de|van|entre|tussen|à partir de|vanaf|dès|from)\s+)?"
# "9u00 à 9u30", "9h00 - 9h30", "14:15 à 14:25", "9.00 - 9.30 uur", "van 9u tot 9u30", "9-10u"
RANGE = re.compile(rf"{FROM}(?<!\d){FIRST}{TO}{SECOND}", re.IGNORECASE)
# "9u30", "14h", "à partir de 9h"; "9.30" alone needs its unit, it may be a section
SINGLE = re.compile(
    rf"(?:(?:à partir de|vanaf|dès|om|à|vers|rond)\s+)?(?<!\d)(?P<ah>\d{{1,2}})"
    rf"(?:\s?(?:heures?|[uUhH:])\s?(?P<am>[0-5]\d)(?!\d|\s?[uUhH:]\d)(?:\s?{UNIT}\b\.?)?|\.(?P<ad>[0-5]\d)\s?{UNIT}\b\.?|\s?{UNIT}(?![^\W\d_])\.?)",
    re.IGNORECASE,
)
# What stands between the time and the title: ":", "-", a tab, columns of spaces
AFTER = re.compile(r"\s*(?:[:：,]|[-–—|](?=\s)|\t)?\s*")
MIDNIGHT = 24


@dataclass(frozen=True, slots=True)
class FoundTime:
    """A time or a range in a text, from `start` to `end` offsets."""

    start: int
    end: int
    begins: dt.time
    ends: dt.time | None


def leading_time(text: str) -> FoundTime | None:
    """Read the time in front of a row: "9u00 à 9u30:\\tAccueil". `end` is where the title begins."""
    bracket = 1 if text.startswith(("(", "[")) else 0
    found = _at(text, bracket)
    if found is None:
        return None
    end = found.end
    if bracket and text[end : end + 1] in ")]":
        end += 1
    end += len((AFTER.match(text, end) or [""])[0])
    return FoundTime(0, end, found.begins, found.ends)


def trailing_time(text: str) -> FoundTime | None:
    """Read the time behind a title: "Accueil (9h00 - 9h30)", "Onthaal: 9.00 - 9.30 uur"."""
    for hit in RANGE.finditer(text):
        if not text[hit.end() :].strip(" )].;,") and (found := _range(hit)) is not None:
            start = len(text[: hit.start()].rstrip(" ([:-–—,\t"))
            return FoundTime(start, len(text), found.begins, found.ends) if start else None
    for hit in SINGLE.finditer(text):
        if not text[hit.end() :].strip(" )].;,") and text[: hit.start()].rstrip().endswith(("(", "[", ":", "-", "–", "\t")):
            begins = _time(hit["ah"], hit["am"] or hit["ad"])
            start = len(text[: hit.start()].rstrip(" ([:-–—,\t"))
            return FoundTime(start, len(text), begins, None) if begins and start else None
    return None


def _at(text: str, position: int) -> FoundTime | None:
    hit = RANGE.match(text, position)
    if hit and (found := _range(hit)) is not None:
        return found
    hit = SINGLE.match(text, position)
    if not hit:
        return None
    begins = _time(hit["ah"], hit["am"] or hit["ad"])
    return FoundTime(hit.start(), hit.end(), begins, None) if begins is not None else None


def _range(hit: re.Match[str]) -> FoundTime | None:
    """A bare hour is a time only beside one with a unit: "9-10u", not "3 à 6"."""
    if hit["bbare"] is not None or (hit["abare"] is not None and hit["bm"] is None and not re.search(r"[^\W\d_]\.?\Z", hit[0])):
        return None
    begins, ends = _time(hit["ah"], hit["am"]), _time(hit["bh"], hit["bm"])
    return FoundTime(hit.start(), hit.end(), begins, ends) if begins is not None and ends is not None else None


def _time(hour: str, minute: str | None) -> dt.time | None:
    return dt.time(int(hour), int(minute or 0)) if int(hour) < MIDNIGHT else None


def time_in(text: str, start: int = 0) -> FoundTime | None:
    """Return the first range, or else the first time, anywhere in a text from `start`: "mardi 3 octobre, de 9h à 11h"."""
    for hit in RANGE.finditer(text, start):
        if (found := _range(hit)) is not None:
            return found
    for hit in SINGLE.finditer(text, start):
        begins = _time(hit["ah"], hit["am"] or hit["ad"])
        if begins is not None:
            return FoundTime(hit.start(), hit.end(), begins, None)
    return None
