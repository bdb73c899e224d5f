"""The mails about a call and its projects, and what became of each."""

from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from amif_network.accounts.models import User
from amif_network.outbox.log import answer_again, log_page
from amif_network.outbox.models import OutgoingMail, OutgoingMailQuerySet

from ...actions.mails import send_mail_again
from ...models import Call
from ..scope import coordinated_call

# What mails about a call are about, by the topic under which they are posted.
TOPICS = {"call_date": _("date of the call"), "project": _("project")}


@require_safe
def mails(request: HttpRequest, pk: int) -> HttpResponse:
    """List what was sent about a call and its projects, to whom, and whether it arrived; the latest first."""
    call = coordinated_call(request, pk)
    found = log_page(request, _log_of(call), topics=TOPICS, again=lambda mail: reverse("projects:mail-again", args=[pk, mail.pk]))
    return render(request, "projects/mail_log.html", {"call": call, **found})


@require_POST
def again(request: HttpRequest, pk: int, mail_pk: int) -> HttpResponse:
    """Send a mail that did not arrive, or perhaps did not, once more."""
    assert isinstance(request.user, User)
    user, call = request.user, coordinated_call(request, pk)
    mail = get_object_or_404(_log_of(call), pk=mail_pk).carrier
    answer_again(request, mail, lambda: send_mail_again(call, mail, by=user, at=timezone.now()))
    return redirect("projects:mails", call.pk)


def _log_of(call: Call) -> OutgoingMailQuerySet:
    named = Concat(Value("project:"), Cast("pk", CharField()))
    return OutgoingMail.objects.about(f"call:{call.pk}", parts=call.projects.order_by().values_list(named))
