"""Who may come in."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Users, their roles and the language they work in."""

    name = "amif_network.accounts"
    label = "accounts"
