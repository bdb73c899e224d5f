"""The log of mails about something, as pages of other apps show it: who got what and when, and what became of it."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.translation import gettext as _

from amif_network.core.workflow import WrongState, allowed

from .forms import ATTENTION, MailFilter
from .models import OutgoingMail, OutgoingMailQuerySet
from .workflow import MAIL

PER_PAGE = 50


def log_page(
    request: HttpRequest, log: OutgoingMailQuerySet, *, topics: Mapping[str, Any], again: Callable[[OutgoingMail], str]
) -> dict[str, Any]:
    """Return what a template over "outbox/log.html" shows of `log`, narrowed by the filters of the address.

    `topics`: the names of what the mails are about. `again` returns the address that sends a mail once more.
    """
    filters = MailFilter(request.GET, topics=topics)
    page = Paginator(filters.applied(log), PER_PAGE).get_page(request.GET.get("page"))
    return {
        "filters": filters,
        "page": page,
        "lines": [
            (mail, topics.get(mail.topic, mail.topic), again(mail) if _may_send(request, mail) else "")
            for mail in page.object_list
        ],
        "attention": log.in_states(ATTENTION).count(),
    }


def _may_send(request: HttpRequest, mail: OutgoingMail) -> bool:
    return "send_again" in allowed(MAIL, request.user, mail.carrier)


def answer_again(request: HttpRequest, mail: OutgoingMail, send: Callable[[], object]) -> None:
    """Send `mail` once more as `send` does, and say whether it goes out."""
    try:
        send()
    except WrongState:
        messages.info(request, _("The mail is on its way already, or it arrived."))
    else:
        messages.success(request, _("The mail to %(address)s goes out once more.") % {"address": mail.to})
