"""The rows of a review that a step locks, always in this order: the minutes, the request, the remark."""

from django.utils.translation import gettext as _

from amif_network.core.workflow import WrongState

from ...models import Minutes, Remark, ReviewRequest


def locked_minutes(pk: int) -> Minutes:
    """Lock minutes and return them as they stand."""
    return Minutes.objects.select_for_update(of=("self",)).select_related("meeting").get(pk=pk)


def locked_request(request: ReviewRequest) -> ReviewRequest:
    """Lock the minutes and a request of their last round. Raises WrongState for one of an earlier round."""
    locked_minutes(request.circulation.minutes_id)
    related = ("circulation__minutes__meeting", "organisation")
    locked = ReviewRequest.objects.select_for_update(of=("self",)).select_related(*related).get(pk=request.pk)
    if not ReviewRequest.objects.current().filter(pk=request.pk).exists():
        raise WrongState(_("A later round of review has begun. Nothing was changed in this one."))
    return locked


def locked_remark(remark: Remark) -> Remark:
    """Lock the minutes and a remark about them."""
    locked_minutes(remark.request.circulation.minutes_id)
    related = ("request__circulation__minutes__meeting", "request__organisation", "section")
    return Remark.objects.select_for_update(of=("self",)).select_related(*related).get(pk=remark.pk)
