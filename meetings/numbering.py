"""The printed numbers of sections: kept as typed, or given automatically in the style of the ones before.

Real minutes number "0.", "I.", "I.1", "2." (DOMAIN §9). An automatic number continues the last one
among its siblings, whatever its style; the first child of "I." is "I.1", the first of all is "1.".
"""

import re

# The part of a number that counts, with what stands before and after it: "I." + "2" + "", "" + "II" + ".".
_LAST_PART = re.compile(r"^(?P<before>.*?)(?P<part>\d+|(?<![A-Za-z])(?:[IVXLC]+|[A-Za-z]))(?P<after>[^\w]*)$", re.DOTALL)
_ROMAN = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def following(label: str) -> str:
    """Return the number after `label`: "2." → "3.", "I.2" → "I.3", "II." → "III.", "b)" → "c)"; "" when it does not count."""
    match = _LAST_PART.match(label.strip())
    if match is None:
        return ""
    part, before, after = match["part"], match["before"], match["after"]
    if part.isdigit():
        return f"{before}{int(part) + 1}{after}"
    if _is_roman(part):
        return f"{before}{_roman(_from_roman(part) + 1)}{after}"
    if len(part) == 1 and part not in "zZ":
        return f"{before}{chr(ord(part) + 1)}{after}"
    return ""


def first_below(parent: str) -> str:
    """Return the number of a first child: "I." → "I.1", "2" → "2.1", "a)" → "a.1"; of a first section: "1."."""
    stem = parent.strip().rstrip(".) ")
    return f"{stem}.1" if stem else "1."


def automatic(parent: str, previous: str) -> str:
    """Return the number of a section below `parent` whose last numbered sibling is `previous` ("" for none)."""
    return following(previous) or first_below(parent)


def _is_roman(text: str) -> bool:
    """Tell "IV" from the letters A to Z: a single C or L is a letter, I, V and X count as Roman."""
    if text in ("C", "L") or not set(text) <= set("IVXLC"):
        return False
    return _roman(_from_roman(text)) == text


def _from_roman(text: str) -> int:
    values = {sign: value for value, sign in _ROMAN if len(sign) == 1}
    numbers = [values[sign] for sign in text]
    return sum(-value if value < max(numbers[place + 1 :], default=0) else value for place, value in enumerate(numbers))


def _roman(number: int) -> str:
    written = ""
    for value, sign in _ROMAN:
        written += sign * (number // value)
        number %= value
    return written
