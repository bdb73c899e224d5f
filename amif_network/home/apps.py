"""The first page."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """Home page; imports everybody, imported by nobody."""

    name = "amif_network.home"
    label = "home"
