"""The mails about a meeting, and what became of each."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_POST, require_safe

from amif_network.accounts.models import User
from amif_network.accounts.roles import coordinating
from amif_network.outbox.log import answer_again, log_page
from amif_network.outbox.models import OutgoingMail, OutgoingMailQuerySet

from ..actions.mails import send_mail_again
from ..models import Meeting
from .scope import meeting_for

# What mails about a meeting are about, by the topic under which they are posted.
TOPICS = {
    "convocation": _("convocation"),
    "circulation": _("minutes to read"),
    "reminder": _("reminder"),
    "receipt": pgettext_lazy("mail", "receipt"),
    "outcome": _("what became of remarks"),
    "publication": _("publication"),
    "promise": _("promise"),
    "translation": _("translation"),
}


@require_safe
def mails(request: HttpRequest, pk: int) -> HttpResponse:
    """List what was sent about a meeting, to whom, and whether it arrived; the latest first."""
    meeting, log = _log_of(request, pk)
    found = log_page(request, log, topics=TOPICS, again=lambda mail: reverse("meetings:mail-again", args=[pk, mail.pk]))
    return render(request, "meetings/mail_log.html", {"meeting": meeting, **found})


@require_POST
def again(request: HttpRequest, pk: int, mail_pk: int) -> HttpResponse:
    """Send a mail that did not arrive, or perhaps did not, once more."""
    assert isinstance(request.user, User)
    user, (meeting, log) = request.user, _log_of(request, pk)
    mail = get_object_or_404(log, pk=mail_pk).carrier
    answer_again(request, mail, lambda: send_mail_again(meeting, mail, by=user, at=timezone.now()))
    return redirect("meetings:mails", meeting.pk)


def _log_of(request: HttpRequest, pk: int) -> tuple[Meeting, OutgoingMailQuerySet]:
    """Return a meeting with its mails, for who leads it. Raises Http404 or PermissionDenied."""
    meeting, _can = meeting_for(request, pk)
    if not coordinating(request.user, meeting):
        raise PermissionDenied
    return meeting, OutgoingMail.objects.about(f"meeting:{meeting.pk}")
