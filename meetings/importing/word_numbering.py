"""What Word prints in front of an automatically numbered paragraph, and which style is a heading.

Word stores neither: a paragraph names a list and a level, and the number is counted when the page is drawn.
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from xml.etree.ElementTree import Element

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
HEADING_NAME = re.compile(r"(?:heading|titre|kop|überschrift)\s*([1-9])\Z", re.IGNORECASE)
LIST_STYLE_LEVEL = re.compile(r"list (?:bullet|number)(?: ([2-5]))?\Z", re.IGNORECASE)
ROMANS = [(1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")]  # fmt: skip
BULLET = "-"
BODY_TEXT_OUTLINE = 9


def tag(name: str) -> str:
    """Return the qualified name of a WordprocessingML element or attribute."""
    return f"{{{NAMESPACE}}}{name}"


def _value(element: Element | None, path: str) -> str | None:
    found = None if element is None else element.find("/".join(tag(step) for step in path.split("/")))
    return None if found is None else found.get(tag("val"))


def roman(number: int) -> str:
    """Write a number as lower-case Roman numeral."""
    text = ""
    for value, sign in ROMANS:
        while number >= value:
            text += sign
            number -= value
    return text


def formatted(number: int, style: str) -> str:
    """Write a counter as Word does for a number format."""
    letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1) if number > 0 else ""
    styles = {"lowerLetter": letter, "upperLetter": letter.upper(), "none": "", "decimalZero": f"{number:02d}"}
    if style in {"lowerRoman", "upperRoman"}:
        return roman(number) if style == "lowerRoman" else roman(number).upper()
    return styles.get(style, str(number))


class Styles:
    """The paragraph styles of a document, each with what it inherits."""

    def __init__(self, root: Element | None) -> None:
        found = [] if root is None else root.findall(tag("style"))
        self._styles = {style.get(tag("styleId"), ""): style for style in found}
        self._default = next((style for style in found if style.get(tag("default")) == "1" and _is_paragraph(style)), None)

    def of(self, properties: Element | None) -> Element | None:
        """Return the style of a paragraph."""
        return self._styles.get(_value(properties, "pStyle") or "", self._default)

    def chain(self, style: Element | None) -> list[Element]:
        """Return the style and those it is based on, nearest first."""
        result: list[Element] = []
        while style is not None and style not in result:
            result.append(style)
            style = self._styles.get(_value(style, "basedOn") or "")
        return result

    def is_title(self, style: Element | None) -> bool:
        """Whether the style is Word's Title or Subtitle, or made from it."""
        return any((_value(link, "name") or "").lower() in {"title", "subtitle", "titel"} for link in self.chain(style))

    def heading_level(self, style: Element | None, properties: Element | None) -> int:
        """Return 1-9 for a heading, 0 for text: by the style's name, else by the outline level."""
        for link in self.chain(style):
            if hit := HEADING_NAME.match(_value(link, "name") or ""):
                return int(hit[1])
        levels = [_value(properties, "outlineLvl"), *(_value(link, "pPr/outlineLvl") for link in self.chain(style))]
        level = next((level for level in levels if level is not None and level.isdigit()), str(BODY_TEXT_OUTLINE))
        return int(level) + 1 if int(level) < BODY_TEXT_OUTLINE else 0

    def list_level(self, style: Element | None) -> int:
        """Return the nesting that a style such as "List Bullet 2" stands for."""
        for link in self.chain(style):
            if hit := LIST_STYLE_LEVEL.match(_value(link, "name") or ""):
                return int(hit[1] or 1) - 1
        return 0


def _is_paragraph(style: Element) -> bool:
    return style.get(tag("type")) == "paragraph"


@dataclass(frozen=True, slots=True)
class Number:
    """The printed number of a paragraph ("-" for a bullet, "" for none) and its nesting."""

    label: str
    level: int


class Numbering:
    """Counts the numbered paragraphs in reading order."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        abstract = [] if root is None else root.findall(tag("abstractNum"))
        self._abstract = {element.get(tag("abstractNumId"), ""): element for element in abstract}
        numbers = [] if root is None else root.findall(tag("num"))
        self._numbers = {element.get(tag("numId"), ""): element for element in numbers}
        self._counters: dict[str, dict[int, int]] = defaultdict(dict)
        self._started: set[str] = set()

    def next(self, style: Element | None, properties: Element | None) -> Number | None:
        """Count the paragraph and return its number; None where it is not in a list."""
        number_id, level = self._place(style, properties)
        number = self._numbers.get(number_id)
        abstract = None if number is None else self._abstract.get(_value(number, "abstractNumId") or "")
        definition = _level(abstract, level)
        if number is None or definition is None:
            return None
        depth = max(level, self._styles.list_level(style))
        if _value(definition, "numFmt") == "bullet":
            return Number(BULLET, depth)
        counters = self._count(number, number_id, definition, level)
        text = re.sub(
            r"%([1-9])", lambda hit: self._written(counters, abstract, int(hit[1]) - 1), _value(definition, "lvlText") or ""
        )
        return Number(text, depth)

    def _place(self, style: Element | None, properties: Element | None) -> tuple[str, int]:
        """Return list and level: the paragraph's own, else those of its style. Id "0" means: taken out of the list."""
        owners = [properties, *(link.find(tag("pPr")) for link in self._styles.chain(style))]
        number_id = next((found for owner in owners if (found := _value(owner, "numPr/numId")) is not None), "0")
        level = next((found for owner in owners if (found := _value(owner, "numPr/ilvl")) is not None), "0")
        return number_id, int(level) if level.isdigit() else 0

    def _count(self, number: Element, number_id: str, definition: Element, level: int) -> dict[int, int]:
        counters = self._counters[_value(number, "abstractNumId") or ""]
        restart = _restart(number, level) if number_id not in self._started else None
        self._started.add(number_id)
        start = int(_value(definition, "start") or 1)
        counters[level] = restart if restart is not None else counters.get(level, start - 1) + 1
        for deeper in [key for key in counters if key > level]:
            del counters[deeper]
        return counters

    @staticmethod
    def _written(counters: dict[int, int], abstract: Element | None, level: int) -> str:
        definition = _level(abstract, level)
        start = int(_value(definition, "start") or 1)
        return formatted(counters.get(level, start), _value(definition, "numFmt") or "decimal")


def _level(abstract: Element | None, level: int) -> Element | None:
    levels = [] if abstract is None else abstract.findall(tag("lvl"))
    return next((element for element in levels if element.get(tag("ilvl")) == str(level)), None)


def _restart(number: Element, level: int) -> int | None:
    for override in number.findall(tag("lvlOverride")):
        if override.get(tag("ilvl")) == str(level) and (start := _value(override, "startOverride")) is not None:
            return int(start)
    return None
