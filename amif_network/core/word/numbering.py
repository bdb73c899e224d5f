"""Lists in Word: one definition for bullets, one for each way of counting, and a count of its own for every list."""

from typing import Any

from docx.document import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

LEVELS = 9
FORMATS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_BULLETS = "•–▪"
INDENT = 340  # twentieths of a point for each level


class Lists:
    """Hands out the numbers under which paragraphs belong to a list."""

    def __init__(self, document: Document) -> None:
        self._part: Any = document.part.numbering_part.element
        self._last = max((int(one.get(qn("w:numId"))) for one in self._part.findall(qn("w:num"))), default=0)
        known = [int(one.get(qn("w:abstractNumId"))) for one in self._part.findall(qn("w:abstractNum"))]
        self._next_definition = max(known, default=0) + 1
        self._definitions: dict[str, int] = {}

    def new(self, *, ordered: bool, kind: str = "1", start: int = 1, level: int = 0) -> int:
        """Return the number of a new list, whose paragraphs stand at `level`, and which counts from `start`."""
        self._last += 1
        number = OxmlElement("w:num")
        number.set(qn("w:numId"), str(self._last))
        definition = OxmlElement("w:abstractNumId")
        definition.set(qn("w:val"), str(self._definition(kind if ordered else "")))
        number.append(definition)
        if ordered:
            number.append(
                parse_xml(f'<w:lvlOverride {nsdecls("w")} w:ilvl="{level}"><w:startOverride w:val="{start}"/></w:lvlOverride>')
            )
        self._part.append(number)
        return self._last

    def _definition(self, kind: str) -> int:
        """Return the definition of a way of counting ("" for bullets); it must stand before all lists."""
        if kind not in self._definitions:
            levels = "".join(_level(depth, kind) for depth in range(LEVELS))
            element = parse_xml(
                f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{self._next_definition}">'
                f'<w:multiLevelType w:val="hybridMultilevel"/>{levels}</w:abstractNum>'
            )
            first = self._part.find(qn("w:num"))
            if first is None:
                self._part.append(element)
            else:
                first.addprevious(element)
            self._definitions[kind] = self._next_definition
            self._next_definition += 1
        return self._definitions[kind]


def _level(depth: int, kind: str) -> str:
    counting, text = (FORMATS[kind], f"%{depth + 1}.") if kind else ("bullet", _BULLETS[depth % len(_BULLETS)])
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{counting}"/><w:lvlText w:val="{text}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{INDENT * (depth + 1)}" w:hanging="{INDENT}"/></w:pPr></w:lvl>'
    )
