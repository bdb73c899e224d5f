"""Objects of the file serialised and listed once."""

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

import pydyf

from amif_network.core.pdf.speed.patch import Patch


def written_once() -> list[Patch]:
    """Serialise every object of the file once: the identifier is a hash of all of them, compressed."""
    write = pydyf.PDF.write

    def write_once(self: Any, *arguments: Any) -> None:
        with ExitStack() as stack:
            for kind in (pydyf.Stream, pydyf.Dictionary, pydyf.Array):
                stack.callback(setattr, kind, "data", kind.__dict__["data"])
                kind.data = _remembered(kind.__dict__["data"].fget)
            write(self, *arguments)

    return [(pydyf.PDF, "write", write_once)]


def _remembered(compute: Callable[[Any], bytes]) -> property:
    def data(self: Any) -> bytes:
        known: bytes | None = self.__dict__.get("serialised")
        if known is None:
            known = self.serialised = compute(self)
        return known

    return property(data)


def listed_page_references() -> list[Patch]:
    """List the references of all pages once, not once per tagged element (quadratic in long documents)."""
    compute = pydyf.PDF.page_references.fget

    def page_references(self: Any) -> tuple[bytes, ...]:
        known: tuple[int, tuple[bytes, ...]] | None = self.__dict__.get("listed")
        if known is None or known[0] != self.pages["Count"]:
            known = self.listed = (self.pages["Count"], compute(self))
        return known[1]

    return [(pydyf.PDF, "page_references", property(page_references))]
