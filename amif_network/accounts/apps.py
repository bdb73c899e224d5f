"""Who may come in."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Users, their roles and the language they work in."""

    name = "amif_network.accounts"
    label = "accounts"
    verbose_name = _("Accounts")
