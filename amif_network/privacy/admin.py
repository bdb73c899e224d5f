"""Privacy in the administration: to look things up; everything is decided on the pages of the portal."""

from django.contrib import admin

from amif_network.core.administration import Shown

from .models import CorrectionRequest, Erasure, RetentionRule


@admin.register(CorrectionRequest)
class CorrectionRequestAdmin(Shown):
    """What people asked to have corrected, and what became of it."""

    list_display = ("asked_by", "asked_at", "state", "settled_by", "settled_at")
    list_filter = ("state",)
    list_select_related = ("asked_by__person", "settled_by__person")
    search_fields = ("words", "answer", "asked_by__email")
    date_hierarchy = "asked_at"


@admin.register(Erasure)
class ErasureAdmin(Shown):
    """Who was made anonymous, by number; it is never undone."""

    list_display = ("at", "person", "user", "by", "reason")
    list_select_related = ("person", "user__person", "by__person")
    search_fields = ("reason",)
    date_hierarchy = "at"


@admin.register(RetentionRule)
class RetentionRuleAdmin(Shown):
    """Rules that were changed; the others are as the portal comes."""

    list_display = ("subject", "days", "active", "reason_fr", "reason_nl")
    list_filter = ("active",)
