"""A report of chapters with sheets behind them: one for each call or partnership, as their pages print it, in one file."""

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO

from django.utils import timezone, translation

from amif_network.core.pdf import html_to_pdf
from amif_network.core.pdf.identity import key_of
from amif_network.core.pdf.merging import PLACE, merge, page_count
from amif_network.core.pdf.merging import Part as Pages
from amif_network.prints.keeping import keep, peek

from ..models import Format
from ..printing import Entry
from .chaptered import Chaptered
from .kind import Asked, Part, Pieces

# Characters of the key before the bytes of a sheet.
KEY = 64


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: a key, what the contents call it, and what returns its HTML."""

    key: str
    title: str
    html: Callable[[], str]


class Sheeted(Chaptered):
    """A kind that puts printed sheets behind its chapters; a workbook holds the chapters alone."""

    def sheets(self, asked: Asked, lang: str) -> Sequence[Sheet]:
        """Return the sheets in `lang`, which is the active language."""
        raise NotImplementedError

    def parts(self, asked: Asked) -> list[Part]:
        """Return a part for each chapter and each sheet."""
        sheets = [
            Part(f"{lang}-sheet-{sheet.key}", partial(write_sheet, sheet)) for lang, sheet in self._all(asked)
        ]  # fmt: skip
        return [*super().parts(asked), *sheets]

    def made(self, name: str, content: bytes) -> None:
        """Keep a sheet for the next report that shows it as it stands."""
        if "-sheet-" in name:
            keep(content[:KEY].decode(), content[KEY:], at=timezone.now())

    def _all(self, asked: Asked) -> list[tuple[str, Sheet]]:
        found: list[tuple[str, Sheet]] = []
        for lang in asked.languages if asked.format == Format.PDF else ():
            with translation.override(lang):
                found += [(lang, sheet) for sheet in self.sheets(asked, lang)]
        return found

    def assemble(self, asked: Asked, pieces: Pieces, out: IO[bytes]) -> None:
        """Put title, contents and chapters before the sheets, and number the pages of the whole."""
        sheets = [(lang, sheet) for lang, sheet in self._all(asked) if f"{lang}-sheet-{sheet.key}" in pieces.names]
        if not sheets:
            super().assemble(asked, pieces, out)
            return
        with tempfile.TemporaryDirectory() as name:
            folder, files = Path(name), []
            for number, (lang, sheet) in enumerate(sheets):
                file = folder / f"{number}.pdf"
                file.write_bytes(pieces[f"{lang}-sheet-{sheet.key}"][KEY:])
                files.append(Pages(file, sheet.title))
            front = self._front(asked, pieces, sheets, [page_count(one.pdf) for one in files])
            merge(front, files, folder / "whole.pdf")
            out.write((folder / "whole.pdf").read_bytes())

    def _front(self, asked: Asked, pieces: Pieces, sheets: list[tuple[str, Sheet]], counts: list[int]) -> bytes:
        """Return what stands before the sheets; printed again until its page numbers know how long it is itself."""
        length = 0
        while True:
            entries: dict[str, list[Entry]] = {}
            for number, (lang, sheet) in enumerate(sheets):
                page = 1 + length + sum(counts[:number])
                entries.setdefault(lang, []).append(Entry(PLACE.format(number + 1), sheet.title, page))
            front = self.document(asked, pieces, entries)
            found = page_count(front)
            if found == length:
                return front
            length = found


def write_sheet(sheet: Sheet, out: IO[bytes]) -> None:
    """Write a sheet as a PDF behind its key: the one that is kept, where the sheet says what it said when that was laid out."""
    html = sheet.html()
    key = key_of(html)
    out.write(key.encode() + (peek(key) or html_to_pdf(html)))
