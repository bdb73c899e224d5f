"""What a person exports: tables with the rows that a page shows them, never more, as a file."""

import tempfile
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import IO, Protocol

from amif_network.accounts.models import User

from .subjects import tables
from .writing import CSV, JSON, XLSX, ZIP, Written, write_csv, write_tables, write_workbook, write_zip

FORMATS = ("xlsx", "csv", "json")
# Up to this size, in bytes, a file is made in memory; a larger one lies on the disk until it is sent.
IN_MEMORY = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Export:
    """A file ready to be sent, how many bytes it has, and how many rows are in it. Whoever takes `file` closes it."""

    file: IO[bytes]
    size: int
    name: str
    content_type: str
    tables: Sequence[Written]

    def data(self) -> bytes:
        """Return all bytes of the file, once."""
        with self.file:
            return self.file.read()

    @property
    def rows(self) -> int:
        """How many rows are in it."""
        return sum(written.rows for written in self.tables)


class Exportable(Protocol):
    """Tables with the rows that a person sees; `name` begins the name of the file."""

    @property
    def name(self) -> str:
        """What the file is called."""

    def written(self, tables: Collection[str] = ()) -> list[Written]:
        """Return the tables named, all where none is, with their records."""


@dataclass(frozen=True)
class Everything:
    """All rows of all tables that exist for `user`."""

    user: User
    name: str = "amif-network"

    def written(self, names: Collection[str] = ()) -> list[Written]:
        """Return the tables named, all where none is, with their records."""
        return [Written(kind(), kind.everything(self.user)) for name, kind in tables().items() if not names or name in names]


def export(scope: Exportable, form: str, names: Sequence[str] = ()) -> Export:
    """Write the tables into one file: a workbook, a JSON document, one table as CSV, several as a zip of such files."""
    written = scope.written(names)
    if form == "xlsx":
        return _made(write_workbook, written, f"{scope.name}.xlsx", XLSX)
    if form == "json":
        return _made(write_tables, written, f"{scope.name}.json", JSON)
    if len(written) > 1:
        return _made(write_zip, written, f"{scope.name}.zip", ZIP)
    return _made(lambda stream, only: write_csv(stream, only[0]), written, f"{scope.name}-{written[0].name}.csv", CSV)


def _made(
    write: Callable[[IO[bytes], Sequence[Written]], None], tables: Sequence[Written], name: str, content_type: str
) -> Export:
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
    try:
        write(file, tables)
    except BaseException:
        file.close()
        raise
    size = file.tell()
    file.seek(0)
    return Export(file, size, name, content_type, tables)
