"""Reports in the administration: who asked for what, and what became of it.

The files are opened in the portal, which notes it.
"""

from django.contrib import admin

from amif_network.core.administration import Shown

from .models import Report


@admin.register(Report)
class ReportAdmin(Shown):
    """Reports that were asked for, as long as they are kept."""

    list_display = ("kind", "language", "format", "requested_by", "asked_at", "state")
    list_filter = ("kind", "state", "format")
    list_select_related = ("requested_by__person",)
    search_fields = ("kind", "filename", "sha256")
    date_hierarchy = "asked_at"
    fields = (
        "kind", "parameters", "language", "format", "state", "requested_by", "asked_at", "started_at", "finished_at",
        "done", "total", "remark_fr", "remark_nl", "filename", "size", "sha256", "expires_at",
    )  # fmt: skip
