"""The mails about a meeting, and what became of each."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from amif_network.accounts.models import User
from amif_network.core.workflow import WrongState, allowed
from amif_network.outbox.models import OutgoingMail, OutgoingMailQuerySet
from amif_network.outbox.workflow import MAIL

from ..actions.mails import send_mail_again
from ..forms.mail_log import ATTENTION, TOPICS, MailFilter
from ..models import Meeting
from ..workflow import coordinating
from .scope import meeting_for

PER_PAGE = 50


@require_safe
def mails(request: HttpRequest, pk: int) -> HttpResponse:
    """List what was sent about a meeting, to whom, and whether it arrived; the latest first."""
    assert isinstance(request.user, User)
    meeting, log = _log_of(request, pk)
    filters = MailFilter(request.GET)
    page = Paginator(filters.applied(log), PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "meetings/mails.html",
        {
            "meeting": meeting,
            "filters": filters,
            "page": page,
            "lines": [
                (mail, TOPICS.get(mail.topic, mail.topic), "send_again" in allowed(MAIL, request.user, mail.carrier))
                for mail in page.object_list
            ],
            "attention": log.in_states(ATTENTION).count(),
        },
    )


@require_POST
def again(request: HttpRequest, pk: int, mail_pk: int) -> HttpResponse:
    """Send a mail that did not arrive, or perhaps did not, once more."""
    assert isinstance(request.user, User)
    meeting, log = _log_of(request, pk)
    mail = get_object_or_404(log, pk=mail_pk).carrier
    try:
        send_mail_again(meeting, mail, by=request.user, at=timezone.now())
    except WrongState:
        messages.info(request, _("The mail is on its way already, or it arrived."))
    else:
        messages.success(request, _("The mail to %(address)s goes out once more.") % {"address": mail.to})
    return redirect("meetings:mails", meeting.pk)


def _log_of(request: HttpRequest, pk: int) -> tuple[Meeting, OutgoingMailQuerySet]:
    """Return a meeting with its mails, for who leads it. Raises Http404 or PermissionDenied."""
    meeting, _can = meeting_for(request, pk)
    if not coordinating(request.user, meeting):
        raise PermissionDenied
    return meeting, OutgoingMail.objects.about(f"meeting:{meeting.pk}")
