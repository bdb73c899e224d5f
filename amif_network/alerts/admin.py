"""Alerts in the administration: which ones somebody put aside, and why."""

from django.contrib import admin

from amif_network.core.administration import Shown

from .models import AlertMute


@admin.register(AlertMute)
class AlertMuteAdmin(Shown):
    """Alerts that somebody put aside; they are taken back where alerts are read."""

    list_display = ("key", "severity", "since", "until", "reason", "by", "at", "lifted_at")
    list_filter = ("severity", ("lifted_at", admin.EmptyFieldListFilter))
    list_select_related = ("by__person",)
    search_fields = ("key", "subject", "reason")
    date_hierarchy = "at"
