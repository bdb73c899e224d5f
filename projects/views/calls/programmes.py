"""The programmes of the fund: listed, created, changed."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from amif_network.accounts.roles import coordinator
from amif_network.core.collisions import locked_if_posted
from amif_network.core.requests import posted, require_form

from ...actions.calls import save_programme
from ...forms.calls import ProgrammeForm
from ...models import Programme


@require_safe
def programmes(request: HttpRequest) -> HttpResponse:
    """List the programmes with how many calls each has."""
    coordinator(request)
    listed = Programme.objects.annotate(number=Count("calls"))
    return render(request, "projects/programmes.html", {"programmes": listed})


@require_form
def new(request: HttpRequest) -> HttpResponse:
    """Write down a programme."""
    return _form(request, Programme())


@require_form
@transaction.atomic
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a programme; who comes second sees both versions and decides."""
    coordinator(request)
    return _form(request, get_object_or_404(locked_if_posted(request, Programme.objects.all()), pk=pk))


def _form(request: HttpRequest, programme: Programme) -> HttpResponse:
    user, is_new = coordinator(request), programme.pk is None
    form = ProgrammeForm(posted(request), instance=programme)
    if request.method == "POST" and form.is_valid():
        try:
            save_programme(form.instance, by=user)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("The programme is saved."))
            return redirect("projects:programmes")
    status = 409 if form.differences else 200
    return render(request, "projects/programme_form.html", {"form": form, "is_new": is_new, "pk": programme.pk}, status=status)
