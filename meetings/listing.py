"""Meetings as their list shows them: plain values, because records cost several times what a line shows."""

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from amif_network.accounts.models import User
from amif_network.accounts.questions import ReaderQuestion
from amif_network.core.addresses import addresses
from amif_network.core.bilingual import Localised, active_language, localised
from amif_network.core.questions import asked_ahead

from .models import Edition, Meeting
from .models.choices import EditionLanguage, MeetingMode, MeetingSeries, MeetingState, MinutesState
from .models.edition import BILINGUAL_LAST
from .progress import Progress, asks_progress, progress_of
from .version import version_name
from .workflow import MINUTES

COLUMNS = (
    "pk", "title_fr", "title_nl", "date", "mode", "series", "state", "present_count", "minutes", "minutes__state",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of the list; `more` says its form and its series, `record` is the state of its minutes with its word.

    `progress` is for those who write the draft. `editions`: the address, language and its name of each of the newest version.
    """

    title: Localised
    address: str
    date: datetime.date
    more: str
    present: int
    state: tuple[str, str]
    record: tuple[str, str] | None
    progress: list[Progress]
    version: str
    editions: list[tuple[str, str, str]]


def listed(meetings: Any, user: User) -> list[Listed]:
    """Return the lines of some meetings (a page of `for_list`); one message for all that is said of their minutes."""
    rows: list[Any] = list(meetings.values_list(*COLUMNS, named=True))
    writes = {state for state in MINUTES["write"].sources if user.is_coordinating}
    drafts = [row.minutes for row in rows if row.minutes__state in writes]
    records = [row.minutes for row in rows if row.minutes]
    with asked_ahead(editions_of.of(user, records), *(asks_progress(drafts) if drafts else ())):
        progress = progress_of(drafts) if drafts else {}
        published = _published(editions_of(user, records))
    words = _Words(
        modes=dict(MeetingMode.choices),
        states=dict(MeetingState.choices),
        records=dict(MinutesState.choices),
        languages=dict(EditionLanguage.choices),
        committee=str(MeetingSeries.COMMITTEE.label),
        address=addresses("meetings:meeting"),
    )
    return [_line(row, words, progress.get(row.minutes, []), published.get(row.minutes, [])) for row in rows]


@dataclass(frozen=True, slots=True)
class _Words:
    """What is the same for all lines: words for what stands in columns, and what writes addresses."""

    modes: Mapping[str, Any]
    states: Mapping[str, Any]
    records: Mapping[str, Any]
    languages: Mapping[str, Any]
    committee: str
    address: Callable[[int], str]


def _line(row: Any, words: _Words, progress: list[Progress], editions: Sequence[Any]) -> Listed:
    more = [str(words.modes[row.mode])] if row.mode else []
    more += [words.committee] if row.series == MeetingSeries.COMMITTEE else []
    read = addresses("meetings:edition", row.pk) if editions else None
    return Listed(
        title=localised(row, "title", active_language()),
        address=words.address(row.pk),
        date=row.date,
        more=" · ".join(more),
        present=row.present_count,
        state=(row.state, str(words.states[row.state])),
        record=(row.minutes__state, str(words.records[row.minutes__state])) if row.minutes else None,
        progress=progress,
        version=version_name(editions[0].version) if editions else "",
        editions=[(read(one.pk), one.language, str(words.languages[one.language])) for one in editions if read],
    )


def _published(editions: Iterable[Any]) -> dict[int, list[Any]]:
    """Return by minutes the editions of the highest version, which come first: the public ones where there are no others."""
    found: dict[int, list[Any]] = defaultdict(list)
    for one in editions:
        known = found[one.minutes_id]
        if not known or (one.version, one.audience) == (known[0].version, known[0].audience):
            known.append(one)
    return found


@ReaderQuestion
def years_of(reader: User) -> Any:
    """Return the first day of each year in which a meeting took place that exists for the reader, the latest first."""
    return Meeting.objects.visible_to(reader).dates("date", "year", order="DESC")


@ReaderQuestion
def editions_of(reader: User, minutes: Sequence[int]) -> Any:
    """Return what the reader may read of minutes: newest version, internal and one language first."""
    found = Edition.objects.visible_to(reader).filter(minutes__among=minutes)
    ordered = found.order_by("-version", "audience", BILINGUAL_LAST, "language")
    return ordered.values_list("minutes_id", "pk", "version", "audience", "language", named=True)
