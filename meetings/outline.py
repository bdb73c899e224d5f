"""The tree of sections in reading order, with the numbers that are printed: for the workspace and for documents.

Works on sections that are loaded already (`Section.objects.for_list()`); asks nothing of the database.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from .models import Section
from .numbering import automatic


@dataclass(slots=True, eq=False)
class Node:
    """A section in its place: `number` as printed ("" for none), `depth` 0 for the outermost."""

    section: Section
    number: str
    depth: int
    children: list["Node"] = field(default_factory=list)

    def walk(self) -> Iterator["Node"]:
        """Yield the node and all below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()


def outline(sections: Iterable[Section]) -> list[Node]:
    """Return the outermost nodes of the tree. What stands below a removed section is left out with it."""
    below: dict[int | None, list[Section]] = defaultdict(list)
    for section in sections:
        if section.removed_at is None:
            below[section.parent_id].append(section)
    for siblings in below.values():
        siblings.sort(key=lambda section: (section.position, section.pk))
    return _grow(below, parent=None, number="", depth=0)


def reading_order(nodes: Iterable[Node]) -> list[Node]:
    """Return the nodes of all depths as one list, as they are read."""
    return [node for outermost in nodes for node in outermost.walk()]


def automatic_number(nodes: Iterable[Node], section: Section, *, parent: str = "") -> str:
    """Return the number `section` has among `nodes` when it is numbered automatically; `parent` is the one above them.

    "" when it does not stand there.
    """
    previous = ""
    for node in nodes:
        if node.section.pk == section.pk:
            return automatic(parent, previous)
        if found := automatic_number(node.children, section, parent=node.number):
            return found
        previous = node.number or previous
    return ""


def _grow(below: dict[int | None, list[Section]], *, parent: int | None, number: str, depth: int) -> list[Node]:
    nodes: list[Node] = []
    previous = ""
    for section in below.get(parent, []):
        label = section.label or (automatic(number, previous) if section.numbered else "")
        previous = label or previous
        node = Node(section, label, depth)
        node.children = _grow(below, parent=section.pk, number=label, depth=depth + 1)
        nodes.append(node)
    return nodes
