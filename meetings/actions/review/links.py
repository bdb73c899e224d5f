"""Close the links that were mailed for a review, when one went astray."""

import datetime

from django.db import transaction

from amif_network.accounts.models import User
from amif_network.core.workflow import advance

from ... import review_links
from ...models import ReviewRequest
from ...models.choices import LogSubject
from ...workflow import REVIEW
from ..steps import log
from .locks import locked_minutes


@transaction.atomic
def withdraw_links(request: ReviewRequest, *, email: str, by: User, at: datetime.datetime) -> int:
    """Close every link of this review that was mailed to `email`, and return how many there were.

    Raises PermissionDenied. The next mail to this address carries a new link.
    """
    locked_minutes(request.circulation.minutes_id)
    locked = (
        ReviewRequest.objects.select_for_update(of=("self",)).select_related("circulation__minutes__meeting").get(pk=request.pk)
    )
    state, _same = advance(REVIEW, "withdraw_link", locked, by=by)
    closed = review_links.revoke(locked, email, at)
    meeting = locked.circulation.minutes.meeting
    log(meeting, LogSubject.REVIEW, "withdraw_link", state, state, by=by, at=at, comment=email, about=locked.pk)
    return closed
