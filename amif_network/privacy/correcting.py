"""Ask for a correction of one's record, and settle such a request."""

import datetime

from django.db import transaction

from amif_network.accounts.models import User
from amif_network.core.workflow import advance

from .models import CorrectionRequest
from .workflow import CORRECTION


def ask(*, by: User, words: str, at: datetime.datetime) -> CorrectionRequest:
    """Ask the network's coordinators for a correction. The same words twice, while they wait, are one request."""
    waiting = CorrectionRequest.objects.waiting().filter(asked_by=by, words=words).first()
    return waiting or CorrectionRequest.objects.create(asked_by=by, words=words, asked_at=at)


@transaction.atomic
def settle(request: CorrectionRequest, action: str, *, by: User, answer: str, at: datetime.datetime) -> CorrectionRequest:
    """Say what became of a request: "correct" or, with a reason, "refuse".

    Raises WrongState where somebody settled it meanwhile, CommentRequired for a refusal without a reason.
    """
    locked = CorrectionRequest.objects.select_for_update().get(pk=request.pk)
    locked.answer, locked.settled_by, locked.settled_at = answer, by, at
    advance(CORRECTION, action, locked, by=by, comment=answer, saving=("answer", "settled_by", "settled_at"))
    return locked
