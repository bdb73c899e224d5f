"""The life of a topic from meeting to meeting: on which agendas it stood, what minutes say of it, what was promised.

What has the same title at two meetings, in either language, is one topic; so are an item of the agenda and the sections
written under it. Agendas are for those who were invited; everybody else follows a topic through what was published
(DOMAIN §7, invariant 12).
"""

import datetime
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F, QuerySet

from amif_network.accounts.models import User
from amif_network.core.bilingual import LANGUAGES, Localised
from amif_network.directory.folding import fold
from meetings.feeds import Fed, fed_by
from meetings.models import AgendaItem, Edition, Meeting, Promise, Section, Signal

from .likeness import essence, linked
from .passages import ANCHOR, editions_of, entries, passages, uuid_of
from .themes import REGISTERS, Said, written

# Headings under which every meeting speaks of something else.
EVERY_TIME = frozenset(
    fold(words)
    for words in (
        "Divers", "Varia", "Accueil", "Onthaal", "Bienvenue", "Welkom", "Mot de bienvenue", "Welkomstwoord",
        "Introduction", "Inleiding", "Rondvraag", "Pause", "Pauze", "Check-in", "Check-out", "Conclusion", "Besluit",
        "Clôture", "Afsluiting", "Agenda", "Ordre du jour",
    )
)  # fmt: skip


# What stands outermost in minutes, counted by its titles and the item it is under: however many the sections are, few of them
# differ. The titles in both languages of a section belong together, so that it is put together first.
WRITTEN = """
    SELECT fr, nl, item, min(first), max(last), array_agg(meeting), min(place) FROM (
        SELECT fr, nl, item, meeting, min(day) AS first, max(day) AS last, min(place) AS place FROM (
            SELECT place, parent_id AS meeting, day,
                max(title) FILTER (WHERE language = 'fr') AS fr, max(title) FILTER (WHERE language = 'nl') AS nl
            FROM ({entries}) entry GROUP BY place, parent_id, day
        ) said JOIN ({outermost}) section (uuid, item) ON said.place = %s || section.uuid
        GROUP BY fr, nl, item, meeting
    ) there GROUP BY fr, nl, item
"""


@dataclass(frozen=True, slots=True)
class Moment:
    """Meetings at which a topic had the same titles, from `first` to `day`: on the agenda (`item`), or in the minutes.

    There it stands `under` an item of the agenda, or 0; `anchor` is one of the passages.
    """

    meetings: frozenset[int]
    first: datetime.date
    day: datetime.date
    titles: dict[str, str]
    anchor: str = ""
    item: int = 0
    under: int = 0

    def keys(self) -> Iterable[Hashable]:
        """What makes it the same topic as another moment: its title in a language, the item of the agenda."""
        yield from ((lang, key) for lang, title in self.titles.items() if (key := topic_key(title)))
        if self.item or self.under:
            yield self.item or self.under


@dataclass(frozen=True, slots=True)
class Life:
    """A topic that came back: its moments, the latest first."""

    moments: list[Moment]

    @property
    def key(self) -> str:
        """How its address calls it."""
        return next(key for one in self.moments for title in one.titles.values() if (key := topic_key(title)))

    @property
    def meetings(self) -> int:
        """At how many meetings it came up."""
        return len(self.held)

    @property
    def held(self) -> frozenset[int]:
        """The keys of these meetings."""
        return frozenset[int]().union(*(one.meetings for one in self.moments))

    @property
    def years(self) -> tuple[int, int]:
        """The years of its first and of its last meeting."""
        return min(one.first for one in self.moments).year, self.moments[0].day.year

    def is_called(self, key: str) -> bool:
        """Tell whether one of its titles, in either language, has this key."""
        return any(key == topic_key(title) for one in self.moments for title in one.titles.values() if key)

    def title(self, lang: str) -> Localised:
        """Return how it was called last, in `lang` where it ever was."""
        spoken = [(one.titles, code) for code in (lang, *LANGUAGES) for one in self.moments if one.titles.get(code)]
        titles, code = spoken[0]
        return Localised(titles[code], code, fallback=code != lang)


@dataclass(frozen=True, slots=True)
class Stop:
    """One meeting in the life of a topic."""

    meeting: Meeting
    edition: Edition | None
    on_agenda: bool
    passages: list[Any] = field(default_factory=list)
    entries: list[Said] = field(default_factory=list)
    fed: list[Fed] = field(default_factory=list)


@lru_cache(maxsize=10_000)
def topic_key(title: str) -> str:
    """Return under which key a title is the same as another; "" for what stands on every agenda."""
    folded = fold(title)
    return "" if folded in EVERY_TIME else essence(title)


def lives(user: User) -> list[Life]:
    """Return the topics that came up at two meetings or more, as `user` may know them, the latest first. Two queries."""
    moments = sorted([*_written(user), *_planned(user)], key=lambda one: (-one.day.toordinal(), one.anchor, one.item))
    known = [(one, keys) for one in moments if (keys := list(one.keys())) and any(isinstance(key, tuple) for key in keys)]
    found = [Life(sorted(group, key=lambda one: -one.day.toordinal())) for group in linked(known)]
    return sorted((one for one in found if one.meetings > 1), key=lambda one: -one.moments[0].day.toordinal())


