"""What the network said about a theme: how often in which year, and every passage, promise, signal, idea and sentence of it.

Sentences of evaluations stand apart and without a year: their authors left them to the network without their name, and of
a year in which one partnership ended everybody would know whose they are (`partnerships.comparison`).
"""

import datetime
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, NamedTuple

from django.contrib.postgres.search import SearchVector
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count, QuerySet, Value
from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _

from amif_network.accounts.models import Role, User
from amif_network.core.bilingual import Localised
from amif_network.directory.models import Organisation
from meetings import documents
from meetings.models import Idea, Meeting, Promise, Section, Signal
from meetings.views.registers.entry import read_in_full
from partnerships.comparison import ThemeLine, shared_with
from partnerships.comparison import themes as sentences
from partnerships.models import EvaluationItem
from partnerships.models.choices import Theme

from .passages import entries, passages, uuid_of
from .topics import CONFIGURATIONS, TOPICS, Topic

MINUTES, ROUND_TABLES = "minutes", "round-tables"
REGISTERS: dict[str, Any] = {"promises": Promise, "signals": Signal, "ideas": Idea}
# What a theme is made of, by the name in the address.
KINDS: dict[str, Lazy] = {
    MINUTES: _("Minutes"),
    ROUND_TABLES: _("Round tables"),
    "promises": _("Promises"),
    "signals": _("Signals"),
    "ideas": _("Ideas"),
}
# What one of them is called.
NAMES: dict[str, Lazy] = {
    MINUTES: _("Minutes"),
    ROUND_TABLES: _("Round table"),
    "promises": _("Promise"),
    "signals": _("Signal"),
    "ideas": _("Idea"),
}
# Each passage once, though it may speak of a theme in both languages.
COUNTED = "SELECT topic, year::int, count(*) FROM ({rows}) said (topic, year, place) GROUP BY topic, year"
# The words of each entry are read once, and asked for every theme.
RECORDED = """
    WITH said (year, fr, nl) AS MATERIALIZED ({rows})
    SELECT theme.name, said.year::int, count(*) FROM said JOIN (VALUES {themes}) theme (name, fr, nl)
        ON said.fr @@ theme.fr OR said.nl @@ theme.nl
    GROUP BY theme.name, said.year
"""
AT_A_TABLE = (Section.Kind.ROUND_TABLE, Section.Kind.ANSWER)


@dataclass(frozen=True, slots=True)
class Line:
    """A theme in the overview: how often it was spoken of in each of the years shown (with the year), and in evaluations."""

    topic: Topic
    years: list[tuple[int, int]]
    total: int
    sentences: int


class Hit(NamedTuple):
    """Something that was said: when, what kind of thing, by which key."""

    day: datetime.date
    kind: str
    key: Any


@dataclass(frozen=True, slots=True)
class Said:
    """A hit with its words as the reader may read them."""

    kind: str
    day: datetime.date
    meeting: Meeting
    title: Localised
    text: Localised | None
    url: str
    organisation: Organisation | None
    edition: Any = None
    state: str = ""
    state_label: str = ""

    @property
    def kind_label(self) -> str:
        """What kind of thing it is, in words."""
        return str(NAMES[self.kind])


def overview(user: User) -> tuple[list[int], list[Line]]:
    """Return the years in which anything was said, the last first, and a line per theme. Three queries at most."""
    counted: Counter[tuple[str, int]] = Counter()
    for name, year, number in _minutes_by_year(user):
        counted[name, year] += number
    for name, year, number in _registers_by_year(user):
        counted[name, year] += number
    years = sorted({year for (_name, year), number in counted.items() if number}, reverse=True)
    judged = _sentences_by_theme(user)
    lines = [
        Line(topic, [(year, counted[name, year]) for year in years], sum(counted[name, year] for year in years), judged[name])
        for name, topic in TOPICS.items()
    ]
    return years, lines


def _minutes_by_year(user: User) -> Iterable[tuple[str, int, int]]:
    """Count the passages of each theme by year: a question per theme, each answered from the index, all asked at once."""
    parts = [
        entries(user)
        .filter(topic.found_in())
        .order_by()
        .annotate(topic=Value(name))
        .values_list("topic", "day__year", "place")
        .distinct()
        for name, topic in TOPICS.items()
    ]
    return _counted(COUNTED, parts[0].union(*parts[1:], all=True))


def _registers_by_year(user: User) -> Iterable[tuple[str, int, int]]:
    """Count the entries of all registers by theme and year."""
    columns = ("meeting__date__year", "words_fr", "words_nl")
    parts = [_with_words(model, user).order_by().values_list(*columns) for model in REGISTERS.values()]
    words = [(name, *topic.words_for("fr"), *topic.words_for("nl")) for name, topic in TOPICS.items()]
    themes = ", ".join(["(%s, to_tsquery(%s::regconfig, %s), to_tsquery(%s::regconfig, %s))"] * len(words))
    return _counted(RECORDED.replace("{themes}", themes), parts[0].union(*parts[1:], all=True), *chain.from_iterable(words))


