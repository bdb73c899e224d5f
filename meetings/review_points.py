"""What is open in the review of minutes, for the page that approves them and for the first page of coordinators."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
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


def counted_reviews(today: datetime.date) -> Any:
    """Return all minutes annotated with `unsettled`, the remarks without an outcome, and `late`, the organisations of the last
    round that did not answer in time, both while they are not approved. (Any: type checkers do not know these fields.)
    """
    sent = Remark.objects.unsettled().filter(request__circulation__minutes=OuterRef("pk"))
    late = ReviewRequest.objects.awaited().filter(circulation__minutes=OuterRef("pk"), deadline__lt=today)
    open_now = Q(state__in=UNAPPROVED)
    return Minutes.objects.annotate(
        unsettled=Case(When(open_now, then=_number(sent)), default=0), late=Case(When(open_now, then=_number(late)), default=0)
    )


def _number(rows: QuerySet) -> Coalesce:
    """Count rows that refer to the outer query."""
    counted = rows.order_by().annotate(all=Value(1)).values("all").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
