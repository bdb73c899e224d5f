"""The pages of the history: which events, in which order, and what they say."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, NamedTuple

from django.db.models import F, IntegerField, Model, OuterRef, Q, QuerySet, Subquery, Value
from django.utils.functional import cached_property
from django.utils.text import capfirst

from amif_network.accounts.models import User

from . import origins
from .models import EVENTS
from .naming import Named, Names
from .origins import Origin
from .secrecy import events
from .wording import Change, changes, references

# Events of a page.
PER_PAGE = 50
KINDS: tuple[type[Model], ...] = tuple(EVENTS)


class Told(NamedTuple):
    """An event with the one before it, as far as the reader may know that."""

    model: type[Model]
    event: Any
    before: Any | None


@dataclass(frozen=True, slots=True)
class Line:
    """What happened to one record: `what` is "insert", "update" or "delete"."""

    model: type[Model]
    pk: int
    what: str
    name: Named
    changes: list[Change]

    @property
    def kind(self) -> str:
        """What kind of record it is, in words."""
        return capfirst(str(self.model._meta.verbose_name))

    @property
    def app_label(self) -> str:
        """The app of the record, as its address says it."""
        return self.model._meta.app_label

    @property
    def model_name(self) -> str:
        """The name of its class, as its address says it."""
        return str(self.model._meta.model_name)


@dataclass(frozen=True, slots=True)
class Group:
    """What one request, import or command did; its rows were written at one moment or little apart."""

    at: datetime.datetime
    origin: Origin
    lines: list[Line] = field(default_factory=list)


class Listing(Sequence[tuple[int, int]]):
    """Events of many kinds as one list, the newest first: what a Paginator cuts into pages. Elements: kind, number."""

    def __init__(self, user: User, conditions: Mapping[type[Model], Q]) -> None:
        keys = [
            events(model, user)
            .filter(condition)
            .annotate(pgh_kind=Value(KINDS.index(model), IntegerField()))
            .values_list("pgh_created_at", "pgh_kind", "pgh_id")
            for model, condition in conditions.items()
        ]
        self._keys: QuerySet[Any, Any] = keys[0].union(*keys[1:], all=True)

    @cached_property
    def _length(self) -> int:
        return self._keys.count()

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, index: Any) -> Any:
        """Return the kinds and numbers of a slice."""
        newest = self._keys.order_by(*(F(name).desc() for name in ("pgh_created_at", "pgh_kind", "pgh_id")))
        return [(kind, number) for _at, kind, number in newest[index]]


def told(keys: Iterable[tuple[int, int]], user: User) -> list[Told]:
    """Load events with those before them, in the order given: two queries for each kind of record among them."""
    keys = list(keys)
    found: dict[tuple[int, int], Told] = {}
    for kind in dict.fromkeys(kind for kind, _number in keys):
        model = KINDS[kind]
        readable = events(model, user)
        earlier = readable.filter(pgh_obj=OuterRef("pgh_obj"), pgh_id__lt=OuterRef("pgh_id")).order_by("-pgh_id")
        loaded = readable.filter(pgh_id__in=[number for of, number in keys if of == kind])
        rows = list(loaded.annotate(pgh_before=Subquery(earlier.values("pgh_id")[:1])))
        befores = readable.in_bulk({row.pgh_before for row in rows if row.pgh_before})
        found.update({(kind, row.pgh_id): Told(model, row, befores.get(row.pgh_before)) for row in rows})
    return [found[key] for key in keys]


def groups(shown: Sequence[Told]) -> list[Group]:
    """Return events in words, those of one request together."""
    wanted = {(one.model, one.event.pgh_obj_id) for one in shown}
    for one in shown:
        for event in (one.event, one.before):
            wanted.update(references(event, one.model) if event else ())
    names = Names(wanted)
    people = origins.people_of(one.event.pgh_context for one in shown)
    result = []
    for _key, together in groupby(shown, key=lambda one: one.event.pgh_context_id or one.event.pgh_created_at):
        ones = list(together)
        first = ones[0].event
        lines = [_line(one, names) for one in ones]
        result.append(Group(first.pgh_created_at, origins.of(first.pgh_context, people), lines))
    return result


def _line(one: Told, names: Names) -> Line:
    event, what = one.event, one.event.pgh_label
    before, after = (event, None) if what == "delete" else (None if what == "insert" else one.before, event)
    name = names.of(one.model, event.pgh_obj_id)
    return Line(one.model, event.pgh_obj_id, what, name, changes(one.model, before, after, names))
