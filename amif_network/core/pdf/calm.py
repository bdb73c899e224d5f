"""The garbage collector, kept from walking again and again through what grows while a document is made."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def calm_memory() -> Iterator[None]:
    """Leave garbage that refers to itself lying for the time of the context."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
