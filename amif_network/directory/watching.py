"""Whoever must know when somebody's affiliations change, without the directory knowing them."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from amif_network.directory.models import Person


@contextmanager
def watched(person: Person, *, by: object) -> Iterator[None]:
    """Change affiliations of `person` while those look on whom settings.AFFILIATION_WATCHERS names.

    Each is a context manager called with the person and who changes something. Raises ValidationError, and undoes the
    change, where one of them refuses it.
    """
    with transaction.atomic(), ExitStack() as watchers:
        for path in settings.AFFILIATION_WATCHERS:
            watchers.enter_context(import_string(path)(person, by=by))
        yield