def _written(user: User) -> list[Moment]:
    """Return what stands outermost in minutes, by titles and item of the agenda."""
    outermost = _outermost(user).values_list("uuid", "agenda_item")
    spoken = entries(user).order_by().values_list("place", "parent_id", "day", "language", "title")
    try:
        (said, of_entries), (sections, of_sections) = (rows.query.sql_with_params() for rows in (spoken, outermost))
    except EmptyResultSet:
        return []
    with connection.cursor() as cursor:
        cursor.execute(WRITTEN.format(entries=said, outermost=sections), (*of_entries, *of_sections, ANCHOR))
        return [
            Moment(frozenset(meetings), first, last, _said(fr, nl), anchor, under=item or 0)
            for fr, nl, item, first, last, meetings, anchor in cursor.fetchall()
        ]


def _outermost(user: User) -> QuerySet[Section]:
    return Section.objects.filter(parent=None, minutes__meeting__in=_meetings(user)).order_by()


def _said(fr: str | None, nl: str | None) -> dict[str, str]:
    return {lang: title for lang, title in (("fr", fr), ("nl", nl)) if title is not None}


def _anchors(life: Life, user: User) -> dict[str, int]:
    """Return the passages of a topic, each with its meeting. Two queries."""
    called = {title for one in life.moments for title in one.titles.values() if title}
    there = entries(user).filter(title__in=called).order_by().values("place")
    rows = entries(user).filter(place__in=there).order_by().values_list("place", "parent_id", "language", "title")
    titles: dict[tuple[str, int], dict[str, str]] = defaultdict(dict)
    for anchor, meeting, lang, title in rows:
        said = titles[anchor, meeting or 0]
        said[lang] = max(title, said.get(lang, ""))
    outermost = _outermost(user).filter(uuid__in=[uuid_of(anchor) for anchor, _meeting in titles])
    under = {f"{ANCHOR}{uuid}": item or 0 for uuid, item in outermost.values_list("uuid", "agenda_item")}
    own = {(frozenset(one.titles.items()), one.under) for one in life.moments if one.anchor}
    return {
        anchor: meeting
        for (anchor, meeting), said in titles.items()
        if anchor in under and (frozenset(said.items()), under[anchor]) in own
    }


def _planned(user: User) -> list[Moment]:
    """Return the topics of the agendas that `user` was invited to, or leads."""
    items = AgendaItem.objects.filter(kind=AgendaItem.Kind.TOPIC, approves=None, meeting__in=_meetings(user))
    if not user.is_coordinating:
        items = items.filter(meeting__in=Meeting.objects.involving(user).values("pk"))
    rows = items.order_by().values_list("pk", "meeting", "meeting__date", "title_fr", "title_nl")
    return [Moment(frozenset((meeting,)), day, day, {"fr": fr, "nl": nl}, item=key) for key, meeting, day, fr, nl in rows]


def _meetings(user: User) -> QuerySet[Meeting]:
    return Meeting.objects.visible_to(user).order_by().values("pk")  # type: ignore[return-value]


def line_of(life: Life, user: User) -> list[Stop]:
    """Return the meetings at which a topic came up, the oldest first, with what each said and left to be done.

    As many queries for one meeting as for all.
    """
    keys, anchors = life.held, _anchors(life, user)
    spoken = passages(user, anchors)
    left = _left(anchors, user)
    fed = fed_by([one.section for one in spoken.values() if one.section], user)
    editions, loaded = editions_of(user, keys), Meeting.objects.visible_to(user).filter(pk__in=keys).order_by("date", "pk")
    stops = []
    for meeting in loaded:
        here = [spoken[anchor] for anchor in sorted(anchors) if anchors[anchor] == meeting.pk]
        learned = [one for passage in here for one in fed.get(passage.section, [])]
        on_agenda = any(one.item for one in life.moments if meeting.pk in one.meetings)
        stops.append(Stop(meeting, editions.get(meeting.pk), on_agenda, here, left[meeting.pk], learned))
    return stops


def _left(anchors: Iterable[str], user: User) -> dict[int, list[Said]]:
    """Return by meeting what was recorded under a topic: promises, signals and ideas of its sections."""
    uuids = [uuid_of(anchor) for anchor in anchors]
    found: dict[int, list[Said]] = defaultdict(list)
    for model in REGISTERS.values():
        keys = model.objects.filter(section__uuid__in=uuids).order_by().values("pk")
        for one in written(model, keys, user).values():
            found[one.meeting.pk].append(one)
    return found


def taken_up(user: User, limit: int) -> list[tuple[Said, Sequence[AgendaItem]]]:
    """Return the promises and signals that agendas took up again, the latest first, each with the items that `user` may see."""
    items = AgendaItem.objects.filter(meeting__in=_meetings(user)).select_related("meeting").order_by("meeting__date", "pk")
    if not user.is_coordinating:
        items = items.filter(meeting__in=Meeting.objects.involving(user).values("pk"))
    found: list[tuple[Said, Sequence[AgendaItem]]] = []
    for model, path in ((Promise, "promises"), (Signal, "signals")):
        again: dict[int, list[AgendaItem]] = defaultdict(list)
        for item in items.filter(**{f"{path}__isnull": False}).annotate(taken=F(path)):
            again[item.taken].append(item)
        found += [(one, again[key]) for key, one in written(model, list(again), user).items()] if again else []
    return sorted(found, key=lambda pair: -pair[0].day.toordinal())[:limit]
