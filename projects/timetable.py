"""The dates of a call beside each other: what comes next, what contradicts, what moved. Pure: asks nothing of the database."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils import timezone
from django.utils.translation import gettext as _

from amif_network.core.bilingual import active_language

from .models import CallDate
from .models.choices import DateKind
from .models.dates import Dated
from .wording.dates import in_words

# What must come first, and what must not be over before it begins (DOMAIN §7, invariants 1 and 7).
ORDERED = ((DateKind.OPENING, DateKind.DEADLINE), (DateKind.START, DateKind.END))
# What usually comes first: the other way round is worth a warning.
USUAL = (
    *ORDERED,
    (DateKind.INFO_SESSION, DateKind.DEADLINE),
    (DateKind.OPENING, DateKind.QUESTIONS_UNTIL),
    (DateKind.QUESTIONS_UNTIL, DateKind.DEADLINE),
    (DateKind.DEADLINE, DateKind.DECISION),
    (DateKind.DECISION, DateKind.START),
)
PLACES = {kind: place for place, kind in enumerate(DateKind)}


@dataclass(frozen=True, slots=True)
class Line:
    """One date of a call through all its versions, the newest first; `pending` is the one that is not published yet."""

    versions: Sequence[CallDate]

    @property
    def pending(self) -> CallDate | None:
        """The version that only coordinators know."""
        return next((one for one in self.versions if one.published_at is None), None)

    @property
    def current(self) -> CallDate | None:
        """The version that holds."""
        return next((one for one in self.versions if one.published_at is not None), None)

    @property
    def shown(self) -> CallDate:
        """The version that holds; the one that is to be published where none does."""
        return self.current or self.versions[0]

    @property
    def earlier(self) -> list[CallDate]:
        """The published versions that were replaced, the newest first."""
        return [one for one in self.versions if one.published_at is not None and one != self.current]

    @property
    def moved(self) -> bool:
        """True when another date was known before."""
        return bool(self.earlier)


def lines(dates: Iterable[CallDate]) -> list[Line]:
    """Group versions by what they are versions of, in the order of the calendar."""
    by_series = sorted(dates, key=lambda one: (one.series, -one.version))
    found = [Line(list(group)) for _series, group in groupby(by_series, key=lambda one: one.series)]
    return sorted(found, key=lambda line: (line.shown.earliest, line.shown.latest, PLACES[DateKind(line.shown.kind)]))


def holding(table: Iterable[Line], *, draft: bool) -> list[CallDate]:
    """Return the dates that hold, as `CallDate.objects.current_for` asks for them; of a draft also those not published yet."""
    return [one for line in table if (one := line.versions[0] if draft else line.current) is not None]


def next_date[D: Dated](dates: Iterable[D], today: datetime.date) -> D | None:
    """Return which of the dates that hold comes next; None once all are over."""
    ahead = [one for one in dates if not one.is_over(today)]
    return min(ahead, key=lambda one: (one.latest, one.earliest, PLACES[DateKind(one.kind)]), default=None)


def impossible(dates: Sequence[CallDate]) -> str:
    """Return why these dates cannot hold together, "" when they can: ranges may overlap, no end before its beginning."""
    for first, last in _pairs(dates, ORDERED):
        if last.latest <= first.earliest:
            return _("“%(last)s” cannot lie before or on the day of “%(first)s”.") % _names(first, last)
    return ""


def doubts(dates: Sequence[CallDate]) -> list[str]:
    """Return what is possible and unlikely: dates whose ranges overlap, or that stand the other way round than usual."""
    found = []
    for first, last in _pairs(dates, USUAL):
        if last.latest < first.earliest:
            found.append(_("“%(last)s” lies before “%(first)s”.") % _names(first, last))
        elif last.earliest < first.latest:
            found.append(_("“%(first)s” and “%(last)s” may fall on the same days: their ranges overlap.") % _names(first, last))
    return found


def untimely(dates: Iterable[CallDate], at: datetime.datetime) -> str:
    """Say why it is unlikely that a project is submitted at `at`: before the opening or after the deadline; "" else.

    `dates` are those that hold. Of a vague one only the last possible day is certain, as in `Call.phase`.
    """
    by_kind = {one.kind: one for one in dates}
    opening, deadline = by_kind.get(DateKind.OPENING), by_kind.get(DateKind.DEADLINE)
    now = timezone.localtime(at)
    if deadline is not None and _is_over(deadline, now):
        return _("The deadline is over: %(when)s. Submit only what the platform of the authority still took.") % _when(deadline)
    if opening is not None and opening.latest > now.date():
        return _("The call is not open yet: %(when)s. The platform of the authority probably takes no project before.") % _when(
            opening
        )
    return ""


def _is_over(deadline: CallDate, now: datetime.datetime) -> bool:
    past = deadline.latest == now.date() and deadline.time is not None and deadline.time < now.time()
    return past or deadline.latest < now.date()


def _when(date: CallDate) -> dict[str, str]:
    return {"when": in_words(date, active_language())}


def _pairs(dates: Sequence[CallDate], order: Iterable[tuple[DateKind, DateKind]]) -> list[tuple[CallDate, CallDate]]:
    return [
        (one, other) for first, last in order for one in dates if one.kind == first for other in dates if other.kind == last
    ]  # fmt: skip


def _names(first: CallDate, last: CallDate) -> dict[str, str]:
    return {"first": first.get_kind_display(), "last": last.get_kind_display()}
