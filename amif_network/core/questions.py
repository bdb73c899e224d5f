"""Questions to the database that are put into SQL once.

Django writes the SQL of a query anew each time it is asked, which takes five times as long as PostgreSQL needs to answer:
of a page with ten queries that is most of its time. A `Question` keeps the SQL of a query set and only puts other values in.
Use it where a page that is opened often asks the same; what is asked is still written as a query set.
"""

import copy
import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Field, ForeignObject, Lookup, Model, QuerySet

from .messages import Asking, answers

# How many shapes of a question are kept.
KEPT = 64
# The answers that came ahead (`asked_ahead`), by question and values.
AHEAD: ContextVar[dict[Any, list[Any]] | None] = ContextVar("AHEAD", default=None)


@ForeignObject.register_lookup
@Field.register_lookup
class Among(Lookup[Any]):
    """`call__among=[1, 2]`: as `__in`, in SQL that does not depend on how many values there are."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Write "column = ANY(array)"."""
        left, params = self.process_lhs(compiler, connection)
        return f"{left} = ANY(%s)", (*params, list(self.rhs))


class Question[Answer]:
    """A query whose values change and whose shape does not; the decorator of a function that returns its query set.

    Positional arguments are values: whole numbers, lists of them for `__among`, words, days, moments; they stand in the query as
    they are. Keyword arguments decide the shape (a role, a language): for each of their combinations SQL is written once, so
    that the function must look at nothing else: no clock, no active language, nobody's account (`accounts.questions` knows of
    readers).
    """

    def __init__(self, build: Callable[..., "QuerySet[Any, Answer]"]) -> None:
        self.build = build
        self.written: dict[tuple[Any, ...], Written] = {}

    def __call__(self, *values: Any, **shape: Any) -> list[Answer]:
        """Return the answer. Raises RuntimeError when a value cannot be found again in the SQL."""
        return self.of(*values, **shape).answer()

    def of(self, *values: Any, **shape: Any) -> "Ask":
        """Return the question with these values, to be asked ahead with others (`asked_ahead`). Raises as asking it does."""
        key = (*map(type, values), *sorted(shape.items()))
        if key not in self.written:
            signs = [sign(place, value) for place, value in enumerate(values)]
            self.keep(key, Written(self.build(*signs, **shape), signs, needed=range(len(signs))))
        return Ask(self.written[key], values)

    def keep(self, key: tuple[Any, ...], written: "Written") -> None:
        """Keep the SQL of one shape; of so many shapes that days are among them, nobody asks for the old ones again."""
        if len(self.written) >= KEPT:
            self.written.clear()
        self.written[key] = written


class Written:
    """The SQL of a query set in which `signs` stand for values, with their places; `needed`: those that must have one.

    Raises RuntimeError where they have none.
    """

    def __init__(self, queryset: "QuerySet[Any, Any]", signs: Sequence[Any], needed: Iterable[int]) -> None:
        self.queryset = queryset
        self.compiler = self.queryset.query.get_compiler(self.queryset.db)
        self.sql = ""
        self.params: tuple[Any, ...] = ()
        self.places: tuple[int | None, ...] = ()
        try:
            self.sql, self.params = self.compiler.as_sql()
        except EmptyResultSet:
            # Whatever the values are: this shape has no answer.
            return
        # Which values of a row have to be converted, is looked up for every column, and is the same each time.
        self.converters = self.compiler.get_converters([column for column, *_rest in self.compiler.select])
        self.places = tuple(signs.index(param) if param in signs else None for param in self.params)
        if missing := set(needed) - set(self.places):
            raise RuntimeError(f"The values at {sorted(missing)} are not in the query as they were given.")

    def asking(self, values: Sequence[Any]) -> Asking:
        """Return what is put to the database with these values."""
        return Asking(self, self.sql, self.params, self.places, tuple(values))

    def read(self, rows: list[Any] | None, values: Sequence[Any]) -> list[Any]:
        """Return `rows` as the query set does that they are of; None: ask for them, on the connection of this thread."""
        if not self.sql:
            return []
        compiler = copy.copy(self.compiler)
        compiler.connection = connections[self.queryset.db]
        compiler.get_converters = lambda columns: self.converters
        if rows is None:
            asking = self.asking(values)
            compiler.as_sql = lambda *args, **options: (self.sql, asking.filled)
        else:
            compiler.execute_sql = lambda *args, **options: [rows]
        asked: Any = _Asked(self.queryset, compiler)
        found: Any = self.queryset._iterable_class(asked)
        return list(found)


