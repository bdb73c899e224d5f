"""Questions to the database that are put into SQL once.

Django writes the SQL of a query anew each time it is asked, which takes five times as long as PostgreSQL needs to answer:
of a page with ten queries that is most of its time. A `Question` keeps the SQL of a query set and only puts other values in.
Use it where a page that is opened often asks the same; what is asked is still written as a query set.
"""

import copy
import datetime
from collections.abc import Callable
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Field, ForeignObject, Lookup, QuerySet


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

    Positional arguments are values: whole numbers, lists of them for `__among`, words, days; they stand in the query as they
    are. Keyword arguments decide the shape (a role, a language): for each of their combinations SQL is written once, so that the
    function must look at nothing else: no clock, no active language, nobody's account.
    """

    def __init__(self, build: Callable[..., "QuerySet[Any, Answer]"]) -> None:
        self.build = build
        self.written: dict[tuple[Any, ...], _Written] = {}

    def __call__(self, *values: Any, **shape: Any) -> list[Answer]:
        """Return the answer. Raises RuntimeError when a value cannot be found again in the SQL."""
        key = (*(type(value) for value in values), *sorted(shape.items()))
        if key not in self.written:
            self.written[key] = _Written(self.build, values, shape)
        return self.written[key].answer(values)


class _Written:
    """The SQL of a question of one shape, with the places of its values."""

    def __init__(self, build: Callable[..., "QuerySet[Any, Any]"], values: tuple[Any, ...], shape: dict[str, Any]) -> None:
        signs = [_sign(place, value) for place, value in enumerate(values)]
        self.queryset = build(*signs, **shape)
        self.compiler = self.queryset.query.get_compiler(self.queryset.db)
        self.sql = ""
        self.params: tuple[Any, ...] = ()
        self.places: tuple[int | None, ...] = ()
        try:
            self.sql, self.params = self.compiler.as_sql()
        except EmptyResultSet:
            # Whatever the values are: this shape has no answer.
            return
        self.places = tuple(signs.index(param) if param in signs else None for param in self.params)
        if missing := set(range(len(signs))) - set(self.places):
            raise RuntimeError(f"The values at {sorted(missing)} are not in the query as they were given.")

    def answer(self, values: tuple[Any, ...]) -> list[Any]:
        """Ask with these values, on the connection of this thread."""
        if not self.sql:
            return []
        params = tuple(
            param if place is None else values[place] for param, place in zip(self.params, self.places, strict=True)
        )  # fmt: skip
        compiler = copy.copy(self.compiler)
        compiler.connection = connections[self.queryset.db]
        compiler.as_sql = lambda *args, **options: (self.sql, params)
        asked: Any = _Asked(self.queryset, compiler)
        rows: Any = self.queryset._iterable_class(asked)
        return list(rows)


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


def _sign(place: int, value: Any) -> Any:
    """Return a value of the same type that nobody uses, by which its place in the SQL is found."""
    if isinstance(value, list):
        return [-(10**9) - place]
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return datetime.date(1, 1, 1) + datetime.timedelta(place)
    if isinstance(value, int) and not isinstance(value, bool):
        return -(10**9) - place
    if isinstance(value, str):
        return f"\N{WHITE QUESTION MARK ORNAMENT}{place}"
    raise TypeError(f"A question has no values of the type {type(value).__name__}: what decides its shape is named.")
