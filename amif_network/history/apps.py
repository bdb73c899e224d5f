"""The app of the history."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HistoryConfig(AppConfig):
    """What was changed in the records of every app below."""

    name = "amif_network.history"
    label = "history"
    verbose_name = _("History")
