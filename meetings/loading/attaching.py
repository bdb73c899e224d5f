"""Where rows of a relation between many and many are found once they came."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Model


def attach_pairs(owners: Iterable[Model], name: str, rows: Sequence[Model], pairs: Iterable[tuple[int, int]]) -> None:
    """Put `rows`, in their order, where the manager `name` of their owners finds them; `pairs`: the keys of owner and row."""
    owned: dict[int, set[int]] = defaultdict(set)
    for owner_key, row_key in pairs:
        owned[owner_key].add(row_key)
    for owner in owners:
        loaded: Any = getattr(type(owner), name).field.related_model._default_manager.all()
        loaded._result_cache, loaded._prefetch_done = [row for row in rows if row.pk in owned[owner.pk]], True
        known: Any = owner
        known._prefetched_objects_cache = {**getattr(owner, "_prefetched_objects_cache", {}), name: loaded}
