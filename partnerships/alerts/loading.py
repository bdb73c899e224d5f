"""Load the facts of many partnerships at once: a fixed number of queries, sums made by the database, no model instances.

Of a partnership a partner sees what stands between it and the host (`RowsBetweenTwo`): its facts are loaded accordingly.
"""

import datetime
from typing import Any

from amif_network.accounts.models import Role as UserRole
from amif_network.accounts.models import User
from amif_network.alerts.alert import Name

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
    visible = Partnership.objects.visible_to(user).exclude(state=Formal.ABANDONED)
    return load(visible, user, day, whole=user.is_coordinating)


def load(partnerships: Any, user: User, day: datetime.date, *, whole: bool = False) -> list[Facts]:
    """Return the facts of `partnerships` on `day` as `user` may see them; `whole`: these are all there are."""
    rows = list(partnerships.order_by("code", "pk").values_list(*COLUMNS))
    own = _own(user)
    keys = None if whole else [row[0] for row in rows]
    every, scope = Scope(keys, None), Scope(keys, None if user.is_coordinating else sorted(own))
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


def _own(user: User) -> frozenset[int]:
    """Return the parties for which a member acts."""
    if user.role != UserRole.MEMBER:
        return frozenset()
    return frozenset(Party.objects.filter(organisation__in=user.organisation_keys()).order_by().values_list("pk", flat=True))
