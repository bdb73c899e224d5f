"""The lists of the quarter: an organisation says who still needs access, who leads the network ends the rest."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from amif_network.core.requests import posted, require_form

from .. import actions
from ..forms_access import ReviewForm
from ..models import AccessReview, AccessReviewAnswer, ReviewChoice, Role, User
from ..roles import account_steps, coordinator

PAGE_SIZE = 50


@require_safe
def reviews(request: HttpRequest) -> HttpResponse:
    """List what is to be confirmed and to be carried out, then what is settled."""
    user = _reader(request)
    visible = AccessReview.objects.visible_to(user).select_related("organisation", "confirmed_by__person")
    context = {
        "waiting": visible.filter(confirmed_at=None),
        "leaving": _leaving(user) if user.is_coordinating else [],
        "page": Paginator(visible.exclude(confirmed_at=None), PAGE_SIZE).get_page(request.GET.get("page")),
    }
    return render(request, "accounts/reviews.html", context)


@require_form
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the list of one organisation, and take what is said of each account."""
    user = _reader(request)
    visible = AccessReview.objects.visible_to(user).select_related("organisation", "confirmed_by__person")
    found = get_object_or_404(visible, pk=pk)
    accounts = list(actions.accounts_of(found.organisation, timezone.localdate())) if found.confirmed_at is None else []
    form = ReviewForm(posted(request), accounts=accounts)
    try:
        if request.method == "POST":
            actions.refuse_confirmed(found)
        if request.method == "POST" and form.is_valid():
            actions.confirm(found, answers=form.answers(), by=user, at=timezone.now())
            messages.success(request, _("Thank you: the list is confirmed."))
            return redirect(found)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect(found)
    answers = found.answers.select_related("user__person", "done_by__person")
    context = {"review": found, "form": form, "answers": answers}
    return render(request, "accounts/review.html", context, status=422 if form.errors else 200)


@require_POST
def carry_out(request: HttpRequest, pk: int) -> HttpResponse:
    """End the access of an account that its organisation says needs none any more."""
    user, answer = coordinator(request), get_object_or_404(AccessReviewAnswer, pk=pk)
    try:
        actions.carry_out(answer, by=user, at=timezone.now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The affiliation has ended, and with it the access that rested on it."))
    return redirect("access:reviews")


def _reader(request: HttpRequest) -> User:
    """Return who asks. Raises PermissionDenied for observers, who answer for nobody."""
    assert isinstance(request.user, User)
    if request.user.role == Role.OBSERVER:
        raise PermissionDenied
    return request.user


def _leaving(user: User) -> list[tuple[AccessReviewAnswer, bool]]:
    """Return the answers that have still to be carried out, the oldest first, and whether `user` may do it."""
    open_still = AccessReviewAnswer.objects.filter(choice=ReviewChoice.LEAVES, done_at=None)
    answers = open_still.select_related("user__person", "review__organisation", "review__confirmed_by__person")
    return [(answer, "end" in account_steps(user, answer.user)) for answer in answers]
