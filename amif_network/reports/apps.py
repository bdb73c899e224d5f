"""The app of reports."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    """What is printed of the whole network: reports, bundles and dossiers, built beside the pages (UX §1, screen 18)."""

    name = "amif_network.reports"
    label = "reports"
    verbose_name = _("Reports")
