"""How far a long import is, told while its one transaction is still open: over a connection of its own."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from django.db import connection

from .models import Importation

# Seconds between two words.
RHYTHM = 0.5
NOTE = "UPDATE exchange_progress SET done = %s, total = %s WHERE importation_id = %s"


class Tell(Protocol):
    """Told how many rows are done, of how many."""

    def __call__(self, done: int, total: int) -> None:
        """Note it."""


def silent(done: int, total: int) -> None:
    """Tell nobody: somebody waits for the answer anyway."""


@contextmanager
def told(importation: Importation) -> Iterator[Tell]:
    """Hand out what notes the rows done of this import, at most every half second."""
    beside = connection.copy()
    next_word = 0.0

    def tell(done: int, total: int) -> None:
        nonlocal next_word
        if time.monotonic() < next_word:
            return
        next_word = time.monotonic() + RHYTHM
        with beside.cursor() as cursor:
            cursor.execute(NOTE, [done, total, importation.pk])

    try:
        yield tell
    finally:
        beside.close()
