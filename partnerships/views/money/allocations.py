"""Allocations of the authority's payments to a partnership: one more, or one taken back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from amif_network.accounts.models import User
from amif_network.core.requests import posted

from ...actions import allocations as actions
from ...forms.claims import put_errors
from ...forms.money import AllocationForm, TakeBackForm
from ...models import Allocation
from ...payments import free_payments
from ..scope import partnership_for
from .scope import require_form


@require_form
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """Mean a part of a payment for the partnership: proposed is all that is left of the first one."""
    assert isinstance(request.user, User)
    partnership, _can = partnership_for(request, pk, "allocate")
    payments = free_payments(partnership.project_id)
    form = AllocationForm(posted(request), payments=payments)
    if request.method == "POST" and form.is_valid():
        try:
            actions.allocate(partnership, **form.cleaned_data, by=request.user, at=timezone.now())
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, _("The payment is allocated: this money can now go on to partners."))
            return redirect("partnerships:money", pk)
    context = {"partnership": partnership, "form": form, "payments": payments}
    return render(request, "partnerships/money/allocation_form.html", context, status=422 if form.errors else 200)


@require_form
def take_back(request: HttpRequest, pk: int, allocation_pk: int) -> HttpResponse:
    """Ask for a reason, and take an allocation back; both stay."""
    assert isinstance(request.user, User)
    partnership, _can = partnership_for(request, pk, "allocate")
    standing = Allocation.objects.filter(partnership=partnership, reversed_on=None).select_related("payment")
    allocation = get_object_or_404(standing, pk=allocation_pk)
    form = TakeBackForm(posted(request), day=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        try:
            actions.take_back(allocation, **form.cleaned_data, by=request.user, at=timezone.now())
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, _("The allocation is taken back: both stay in the list, with your reason."))
            return redirect("partnerships:money", pk)
    context = {"partnership": partnership, "allocation": allocation, "form": form}
    return render(request, "partnerships/money/allocation_reverse.html", context, status=422 if form.errors else 200)
