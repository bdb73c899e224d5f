"""Pages that are kept until something changes that they show: what a test needs to see that they never show what was."""

import re
from collections.abc import Mapping

from django.core.cache import caches
from django.db import connection
from django.test import Client

from amif_network.core.unchanged import SHELF


def by_sql(sql: str) -> None:
    """Change rows past every guard, as no action of the portal does."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(sql)
        cursor.execute("SET session_replication_role = DEFAULT")


def shown(client: Client, page: str) -> str:
    """Return a page without the tokens of its forms, which are others each time."""
    return re.sub(r'value="\w{64}"', "", client.get(page).text)


def kept(client: Client, page: str) -> str:
    """Open a page until it is kept: while others work on the same server, a drawing may not be."""
    SHELF.forget()
    for _ in range(200):
        found = shown(client, page)
        if SHELF.pages:
            return found
    raise AssertionError("The page is never kept.")


def changes_shown(client: Client, page: str, changes: Mapping[str, str]) -> list[str]:
    """Change tables one after another (`{table: "column = value"}`), and return those of which the page shows it.

    After each change the page is the same as one that is drawn anew, of which no fragment was kept either.
    """
    effective = []
    for table, change in changes.items():
        before = kept(client, page)
        by_sql(f"UPDATE {table} SET {change}")  # noqa: S608  # both are written in a test
        after = shown(client, page)
        SHELF.forget()
        caches["template_fragments"].clear()
        assert after == shown(client, page), table
        if after != before:
            effective.append(table)
    return effective
