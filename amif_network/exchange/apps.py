"""The app of import and export."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExchangeConfig(AppConfig):
    """Tables that come in and go out, whatever app they belong to."""

    name = "amif_network.exchange"
    label = "exchange"
    verbose_name = _("import and export")
