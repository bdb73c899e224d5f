"""Mails on their way out, in the administration: what became of each, whatever it is about, and sending one again.

The texts are left out: they may hold links that open something without an account.
"""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy, ngettext

from amif_network.accounts.models import User
from amif_network.core.administration import Question, Shown, asks_first

from .actions import send_again
from .models import OutgoingMail
from .workflow import MAIL

AGAIN = Question(
    gettext_lazy("These mails go out once more. Mails that are on their way, or that arrived, are not sent twice."),
    possible=lambda mails, request: mails.filter(state__in=MAIL["send_again"].sources),
)


@admin.register(OutgoingMail)
class OutgoingMailAdmin(Shown):
    """Every mail; those about meetings stand in the list of each meeting too."""

    fields = ("subject", "to", "topic", "language", "fate", "sent_at")
    readonly_fields = ("fate",)
    list_display = ("subject", "to", "topic", "fate", "sent_at")
    list_filter = ("state", "topic", "language")
    search_fields = ("to", "subject", "about")
    date_hierarchy = "created_at"
    actions = ("again",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[OutgoingMail]:
        """Leave the texts in the database."""
        return super().get_queryset(request).defer("text", "html", "attachments")

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def fate(self, mail: OutgoingMail) -> str:
        """Say what became of a mail, with the words of the mail server where it refused."""
        return f"{mail.get_state_display()}: {mail.error}" if mail.error else mail.get_state_display()

    @asks_first(gettext_lazy("Send again"), AGAIN)
    def again(self, request: HttpRequest, mails: QuerySet[OutgoingMail], said: dict[str, Any]) -> str:
        """Let mails that failed, or perhaps were sent, go out once more."""
        assert isinstance(request.user, User)
        sent = [send_again(mail, by=request.user, at=timezone.now()) for mail in mails]
        return ngettext("%(number)s mail goes out once more.", "%(number)s mails go out once more.", len(sent)) % {
            "number": len(sent)
        }
