"""What a kind of report declares, and what it is given when one is built. No models: a kind is asked in values."""

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Any, ClassVar

from django.utils.functional import Promise

from amif_network.accounts.models import User
from amif_network.accounts.roles import coordinating
from amif_network.core.bilingual import LANGUAGES
from amif_network.core.uploads import CONTENT_TYPES

from ..forms import ReportForm
from ..models import Format, ReportLanguage

Words = str | Promise
TYPES = {Format.PDF: CONTENT_TYPES["pdf"], Format.XLSX: CONTENT_TYPES["xlsx"], Format.ZIP: "application/zip"}


class Unbuildable(ValueError):
    """There is nothing to build, or it cannot be: the sentence (lazy, so that both languages can read it) says why."""

    def __init__(self, sentence: Words) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asked for: `parameters` as the form of the kind wrote them, `at` the moment that the report shows.

    `user` is who reads: of a report that is built, nobody in particular (`accounts.roles.anybody_as`).
    """

    parameters: Mapping[str, Any]
    language: str
    format: str
    user: User
    at: datetime.datetime

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that the file is in, one or both."""
        return LANGUAGES if self.language == ReportLanguage.BOTH else (self.language,)


@dataclass(frozen=True, slots=True)
class Part:
    """A piece that is built on its own, in a process of its own: `call` writes it into the file it is given.

    It may only read from the database. Raises Unbuildable where it cannot be built.
    """

    name: str
    call: Callable[[IO[bytes]], None]


@dataclass(frozen=True, slots=True)
class Pieces:
    """The finished parts by name, each read from the database when it is asked for: no more than one need be in memory."""

    names: Sequence[str]
    read: Callable[[str], bytes]

    def __getitem__(self, name: str) -> bytes:
        return self.read(name)

    def __iter__(self) -> Iterator[tuple[str, bytes]]:
        return ((name, self.read(name)) for name in self.names)


@dataclass(frozen=True, slots=True)
class Content:
    """A line of what a report will contain: its title, and what is in it today."""

    title: Words
    note: Words = ""


class Kind:
    """One kind of report. A subclass is declared once, as an instance named KIND, and listed in settings.REPORT_KINDS."""

    key: ClassVar[str]
    title: ClassVar[Words]
    # The question that it answers, as the overview asks it.
    question: ClassVar[Words]
    form: ClassVar[type[ReportForm]] = ReportForm
    # Which files there are, and in which languages each.
    formats: ClassVar[Mapping[str, Sequence[str]]] = {
        Format.PDF: tuple(ReportLanguage.values),
        Format.XLSX: (ReportLanguage.FRENCH, ReportLanguage.DUTCH),
    }

    def may_ask(self, user: User) -> bool:
        """Tell whether `user` may ask for it: whoever leads the network, unless a kind says otherwise."""
        return coordinating(user, None)

    def about(self, parameters: Mapping[str, Any], lang: str) -> str:
        """Return in words what tells one report of this kind from another: "2025". Called in `lang`."""
        return ""

    def contents(self, asked: Asked) -> Iterable[Content]:
        """Return what the report will contain, in the language of the page."""
        return ()

    def parts(self, asked: Asked) -> list[Part]:
        """Return the pieces to build, named differently. Raises Unbuildable where there is nothing to report."""
        raise NotImplementedError

    def made(self, name: str, content: bytes) -> None:
        """Take note of a finished part, in the worker, as it is stored: nothing, unless a kind has a use for it later."""

    def assemble(self, asked: Asked, pieces: Pieces, out: IO[bytes]) -> None:
        """Write the file from its finished parts. Raises Unbuildable."""
        raise NotImplementedError

    def charts(self, asked: Asked, pieces: Pieces) -> dict[str, list[str]]:
        """Return by language what the page of the finished report shows of it, as our own HTML: nothing, unless a kind draws."""
        return {}

    def file_name(self, asked: Asked) -> str:
        """Return the name of the file without its ending: "rapport-annuel-2025-fr"."""
        raise NotImplementedError
