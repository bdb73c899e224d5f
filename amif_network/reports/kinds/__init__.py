"""The kinds of reports, as settings.REPORT_KINDS lists them: the most asked for first."""

from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from .kind import TYPES, Asked, Content, Kind, Part, Pieces, Unbuildable

__all__ = ["TYPES", "Asked", "Content", "Kind", "Part", "Pieces", "Unbuildable", "kinds"]


def kinds() -> dict[str, Kind]:
    """Return every kind by its key."""
    return _kinds(tuple(settings.REPORT_KINDS))


@cache
def _kinds(paths: tuple[str, ...]) -> dict[str, Kind]:
    return {kind.key: kind for kind in map(import_string, paths)}
