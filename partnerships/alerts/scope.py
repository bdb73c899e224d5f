"""Whose rows are loaded for alerts, and how they are asked for: in SQL that is written once."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.db.models import Q
from django.utils import timezone

from amif_network.core.questions import Ask, Question

from ..models import Party
from ..models.choices import Role

# A day is one of Belgium, whoever asks: SQL that is written once knows no other.
ZONE = timezone.get_default_timezone()


class Scope(NamedTuple):
    """Of which partnerships rows are loaded (None: of all), and for the parties of which reader (None: of all parties)."""

    keys: list[int] | None
    own: list[int] | None

    def of(self, model: Any, path: str = "partnership") -> Any:
        """Return the rows of the partnerships; `path` leads to the partnership."""
        rows = model.objects.order_by()
        return rows if self.keys is None else rows.filter(**{f"{path}__among": self.keys})

    def between(self, model: Any, path: str = "partnership", party: str = "party") -> Any:
        """Return the rows that stand between the host and a partner, one of them the reader's; `party` leads to the partner."""
        rows = self.of(model, path)
        if self.own is None:
            return rows
        hosted = Party.objects.filter(role=Role.HOST, pk__among=self.own).values("partnership")
        return rows.filter(Q(**{f"{party}__among": self.own}) | Q(**{f"{path}__in": hosted}))

    def for_all_parties(self) -> "Scope":
        """Return the same partnerships, for the parties of all readers."""
        return self._replace(own=None)


class asked:  # noqa: N801  # a decorator
    """Let a function that returns the query set of a scope, and of values such as days, return its rows.

    It must use what a scope holds: `between` where the scope is of one reader, else `of`.
    """

    def __init__(self, build: Callable[..., Any]) -> None:
        self.build = build
        self.question: Question[Any] = Question(self._written)

    def __call__(self, scope: Scope, *values: Any) -> list[Any]:
        """Return the rows."""
        return self.of(scope, *values).answer()

    def of(self, scope: Scope, *values: Any) -> Ask:
        """Return the question, to be asked ahead with others."""
        given = [one for one in scope if one is not None]
        return self.question.of(*given, *values, whole=scope.keys is None, everybody=scope.own is None)

    def _written(self, *values: Any, whole: bool, everybody: bool) -> Any:
        rest = list(values)
        keys = None if whole else rest.pop(0)
        own = None if everybody else rest.pop(0)
        return self.build(Scope(keys, own), *rest)
