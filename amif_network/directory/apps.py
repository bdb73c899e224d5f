"""The directory as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    """Organisations with their names per language, people, and who works where and when."""

    name = "amif_network.directory"
    label = "directory"
    verbose_name = _("Directory")
