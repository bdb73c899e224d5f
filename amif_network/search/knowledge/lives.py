"""The life of a topic from meeting to meeting: on which agendas it stood, what minutes say of it, what was promised.

What has the same title at two meetings, in either language, is one topic; so are an item of the agenda and the sections
written under it. Agendas are for those who were invited; everybody else follows a topic through what was published
(DOMAIN §7, invariant 12).
"""

import datetime
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

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


@dataclass(frozen=True, slots=True)
class Moment:
    """A meeting at which a topic stood on the agenda or in the minutes: `anchor` of the passage, `item` of the agenda."""

    meeting: int
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
        return len({one.meeting for one in self.moments})

    @property
    def years(self) -> tuple[int, int]:
        """The years of its first and of its last meeting."""
        return self.moments[-1].day.year, self.moments[0].day.year

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


def topic_key(title: str) -> str:
    """Return under which key a title is the same as another; "" for what stands on every agenda."""
    folded = fold(title)
    return "" if folded in EVERY_TIME else essence(title)


def lives(user: User) -> list[Life]:
    """Return the topics that came up at two meetings or more, as `user` may know them, the latest first. Five queries."""
    moments = sorted([*_written(user), *_planned(user)], key=lambda one: (-one.day.toordinal(), one.anchor, one.item))
    known = [(one, keys) for one in moments if (keys := list(one.keys())) and any(isinstance(key, tuple) for key in keys)]
    found = [Life(sorted(group, key=lambda one: -one.day.toordinal())) for group in linked(known)]
    return sorted((one for one in found if one.meetings > 1), key=lambda one: -one.moments[0].day.toordinal())


def _written(user: User) -> list[Moment]:
    """Return the outermost sections of minutes, with their headings."""
    outermost = Section.objects.filter(parent=None, minutes__meeting__in=_meetings(user)).order_by()
    under = {f"{ANCHOR}{uuid}": item or 0 for uuid, item in outermost.values_list("uuid", "agenda_item")}
    titles: dict[tuple[str, int, Any], dict[str, str]] = defaultdict(dict)
    rows = entries(user).filter(place__in=list(under)).order_by().values_list("place", "parent_id", "day", "language", "title")
    for anchor, meeting, day, lang, title in rows:
        titles[anchor, meeting or 0, day][lang] = title
    return [Moment(meeting, day, said, anchor, under=under[anchor]) for (anchor, meeting, day), said in titles.items()]


def _planned(user: User) -> list[Moment]:
    """Return the topics of the agendas that `user` was invited to, or leads."""
    items = AgendaItem.objects.filter(kind=AgendaItem.Kind.TOPIC, approves=None, meeting__in=_meetings(user))
    if not user.is_coordinating:
        items = items.filter(meeting__in=Meeting.objects.involving(user).values("pk"))
    rows = items.order_by().values_list("pk", "meeting", "meeting__date", "title_fr", "title_nl")
    return [Moment(meeting, day, {"fr": fr, "nl": nl}, item=key) for key, meeting, day, fr, nl in rows]


def _meetings(user: User) -> QuerySet[Meeting]:
    return Meeting.objects.visible_to(user).order_by().values("pk")  # type: ignore[return-value]


def line_of(life: Life, user: User) -> list[Stop]:
    """Return the meetings at which a topic came up, the oldest first, with what each said and left to be done.

    As many queries for one meeting as for all.
    """
    keys = {one.meeting for one in life.moments}
    spoken = passages(user, {one.anchor for one in life.moments if one.anchor})
    left = _left(life, user)
    fed = fed_by([one.section for one in spoken.values() if one.section], user)
    editions, loaded = editions_of(user, keys), Meeting.objects.visible_to(user).filter(pk__in=keys).order_by("date", "pk")
    stops = []
    for meeting in loaded:
        there = [one for one in life.moments if one.meeting == meeting.pk]
        here = [spoken[one.anchor] for one in there if one.anchor]
        learned = [one for passage in here for one in fed.get(passage.section, [])]
        on_agenda = any(one.item for one in there)
        stops.append(Stop(meeting, editions.get(meeting.pk), on_agenda, here, left[meeting.pk], learned))
    return stops


def _left(life: Life, user: User) -> dict[int, list[Said]]:
    """Return by meeting what was recorded under a topic: promises, signals and ideas of its sections."""
    uuids = [uuid_of(one.anchor) for one in life.moments if one.anchor]
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
        found += [(one, again[key]) for key, one in written(model, list(again), user).items()]
    return sorted(found, key=lambda pair: -pair[0].day.toordinal())[:limit]
