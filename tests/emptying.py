"""The database is emptied after each test that committed something: only the tables that hold rows.

Django truncates every table there is, with its indexes, and installs triggers, kinds of content and permissions anew: a second
after each of some three hundred tests, most of which wrote to a dozen tables.
"""

from functools import cache

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction

# Filled while the tables are made; what stands there is the same for every test.
FILLED_BY_MIGRATING = {ContentType._meta.db_table, Permission._meta.db_table}


@cache
def _tables() -> list[str]:
    """Return the tables of all models, as they are written in a statement."""
    names = set(connection.introspection.django_table_names(only_existing=True, include_views=False))
    return [connection.ops.quote_name(name) for name in sorted(names - FILLED_BY_MIGRATING)]


def empty_database() -> None:
    """Delete every row of every model, past triggers and references, once whoever still writes has ended."""
    holding = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT FROM {name})" for name in _tables())  # noqa: S608
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {', '.join(_tables())} IN EXCLUSIVE MODE")
        cursor.execute(holding)
        names = [name for (name,) in cursor.fetchall()]
        cursor.execute("SET LOCAL session_replication_role = replica")
        for name in names:
            cursor.execute(f"DELETE FROM {name}")  # noqa: S608
