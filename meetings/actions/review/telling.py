"""Tell organisations what became of their remarks: each outcome once, also before all have theirs (UX §5)."""

import datetime

from django.db import transaction
from django.db.models import QuerySet

from amif_network.accounts.models import User
from amif_network.core.workflow import advance
from amif_network.outbox.models import OutgoingMail

from ...mails import review as mails
from ...models import Minutes, Remark, ReviewRequest
from ...models.choices import LogSubject
from ...workflow import REVIEW
from ..steps import log
from .locks import locked_minutes


def to_be_told(minutes: Minutes) -> QuerySet[ReviewRequest]:
    """Return the requests of all rounds whose organisation does not know all its outcomes yet."""
    untold = Remark.objects.untold().filter(request__circulation__minutes=minutes)
    found = ReviewRequest.objects.filter(pk__in=untold.values("request")).select_related(
        "organisation", "circulation__minutes__meeting"
    )
    return found.defer("circulation__content").order_by("organisation__sort_fr", "pk")


@transaction.atomic
def tell_outcomes(minutes: Minutes, *, by: User, at: datetime.datetime, site: str) -> list[ReviewRequest]:
    """Mail every organisation the outcomes it has not been told; return the requests of those who were told something.

    Who cannot be reached is told later. Raises PermissionDenied for whoever does not coordinate.
    """
    locked = locked_minutes(minutes.pk)
    told = []
    for request in to_be_told(locked):
        state, _same = advance(REVIEW, "tell_outcomes", request, by=by)
        if tell(request, site=site, at=at):
            name, key = str(request.organisation), request.pk
            log(locked.meeting, LogSubject.REVIEW, "tell_outcomes", state, state, by=by, at=at, comment=name, about=key)
            told.append(request)
    return told


def tell(request: ReviewRequest, *, site: str, at: datetime.datetime) -> list[OutgoingMail]:
    """Mail an organisation the outcomes it does not know yet; call it with the minutes locked. Without readers none is told."""
    sent = mails.outcomes(request, site=site, at=at)
    if sent:
        request.remarks.untold().update(told_at=at)
    return sent
