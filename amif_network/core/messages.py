"""Several questions in one message to the database, and those that come often as statements that it has prepared.

To hand over a question and to wait for its answer takes longer than most answers, and to plan one takes PostgreSQL three times as
long as to answer it. What is asked often on a connection is therefore prepared there (PREPARE): it is planned a few times only.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, count
from typing import Any
from weakref import WeakKeyDictionary

from django.db import connection

# How often a question is asked on a connection before it is prepared there, and how many are known there at a time: of so many
# some are those of another day. The plan of one takes about 200 KB of the connection's memory.
ASKED_BEFORE, MOST_KNOWN = 2, 200
# As which type of PostgreSQL the values of a prepared question are declared.
TYPES = {"int": "bigint", "date": "date", "datetime": "timestamptz", "str": "text"}
BITS = 64
PLACE = re.compile("%[s%]")


@dataclass(frozen=True, eq=False)
class Asking:
    """A question in SQL: `params` in their order, of which `places` says which stands for which of `values` (None: for none).

    `source` is where SQL and parameters come from: what it asks again differs in its values alone. Other questions may have
    the same SQL and other parameters, such as yesterday.
    """

    source: object
    sql: str
    params: tuple[Any, ...]
    places: tuple[int | None, ...]
    values: tuple[Any, ...]

    @cached_property
    def filled(self) -> tuple[Any, ...]:
        """The parameters with the values in their places."""
        return tuple(
            param if place is None else self.values[place] for param, place in zip(self.params, self.places, strict=True)
        )  # fmt: skip

    @cached_property
    def types(self) -> tuple[str, ...] | None:
        """The types of its values; None where one has none that is known, so that it cannot be prepared."""
        found = tuple(_type_of(value) for value in self.values)
        return None if None in found else found  # type: ignore[return-value]  # no None is left

    @property
    def key(self) -> tuple[Any, ...]:
        """What it shares with questions that differ in their values alone."""
        return self.source, self.types

    def said(self, name: str | None) -> tuple[str, tuple[Any, ...]]:
        """Return the statement that asks it, with its parameters; `name`: as which it is prepared."""
        if name is None:
            return self.sql, self.filled
        values = ", ".join("%s" for _value in self.values)
        return f"EXECUTE {name} ({values})" if values else f"EXECUTE {name}", self.values

    def prepared_as(self, name: str) -> str:
        """Return the statement that prepares it, with `$1` for the first value."""
        compose = connection.ops.compose_sql  # type: ignore[attr-defined]  # of PostgreSQL
        params = iter(zip(self.params, self.places, strict=True))

        def written(found: re.Match[str]) -> str:
            if found[0] == "%%":
                return "%"
            param, place = next(params)
            return str(compose("%s", [param])) if place is None else f"${place + 1}"

        declared = f" ({', '.join(self.types)})" if self.types else ""
        return f"PREPARE {name}{declared} AS {PLACE.sub(written, self.sql)}"


class Message(str):
    """The text of several statements, of which the last `len(asked)` answer; `asked`: each as a statement of its own."""

    asked: tuple[tuple[str, tuple[Any, ...]], ...]

    def results(self, cursor: Any) -> Any:
        """Move a cursor that has sent it (one of psycopg) from answer to answer."""
        for place in range(-len(self.asked), 0):
            yield cursor.set_result(place)
        cursor.set_result(-len(self.asked))


class Known:
    """What was asked on a connection, by source and types: how often, and as what it is prepared."""

    def __init__(self) -> None:
        self.asked: Counter[tuple[Any, ...]] = Counter()
        self.names: dict[tuple[Any, ...], str] = {}


NUMBERS = count()
# By connection of psycopg, so that it goes when the connection does.
KNOWN: WeakKeyDictionary[Any, Known] = WeakKeyDictionary()


def answers(askings: Sequence[Asking]) -> list[list[Any]]:
    """Ask all at once, and return the rows of each."""
    if not askings:
        return []
    with connection.cursor() as cursor:
        known = KNOWN.get(connection.connection) or Known()
        first: list[str] = []
        if len(known.asked) + len(askings) > MOST_KNOWN:
            known, first = Known(), ["DEALLOCATE ALL"]
        fresh = _due(askings, known)
        first += [asking.prepared_as(name) for asking, name in fresh.items()]
        named = known.names | {asking.key: name for asking, name in fresh.items()}
        asked = [asking.said(named.get(asking.key)) for asking in askings]
        message = Message("; ".join([*(one.replace("%", "%%") for one in first), *(sql for sql, _params in asked)]))
        message.asked = tuple((asking.sql, asking.filled) for asking in askings)
        cursor.execute(message, tuple(chain.from_iterable(params for _sql, params in asked)))
        # Now that it went well.
        known.names = named
        KNOWN[connection.connection] = known
        return [found.fetchall() for found in message.results(cursor.cursor)]


def _due(askings: Sequence[Asking], known: Known) -> dict[Asking, str]:
    """Return those that are to be prepared now, with names that were never used."""
    if connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS"):
        # So Django is told that a pooler shares connections: what is prepared on one would be missing on the next.
        return {}
    found: dict[tuple[Any, ...], Asking] = {}
    for asking in askings:
        known.asked[asking.key] += 1
        if known.asked[asking.key] > ASKED_BEFORE and asking.key not in known.names and asking.types is not None:
            found[asking.key] = asking
    return {asking: f"asked_{next(NUMBERS)}" for asking in found.values()}


def _type_of(value: Any) -> str | None:
    """Return the type of PostgreSQL that holds a value; None where there is none."""
    if isinstance(value, list):
        inner = {_type_of(one) for one in value}
        [only] = inner if len(inner) == 1 else [None]
        return f"{only}[]" if only else None
    if isinstance(value, int) and value.bit_length() >= BITS:
        # A key of an address that no row can have: not found, which is no error.
        return None
    return TYPES.get(type(value).__name__)
