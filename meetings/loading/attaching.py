"""Where rows of a relation between many and many are found once they came."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import Model

from amif_network.core.questions import put


def attach_pairs(owners: Iterable[Model], name: str, rows: Sequence[Model], pairs: Iterable[tuple[int, int]]) -> None:
    """Put `rows`, in their order, where the manager `name` of their owners finds them; `pairs`: the keys of owner and row."""
    owned: dict[int, set[int]] = defaultdict(set)
    for owner_key, row_key in pairs:
        owned[owner_key].add(row_key)
    owners = list(owners)
    if owners:
        shape = getattr(type(owners[0]), name).field.related_model._default_manager.all()
        for owner in owners:
            put(owner, name, [row for row in rows if row.pk in owned[owner.pk]], shape)
