"""Requests for corrections, for whoever leads the network; and the way to everything else of privacy."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from amif_network.accounts.roles import coordinator
from amif_network.core.workflow import CommentRequired, WrongState, allowed

from .. import correcting
from ..forms import AnswerForm
from ..models import CorrectionRequest
from ..workflow import CORRECTION


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """List the requests for corrections, those that wait first."""
    requests = CorrectionRequest.objects.visible_to(coordinator(request)).for_list()
    waiting = [one for one in requests if one.state == CorrectionRequest.State.OPEN]
    settled = [one for one in requests if one.state != CorrectionRequest.State.OPEN]
    return render(request, "privacy/overview.html", {"waiting": waiting, "settled": settled})


@require_safe
def correction(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one request, and take the answer."""
    one = get_object_or_404(CorrectionRequest.objects.visible_to(coordinator(request)).for_list(), pk=pk)
    return _page(request, one, AnswerForm())


@require_POST
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that the record was corrected."""
    return _settle(request, pk, "correct")


@require_POST
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Say why the record stays as it is."""
    return _settle(request, pk, "refuse")


def _settle(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    user = coordinator(request)
    one = get_object_or_404(CorrectionRequest.objects.visible_to(user).for_list(), pk=pk)
    form = AnswerForm(request.POST)
    if form.is_valid():
        try:
            correcting.settle(one, action, by=user, answer=form.cleaned_data["answer"], at=timezone.now())
        except CommentRequired as error:
            form.add_error("answer", str(error))
        except WrongState:
            one.refresh_from_db()
            form.add_error(None, _("Somebody settled this request meanwhile; your answer was not sent."))
            return _page(request, one, form, status=409)
        else:
            messages.success(request, _("The request is settled; the person gets a mail and reads the answer on their own page."))
            return redirect("privacy:overview")
    return _page(request, one, form)


def _page(request: HttpRequest, one: CorrectionRequest, form: AnswerForm, status: int = 200) -> HttpResponse:
    context = {"correction": one, "form": form, "can": allowed(CORRECTION, request.user, one)}
    return render(request, "privacy/correction.html", context, status=status)
