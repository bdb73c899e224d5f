"""Words of the one language that slip into texts of the other: "CPAS" in a Dutch text, "OCMW" in a French one (UX §2).

Only terms that mean the same and are spelled like nothing else in the other language; from the network's glossary.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from .bilingual import other
from .richtext.nodes import Block, Break, Inline, ListBlock, Note, Paragraph, Quote, Run, Table
from .richtext.reader import read_html

# French, Dutch. Abbreviations in capitals count in capitals only; everything else in any.
TERMS = (
    ("CPAS", "OCMW"),
    ("SPP IS", "POD MI"),
    ("SPF", "FOD"),
    ("ETP", "VTE"),
    ("asbl", "vzw"),
    ("primo-arrivant", "nieuwkomer"),
    ("primo-arrivants", "nieuwkomers"),
    ("revenu d’intégration", "leefloon"),
    ("date limite", "uiterste indiendatum"),
    ("équivalent temps plein", "voltijdsequivalent"),
    ("arrêté royal", "koninklijk besluit"),
    ("ordre du jour", "agenda"),
)
# French knows these words too, with another meaning or as a loan.
ALSO_FRENCH = frozenset({"agenda"})
# What looks like an address of a page, a mailbox or a file keeps its spelling.
_ADDRESS = re.compile(r"\S*(?:://|@|www\.)\S*|[\w-]+(?:\.[\w-]+)+(?:/\S*)?")
# Stands for what is no word of this text: a passage in another language, a break.
_GAP = "\ufffc"


class Hint(NamedTuple):
    """A word of the other language, and what is said instead."""

    word: str
    proposal: str


def _pattern(word: str) -> re.Pattern[str]:
    spelled = re.escape(word).replace("’", "['’]").replace(r"\ ", r"\s+")
    return re.compile(rf"(?<!\w){spelled}(?!\w)", 0 if word.isupper() else re.IGNORECASE)


_FOREIGN = {
    "fr": [(Hint(nl, fr), _pattern(nl)) for fr, nl in TERMS if nl not in ALSO_FRENCH],
    "nl": [(Hint(fr, nl), _pattern(fr)) for fr, nl in TERMS],
}


def hints(heading: str, html: str, lang: str) -> list[Hint]:
    """Return the terms of the other language in a text in `lang`, in the order of the table, each once.

    Words in addresses and in passages marked as another language do not count.
    """
    spoken = [(hint, pattern) for hint, pattern in _FOREIGN[lang] if pattern.search(heading) or pattern.search(html)]
    if not spoken:
        return []
    lines = [_ADDRESS.sub(_GAP, line) for line in (heading, *_lines(read_html(html), lang))]
    return [hint for hint, pattern in spoken if any(pattern.search(line) for line in lines)]


def _lines(blocks: list[Block], lang: str) -> Iterator[str]:
    """Yield every line of a text, with gaps where it speaks another language than `lang`."""
    for block in blocks:
        match block:
            case Paragraph(inlines):
                yield _spoken(inlines, lang)
            case ListBlock(items=items):
                for item in items:
                    yield from _lines(item.blocks, lang)
            case Quote(inner):
                yield from _lines(inner, lang)
            case Table(rows, caption):
                yield _spoken(caption, lang)
                for row in rows:
                    for cell in row.cells:
                        yield from _lines(cell.blocks, lang)


def _spoken(inlines: list[Inline], lang: str) -> str:
    """Return a line; its footnotes come after it."""
    text, notes = "", ""
    for piece in inlines:
        match piece:
            case Run(words, marks):
                text += _GAP if marks.lang.startswith(other(lang)) else words
            case Note(runs):
                notes += _GAP + _spoken(list(runs), lang)
            case Break():
                text += _GAP
    return text + notes
