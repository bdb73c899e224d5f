"""The app of the alerts."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AlertsConfig(AppConfig):
    """What needs somebody's attention, whatever app it belongs to."""

    name = "amif_network.alerts"
    label = "alerts"
    verbose_name = _("alerts")
