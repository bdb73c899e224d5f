"""Payments of the authority to a project: record one, reverse one."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from amif_network.accounts.models import User
from amif_network.core.bilingual import active_language
from amif_network.core.money import format_euros
from amif_network.core.requests import posted, require_form

from ... import figures
from ...actions import payments as actions
from ...forms.money import PaymentForm, ReversalForm
from ...models import AuthorityPayment
from .scope import project_for


@require_form
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """Record a payment; more than the decree gives is saved all the same, with a warning."""
    assert isinstance(request.user, User)
    project, _can = project_for(request, pk, "pay")
    form = PaymentForm(posted(request), instance=AuthorityPayment(project=project))
    if request.method == "POST" and form.is_valid():
        try:
            actions.record(form.save(commit=False), by=request.user, at=timezone.now())
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("The payment is recorded."))
            loaded = figures.of_project(project, standing=[])
            if loaded.paid > loaded.decreed:
                said = format_euros(loaded.paid - loaded.decreed, active_language())
                messages.warning(
                    request, _("The authority has now paid %(amount)s more than the decree gives.") % {"amount": said}
                )
            return redirect(project)
    context = {"project": project, "form": form, "loaded": figures.of_project(project, standing=[])}
    return render(request, "projects/payment_form.html", context, status=422 if form.errors else 200)


@require_form
def reverse(request: HttpRequest, pk: int, payment_pk: int) -> HttpResponse:
    """Ask for a reason, and take a payment back by its negative."""
    assert isinstance(request.user, User)
    project, _can = project_for(request, pk, "pay")
    payment = get_object_or_404(project.payments.filter(reverses=None), pk=payment_pk)
    form = ReversalForm(posted(request))
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            actions.reverse(payment, reason=values["reason"], on=values["on"], by=request.user, at=timezone.now())
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("The payment is reversed: both rows stay."))
            return redirect(project)
    context = {"project": project, "payment": payment, "form": form}
    return render(request, "projects/payment_reverse.html", context, status=422 if form.errors else 200)
