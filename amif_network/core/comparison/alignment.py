"""What stayed, what changed, what came and what went between two sequences, in time that stays bounded.

Equal ends are set aside, then elements that occur once on both sides hold the rest together ("patience"), and difflib
works between them. Where even that would take long (hundreds of equal elements in another order), the stretch counts
as replaced: a longer difference than needed, never a wrong one.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Literal, NamedTuple

from .pieces import Piece

# Equal pairs of elements that difflib may look at in one stretch: some hundredths of a second.
MAX_PAIRS = 40_000
# Pieces among which those that resemble each other are sought: so many at a time, and so many more on the longer side.
WINDOW, SLACK = 12, 36
# Words in common, of all words of both, from which on a piece counts as changed instead of removed and added.
ALIKE = 0.4
# From here on the first that comes is good enough.
SURE = 0.75


class Match(NamedTuple):
    """Elements old[i:i + size] and new[j:j + size] that are equal."""

    i: int
    j: int
    size: int


class Step(NamedTuple):
    """How old[i1:i2] became new[j1:j2].

    "same", "changed" (one piece each that resemble each other), "removed", "added", "replaced" (anything by anything).
    """

    kind: Literal["same", "changed", "removed", "added", "replaced"]
    i1: int
    i2: int
    j1: int
    j2: int


def matches(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Match]:
    """Return the stretches that stayed, in order; the last has size 0 and stands at the ends."""
    found: list[Match] = []
    todo = [(0, len(old), 0, len(new))]
    while todo:
        i1, i2, j1, j2 = todo.pop()
        start = _common(zip(old[i1:i2], new[j1:j2], strict=False))
        found.append(Match(i1, j1, start))
        i1, j1 = i1 + start, j1 + start
        end = _common(zip(reversed(old[i1:i2]), reversed(new[j1:j2]), strict=False))
        found.append(Match(i2 - end, j2 - end, end))
        i2, j2 = i2 - end, j2 - end
        if i1 == i2 or j1 == j2:
            continue
        if anchors := list(_anchors(old[i1:i2], new[j1:j2])):
            for i, j in anchors:
                found.append(Match(i1 + i, j1 + j, 1))
            edges = [(-1, -1), *anchors, (i2 - i1, j2 - j1)]
            for (i, j), (k, m) in pairwise(edges):
                todo.append((i1 + i + 1, i1 + k, j1 + j + 1, j1 + m))
        else:
            found += [Match(i1 + i, j1 + j, size) for i, j, size in _thorough(old[i1:i2], new[j1:j2])]
    return [*_in_a_row(sorted(match for match in found if match.size)), Match(len(old), len(new), 0)]


def _common(pairs: Iterator[tuple[Hashable, Hashable]]) -> int:
    """Count the leading pairs of equals."""
    count = 0
    for one, other in pairs:
        if one != other:
            break
        count += 1
    return count


def _anchors(old: Sequence[Hashable], new: Sequence[Hashable]) -> Iterator[tuple[int, int]]:
    """Yield the longest ascending places of elements that occur once on either side."""
    once_old, once_new = ({element for element, count in Counter(side).items() if count == 1} for side in (old, new))
    place = {element: j for j, element in enumerate(new) if element in once_new}
    both = [(i, place[element]) for i, element in enumerate(old) if element in once_old and element in place]
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for index, (_i, j) in enumerate(both):
        length = bisect_left(tails, j)
        tails[length : length + 1] = [j]
        ends[length : length + 1] = [index]
        before.append(ends[length - 1] if length else -1)
    chain = []
    index = ends[-1] if ends else -1
    while index >= 0:
        chain.append(both[index])
        index = before[index]
    yield from reversed(chain)


def _thorough(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[int, int, int]]:
    """Return what difflib finds, or nothing when it would take long."""
    counts = Counter(new)
    if sum(counts[element] for element in old) > MAX_PAIRS:
        return []
    return [(match.a, match.b, match.size) for match in SequenceMatcher(a=old, b=new, autojunk=False).get_matching_blocks()]


def _in_a_row(found: list[Match]) -> list[Match]:
    """Join matches that follow each other on both sides."""
    result: list[Match] = []
    for match in found:
        last = result[-1] if result else None
        if last and (last.i + last.size, last.j + last.size) == (match.i, match.j):
            result[-1] = last._replace(size=last.size + match.size)
        else:
            result.append(match)
    return result


def steps(old: Sequence[Piece], new: Sequence[Piece]) -> list[Step]:
    """Return how one text became the other, piece by piece and in order."""
    result: list[Step] = []
    i = j = 0
    for match in matches([piece.key for piece in old], [piece.key for piece in new]):
        for k, m in _alike(old, i, match.i, new, j, match.j):
            result += [*_between(i, k, j, m), Step("changed", k, k + 1, m, m + 1)]
            i, j = k + 1, m + 1
        result += _between(i, match.i, j, match.j)
        i, j = match.i, match.j
        for place in range(match.size):
            result.append(Step("same", i + place, i + place + 1, j + place, j + place + 1))
        i, j = i + match.size, j + match.size
    return result


def _between(i1: int, i2: int, j1: int, j2: int) -> list[Step]:
    """Return the steps for pieces that resemble nothing on the other side."""
    if i1 < i2 and j1 < j2:
        return [Step("replaced", i1, i2, j1, j2)]
    return [Step("removed", i, i + 1, j1, j1) for i in range(i1, i2)] + ([Step("added", i1, i1, j1, j2)] if j1 < j2 else [])


def _alike(old: Sequence[Piece], i1: int, i2: int, new: Sequence[Piece], j1: int, j2: int) -> Iterator[tuple[int, int]]:
    """Yield the places of pieces that resemble each other, in order, looking at a window of a long stretch at a time."""
    while i1 < i2 and j1 < j2:
        if _likeness(old[i1], new[j1]) >= SURE:
            pairs = [(0, 0)]
        else:
            longer = min(abs((i2 - i1) - (j2 - j1)), SLACK)
            a, b = (WINDOW + longer, WINDOW) if i2 - i1 > j2 - j1 else (WINDOW, WINDOW + longer)
            a, b = min(i1 + a, i2), min(j1 + b, j2)
            pairs = _best_pairs(old[i1:a], new[j1:b])
        yield from ((i1 + i, j1 + j) for i, j in pairs)
        i1, j1 = (i1 + pairs[-1][0] + 1, j1 + pairs[-1][1] + 1) if pairs else (a, b)


def _best_pairs(old: Sequence[Piece], new: Sequence[Piece]) -> list[tuple[int, int]]:
    """Return the pairs, ascending on both sides, whose likeness together is the greatest."""
    best: list[list[tuple[float, tuple[int, int] | None]]] = [[(0.0, None)] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            likeness = _likeness(old[i], new[j])
            skipped = max(best[i + 1][j][0], best[i][j + 1][0])
            paired = best[i + 1][j + 1][0] + likeness if likeness >= ALIKE else -1.0
            best[i][j] = (paired, (i, j)) if paired >= skipped else (skipped, None)
    result = []
    i = j = 0
    while i < len(old) and j < len(new):
        if best[i][j][1]:
            result.append((i, j))
            i, j = i + 1, j + 1
        elif best[i + 1][j][0] >= best[i][j + 1][0]:
            i += 1
        else:
            j += 1
    return result


def _likeness(one: Piece, other: Piece) -> float:
    """Return the share of the words of both that they have in common, from 0 to 1."""
    sizes = len(one.words) + len(other.words)
    if not sizes:
        return float(type(one.node) is type(other.node))
    if 2 * min(len(one.words), len(other.words)) < ALIKE * sizes:
        return 0.0
    return 2 * len(one.words & other.words) / sizes
