"""Everything that needs a person's attention, and putting one thing aside."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amif_network.accounts.models import User
from amif_network.core.requests import posted

from . import actions
from .alert import Alert
from .forms import AlertFilter, MuteForm
from .gathering import alerts_for, gather

PAGE_SIZE = 25


@require_safe
def alerts(request: HttpRequest) -> HttpResponse:
    """List what needs attention, the worst first, narrowed by the filters of the address."""
    assert isinstance(request.user, User)
    found = gather(request.user, timezone.localdate())
    filters = AlertFilter(request.GET)
    listed = filters.applied(found.live)
    page = Paginator(listed, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"filters": filters, "page": page, "all": len(found.live), "number": len(listed), "muted": found.muted}
    return render(request, "alerts/alerts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def mute(request: HttpRequest) -> HttpResponse:
    """Ask until when an alert is put aside and why, and do it."""
    assert isinstance(request.user, User)
    alert, today = _alert(request, request.GET.get("alert", "")), timezone.localdate()
    form = MuteForm(posted(request), today=today)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        actions.mute(alert, until=values["until"], reason=values["reason"], by=request.user, at=timezone.now())
        messages.success(request, _("The alert is put aside. It comes back when it becomes more severe."))
        return redirect(alert.subject.page.url)
    return render(request, "alerts/mute.html", {"alert": alert, "form": form}, status=422 if form.errors else 200)


@require_POST
def unmute(request: HttpRequest) -> HttpResponse:
    """Show an alert again that was put aside."""
    assert isinstance(request.user, User)
    alert = _alert(request, request.POST.get("alert", ""))
    actions.unmute(alert, by=request.user, at=timezone.now())
    messages.success(request, _("The alert is shown again."))
    return redirect(alert.subject.page.url)


def _alert(request: HttpRequest, key: str) -> Alert:
    """Return the alert of this key, put aside or not. Raises Http404 where there is none, PermissionDenied to a looker-on."""
    assert isinstance(request.user, User)
    alert = next((one for one in alerts_for(request.user, timezone.localdate()) if one.key == key), None)
    if alert is None:
        raise Http404
    if not actions.may_mute(request.user, alert):
        raise PermissionDenied
    return alert
