"""Whose rows are loaded for alerts."""

from typing import Any, NamedTuple

from django.db.models import Q

from ..models import Party
from ..models.choices import Role


class Scope(NamedTuple):
    """Of which partnerships rows are loaded (None: of all), and for the parties of which reader (None: of all parties)."""

    keys: list[int] | None
    own: frozenset[int] | None

    def of(self, model: Any, path: str = "partnership") -> Any:
        """Return the rows of the partnerships; `path` leads to the partnership."""
        rows = model.objects.order_by()
        return rows if self.keys is None else rows.filter(**{f"{path}__in": self.keys})

    def between(self, model: Any, path: str = "partnership", party: str = "party") -> Any:
        """Return the rows that stand between the host and a partner, one of them the reader's; `party` leads to the partner."""
        rows = self.of(model, path)
        if self.own is None:
            return rows
        hosted = Party.objects.filter(role=Role.HOST, pk__in=self.own).values("partnership")
        return rows.filter(Q(**{f"{party}__in": self.own}) | Q(**{f"{path}__in": hosted}))
