"""The app of printed documents that are kept."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PrintsConfig(AppConfig):
    """PDFs of what the portal holds now, kept under a hash of all that they are made from, so that none is laid out twice."""

    name = "amif_network.prints"
    label = "prints"
    verbose_name = _("Printed documents")