def _counted(count: str, rows: QuerySet[Any, Any], *values: str) -> Iterable[tuple[str, int, int]]:
    """Return theme, year and number, as `count` counts these rows."""
    try:
        question, its = rows.order_by().query.sql_with_params()
    except EmptyResultSet:
        return []
    with connection.cursor() as cursor:
        cursor.execute(count.format(rows=question), (*its, *values))
        found: list[tuple[str, int, int]] = cursor.fetchall()
    return found


def _with_words(model: Any, user: User) -> QuerySet[Any]:
    """Return the visible entries of a register with the lexemes of their texts; answers and replies are not for everybody."""
    visible = model.objects.filter(pk__in=model.objects.visible_to(user).order_by().values("pk"))
    vectors = {f"words_{lang}": SearchVector(f"text_{lang}", config=config) for lang, config in CONFIGURATIONS.items()}
    found: QuerySet[Any] = visible.annotate(**vectors)
    return found


def _sentences_by_theme(user: User) -> Counter[str]:
    """Count the sentences of evaluations that `user` may learn from, by theme; observers learn from none."""
    if user.role == Role.OBSERVER:
        return Counter()
    rows = EvaluationItem.objects.filter(evaluation__in=shared_with(user)).order_by().values_list("theme")
    return Counter(dict(rows.annotate(number=Count("pk")).values_list("theme", "number")))


def hits(topic: Topic, user: User) -> list[Hit]:
    """Return everything that was said about a theme and that `user` may read, the latest first. Five queries."""
    found = dict(entries(user).filter(topic.found_in()).order_by().values_list("place", "day").distinct())
    at_table = Section.objects.filter(uuid__in=[uuid_of(anchor) for anchor in found], kind__in=AT_A_TABLE)
    tables = {f"s-{uuid}" for uuid in at_table.order_by().values_list("uuid", flat=True)}
    said = [Hit(day, ROUND_TABLES if anchor in tables else MINUTES, anchor) for anchor, day in found.items() if day]
    for kind, model in REGISTERS.items():
        rows = _with_words(model, user).filter(topic.found_in("words_fr", "words_nl"))
        said += [Hit(day, kind, key) for key, day in rows.order_by().values_list("pk", "meeting__date")]
    return sorted(said, key=lambda hit: (-hit.day.toordinal(), list(KINDS).index(hit.kind), str(hit.key)))


def told(found: Sequence[Hit], user: User) -> list[Said]:
    """Return hits with their words, in their order; at most thirteen queries, however many they are."""
    spoken = passages(user, {hit.key for hit in found if hit.kind in (MINUTES, ROUND_TABLES)})
    keys = {kind: [hit.key for hit in found if hit.kind == kind] for kind in REGISTERS}
    recorded = {kind: written(model, keys[kind], user) for kind, model in REGISTERS.items() if keys[kind]}
    lines = []
    for hit in found:
        if hit.kind in REGISTERS:
            lines.append(recorded[hit.kind][hit.key])
            continue
        one = spoken[hit.key]
        lines.append(Said(hit.kind, hit.day, one.meeting, one.heading, one.text, one.url, one.organisation, edition=one.edition))
    return lines


def written(model: Any, keys: Any, user: User) -> dict[int, Said]:
    """Return entries of a register as `user` reads them: in the words of the public editions where these are what they read."""
    rows = list(model.objects.visible_to(user).filter(pk__in=keys).for_list())
    full = read_in_full(rows, user)
    public = {one.pk: one for one in documents.in_public_words(one for one in rows if one.pk not in full)}
    return {row.pk: _entry(public.get(row.pk, row)) for row in rows}


def _entry(entry: Promise | Signal | Idea) -> Said:
    kind = next(name for name, model in REGISTERS.items() if isinstance(entry, model))
    who = entry.owed_by if isinstance(entry, Promise) else entry.asked_by if isinstance(entry, Signal) else entry.organisation
    hidden = entry.section is not None and entry.section.anonymous
    return Said(
        kind, entry.meeting.date, entry.meeting, entry.text, None, entry.get_absolute_url(), None if hidden else who,
        state=entry.state, state_label=entry.get_state_display(),
    )  # fmt: skip


def from_evaluations(topic: Topic, user: User) -> list[ThemeLine]:
    """Return the sentences of evaluations about a theme; none for observers, and none for what evaluations have no word for."""
    if user.role == Role.OBSERVER or topic.name not in Theme.values:
        return []
    return sentences(user, theme=topic.name)
