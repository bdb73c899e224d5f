"""Who may come in."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Users, their roles and the language they work in."""

    name = "amif_network.accounts"
    label = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        """Check the settings, and listen to what django-allauth changes."""
        from . import checks, doors, receivers  # noqa: F401 -- importing connects them
