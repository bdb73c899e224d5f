"""What is open in the review of minutes, for the page that approves them and for the first page of coordinators."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from .models import Circulation, Minutes, Remark, ReviewRequest
from .models.choices import UNAPPROVED


@dataclass(frozen=True, slots=True)
class ReviewPoints:
    """Remarks of any round without an outcome, organisations whose answer to the last round is awaited, no round at all."""

    unsettled: list[Remark]
    awaited: list[ReviewRequest]
    never_circulated: bool

    def __bool__(self) -> bool:
        return bool(self.unsettled or self.awaited or self.never_circulated)


def review_points(minutes: Minutes) -> ReviewPoints:
    """Return what is open in the review of `minutes`; three queries."""
    remarks = Remark.objects.unsettled().filter(request__circulation__minutes=minutes)
    awaited = ReviewRequest.objects.awaited().filter(circulation__minutes=minutes).select_related("organisation")
    return ReviewPoints(
        unsettled=list(remarks.for_list().prefetch_related("section__texts")),
        awaited=list(awaited.order_by("organisation__sort_fr", "pk")),
        never_circulated=not Circulation.objects.filter(minutes=minutes).exists(),
    )


def reviews_waiting(today: datetime.date) -> Any:
    """Return the unapproved minutes whose review waits for a coordinator, the oldest meeting first.

    Annotated with `unsettled`, the remarks without an outcome, and `late`, the organisations of the last round that did not
    answer in time. (Any: type checkers do not know the fields that annotations add.)
    """
    sent = Remark.objects.unsettled().filter(request__circulation__minutes=OuterRef("pk"))
    late = ReviewRequest.objects.awaited().filter(circulation__minutes=OuterRef("pk"), deadline__lt=today)
    counted = Minutes.objects.filter(state__in=UNAPPROVED).annotate(unsettled=_number(sent), late=_number(late))
    return counted.filter(Q(unsettled__gt=0) | Q(late__gt=0)).select_related("meeting").order_by("meeting__date", "pk")


def _number(rows: QuerySet) -> Coalesce:
    """Count rows that refer to the outer query."""
    counted = rows.order_by().annotate(all=Value(1)).values("all").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
