"""Evaluations: written by one side, shared with the other (DOMAIN §6)."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from amif_network.accounts.models import User
from amif_network.core.fingerprint import Overtaken
from amif_network.core.workflow import WrongState, advance

from ..evaluations import own_parties
from ..models import Evaluation, EvaluationItem
from ..models.choices import Edit, LogSubject, Role
from ..workflow import PARTNERSHIP
from .steps import locked_partnership, log

EDITED = ("as_of", "would_redo", "condition_fr", "condition_nl", "added_value_fr", "added_value_nl", "for_network")


@transaction.atomic
def write(
    evaluation: Evaluation, items: Sequence[Mapping[str, Any]], *, base: int, by: User, at: datetime.datetime
) -> Evaluation:
    """Save an evaluation, new or changed in memory, with `items` as all its sentences.

    `base`: the change of it that the form showed. Raises Overtaken when somebody else saved since, WrongState once it is shared,
    ValidationError where this side already has one of this day, PermissionDenied to whoever does not act for the side.
    """
    standing = _standing(evaluation, by=by)
    if standing is not None and standing.rev != base:
        raise Overtaken
    if standing is None:
        evaluation.written_by, evaluation.written_at = by, at
    else:
        evaluation.rev = standing.rev + 1
    evaluation.full_clean()
    evaluation.save(update_fields=None if standing is None else [*EDITED, "rev"])
    evaluation.items.all().delete()
    rows = [EvaluationItem(evaluation=evaluation, position=place, **values) for place, values in enumerate(items, 1)]
    EvaluationItem.objects.bulk_create(rows)
    _log(evaluation, Edit.RECORD if standing is None else Edit.CHANGE, by=by, at=at)
    return evaluation


@transaction.atomic
def share(evaluation: Evaluation, *, by: User, at: datetime.datetime) -> Evaluation:
    """Share an evaluation; done twice it is harmless. Raises as `write`."""
    standing = _standing(evaluation, by=by, shared=True)
    assert standing is not None
    if standing.shared_at is None:
        standing.shared_at = at
        standing.save(update_fields=["shared_at"])
        _log(standing, Edit.SHARE, by=by, at=at)
    return standing


@transaction.atomic
def withdraw(evaluation: Evaluation, *, by: User, at: datetime.datetime) -> Evaluation:
    """Take the sharing of an evaluation back, as long as no other side has read it. Raises ValidationError after that."""
    standing = _standing(evaluation, by=by, shared=True)
    assert standing is not None
    if read_by_others(standing):
        raise ValidationError(_("The other side can read it already: it stays shared. Write another one as of a later day."))
    if standing.shared_at is not None:
        standing.shared_at = None
        standing.save(update_fields=["shared_at"])
        _log(standing, Edit.WITHDRAW, by=by, at=at)
    return standing


def read_by_others(evaluation: Evaluation) -> bool:
    """Tell whether another side has shared too, so that both read each other."""
    if evaluation.shared_at is None:
        return False
    others = Evaluation.objects.filter(partnership=evaluation.partnership_id, shared_at__isnull=False)
    others = others.exclude(party=evaluation.party_id)
    return (others if evaluation.party.role == Role.HOST else others.filter(party__role=Role.HOST)).exists()


def _standing(evaluation: Evaluation, *, by: User, shared: bool = False) -> Evaluation | None:
    """Lock the partnership and the evaluation as it stands; None for a new one."""
    partnership = locked_partnership(evaluation.partnership, by=by)
    advance(PARTNERSHIP, "evaluate", partnership, by=by)
    if not by.is_coordinating and not own_parties(by).filter(pk=evaluation.party_id).exists():
        raise PermissionDenied
    if evaluation.pk is None:
        return None
    standing = Evaluation.objects.select_for_update(of=("self",), no_key=True).select_related("party", "partnership")
    found = standing.get(pk=evaluation.pk)
    if found.shared_at is not None and not shared:
        raise WrongState(_("It is shared by now: take the sharing back before you change it."))
    return found


def _log(evaluation: Evaluation, action: str, *, by: User, at: datetime.datetime) -> None:
    """Write that something was done, and nothing of what was said: the log is read by more people than the evaluation."""
    state = evaluation.partnership.state
    log(
        evaluation.partnership, LogSubject.EVALUATION, action, state, state, by=by, at=at, party=_between(evaluation),
        about=evaluation,
    )  # fmt: skip


def _between(evaluation: Evaluation) -> Any:
    return evaluation.party if evaluation.party.role == Role.PARTNER else None
