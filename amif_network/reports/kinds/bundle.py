"""The published minutes of a period, one behind the other in one file: the very pages that were published, with contents."""

import datetime
import io
import tempfile
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from itertools import batched
from pathlib import Path
from typing import IO, Any

from django import forms
from django.db.models import QuerySet
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext_lazy, ngettext

from amif_network.core.bilingual import active_language, localised
from amif_network.core.formats import format_date, format_date_range
from amif_network.core.pdf.merging import Part as Pages
from amif_network.core.pdf.merging import merge, page_count
from meetings.editions import name_of
from meetings.models import Edition, Meeting

from ..forms import PeriodForm
from ..models import Format, ReportLanguage
from .bundle_front import front
from .genuine import genuine
from .kind import Asked, Content, Kind, Part, Pieces, Unbuildable

# Editions that one process reads and checks.
TOGETHER = 10
NOTHING = gettext_lazy("No minutes of meetings in this period are published. Choose a longer period.")


class BundleForm(PeriodForm):
    """Which meetings, and for whom."""

    audience = forms.ChoiceField(
        label=gettext_lazy("Version"),
        choices=Edition.Audience.choices,
        initial=Edition.Audience.INTERNAL,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("In the public version, functions stand for the names of people."),
    )


class Bundle(Kind):
    """The current edition of every meeting of a period."""

    key = "bundle"
    title = gettext_lazy("Bundle of minutes")
    question = gettext_lazy("What did the meetings of a period say?")
    form = BundleForm
    formats = {Format.PDF: tuple(ReportLanguage.values)}

    def about(self, parameters: Mapping[str, Any], lang: str) -> str:
        """Return the period and for whom."""
        return f"{_period(parameters, lang)}, {Edition.Audience(parameters['audience']).label}"

    def contents(self, asked: Asked) -> Iterable[Content]:
        """Return the meetings whose minutes it will hold."""
        found = list(_editions(asked))
        yield Content(ngettext("%(count)s record of minutes", "%(count)s records of minutes", len(found)) % {"count": len(found)})
        for edition in found:
            yield Content(str(edition.minutes.meeting.title), format_date(edition.minutes.meeting.date, active_language()))

    def parts(self, asked: Asked) -> list[Part]:
        """Return parts of ten editions each: read from the database and checked against their fingerprints."""
        keys = [edition.pk for edition in _editions(asked)]
        if not keys:
            raise Unbuildable(NOTHING)
        return [Part(f"{batch[0]}-{batch[-1]}", partial(write_checked, batch)) for batch in batched(keys, TOGETHER)]

    def assemble(self, asked: Asked, pieces: Pieces, out: IO[bytes]) -> None:
        """Put the contents before the editions and number the pages of the whole."""
        editions = list(_editions(asked))
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            for _name, piece in pieces:
                _unpack(piece, folder)
            files = [folder / f"{edition.pk}.pdf" for edition in editions]
            if not all(file.exists() for file in files):
                raise Unbuildable(gettext_lazy("Minutes were published while the bundle was being built. Ask for it again."))
            before = front(asked, editions, [page_count(file) for file in files])
            titles = [_title(edition, asked) for edition in editions]
            merge(before, [Pages(*pair) for pair in zip(files, titles, strict=True)], folder / "bundle.pdf")
            out.write((folder / "bundle.pdf").read_bytes())

    def file_name(self, asked: Asked) -> str:
        """Return "recueil-de-comptes-rendus-2025-01-01-2025-12-31-fr"."""
        with translation.override(asked.languages[0]):
            words = slugify(str(self.title))
        return f"{words}-{asked.parameters['first']}-{asked.parameters['last']}-{'-'.join(asked.languages)}"


KIND = Bundle()


def _editions(asked: Asked) -> QuerySet[Edition]:
    """Return what the bundle holds, the first meeting first, without bytes."""
    chosen = Edition.objects.visible_to(asked.user).current().for_list()
    period = (asked.parameters["first"], asked.parameters["last"])
    return chosen.filter(
        language=asked.language,
        audience=asked.parameters["audience"],
        minutes__meeting__date__range=period,
        published_at__lte=asked.at,
    ).order_by("minutes__meeting__date", "pk")


def write_checked(keys: Sequence[int], out: IO[bytes]) -> None:
    """Write editions, each checked against its fingerprint, as a ZIP that is not compressed. Raises Unbuildable."""
    with zipfile.ZipFile(out, "w") as archive:
        for key in keys:
            edition = Edition.objects.select_related("minutes__meeting").defer("content").get(pk=key)
            archive.writestr(f"{key}.pdf", genuine(bytes(edition.pdf), edition.sha256, name_of(edition)))


def _unpack(piece: bytes, folder: Path) -> None:
    """Write the editions of a part as files."""
    with zipfile.ZipFile(io.BytesIO(piece)) as archive:
        archive.extractall(folder)


def _title(edition: Edition, asked: Asked) -> str:
    """Return what an edition is called in the outline: the day and the meeting, in the first language of the bundle."""
    lang = asked.languages[0]
    meeting: Meeting = edition.minutes.meeting
    return f"{format_date(meeting.date, lang)} – {localised(meeting, 'title', lang)}"


def _period(parameters: Mapping[str, Any], lang: str) -> str:
    """Write from when to when."""
    first, last = (datetime.date.fromisoformat(parameters[name]) for name in ("first", "last"))
    return format_date_range(first, last, lang)
