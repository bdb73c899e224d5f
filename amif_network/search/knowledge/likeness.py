"""When two headings ask the same: what they say without numbers and without the words that every such heading has.

Counts trigrams as PostgreSQL's pg_trgm does; here in Python, since what is compared are the words that the reader may read.
"""

import re
from collections.abc import Callable, Hashable, Iterable, Sequence

from amif_network.directory.folding import fold

# From this share of common trigrams on, two questions are the same.
ALIKE = 0.45
_USUAL = re.compile(
    r"\b(?:tour de table|tours de table|tafelronde|rondetafel|rondje|ronde|question|vraag|suite|vervolg|\d+(?:er|e|de|ste)?)\b"
)


def essence(heading: str) -> str:
    """Return the folded words of a heading that say what it is about; all of them where nothing else is left."""
    folded = fold(heading)
    return " ".join(_USUAL.sub(" ", folded).split()) or folded


def trigrams(text: str) -> frozenset[str]:
    """Return the sequences of three letters of a folded text; a word begins after two blanks and ends before one."""
    return frozenset(f"  {word} "[place : place + 3] for word in text.split() for place in range(len(word) + 1))


def likeness(one: frozenset[str], another: frozenset[str]) -> float:
    """Return the share of trigrams that two texts have in common, from 0 to 1."""
    together = len(one | another)
    return len(one & another) / together if together else 0.0


def grouped[Thing](things: Sequence[Thing], same: Callable[[Thing, Thing], bool]) -> list[list[Thing]]:
    """Return things in groups: whatever is the same as one of a group belongs to it. In the order of their first members."""
    groups: list[list[Thing]] = []
    for thing in things:
        joined = [group for group in groups if any(same(thing, member) for member in group)]
        if not joined:
            groups.append([thing])
            continue
        for group in joined[1:]:
            joined[0].extend(group)
            groups.remove(group)
        joined[0].append(thing)
    return groups


def linked[Thing](things: Iterable[tuple[Thing, Iterable[Hashable]]]) -> list[list[Thing]]:
    """Return things in groups that hang together by their keys: two with a common key are in one group."""
    parts: list[tuple[list[Thing], set[Hashable]]] = []
    place: dict[Hashable, int] = {}
    for thing, own in things:
        keys = set(own)
        known = sorted({place[key] for key in keys if key in place})
        target = known[0] if known else len(parts)
        if not known:
            parts.append(([], set()))
        for joined in known[1:]:
            parts[target][0].extend(parts[joined][0])
            parts[target][1].update(parts[joined][1])
            keys |= parts[joined][1]
            parts[joined] = ([], set())
        parts[target][0].append(thing)
        parts[target][1].update(keys)
        place.update(dict.fromkeys(keys, target))
    return [members for members, _keys in parts if members]
