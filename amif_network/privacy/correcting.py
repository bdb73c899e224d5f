"""Ask for a correction of one's record, and settle such a request."""

import datetime

from django.db import transaction

from amif_network.accounts.models import User
from amif_network.core.workflow import advance

from . import mails
from .models import CorrectionRequest
from .workflow import CORRECTION


@transaction.atomic
def ask(*, by: User, words: str, at: datetime.datetime) -> CorrectionRequest:
    """Ask for a correction, and tell whoever administers. The same words twice, while they wait, are one request."""
    waiting = CorrectionRequest.objects.waiting().filter(asked_by=by, words=words).first()
    if waiting is not None:
        return waiting
    request = CorrectionRequest.objects.create(asked_by=by, words=words, asked_at=at)
    mails.asked(request, at=at)
    return request


@transaction.atomic
def settle(request: CorrectionRequest, action: str, *, by: User, answer: str, at: datetime.datetime) -> CorrectionRequest:
    """Say what became of a request, "correct" or, with a reason, "refuse", and tell who asked.

    Raises WrongState where somebody settled it meanwhile, CommentRequired for a refusal without a reason.
    """
    locked = CorrectionRequest.objects.select_for_update().get(pk=request.pk)
    locked.answer, locked.settled_by, locked.settled_at = answer, by, at
    advance(CORRECTION, action, locked, by=by, comment=answer, saving=("answer", "settled_by", "settled_at"))
    mails.settled(locked, at=at)
    return locked
