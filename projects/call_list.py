"""Calls as their list shows them: plain values, because a page of records costs several times what it shows."""

import datetime
from collections import defaultdict
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from amif_network.accounts.models import User
from amif_network.core.addresses import addresses
from amif_network.core.bilingual import Localised, active_language, localised
from amif_network.core.questions import Question

from .models import CallDate
from .models.call import phase_on
from .models.choices import CallPhase, DateKind
from .models.dates import Dated
from .notices import unread
from .timetable import next_date


@dataclass(frozen=True, slots=True)
class KnownDate(Dated):
    """A date that holds."""

    call: int
    kind: str
    earliest: datetime.date
    latest: datetime.date
    time: datetime.time | None
    words_fr: str
    words_nl: str

    @property
    def what(self) -> str:
        """What happens on it, in words."""
        return str(DateKind(self.kind).label)


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of the list: the call, its phase, what comes next, and how many dates changed that were not read."""

    number: str
    title: Localised
    address: str
    programme: Localised
    phase: CallPhase
    next: KnownDate | None
    news: int


def listed(calls: Any, user: User, today: datetime.date) -> list[Listed]:
    """Return the lines of a page of calls, in their order. Two queries, and one of what a member has not read."""
    columns = ("number", "title_fr", "title_nl", "state", "programme__title_fr", "programme__title_nl")
    rows, news = list(calls.values_list("pk", *columns, named=True)), unread(user)
    dates = dates_of([row.pk for row in rows], coordinating=user.is_coordinating)
    address, lang = addresses("projects:call"), active_language()
    return [
        Listed(
            number=row.number,
            title=localised(row, "title", lang),
            address=address(row.pk),
            programme=localised(row, "programme__title", lang),
            phase=phase_on(today, row.state, dates[row.pk]),
            next=next_date(dates[row.pk], today),
            news=len(news.get(row.pk, ())),
        )
        for row in rows
    ]


def dates_of(calls: list[int], *, coordinating: bool) -> dict[int, list[KnownDate]]:
    """Return by call the dates that hold, as far as a coordinating user or another one may know them, along the calendar."""
    found = defaultdict(list)
    for row in sorted(_dates(calls, coordinating=coordinating), key=itemgetter(2)):
        found[row[0]].append(KnownDate(*row))
    return found


@Question
def _dates(calls: list[int], *, coordinating: bool) -> Any:
    columns = ("call_id", "kind", "earliest", "latest", "time", "words_fr", "words_nl")
    return CallDate.objects.last_known(coordinating=coordinating).filter(call__among=calls).values_list(*columns)
