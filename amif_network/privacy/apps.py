"""The app of privacy."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PrivacyConfig(AppConfig):
    """The rights of the people whom the records of every app below name."""

    name = "amif_network.privacy"
    label = "privacy"
    verbose_name = _("Privacy")
