"""Queries that are asked all day for one reader after another: written in SQL once, then only executed.

Which rows exist for a reader is said by querysets (`visible_to`), several deep. To write one in SQL takes Django longer than
the database needs to answer it. Only the SQL is kept, nothing of an answer: every reading asks the database what is so now.
"""

import datetime
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from amif_network.accounts.models import User
from amif_network.directory.models import Person

# Stand in the SQL for the keys of the reader and of their person; no row has such keys.
READER, PERSON = -(2**62), -(2**62) - 1
# A few queries, for each role with and without a person, today and yesterday.
KEPT = 128

Query = Callable[[User, datetime.date], QuerySet[Any, Any]]


def rows(query: Query, reader: User) -> list[tuple[Any, ...]]:
    """Return the rows of `query(reader, today)`, which is a `values_list`, with the values as the database gives them.

    `query` is a function of a module and may know of its reader the role, the key and the person's key: the SQL is shared
    by all readers of one role, for a day. Where it asks for more, User.DoesNotExist is raised.
    """
    prepared = _prepared(query, reader.role, reader.person_id is None, timezone.localdate())
    if prepared is None:
        return []
    sql, parameters = prepared
    keys = {READER: reader.pk, PERSON: reader.person_id}
    with connection.cursor() as cursor:
        cursor.execute(sql, [keys.get(value, value) if isinstance(value, int) else value for value in parameters])
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


@lru_cache(maxsize=KEPT)
def _prepared(query: Query, role: str, nobody: bool, today: datetime.date) -> tuple[str, tuple[Any, ...]] | None:
    """Write the query in SQL, with its parameters; None where Django knows that it finds nothing.

    Today is part of what is written, as what a reader may see depends on it.
    """
    # Without its other columns: to read one asks the database for a user that it does not hold.
    reader = User.from_db(connection.alias, ["id", "role", "person_id"], [READER, role, None if nobody else PERSON])
    reader.person = None if nobody else Person.from_db(connection.alias, ["id"], [PERSON])
    try:
        return query(reader, today).query.sql_with_params()
    except EmptyResultSet:
        return None
