"""Load the facts of many partnerships at once: a fixed number of queries, sums made by the database, no model instances.

Of a partnership a partner sees what stands between it and the host (`RowsBetweenTwo`): its facts are loaded accordingly.
"""

import datetime
from collections.abc import Collection
from typing import Any

from amif_network.accounts.models import Role as UserRole
from amif_network.accounts.models import User
from amif_network.accounts.questions import ReaderQuestion
from amif_network.alerts.alert import Name
from amif_network.core.questions import Ask, Question

from ..models import Partnership, Party
from ..models.choices import Formal
from . import loading_money, loading_people
from .facts import Facts
from .scope import Scope

COLUMNS = (
    "pk", "code", "title_fr", "title_nl", "state", "starts_on", "ends_on", "forms", "end_reason", "project_id", "successor__pk",
)  # fmt: skip


def of_reader(user: User, day: datetime.date) -> list[Facts]:
    """Return the facts of every partnership that exists for `user`, but those that were given up."""
    rows = _visible(user)
    return _facts(rows, None if user.is_coordinating else [row[0] for row in rows], user, day)


def load(keys: list[int], user: User, day: datetime.date) -> list[Facts]:
    """Return the facts of the partnerships with these keys, which exist for `user`, on `day` as `user` may see them."""
    return _facts(_named(keys), keys, user, day)


def asks(keys: list[int], user: User, day: datetime.date) -> list[Ask]:
    """Return what `load` asks of the database."""
    every, scope = _scopes(keys, user, _own(user))
    return [_named.of(keys), *loading_people.asks(every, scope, day), *loading_money.asks(every, scope, day)]


def asks_of_reader(user: User) -> list[Ask]:
    """Return what `asks` itself has to know."""
    return [_parties.of(user)] if user.role == UserRole.MEMBER else []


@ReaderQuestion
def _visible(reader: User) -> Any:
    visible = Partnership.objects.visible_to(reader).exclude(state=Formal.ABANDONED)
    return visible.order_by("code", "pk").values_list(*COLUMNS)


@Question
def _named(keys: list[int]) -> Any:
    return Partnership.objects.filter(pk__among=keys).order_by("code", "pk").values_list(*COLUMNS)


def _facts(rows: list[Any], keys: list[int] | None, user: User, day: datetime.date) -> list[Facts]:
    """Return the facts of `rows`; `keys`: theirs (None: these are all partnerships there are)."""
    own = _own(user)
    every, scope = _scopes(keys, user, own)
    people = loading_people.load(every, scope, day)
    money = loading_money.load(every, scope, day)
    return [
        Facts(
            pk, code, Name(title_fr, title_nl), state, starts_on, ends_on, forms, successor is not None, bool(end_reason),
            None if project is None else project in people.decreed, people.written.get(pk), people.parties[pk],
            people.documents[pk], money.budgets[pk], money.claims[pk], money.failed[pk], money.receipts[pk],
            people.immersions[pk], people.committees[pk], own, user.is_coordinating,
        )
        for pk, code, title_fr, title_nl, state, starts_on, ends_on, forms, end_reason, project, successor in rows
    ]  # fmt: skip


def _scopes(keys: list[int] | None, user: User, own: Collection[int]) -> tuple[Scope, Scope]:
    """Return the scope of rows that every reader of a partnership may know of, and that of rows between the reader's parties."""
    return Scope(keys, None), Scope(keys, None if user.is_coordinating else sorted(own))


def _own(user: User) -> frozenset[int]:
    """Return the parties for which a member acts."""
    if user.role != UserRole.MEMBER:
        return frozenset()
    return frozenset(_parties(user))


@ReaderQuestion
def _parties(reader: User) -> Any:
    return Party.objects.filter(organisation__in=reader.organisation_keys()).order_by().values_list("pk", flat=True)
