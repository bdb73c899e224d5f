"""Remind organisations of a review, and hand over to the coordinator when the deadline has passed (UX §5).

What is to be done follows from what stands: how far the deadline is, whether the organisation opened its page or
answered, and which mails were made for this deadline. So it may run at any time, as often as one likes, and after
days in which it did not run it does the latest step only. A deadline that is extended starts anew.
"""

import datetime
from enum import StrEnum

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from amif_network.core.workdays import FIRST_HOUR
from amif_network.outbox.actions import call_back
from amif_network.outbox.models import OutgoingMail

from ..mails import reminders, review
from ..models import Circulation, Minutes, ReviewRequest
from ..models.choices import MinutesState
from ..models.review import ReviewRequestQuerySet

# Days before the deadline.
NOT_OPENED, NOT_ANSWERED = 5, 2
# Whoever was asked less than so many days ago is only reminded on the last day.
GRACE = 2
UNDER_REVIEW = (MinutesState.IN_REVIEW, MinutesState.INCORPORATING)


class Step(StrEnum):
    """What an organisation, or the coordinator, is told."""

    NOT_OPENED = "unopened"
    NOT_ANSWERED = "unanswered"
    LAST_DAY = "last-day"
    HAND_OVER = "hand-over"


def remind(*, at: datetime.datetime) -> None:
    """Send the reminders that are due at the moment `at`; part of the due work of the portal."""
    today = timezone.localdate(at)
    if timezone.localtime(at).hour < FIRST_HOUR:
        return
    soon = _awaited().filter(deadline__gte=today, deadline__lte=today + datetime.timedelta(days=NOT_OPENED))
    for request_id in soon.order_by("pk").values_list("pk", flat=True):
        _remind_one(request_id, at=at, today=today)
    late = _awaited().filter(deadline__lt=today).order_by("circulation", "deadline")
    for circulation_id, deadline in late.values_list("circulation", "deadline").distinct():
        _hand_over(circulation_id, deadline, at=at)


def step_due(request: ReviewRequest, today: datetime.date) -> Step | None:
    """Return the step that an awaited `request` has reached on the day `today`; None while nothing is to be said."""
    left = (request.deadline - today).days
    if left < 0:
        return Step.HAND_OVER
    asked_ago = (today - timezone.localdate(request.circulation.circulated_at)).days
    if left == 0:
        return Step.LAST_DAY if asked_ago else None
    if asked_ago < GRACE:
        return None
    if left <= NOT_ANSWERED:
        return Step.NOT_ANSWERED
    return Step.NOT_OPENED if left <= NOT_OPENED and request.opened_at is None else None


def call_back_needless(minutes: Minutes) -> int:
    """Call back what waits to be sent although its deadline, or the answer, is awaited no more; return how many mails.

    To be called by every step that answers, records, postpones or closes, in its transaction.
    """
    holding = Q(pk=None)
    for request in _awaited().filter(circulation__minutes=minutes):
        for stem in (reminders.stem(request), reminders.stem_of_hand_over(request.circulation_id, request.deadline)):
            holding |= Q(key__startswith=stem)
    about = OutgoingMail.objects.filter(topic=reminders.TOPIC, about=f"meeting:{minutes.meeting_id}")
    return call_back(about.exclude(holding))


def _awaited() -> ReviewRequestQuerySet:
    """Return the requests that wait for an answer while the minutes are under review."""
    return ReviewRequest.objects.awaited().filter(circulation__minutes__state__in=UNDER_REVIEW)


@transaction.atomic
def _remind_one(request_id: int, *, at: datetime.datetime, today: datetime.date) -> None:
    """Remind one organisation, unless it answers at this moment or was reminded already."""
    request = _awaited().select_for_update(of=("self",)).filter(pk=request_id).first()
    step = step_due(request, today) if request is not None else None
    if request is None or step is None or step == Step.HAND_OVER or reminders.was_reminded(request, step):
        return
    review.reminder(request, step=step, site=settings.PORTAL_ADDRESS, at=at)


@transaction.atomic
def _hand_over(circulation_id: int, deadline: datetime.date, *, at: datetime.datetime) -> None:
    """Tell the coordinator once which organisations of a round let this deadline pass."""
    circulation = Circulation.objects.select_related("minutes__meeting", "circulated_by__person").get(pk=circulation_id)
    late = _awaited().filter(circulation=circulation, deadline=deadline).select_related("organisation")
    organisations = [request.organisation for request in late.order_by("organisation__sort_fr", "pk")]
    if organisations and not reminders.was_handed_over(circulation, deadline):
        reminders.handed_over(circulation, organisations, deadline=deadline, site=settings.PORTAL_ADDRESS, at=at)