class Ask(NamedTuple):
    """A question with its values."""

    written: Written
    values: tuple[Any, ...]

    @property
    def key(self) -> tuple[Any, ...]:
        """What tells it from other questions."""
        return (id(self.written), *(tuple(value) if isinstance(value, list) else value for value in self.values))

    def answer(self) -> list[Any]:
        """Return the answer: the one that came ahead, or what the database says now."""
        ahead = AHEAD.get()
        return self.written.read(ahead.get(self.key) if ahead else None, self.values)


@contextmanager
def asked_ahead(*asks: Ask) -> Iterator[None]:
    """Ask all of `asks` in one message; who asks one of them within the block is given the answer that came.

    The database needs less time for most questions than it takes to hand each over and wait. What is asked does not change,
    nor does anything where a question was forgotten here: it is asked when its turn comes. What a block around this one asked
    is not asked again. Within the block nothing may be
    written.
    """
    before = AHEAD.get() or {}
    known = {ask.key: ask for ask in asks if ask.written.sql and ask.key not in before}
    came = answers([ask.written.asking(ask.values) for ask in known.values()])
    token = AHEAD.set({**before, **dict(zip(known, came, strict=True))})
    try:
        yield
    finally:
        AHEAD.reset(token)


class _Asked:
    """What Django's iterables want to see: the query set and its query, with a compiler that has its SQL already."""

    def __init__(self, queryset: "QuerySet[Any, Any]", compiler: Any) -> None:
        self.queryset, self.compiler, self.query = queryset, compiler, self

    def get_compiler(self, *args: Any, **options: Any) -> Any:
        """Return the compiler that has its SQL."""
        return self.compiler

    def __getattr__(self, name: str) -> Any:
        """Look everything else up in the query set, then in its query."""
        return getattr(self.queryset if hasattr(self.queryset, name) else self.queryset.query, name)


def sign(place: int, value: Any) -> Any:
    """Return a value of the same type that nobody uses, by which its place in the SQL is found."""
    if isinstance(value, list):
        return [-(10**9) - place]
    if isinstance(value, datetime.datetime):
        return datetime.datetime(1, 1, 2, tzinfo=datetime.UTC) + datetime.timedelta(place)
    if isinstance(value, datetime.date):
        return datetime.date(1, 1, 1) + datetime.timedelta(place)
    if isinstance(value, int) and not isinstance(value, bool):
        return -(10**9) - place
    if isinstance(value, str):
        return f"\N{WHITE QUESTION MARK ORNAMENT}{place}"
    raise TypeError(f"A question has no values of the type {type(value).__name__}: what decides its shape is named.")


def attach(owners: Iterable[Model], name: str, rows: Iterable[Any], key: str) -> None:
    """Put `rows` where the manager `name` of their owners finds them, as `prefetch_related` does; `key` names their owner."""
    found: dict[Any, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, key)].append(row)
    owners = list(owners)
    if owners:
        shape = getattr(type(owners[0]), name).rel.related_model._default_manager.all()
        for owner in owners:
            put(owner, name, found[owner.pk], shape)


def put(owner: Model, name: str, rows: Sequence[Any], shape: "QuerySet[Any, Any]") -> None:
    """Put `rows` where the manager `name` of `owner` finds them; `shape`: all rows of their kind, for whoever narrows them down.

    Each gets a query set of its own, and all of them one query, which nobody changes: to clone it costs more than all else here.
    """
    loaded: Any = object.__new__(type(shape))
    loaded.__dict__.update(shape.__dict__, _result_cache=list(rows), _prefetch_done=True)
    known: Any = owner
    known._prefetched_objects_cache = {**getattr(owner, "_prefetched_objects_cache", {}), name: loaded}
