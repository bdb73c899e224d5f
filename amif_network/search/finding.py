"""Find what somebody may read: the entries that fit, ranked, and the hits of one page with their snippets.

However much there is, two questions: which entries fit (of frequent words the latest MOST), and the texts of one page.
"""

import datetime
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.contrib.postgres.search import SearchHeadline, SearchRank
from django.core.paginator import Page, Paginator
from django.db import connection
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce, Greatest, Left
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from amif_network.accounts.models import User
from amif_network.accounts.questions import ReaderQuestion
from amif_network.core.bilingual import LANGUAGES, active_language
from amif_network.core.questions import Ask, Question

from .kinds import KINDS, Kind, visible_to
from .models import Entry
from .query import CONFIGURATIONS, Query, Shape, Way

MOST = 500
MOST_NAMES = 60
PAGE_SIZE = 20
# Snippets are cut from so many characters at the beginning of a text.
READ_FOR_SNIPPET = 30_000
# Private characters, which the texts of people do not hold; `marked` makes tags of them once all else is escaped.
START, STOP = "\ue000", "\ue001"
# Names of organisations and people have no day: the best of them come along, and take nobody's place. Django writes the condition
# of who may read what only once: it is long, and writing it takes as long as answering it.
LATEST_AND_NAMED = """SELECT * FROM (
    WITH fit AS NOT MATERIALIZED ({fit})
    (SELECT * FROM fit WHERE day IS NOT NULL ORDER BY day DESC LIMIT %s)
    UNION ALL (SELECT * FROM fit WHERE day IS NULL ORDER BY rank DESC, pk LIMIT %s)
) found"""
_MARKED = re.compile(f"{START}([^{START}{STOP}]*){STOP}")


class Fit(NamedTuple):
    """An entry that fits, without its texts."""

    pk: int
    kind: str
    object_id: int
    place: str
    parent_id: int | None
    language: str
    day: datetime.date | None
    state: str
    organisations: list[int]
    rank: float

    @property
    def hit(self) -> tuple[object, ...]:
        """What two entries have in common that are one hit: the two languages of a record, the same section."""
        if self.kind in ("section", "passage"):
            return self.kind, self.parent_id, self.place
        return (self.kind, self.object_id, self.place if KINDS[self.kind].by_place else "")


@dataclass(frozen=True, slots=True)
class Filters:
    """What the facets narrow down to; what is not set is None or ""."""

    group: str = ""
    year: int | None = None
    organisation: int | None = None
    state: str = ""

    def condition(self) -> Q:
        """Return the condition of the entries that are left."""
        condition = Q()
        if self.group:
            condition &= Q(kind__in=[kind.name for kind in KINDS.values() if kind.group == self.group])
        if self.year:
            condition &= Q(day__range=(datetime.date(self.year, 1, 1), datetime.date(self.year, 12, 31)))
        if self.organisation:
            condition &= Q(organisations__contains=[self.organisation])
        if self.state:
            kind, _dot, state = self.state.partition(".")
            condition &= Q(kind=kind, state=state)
        return condition

    def __bool__(self) -> bool:
        return any((self.group, self.year, self.organisation, self.state))


@dataclass(frozen=True, slots=True)
class Hit:
    """What is shown of a hit."""

    kind: Kind
    address: str
    title: SafeString
    context: str
    snippet: SafeString
    language: str
    day: datetime.date | None
    page: str
    state: str
    state_label: str


@dataclass(frozen=True, slots=True)
class Found:
    """All that fits, best first; `more` when only the latest of it is listed."""

    fits: list[Fit]
    more: bool

    def __bool__(self) -> bool:
        return bool(self.fits)


def find(query: Query, user: User, filters: Filters, way: Way = Way.ALL) -> Found:
    """Return what fits and exists for `user`, the best first, the later of two equal ones. One query."""
    shape, words = query.asked(way)
    rows = _latest_and_named(_fitting.of(user, *words, shape=shape, filters=filters))
    texts, names = [row for row in rows if row.day], [row for row in rows if not row.day]
    more = len(texts) > MOST or len(names) > MOST_NAMES
    return Found(_ranked([*names[:MOST_NAMES], *texts[:MOST]]), more)


