"""Which tables there are: the apps name theirs in the settings, in the order in which they are written and read."""

from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string

from .table import Table


@dataclass(frozen=True, slots=True)
class Subject:
    """What people choose on the page: some tables that belong together; what a row refers to stands before it."""

    name: str
    title: Promise
    tables: tuple[type[Table], ...]


@cache
def subjects() -> tuple[Subject, ...]:
    """Return the subjects of all apps."""
    return tuple(import_string(path) for path in settings.EXCHANGE_TABLES)


@cache
def tables() -> dict[str, type[Table]]:
    """Return all tables by name."""
    return {table.name: table for subject in subjects() for table in subject.tables}


@cache
def tables_for_import() -> dict[str, type[Table]]:
    """Return the tables that can come back in, by name."""
    return {name: table for name, table in tables().items() if table.for_import}
