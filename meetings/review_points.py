"""What is open in the review of minutes, for the page that approves them."""

from dataclasses import dataclass

from .models import Circulation, Minutes, Remark, ReviewRequest


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
