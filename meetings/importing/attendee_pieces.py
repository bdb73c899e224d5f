"""Cutting a list of attendees into pieces: a name, the brackets behind it, what follows them. Mends broken brackets."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise

from .organisations import looks_like_organisation, organisation_start

PARTICLES = frozenset(
    {"de", "d", "da", "das", "dos", "del", "della", "di", "der", "den", "des", "du", "el", "al", "le", "la", "les", "van", "von"}
    | {"vande", "vander", "vanden", "ten", "ter", "te", "op", "in", "'t", "y", "e", "bin", "ben", "bint", "abu"}
)
SEPARATORS = re.compile(r"\s*[,;\n]\s*|\s+(?:/|&|et|en|and)\s+")
# "ORG : names": a text and its colon at the start of a group
LEADING = re.compile(r"([^:,;()\[\]\n]{2,80}?)\s*[:：]\s*(?=\S)")
GROUP_START = re.compile(r"(?:^|(?<=[,.]\s)|(?<=\n))[^:,;()\n]{2,80}?\s*:\s")
NEXT_NAME = re.compile(r"\s*[A-ZÀ-Þ][^,;()]{2,60}\(")
OPENING, CLOSING = "([", ")]"
MOST_WORDS = 7


class Join(StrEnum):
    """What stands before a piece."""

    NOTHING = ""
    COMMA = ","
    SEMICOLON = ";"
    LINE = "\n"
    CONJUNCTION = "&"


@dataclass(slots=True)
class Piece:
    """One name as typed with the brackets behind it; `after` is what follows the last bracket."""

    text: str
    join: Join
    line: int
    brackets: list[str] = field(default_factory=list)
    after: str = ""

    @property
    def placed(self) -> bool:
        """Whether a bracket already names an organisation."""
        return any(looks_like_organisation(bracket) for bracket in self.brackets)


@dataclass(slots=True)
class Pieces:
    """The pieces of a text, the conjunctions between them, and whether a bracket had to be mended."""

    pieces: list[Piece] = field(default_factory=list)
    conjunctions: list[str] = field(default_factory=list)
    mended: bool = False


def is_name(text: str, *, bracketed: bool = False) -> bool:
    """Whether a text can be a person's name: a few capitalised words and particles, no digits.

    `bracketed`: an organisation stands behind it, which allows a name typed in small letters.
    """
    words = re.findall(r"[^\s'’]+", text)
    if not words or len(words) > MOST_WORDS or any(sign in text for sign in ":@?!=→<>") or re.search(r"\d", text):
        return False
    if text.endswith(".") and len(words) > 3:
        return False
    proper = [word[0].isupper() or word.lower().strip(".") in PARTICLES or not word[0].isalpha() for word in words]
    return (all(proper) and any(word[0].isupper() for word in words)) or (bracketed and len(words) <= 3)


def split_groups(text: str) -> list[str]:
    """Semicolons part groups where commas part names; "OCMW Gent : A, B, CPAS Liège : C" begins a group at each name."""
    result: list[str] = []
    for group in _split_outside_brackets(text, ";\n"):
        starts = [hit.start() for hit in GROUP_START.finditer(group)]
        starts = [start for start in starts if start and looks_like_organisation(group[start:])]
        result.extend(group[low:high].strip(" ,") for low, high in pairwise([0, *starts, len(group)]))
    return [group for group in result if group]


def _split_outside_brackets(text: str, separators: str) -> list[str]:
    parts, depth, start = [], 0, 0
    for index, character in enumerate(text):
        depth += (character in OPENING) - (character in CLOSING)
        # At a line end an open bracket was never closed.
        if character in separators and (depth <= 0 or character == "\n"):
            parts.append(text[start:index])
            start, depth = index + 1, 0
    parts.append(text[start:])
    return [part for part in parts if part.strip()]


def cut_pieces(text: str, line: int) -> Pieces:
    """Cut one group at the separators outside brackets."""
    result = Pieces()
    join, position = Join.NOTHING, 0
    while position < len(text):
        end, name_end, brackets, after, mended = _piece_end(text, position)
        result.mended = result.mended or mended
        piece = Piece(text[position:name_end].strip(" \t,;/"), join, line, brackets, after.strip())
        if piece.text or piece.brackets or piece.after:
            result.pieces.append(piece)
        hit = SEPARATORS.match(text, end)
        join, position = (_join(hit[0]), hit.end()) if hit else (Join.COMMA, max(end, position + 1))
        if hit and join is Join.CONJUNCTION:
            result.conjunctions.append(hit[0])
    return result


def bracketed(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Group the names with the bracket that closes them."""
    groups: list[list[Piece]] = [[]]
    for piece in pieces:
        groups[-1].append(piece)
        if piece.brackets:
            groups.append([])
    return [group for group in groups if group]


def _join(separator: str) -> Join:
    if "\n" in separator:
        return Join.LINE
    if ";" in separator:
        return Join.SEMICOLON
    return Join.COMMA if "," in separator else Join.CONJUNCTION


def _piece_end(text: str, start: int) -> tuple[int, int, list[str], str, bool]:
    """Read one piece from `start`: its end, the end of the name, its brackets, what follows them, whether one was mended."""
    brackets: list[str] = []
    after, mended, position, name_end = "", False, start, -1
    while position < len(text):
        character = text[position]
        if character in OPENING:
            name_end = position if name_end < 0 else name_end
            position, content, broken = _bracket_end(text, position)
            mended = mended or broken
            brackets.append(content)
            if NEXT_NAME.match(text, position):
                break  # a new name right behind the bracket: the comma is missing
            continue
        if character in CLOSING:
            mended = True
            inside = organisation_start(text[start:position])
            if not brackets and inside > 0:
                # "Umit Karanfil OCMW Gent)": the opening bracket is missing
                return position + 1, start + inside, [text[start + inside : position]], "", True
            name_end = position if name_end < 0 else name_end
        elif SEPARATORS.match(text, position):
            break
        elif brackets:
            after += character
        position += 1
    return position, name_end if name_end >= 0 else position, [bracket for bracket in brackets if bracket.strip()], after, mended


def _bracket_end(text: str, opening: int) -> tuple[int, str, bool]:
    """Return where a bracket ends, its content, and whether it had to be mended."""
    position = opening + 1
    while position < len(text) and text[position] not in OPENING + CLOSING:
        position += 1
    content = text[opening + 1 : position]
    if position < len(text) and text[position] in CLOSING:
        return position + 1, content.strip(), False
    if not content.strip():
        return position, "", True  # "((OCMW Gent)": one bracket too many
    cut = re.search(r"[,;\n]", content)
    if position < len(text) and cut is None:
        # "(CPAS Liège (service d'insertion))": a bracket in a bracket
        inner_end, inner, mended = _bracket_end(text, position)
        closed = inner_end < len(text) and text[inner_end] in CLOSING
        return inner_end + closed, f"{content.strip()}, {inner}", mended or not closed
    # Never closed: what looks like the next name behind a comma is the next name.
    if cut and (position < len(text) or is_name(content[cut.end() :].strip())):
        return opening + 1 + cut.start(), content[: cut.start()].strip(), True
    return position, content.strip(), True
