"""One kind of object that the API gives out: everything that views, document and help page know of it."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db.models import F, Model, OuterRef, Subquery
from django.db.models.expressions import Combinable
from django.db.models.functions import Greatest
from django.utils.functional import Promise

from amif_network.accounts.models import Scope, User
from amif_network.history.models import recorded

from ..fields import Fields
from ..parameters import PAGING, Parameters, Rows


@dataclass(frozen=True, slots=True)
class Resource:
    """A kind of object: its name in the singular, scope, fields, filters, and the rows that exist for a reader."""

    name: str
    title: Promise
    about: Promise
    scope: Scope
    # Starts from `visible_to`; annotated with `updated`, and loaded with all that the fields read.
    rows: Callable[[User], Rows]
    fields: Fields
    filters: Parameters = field(default_factory=dict)

    @property
    def plural(self) -> str:
        """What its list is called."""
        return f"{self.name}s"

    @property
    def parameters(self) -> Parameters:
        """Everything that its list may be asked with."""
        return {**self.filters, **PAGING}


def changed(*parts: tuple[type[Model], str]) -> Combinable:
    """Return when something of a row last changed, by the history of the kinds of `parts`, each with its path to the row."""
    last = [
        Subquery(recorded(model).filter(**{path: OuterRef("pk")}).order_by("-pgh_created_at").values("pgh_created_at")[:1])
        for model, path in parts
    ]
    # Of several the latest; PostgreSQL passes over what is unknown.
    return Greatest(*last) if len(last) > 1 else last[0]


PUBLISHED = F("published_at")
