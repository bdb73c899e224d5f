"""List markers and printed section labels in front of a line: one named pattern per notation."""

import re
from dataclasses import dataclass
from enum import StrEnum

# "- ", "– ", "• ", the bullets that Word's symbol fonts leave behind, "-Texte" without a space
BULLET = re.compile(r"(?:[•·▪▫◦‣►▸●○■□✓✔➢➤❖\uf0b7\uf0a7\uf0d8\uf0fc\uf076]\s*|[-–—‐‑−*]\s+|[-–](?=[A-ZÀ-Þ«\"]))(?=\S)")
# "o  text": Word's second-level bullet once pasted as text
LETTER_O = re.compile(r"o(?:\t|\s{2,})(?=\S)")
LETTER_O_TAB = re.compile(r"o\t(?=\S)")
# "1. ", "1) ", "(1) ", "1.Texte", "1°"
NUMBER = re.compile(r"(\(?(\d{1,3})(?:\)\s*|[.°]\s+|\.(?=[A-ZÀ-Þ«])))(?=\S)")
# "a) ", "(b) ", "c. "
LETTER = re.compile(r"((?:\(?([a-zA-Z])\)\s*|([a-z])\.\s+))(?=\S)")
# "ii) ", "(iv) ", "iii. "
ROMAN_ITEM = re.compile(r"(\(?([ivx]{2,5}|i|v|x)(?:\)\s*|\.\s+))(?=\S)")

PART = r"(?:\d{1,2}|[IVXLC]{1,6}|[A-Z])"
# "I.1 ", "2.1. ", "2.1.3 ", "1.a) ", "A.2 "
DOTTED = re.compile(rf"({PART}(?:\.(?:\d{{1,2}}|[a-zA-Z]))+)[.)]?(?:\s*[-–:]\s+|\s+|(?<=[.)]))(?=\S)")
# "0. ", "I. ", "A. ", "1.Introduction", "1° "
SINGLE = re.compile(rf"({PART})[.°](?:\s+|(?=[A-ZÀ-Þ«]))(?=\S)")
# "1) ", "II) "
CLOSED = re.compile(rf"({PART})\)\s+(?=\S)")
# "1 - Introduction", "2/ Budget", "3 : Divers"; a letter must follow, else it is a date or a time
DASHED = re.compile(r"(\d{1,2}|[IVX]{1,6})\s*[-–—/:]\s+(?=[^\W\d_])")
# "Point 1 : Introduction", "Agendapunt 2 - Budget", "Punt 3. Varia"
NAMED = re.compile(
    r"((?:point|punt|agendapunt|partie|deel|thème|theme|thema)\s+(?:n°\s*)?(\d{1,2}|[IVX]{1,6}))\s*[-–—:.)]+\s+(?=\S)",
    re.IGNORECASE,
)
# "1 Introduction": only where the document itself says that the line is a heading
BARE = re.compile(rf"({PART}(?:\.\d{{1,2}})*)\s+(?=[^\W\d_])")

ROMAN = re.compile(r"(?=[IVXLC])(C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})\Z")
ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


class Style(StrEnum):
    """A numbering."""

    BULLET = "bullet"
    ARABIC = "arabic"
    ROMAN = "roman"
    LETTER = "letter"


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a number: "I" is one, or the ninth letter."""

    style: Style
    number: int
    upper: bool = False


@dataclass(frozen=True, slots=True)
class Marker:
    """A list marker: as typed, its length with the white space behind it, and how it may be read."""

    text: str
    length: int
    readings: tuple[Reading, ...]

    @property
    def ordered(self) -> bool:
        """Whether it is a number or a letter."""
        return self.readings[0].style is not Style.BULLET


@dataclass(frozen=True, slots=True)
class Label:
    """A printed section label: "I.1" has two parts; each part with the ways to read it."""

    text: str
    length: int
    parts: tuple[tuple[Reading, ...], ...]


def roman_value(text: str) -> int | None:
    """Return the value of an upper-case Roman numeral below 400; None where it is none."""
    if not ROMAN.match(text):
        return None
    values = [ROMAN_VALUES[sign] for sign in text]
    return sum(-value if value < max(values[index:]) else value for index, value in enumerate(values))


def readings_of(text: str) -> tuple[Reading, ...]:
    """Read one part of a label, the likelier way first."""
    if text.isdigit():
        return (Reading(Style.ARABIC, int(text)),)
    found = []
    value = roman_value(text.upper())
    if value is not None and (len(text) > 1 or text.upper() in "IVX"):
        found.append(Reading(Style.ROMAN, value, text.isupper()))
    if len(text) == 1:
        found.append(Reading(Style.LETTER, ord(text.lower()) - ord("a") + 1, text.isupper()))
    return tuple(found)


def list_marker(text: str, *, listed: bool = False, indented: bool = False) -> Marker | None:
    """Read the list marker in front of a line. "- 1) text" is one marker, a numbered one."""
    bullet = BULLET.match(text) or (LETTER_O if listed or indented else LETTER_O_TAB).match(text)
    offset = bullet.end() if bullet else 0
    numbered = _number(text, offset)
    if numbered is not None:
        return Marker(text[: numbered.length].strip(), numbered.length, numbered.readings)
    if bullet:
        return Marker(bullet[0].strip(), bullet.end(), (Reading(Style.BULLET, 0),))
    return None


def _number(text: str, offset: int) -> Marker | None:
    if hit := NUMBER.match(text, offset):
        return Marker(hit[1], hit.end(), readings_of(hit[2]))
    if (hit := ROMAN_ITEM.match(text, offset)) and (readings := readings_of(hit[2])):
        return Marker(hit[1], hit.end(), readings)
    if hit := LETTER.match(text, offset):
        return Marker(hit[1], hit.end(), readings_of(hit[2] or hit[3]))
    return None


def section_label(text: str, *, heading: bool = False) -> Label | None:
    """Read the printed label in front of a heading; `heading`: the document itself says that it is one."""
    for pattern in (DOTTED, SINGLE, CLOSED, DASHED, NAMED, *([BARE] if heading else [])):
        hit = pattern.match(text)
        if not hit:
            continue
        number = hit[2] if pattern is NAMED else hit[1]
        parts = tuple(readings_of(part) for part in number.split("."))
        if all(parts):
            typed = hit[1] if pattern in (NAMED, DASHED) else text[: hit.end()].strip().rstrip("-–: ")
            return Label(typed, hit.end(), parts)
    return None
