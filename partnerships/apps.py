"""Partnerships."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartnershipsConfig(AppConfig):
    """Who promised what, the agent between two employers, committees, and money that flows as it comes in."""

    name = "partnerships"
    verbose_name = _("Partnerships")
