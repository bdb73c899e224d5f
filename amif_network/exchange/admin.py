"""Tables that came in, in the administration."""

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from amif_network.core.administration import Shown

from .models import Importation


@admin.register(Importation)
class ImportationAdmin(Shown):
    """Files of tables: who brought them in, when, and how far they came."""

    list_display = ("filename", "by", "at", "state", "confirmed_at")
    list_filter = ("state",)
    list_select_related = ("by__person",)
    search_fields = ("filename",)
    date_hierarchy = "at"
    fields = ("filename", "by", "at", "state", "remark", "confirmed_at")

    def get_queryset(self, request: HttpRequest) -> Any:
        """Leave the file and the preview in the database."""
        return super().get_queryset(request).defer("source", "outcome")

    def get_view_on_site_url(self, obj: Model | None = None) -> None:
        """Lead nowhere: a preview is opened by whoever brought the file in."""
