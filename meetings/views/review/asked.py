"""What reviews are asked of the organisations somebody acts for; and, for coordinators, the links that lead to one."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from amif_network.accounts.models import User
from amif_network.core.workflow import allowed

from ...actions.review.links import withdraw_links
from ...models import ReviewRequest
from ...workflow import REVIEW

PAGE_SIZE = 25


@require_safe
def reviews(request: HttpRequest) -> HttpResponse:
    """List the reviews that exist for the person: first what waits for an answer, by deadline, then the others, latest first."""
    assert isinstance(request.user, User)
    found = ReviewRequest.objects.visible_to(request.user).for_overview()
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "today": timezone.localdate(), "own": not request.user.is_coordinating}
    return render(request, "meetings/answering/reviews.html", context)


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Close the links that were mailed to one address; 404 for one that none was mailed to."""
    assert isinstance(request.user, User)
    review = get_object_or_404(ReviewRequest.objects.visible_to(request.user), pk=pk)
    if "withdraw_link" not in allowed(REVIEW, request.user, review):
        raise PermissionDenied
    email = request.POST.get("email", "")
    if email not in set(review.links.values_list("email", flat=True)):
        raise Http404
    closed = withdraw_links(review, email=email, by=request.user, at=timezone.now())
    said = ngettext("%(count)d link was withdrawn.", "%(count)d links were withdrawn.", closed)
    messages.success(request, said % {"count": closed})
    return redirect("meetings:review", pk)
