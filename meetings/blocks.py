"""Two versions of a rich text side by side, block by block (paragraphs, lists, tables)."""

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from amif_network.core import richtext
from amif_network.core.richtext.reader import read_html
from amif_network.core.richtext.writer import write_html


@dataclass(frozen=True, slots=True)
class Pair:
    """Blocks that stand at the same place in two versions; "same" when they say the same."""

    kind: Literal["same", "changed", "only_left", "only_right"]
    left: str
    right: str


def split(html: str) -> list[str]:
    """Return the outermost blocks of any HTML, each in its stored form; joined they are `sanitise(html)`."""
    return [write_html([block]) for block in read_html(html)]


def compare(left: str, right: str) -> list[Pair]:
    """Lay two versions side by side; every block of either stands in exactly one pair, sanitised."""
    left_blocks, right_blocks = split(left), split(right)
    left_keys, right_keys = ([richtext.canonical(block) for block in blocks] for blocks in (left_blocks, right_blocks))
    pairs: list[Pair] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(a=left_keys, b=right_keys, autojunk=False).get_opcodes():
        here, there = "".join(left_blocks[i1:i2]), "".join(right_blocks[j1:j2])
        if tag == "equal":
            pairs.append(Pair("same", here, there))
        else:
            pairs.append(Pair("changed" if here and there else "only_left" if here else "only_right", here, there))
    return pairs


def both(left: str, right: str) -> str:
    """Return one text that holds every block of both versions: what they share once, the rest one after the other."""
    return "".join(pair.left if pair.kind == "same" else pair.left + pair.right for pair in compare(left, right))
