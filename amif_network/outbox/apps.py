"""The app of the mails on their way out."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutboxConfig(AppConfig):
    """Mails that the portal owes somebody, and what became of them."""

    name = "amif_network.outbox"
    label = "outbox"
    verbose_name = _("outgoing mails")