@ReaderQuestion
def _fitting(reader: User, *words: str, shape: Shape, filters: Filters) -> Any:
    lexemes = {lang: shape.lexemes(words, lang) for lang in LANGUAGES}
    fitting = Q(*lexemes.items(), _connector=Q.OR)
    ranks = (Coalesce(SearchRank(F(lang), lexemes[lang]), Value(0.0)) for lang in LANGUAGES)
    fit = Entry.objects.filter(fitting, visible_to(reader), filters.condition()).annotate(rank=Greatest(*ranks))
    return fit.order_by().values_list(*Fit._fields)


def _latest_and_named(fit: Ask) -> list[Fit]:
    """Return the latest of what fits, and the best of the names."""
    question = fit.written.asking(fit.values)
    if not question.sql:
        return []
    with connection.cursor() as cursor:
        cursor.execute(LATEST_AND_NAMED.format(fit=question.sql), (*question.filled, MOST + 1, MOST_NAMES + 1))
        return [Fit._make(row) for row in cursor.fetchall()]


def _ranked(fits: Iterable[Fit]) -> list[Fit]:
    """Return one entry of each hit, that of the reader's language where it fits; then the best hits first."""
    lang = active_language()
    hits: dict[tuple[object, ...], list[Fit]] = defaultdict(list)
    for fit in fits:
        hits[fit.hit].append(fit)
    shown = [entries[0] if len(entries) == 1 else _shown(entries, lang) for entries in hits.values()]
    # Entries come the latest first, and sorting keeps that among equals; names, which have no day, come before them.
    return sorted(shown, key=lambda fit: -round(fit.rank, 3))


def _shown(entries: list[Fit], lang: str) -> Fit:
    """Return the entry of a hit that a reader of `lang` is shown, with the rank of the best."""
    best = max(fit.rank for fit in entries)
    return max(entries, key=lambda fit: (fit.language == lang, fit.rank))._replace(rank=best)


def page_of(found: Found, query: Query, user: User, number: str | None, way: Way) -> tuple[Page, list[Hit]]:
    """Return one page of what was found, and its hits with their snippets. One query."""
    page = Paginator(found.fits, PAGE_SIZE).get_page(number)
    shape, words = query.asked(way)
    texts = {entry.pk: entry for entry in _with_snippets([fit.pk for fit in page.object_list], *words, shape=shape)}
    # What is gone since the question before is left out.
    return page, [_hit(texts[fit.pk], user) for fit in page.object_list if fit.pk in texts]


@Question
def _with_snippets(keys: list[int], *words: str, shape: Shape) -> Any:
    """Return these entries with `shown` and `snippet`, marked by START and STOP."""
    lexemes = {lang: shape.lexemes(words, lang) for lang in LANGUAGES}

    def headline(words: Any, **options: Any) -> Case:
        made: Mapping[str, Any] = {
            lang: SearchHeadline(words, lexemes[lang], config=CONFIGURATIONS[lang], start_sel=START, stop_sel=STOP, **options)
            for lang in LANGUAGES
        }
        return Case(When(language="nl", then=made["nl"]), default=made["fr"])

    return (
        Entry.objects.filter(pk__among=keys)
        .defer("fr", "nl", "text")
        .annotate(
            shown=headline("title", highlight_all=True),
            snippet=headline(
                Left("text", READ_FOR_SNIPPET),
                max_fragments=2,
                max_words=28,
                min_words=12,
                short_word=0,
                fragment_delimiter=" … ",
            ),
        )
    )


def _hit(entry: Any, user: User) -> Hit:
    kind = KINDS[entry.kind]
    is_file = kind.group == "document"
    return Hit(
        kind=kind,
        address=kind.address(entry, user),
        title=marked(entry.shown or entry.context),
        context=entry.context if entry.shown and entry.context else "",
        snippet=marked(entry.snippet),
        language=entry.language,
        day=entry.day,
        page=entry.place if is_file else "",
        state=entry.state,
        state_label=kind.state_label(entry.state),
    )


def marked(text: str) -> SafeString:
    """Return a text with what was found in it in `mark` elements; everything else is escaped."""
    html = _MARKED.sub(r"<mark>\1</mark>", str(escape(text)))
    return mark_safe(html.replace(START, "").replace(STOP, ""))  # noqa: S308  # escaped above
