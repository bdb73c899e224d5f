"""What the portal holds on oneself: take it along, have it corrected."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from amif_network.accounts.models import User
from amif_network.core.requests import require_form

from .. import correcting
from ..forms import CorrectionForm
from ..models import CorrectionRequest
from ..subject import Subject
from .file import given_out


@require_form
def mine(request: HttpRequest) -> HttpResponse:
    """Show what one may do about one's own data; take a request for a correction."""
    assert isinstance(request.user, User)
    form = CorrectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        correcting.ask(by=request.user, words=form.cleaned_data["words"], at=timezone.now())
        messages.success(request, _("Your request is with the network's coordinators. Their answer will stand here."))
        return redirect("privacy:mine")
    context = {"form": form, "asked": CorrectionRequest.objects.filter(asked_by=request.user).for_list()}
    return render(request, "privacy/mine.html", context)


@require_POST
def my_file(request: HttpRequest) -> HttpResponse:
    """Give out all that is held on oneself."""
    assert isinstance(request.user, User)
    return given_out(request, Subject.of(request.user))
