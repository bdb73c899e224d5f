"""Mails on their way out, in the administration: what became of each, whatever it is about, and sending one again.

The texts are left out: they may hold links that open something without an account.
"""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amif_network.accounts.models import User
from amif_network.core.administration import ReadOnly
from amif_network.core.workflow import WrongState

from .actions import send_again
from .models import OutgoingMail


@admin.register(OutgoingMail)
class OutgoingMailAdmin(ReadOnly, admin.ModelAdmin):
    """Every mail; those about meetings stand in the list of each meeting too."""

    fields = ("subject", "to", "topic", "language", "fate", "sent_at")
    readonly_fields = ("fate",)
    list_display = ("subject", "to", "topic", "fate", "sent_at")
    list_filter = ("state", "topic")
    search_fields = ("to", "subject", "about")
    actions = ("again",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[OutgoingMail]:
        """Leave the texts in the database."""
        return super().get_queryset(request).defer("text", "html", "attachments")

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def fate(self, mail: OutgoingMail) -> str:
        """Say what became of a mail, with the words of the mail server where it refused."""
        return f"{mail.get_state_display()}: {mail.error}" if mail.error else mail.get_state_display()

    @admin.action(description=gettext_lazy("Send again"))
    def again(self, request: HttpRequest, queryset: QuerySet[OutgoingMail]) -> None:
        """Let the selected mails that failed, or perhaps were sent, go out once more."""
        assert isinstance(request.user, User)
        for mail in queryset:
            try:
                send_again(mail, by=request.user, at=timezone.now())
            except WrongState:
                messages.info(request, _("The mail is on its way already, or it arrived."))
            else:
                messages.success(request, _("The mail to %(address)s goes out once more.") % {"address": mail.to})
