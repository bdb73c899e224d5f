"""Who has no partnership in a call, and why."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from amif_network.core.requests import posted, require_form
from projects.views.source import said_at

from ...actions import no_partnership as actions
from ...forms.no_partnership import NoPartnershipForm
from ...models import NoPartnership
from .listing import PAGE_SIZE, taking_part


@require_safe
def statements(request: HttpRequest) -> HttpResponse:
    """List the statements that hold, call by call."""
    user = taking_part(request)
    found = NoPartnership.objects.visible_to(user).filter(withdrawn_at=None).for_list()
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "partnerships/partnerships/no_partnerships.html", {"page": page})


@require_form
def new(request: HttpRequest) -> HttpResponse:
    """Record that an organisation has no partnership, and why; `?section=` names the minutes that say so."""
    user = taking_part(request)
    source = said_at(request)
    statement = NoPartnership(section=source.section)
    if source.section is not None and source.section.organisation is not None:
        statement.organisation = source.section.organisation
    form = NoPartnershipForm(posted(request), instance=statement, user=user, initial={"stated_on": source.on})
    if request.method == "POST" and form.is_valid():
        try:
            actions.record(form.save(commit=False), by=user, at=timezone.now())
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("The statement is recorded."))
            return redirect("partnerships:no-partnerships")
    context = {"form": form, "source": source}
    return render(request, "partnerships/partnerships/no_partnership_form.html", context, status=422 if form.errors else 200)


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that a statement no longer holds."""
    user = taking_part(request)
    statement = get_object_or_404(NoPartnership.objects.visible_to(user), pk=pk)
    actions.withdraw(statement, by=user, at=timezone.now())
    messages.success(request, _("The statement no longer holds; it is kept."))
    return redirect("partnerships:no-partnerships")
