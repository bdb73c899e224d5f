"""Two people changed the same text: what both wanted, and where somebody has to choose."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from amif_network.core.richtext.nodes import ListBlock

from .alignment import Step, matches, steps
from .pieces import Piece, join, pieces

Choice = Literal["mine", "theirs", "both"]


@dataclass(frozen=True)
class Clean:
    """A stretch on which both agree, or that only one of them touched."""

    parts: tuple[Piece, ...]

    @property
    def html(self) -> str:
        """The stretch by itself, in stored form."""
        return join(self.parts)


@dataclass(frozen=True)
class Conflict:
    """A stretch that both changed, each in another way; an empty side was deleted there."""

    base_parts: tuple[Piece, ...]
    my_parts: tuple[Piece, ...]
    their_parts: tuple[Piece, ...]

    @property
    def base(self) -> str:
        """What stood here before, in stored form; "" as well when that is not known."""
        return join(self.base_parts)

    @property
    def mine(self) -> str:
        """My version of the stretch, in stored form."""
        return join(self.my_parts)

    @property
    def theirs(self) -> str:
        """The version that was saved meanwhile, in stored form."""
        return join(self.their_parts)

    def chosen(self, choice: Choice) -> tuple[Piece, ...]:
        """Return the pieces of a choice; "both" is theirs, which was saved first, and then mine."""
        sides = {"mine": self.my_parts, "theirs": self.their_parts, "both": self.their_parts + self.my_parts}
        if choice not in sides:
            raise ValueError(f"{choice!r} is no choice")
        return sides[choice]


Region = Clean | Conflict


@dataclass(frozen=True)
class Merge:
    """The regions of a merged text in their order."""

    regions: list[Region]

    @property
    def conflicts(self) -> list[Conflict]:
        """The regions for which somebody has to choose."""
        return [region for region in self.regions if isinstance(region, Conflict)]

    @property
    def html(self) -> str:
        """The merged text in stored form; a ValueError when there are conflicts."""
        return self.resolve([])

    def resolve(self, choices: Sequence[Choice]) -> str:
        """Return the stored text with one choice for each conflict, in order; another number is a ValueError."""
        left = iter(choices)
        if len(choices) != len(self.conflicts):
            raise ValueError(f"{len(choices)} choices for {len(self.conflicts)} conflicts")
        parts: list[Piece] = []
        for region in self.regions:
            parts += region.parts if isinstance(region, Clean) else region.chosen(next(left))
        return join(parts)


def merge(base: str | None, mine: str, theirs: str) -> Merge:
    """Merge two versions that go back to `base`; when that is not known (None), all that differs is in conflict."""
    ours, others = pieces(mine), pieces(theirs)
    if base is None:
        return Merge(_joined(_without_base(ours, others)))
    origin = pieces(base)
    return Merge(_joined(_regions(origin, _Side.of(origin, ours), _Side.of(origin, others))))


class Line(NamedTuple):
    """A merged line of text, a heading for example; `agreed` is None when both changed it, each in another way."""

    agreed: str | None
    base: str
    mine: str
    theirs: str

    def resolve(self, choice: Choice) -> str:
        """Return the line for a choice; "both" is theirs and mine with a stroke between."""
        both = " / ".join(dict.fromkeys(part for part in (self.theirs, self.mine) if part))
        return {"mine": self.mine, "theirs": self.theirs, "both": both}[choice] if self.agreed is None else self.agreed


def merge_line(base: str | None, mine: str, theirs: str) -> Line:
    """Merge one line of plain text as a whole; kinds of white space make no difference."""
    said = [None if line is None else " ".join(unicodedata.normalize("NFC", line).split()) for line in (base, mine, theirs)]
    agreed = None
    if said[1] == said[2]:
        agreed = max(mine, theirs) if base not in {mine, theirs} else mine if theirs == base else theirs
    elif said[0] == said[1]:
        agreed = theirs
    elif said[0] == said[2]:
        agreed = mine
    return Line(agreed, base or "", mine, theirs)


class _Edit(NamedTuple):
    """Pieces that take the place of base[i1:i2].

    `reach` counts in half pieces (gap n is 2n, piece n is 2n + 1): two people are in conflict where their edits meet.
    """

    reach: tuple[int, int]
    i1: int
    i2: int
    parts: tuple[Piece, ...]


class _Side(NamedTuple):
    """What one person did to the base, and the pieces that stayed (perhaps with other kinds of white space)."""

    edits: list[_Edit]
    kept: dict[int, Piece]

    @classmethod
    def of(cls, base: Sequence[Piece], changed: Sequence[Piece]) -> "_Side":
        """Compare a version with the base."""
        edits, kept = [], {}
        for step in steps(base, changed):
            if step.kind == "same":
                kept[step.i1] = changed[step.j1]
            else:
                edits.append(_Edit(_reach(step), step.i1, step.i2, tuple(changed[step.j1 : step.j2])))
        return cls(edits, kept)

    def between(self, i1: int, i2: int, edits: Sequence[_Edit]) -> list[Piece]:
        """Return what became of base[i1:i2], which these edits of this side belong to."""
        result: list[Piece] = []
        for edit in edits:
            result += [self.kept[i] for i in range(i1, edit.i1)]
            result += edit.parts
            i1 = edit.i2
        return result + [self.kept[i] for i in range(i1, i2)]


def _reach(step: Step) -> tuple[int, int]:
    """Return the half pieces that a step touches: what replaces anything by anything touches the gaps around it too."""
    if step.kind in {"changed", "removed"}:
        return 2 * step.i1 + 1, 2 * step.i1 + 1
    return 2 * step.i1, 2 * step.i2


def _clusters(mine: _Side, theirs: _Side) -> Iterator[tuple[list[_Edit], list[_Edit]]]:
    """Yield the edits that meet each other, mine and theirs, in order."""
    ordered = sorted([(edit, 0) for edit in mine.edits] + [(edit, 1) for edit in theirs.edits], key=lambda one: one[0].reach)
    cluster: tuple[list[_Edit], list[_Edit]] = ([], [])
    end = -1
    for edit, side in ordered:
        if edit.reach[0] > end and end >= 0:
            yield cluster
            cluster = ([], [])
        cluster[side].append(edit)
        end = max(end, edit.reach[1])
    if end >= 0:
        yield cluster


def _regions(base: Sequence[Piece], mine: _Side, theirs: _Side) -> Iterator[Region]:
    """Yield the merged stretches of the base."""
    place = 0
    for my_edits, their_edits in _clusters(mine, theirs):
        start = min(edit.i1 for edit in my_edits + their_edits)
        end = max(edit.i2 for edit in my_edits + their_edits)
        yield _untouched(base, mine, theirs, place, start)
        ours, others = mine.between(start, end, my_edits), theirs.between(start, end, their_edits)
        if not their_edits:
            yield Clean(tuple(ours))
        elif not my_edits:
            yield Clean(tuple(others))
        else:
            yield from _both_changed(base[start:end], ours, others)
        place = end
    yield _untouched(base, mine, theirs, place, len(base))


def _untouched(base: Sequence[Piece], mine: _Side, theirs: _Side, start: int, end: int) -> Clean:
    """Return base[start:end], which nobody changed, with the white space of whoever changed that."""
    return Clean(tuple(_respaced(base[i], mine.kept[i], theirs.kept[i]) for i in range(start, end)))


def _respaced(base: Piece, mine: Piece, theirs: Piece) -> Piece:
    """Return one of three pieces that say the same; of two new spacings the same one whoever asks."""
    if theirs.text == base.text:
        return mine
    return theirs if mine.text == base.text else max(mine, theirs, key=lambda piece: piece.text)


def _both_changed(base: Sequence[Piece], mine: list[Piece], theirs: list[Piece]) -> Iterator[Region]:
    """Yield what both did alike at either end of a stretch, and between these what they did differently."""
    start = _alike(mine, theirs)
    end = _alike(mine[start:][::-1], theirs[start:][::-1])
    yield Clean(_agreed(mine[:start], theirs[:start]))
    my_rest, their_rest = mine[start : len(mine) - end], theirs[start : len(theirs) - end]
    rest = [*my_rest, *their_rest]
    if not base and not (my_rest and their_rest):
        yield Clean(tuple(rest))
    elif len(my_rest) == len(their_rest) == 1 and all(isinstance(piece.node, ListBlock) for piece in rest):
        # Two kinds of list: no word hangs on it, so nobody is asked.
        yield Clean((max(rest, key=lambda piece: piece.text),))
    elif my_rest or their_rest:
        yield Conflict(tuple(base), tuple(my_rest), tuple(their_rest))
    yield Clean(_agreed(mine[len(mine) - end :], theirs[len(theirs) - end :]))


def _alike(mine: Sequence[Piece], theirs: Sequence[Piece]) -> int:
    """Count the leading pieces that say the same."""
    count = 0
    while count < min(len(mine), len(theirs)) and mine[count].key == theirs[count].key:
        count += 1
    return count


def _agreed(mine: Sequence[Piece], theirs: Sequence[Piece]) -> tuple[Piece, ...]:
    """Return pieces that say the same, with the same spacing whoever asks."""
    return tuple(max(pair, key=lambda piece: piece.text) for pair in zip(mine, theirs, strict=True))


def _without_base(mine: Sequence[Piece], theirs: Sequence[Piece]) -> Iterator[Region]:
    """Yield what two versions without a common origin share, and as conflicts what they do not."""
    i = j = 0
    for match in matches([piece.key for piece in mine], [piece.key for piece in theirs]):
        if i < match.i or j < match.j:
            yield Conflict((), tuple(mine[i : match.i]), tuple(theirs[j : match.j]))
        i, j = match.i + match.size, match.j + match.size
        yield Clean(_agreed(mine[match.i : i], theirs[match.j : j]))


def _joined(regions: Iterator[Region]) -> list[Region]:
    """Join clean regions that follow each other, and leave out empty ones."""
    result: list[Region] = []
    for region in regions:
        last = result[-1] if result else None
        if isinstance(region, Clean) and isinstance(last, Clean):
            result[-1] = Clean(last.parts + region.parts)
        elif not isinstance(region, Clean) or region.parts:
            result.append(region)
    return result
