"""The app of search."""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """One box for everything the portal holds: minutes, remarks, documents, calls, partnerships, organisations, people."""

    name = "amif_network.search"
    label = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        """Look after every migration whether the triggers of the index are those of this code."""
        post_migrate.connect(_keep_in_step, sender=self)


def _keep_in_step(using: str, **_options: Any) -> None:
    from .models import Entry
    from .triggers import install

    # Somebody may be taking the migrations back.
    if Entry._meta.db_table in connections[using].introspection.table_names():
        install()
