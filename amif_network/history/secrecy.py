"""Which events exist for whom: the history tells nobody what the pages keep from them."""

from collections.abc import Callable
from typing import Any

from django.db.models import F, Model, Q, QuerySet

from amif_network.accounts.models import User
from partnerships.models import Evaluation, EvaluationItem

from .models import recorded


def _shared_or_own(user: User) -> Q:
    """An evaluation is its author's until it is shared (`partnerships.evaluations`); so are its drafts for ever."""
    return Q(shared_at__isnull=False) | Q(written_by=user)


def _of_shared_or_own(user: User) -> Q:
    """The sentences of an evaluation, from when on it was shared."""
    return Q(evaluation__shared_at__lte=F("pgh_created_at")) | Q(evaluation__written_by=user)


KEPT_BACK: dict[type[Model], Callable[[User], Q]] = {Evaluation: _shared_or_own, EvaluationItem: _of_shared_or_own}


def events(model: type[Model], user: User) -> QuerySet[Any]:
    """Return the events of a kind of record that exist for `user`: for whoever coordinates nearly all, for others none."""
    found = recorded(model)
    if not user.is_coordinating:
        return found.none()
    return found.filter(KEPT_BACK[model](user)) if model in KEPT_BACK else found
