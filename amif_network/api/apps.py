"""The app of the API."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApiConfig(AppConfig):
    """What programs may read: the read-only API, its document, its feeds, and the pages of its clients."""

    name = "amif_network.api"
    label = "api"
    verbose_name = _("API")
