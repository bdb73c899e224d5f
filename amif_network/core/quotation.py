"""A passage that somebody quotes from a text: how often it stands there, and other words in its place.

A quote is plain text, often copied from a screen: kinds of white space, the spaces of French punctuation and the shape
of apostrophes and quotation marks make no difference. It stands inside one block (a paragraph, a heading, a cell);
the markup around it and on the words that stay is kept, and so are its footnotes.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from .comparison.alignment import matches
from .richtext.nodes import (
    BARE,
    Block,
    Break,
    Inline,
    ListBlock,
    Marks,
    Note,
    Paragraph,
    Quote,
    Run,
    Table,
    clean_characters,
    tidy,
)
from .richtext.reader import read_html
from .richtext.writer import inline_text, write_html

# Signs that are typed in more ways than one, and those that French writes with a space before or after them.
_SAME = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"', "„": '"'})
_SPACE_BEFORE, _SPACE_AFTER = frozenset(":;!?»%€"), frozenset("«")
# What stands for a footnote, which takes no room; cleaned texts do not hold it.
_NOTE = "\ufffc"
_TOKEN = re.compile(r"\s+|\w+|.", re.DOTALL)


class NotOnce(ValueError):
    """The quote stands in the text `count` times instead of once."""

    def __init__(self, count: int) -> None:
        super().__init__(f"The quote was found {count} times.")
        self.count = count


class _Sign(NamedTuple):
    """A character with its marks, or a line break or footnote (`other`) under a character that stands for it."""

    char: str
    marks: Marks = BARE
    other: Inline | None = None


class _Place(NamedTuple):
    """Where a quote stands: the line, and the first and last (excluded) of its signs."""

    line: int
    start: int
    end: int


def times_quoted(heading: str, html: str, quote: str) -> int:
    """Return how often `quote` stands in a heading (one line of plain text) and a text; 0 for an empty quote."""
    blocks = read_html(html)
    return len(_places(_lines(heading, blocks), quote))


def put_in_place(heading: str, html: str, quote: str, words: str) -> tuple[str, str]:
    """Return heading and text with `words` (plain text) in the place of `quote`.

    Raises NotOnce when the quote stands there not at all or more than once: then nobody can say what is meant.
    """
    blocks = read_html(html)
    lines = _lines(heading, blocks)
    found = _places(lines, quote)
    if len(found) != 1:
        raise NotOnce(len(found))
    place = found[0]
    lines[place.line] = tidy(_inlines(_replaced(_signs(lines[place.line]), place, clean_characters(words))))
    title, *rest = lines
    _put_lines(blocks, iter(rest))
    return " ".join(inline_text(title).split()), write_html(read_html(write_html(blocks)))


def _lines(heading: str, blocks: list[Block]) -> list[list[Inline]]:
    """Return the heading and every line of the blocks, in reading order."""
    return [[Run(heading)], *(line for block in blocks for line in _lines_of(block))]


def _lines_of(block: Block) -> Iterator[list[Inline]]:
    match block:
        case Paragraph(inlines):
            yield inlines
        case Table(caption=caption):
            yield caption
    for inner in _inside(block):
        yield from _lines_of(inner)


def _put_lines(blocks: Iterable[Block], lines: Iterator[list[Inline]]) -> None:
    """Write `lines` back where `_lines_of` found them."""
    for block in blocks:
        match block:
            case Paragraph():
                block.inlines = next(lines)
            case Table():
                block.caption = next(lines)
        _put_lines(_inside(block), lines)


def _inside(block: Block) -> list[Block]:
    """Return the blocks inside a block."""
    match block:
        case ListBlock(items=items):
            return [inner for item in items for inner in item.blocks]
        case Quote(inner):
            return inner
        case Table(rows=rows):
            return [inner for row in rows for cell in row.cells for inner in cell.blocks]
    return []


def _signs(line: Iterable[Inline]) -> list[_Sign]:
    signs: list[_Sign] = []
    for piece in line:
        match piece:
            case Run(text, marks):
                signs += [_Sign(char, marks) for char in text]
            case Break():
                signs.append(_Sign("\n", other=piece))
            case Note():
                signs.append(_Sign(_NOTE, other=piece))
    return signs


def _inlines(signs: Iterable[_Sign]) -> list[Inline]:
    return [sign.other or Run(sign.char, sign.marks) for sign in signs]


def _folded(text: str) -> tuple[str, list[int]]:
    """Return what a text is compared by, and of each of its characters the place in `text`."""
    chars: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text.translate(_SAME)):
        if char == _NOTE or (char.isspace() and (not chars or chars[-1] == " " or chars[-1] in _SPACE_AFTER)):
            continue
        if char in _SPACE_BEFORE and chars and chars[-1] == " ":
            chars.pop()
            places.pop()
        chars.append(" " if char.isspace() else char)
        places.append(place)
    return "".join(chars), places


def _places(lines: Sequence[list[Inline]], quote: str) -> list[_Place]:
    """Return where `quote` stands in the lines."""
    wanted = _folded(unicodedata.normalize("NFC", clean_characters(quote)).strip())[0].strip()
    if not wanted:
        return []
    found: list[_Place] = []
    for number, line in enumerate(lines):
        text, places = _folded("".join(sign.char for sign in _signs(line)))
        for match in re.finditer(f"(?={re.escape(wanted)})", text):
            start, end = match.start(), match.start() + len(wanted)
            if not (_inside_a_word(text, start) or _inside_a_word(text, end)):
                found.append(_Place(number, places[start], places[end - 1] + 1))
    return found


def _inside_a_word(text: str, place: int) -> bool:
    """True when the characters around `place` belong to one word: "art" is no quote of "partenaire"."""
    return 0 < place < len(text) and text[place - 1].isalnum() and text[place].isalnum()


def _replaced(signs: list[_Sign], place: _Place, words: str) -> list[_Sign]:
    """Return the signs of a line with `words` in place of those of the quote; words that stay keep their markup."""
    before, quoted, after = signs[: place.start], signs[place.start : place.end], signs[place.end :]
    old, new = _tokens("".join(sign.char for sign in quoted)), _tokens(unicodedata.normalize("NFC", words.strip()))
    result: list[_Sign] = []
    i = j = at = 0
    for match in matches([_key(token) for token in old], [_key(token) for token in new]):
        taken = sum(map(len, old[i : match.i]))
        gone, at = quoted[at : at + taken], at + taken
        around = (*_words_of(before + result)[-1:], *_words_of(quoted[at:] + after)[:1])
        result += _written(new[j : match.j], _common(gone or around))
        result += [sign for sign in gone if isinstance(sign.other, Note)]
        stayed = sum(map(len, old[match.i : match.i + match.size]))
        result += quoted[at : at + stayed]
        i, j, at = match.i + match.size, match.j + match.size, at + stayed
    return [*before, *result, *after]


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(text)


def _key(token: str) -> str:
    """Return what a token is compared by: white space is one, but for the end of a line."""
    return ("\n" if "\n" in token else " ") if token.isspace() else token.translate(_SAME)


def _common(signs: Iterable[_Sign]) -> Marks:
    """Return the marks that all these characters carry."""
    carried = [sign.marks for sign in _words_of(signs)]
    common = carried[0] if carried else BARE
    for marks in carried:
        common = common.common(marks)
    return common


def _words_of(signs: Iterable[_Sign]) -> list[_Sign]:
    """Leave out white space, line breaks and footnotes."""
    return [sign for sign in signs if sign.other is None and not sign.char.isspace()]


def _written(tokens: Iterable[str], marks: Marks) -> list[_Sign]:
    """Return new words as signs; the end of a line becomes a line break."""
    result: list[_Sign] = []
    for token in tokens:
        if token.isspace() and "\n" in token:
            result.append(_Sign("\n", other=Break()))
        else:
            result += [_Sign(char, marks) for char in token]
    return result
