"""A dossier for an audit: everything that the portal holds of one record, as files, with an index and their fingerprints."""

import datetime
import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from typing import IO, Any

from django.db.models import Model
from django.utils import translation
from django.utils.text import slugify
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amif_network.accounts.models import User
from amif_network.core.bilingual import Localised, active_language
from amif_network.core.pdf import html_to_pdf
from amif_network.exchange.writing import write_values
from amif_network.history.belonging import events_of
from amif_network.history.reading import Listing, groups, told
from meetings.typesetting import grouped
from projects.documents.sheet import sheet_html

from ..models import Format, ReportLanguage
from .kind import Asked, Content, Kind, Part, Pieces, Words

# Events of the history that are put into words at a time.
AT_A_TIME = 500
SUMS = "SHA256SUMS"


class Box:
    """A folder of the dossier that is being filled."""

    def __init__(self, archive: zipfile.ZipFile, folder: str) -> None:
        self.archive, self.folder = archive, folder

    def add(self, name: str, data: bytes, about: Words) -> None:
        """Put in a file; `about` says in words what it is. Of two files of one name, the second gets a number."""
        stem, dot, ending = name.replace("/", "-").rpartition(".")
        taken, number = set(self.archive.namelist()), 1
        path = f"{self.folder}/{stem}{dot}{ending}"
        while path in taken:
            number += 1
            path = f"{self.folder}/{stem}-{number}{dot}{ending}"
        entry = zipfile.ZipInfo(path)
        entry.comment = str(about).encode()
        self.archive.writestr(entry, data)

    def table(self, name: str, headings: Sequence[Words], rows: Iterable[Sequence[Any]], about: Words) -> None:
        """Put in a table as CSV, as spreadsheet programs of both languages open it."""
        stream = io.BytesIO()
        write_values(stream, [str(heading) for heading in headings], rows)
        self.add(name, stream.getvalue(), about)


@dataclass(frozen=True, slots=True)
class Chapter:
    """A folder of a dossier, or a part of one: its name, what is in it, and what fills it, in the language of the dossier."""

    folder: str
    title: Words
    fill: Callable[[Box], None]


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the index."""

    path: str
    about: str
    size: int
    sha256: str


class Dossier(Kind):
    """Everything on one record as a ZIP with an index (PDF and JSON) and a list of fingerprints."""

    formats = {Format.ZIP: (ReportLanguage.FRENCH, ReportLanguage.DUTCH)}

    def subject(self, asked: Asked) -> Any:
        """Return the record that the dossier is about. Raises Unbuildable where there is none."""
        raise NotImplementedError

    def name(self, subject: Any, lang: str) -> Localised:
        """Return what the record is called."""
        raise NotImplementedError

    def chapters(self, asked: Asked, subject: Any) -> Sequence[Chapter]:
        """Return the folders, in the order of the index."""
        raise NotImplementedError

    def contents(self, asked: Asked) -> Iterable[Content]:
        """Return the folders."""
        subject = self.subject(asked)
        yield Content(str(self.name(subject, active_language())))
        titles = {chapter.folder: chapter.title for chapter in self.chapters(asked, subject)}
        yield from map(Content, titles.values())

    def parts(self, asked: Asked) -> list[Part]:
        """Return a part for each chapter; a folder with much in it has several."""
        chapters = self.chapters(asked, self.subject(asked))
        return [
            Part(f"{place}-{chapter.folder}", partial(_fill, chapter, asked.language))
            for place, chapter in enumerate(chapters, start=1)
        ]

    def assemble(self, asked: Asked, pieces: Pieces, out: IO[bytes]) -> None:
        """Put the folders together, the index before them."""
        subject = self.subject(asked)
        entries: list[Entry] = []
        with zipfile.ZipFile(out, "w", compression=zipfile.ZIP_DEFLATED) as archive:
            for _folder, piece in pieces:
                entries += _moved(piece, archive)
            title = self.name(subject, asked.language)
            archive.writestr("index.pdf", html_to_pdf(self._index(asked, title, entries)))
            about = {"dossier": self.key, "of": str(title), "at": asked.at.isoformat(), "files": [asdict(one) for one in entries]}
            archive.writestr("index.json", json.dumps(about, ensure_ascii=False, indent=2))
            archive.writestr(SUMS, "".join(f"{entry.sha256}  {entry.path}\n" for entry in entries))

    def _index(self, asked: Asked, title: Localised, entries: Sequence[Entry]) -> str:
        """Return the index as a whole HTML page."""
        lines = [(entry, grouped(entry.sha256)) for entry in entries]
        with translation.override(asked.language):
            kind = str(self.title)
        template = "documents/reports/dossier.html"
        return sheet_html(template, {"entries": lines}, lang=asked.language, title=title, kind=kind, at=asked.at)

    def file_name(self, asked: Asked) -> str:
        """Return "dossier-<record>-fr"."""
        return f"dossier-{slugify(str(self.name(self.subject(asked), asked.language)))[:80]}-{asked.language}"


def _fill(chapter: Chapter, lang: str, out: IO[bytes]) -> None:
    """Write a folder as a ZIP that is not compressed."""
    with translation.override(lang), zipfile.ZipFile(out, "w") as archive:
        chapter.fill(Box(archive, chapter.folder))


def _moved(piece: bytes, archive: zipfile.ZipFile) -> Iterable[Entry]:
    """Move the files of a folder into the dossier, one at a time, and yield what the index says of each."""
    with zipfile.ZipFile(io.BytesIO(piece)) as folder:
        for info in folder.infolist():
            data = folder.read(info)
            archive.writestr(info.filename, data)
            yield Entry(info.filename, info.comment.decode(), len(data), hashlib.sha256(data).hexdigest())


def history_of(model: type[Model], pk: int, user: User, box: Box) -> None:
    """Put in who changed the record and what belongs to it, in words, the oldest first."""
    keys = list(Listing(user, events_of(model, pk))[:])[::-1]

    def rows() -> Iterable[Sequence[Any]]:
        for start in range(0, len(keys), AT_A_TIME):
            for group in groups(told(keys[start : start + AT_A_TIME], user)):
                for line in group.lines:
                    changed = "; ".join(f"{change.label}: {change.before} → {change.after}" for change in line.changes)
                    who = f"{group.origin.who} ({group.origin.how})" if group.origin.how else group.origin.who
                    yield moment(group.at), who, line.kind, line.name.text, line.what, changed

    headings = (_("moment"), _("by"), _("kind"), _("record"), _("what"), _("changes"))
    box.table("history.csv", headings, rows(), gettext_lazy("Who changed what, when, from what to what"))


def moment(value: datetime.datetime | None) -> str:
    """Write a moment for a table, in Belgian time with its offset; "" for none."""
    return localtime(value).isoformat() if value else ""
