"""Meetings in the administration: to look things up and to mend what no page mends.

What is frozen, logged or derived is read-only here; states move by the steps of the workflow only.
"""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from amif_network.core.administration import ReadOnly
from amif_network.core.workflow import allowed

from .models import (
    AgendaItem,
    Attachment,
    Attendance,
    Edition,
    Importation,
    Meeting,
    MeetingLogEntry,
    Minutes,
    PendingContribution,
    Section,
    SectionRevision,
    SectionText,
    SlideReference,
)
from .workflow import MEETING


class AgendaItems(ReadOnly, admin.TabularInline):
    """The agenda of a meeting; it is written on a page of its own, which checks the hours."""

    model = AgendaItem


class Attendances(ReadOnly, admin.TabularInline):
    """The attendance list of a meeting; it is written on a page of its own, which knows who worked where."""

    model = Attendance


class LogEntries(ReadOnly, admin.TabularInline):
    """What happened to a meeting and its minutes."""

    model = MeetingLogEntry


@admin.register(Meeting)
class MeetingAdmin(admin.ModelAdmin):
    """A meeting with its agenda and attendance."""

    list_display = ("date", "title_fr", "title_nl", "series", "state")
    list_display_links = ("title_fr", "title_nl")
    list_filter = ("state", "series", "mode")
    search_fields = ("title_fr", "title_nl", "place_fr", "place_nl")
    date_hierarchy = "date"
    readonly_fields = ("state", "created_at")
    inlines = (AgendaItems, Attendances, LogEntries)

    def has_change_permission(self, request: HttpRequest, obj: Meeting | None = None) -> bool:
        """Ask the workflow, as the pages do: a meeting that is closed or cancelled is only shown."""
        granted = super().has_change_permission(request, obj)
        return granted and (obj is None or "edit" in allowed(MEETING, request.user, obj))

    def has_delete_permission(self, request: HttpRequest, obj: Meeting | None = None) -> bool:
        """Keep every meeting: one that does not take place is cancelled."""
        return False


@admin.register(Minutes)
class MinutesAdmin(ReadOnly, admin.ModelAdmin):
    """Where the minutes of each meeting stand."""

    list_display = ("meeting", "state", "version_name", "leading_language", "approved_at", "published_at")
    list_filter = ("state",)
    list_select_related = ("meeting",)
    search_fields = ("meeting__title_fr", "meeting__title_nl")


class Texts(ReadOnly, admin.StackedInline):
    """The texts of a section; they are written in the workspace, where they are cleaned and kept."""

    model = SectionText
    fields = ("language", "heading", "html", "rev", "origin", "updated_by", "updated_at")


class SlideReferences(ReadOnly, admin.TabularInline):
    """The slides a section points at."""

    model = SlideReference


@admin.register(Section)
class SectionAdmin(ReadOnly, admin.ModelAdmin):
    """A section of minutes: whom it concerns and what it points at; it is changed in the workspace."""

    list_display = ("uuid", "minutes", "label", "kind", "organisation", "removed_at")
    list_filter = ("kind",)
    list_select_related = ("minutes__meeting", "organisation")
    search_fields = ("texts__heading", "minutes__meeting__title_fr", "minutes__meeting__title_nl")
    fields = ("minutes", "label", "kind", "answer_type", "organisation", "anonymous", "removed_at")
    inlines = (Texts, SlideReferences)


@admin.register(SectionRevision)
class SectionRevisionAdmin(ReadOnly, admin.ModelAdmin):
    """Every saved version of every text."""

    list_display = ("text", "rev", "heading", "author", "at", "kind")
    list_filter = ("kind",)
    list_select_related = ("text", "author__person")
    search_fields = ("heading", "html")
    date_hierarchy = "at"


@admin.register(PendingContribution)
class PendingContributionAdmin(ReadOnly, admin.ModelAdmin):
    """What is still awaited, and from whom; it is changed in the workspace."""

    list_display = ("text_fr", "text_nl", "minutes", "closed_at")
    list_filter = (("closed_at", admin.EmptyFieldListFilter),)
    list_select_related = ("minutes__meeting",)
    search_fields = ("text_fr", "text_nl", "who_as_typed")


@admin.register(Attachment)
class AttachmentAdmin(ReadOnly, admin.ModelAdmin):
    """Documents of meetings; they are attached and removed on the meeting's page."""

    list_display = ("title", "kind", "language", "meeting", "page_count", "size", "added_at")
    list_filter = ("kind", "language")
    list_select_related = ("meeting",)
    search_fields = ("title", "filename", "sha256")


@admin.register(Edition)
class EditionAdmin(ReadOnly, admin.ModelAdmin):
    """What was published, byte for byte; the database refuses any change."""

    list_display = ("minutes", "version_name", "language", "audience", "published_at", "sha256")
    list_filter = ("language", "audience")
    list_select_related = ("minutes__meeting",)
    search_fields = ("sha256", "minutes__meeting__title_fr", "minutes__meeting__title_nl")
    exclude = ("pdf", "content")

    def get_queryset(self, request: HttpRequest) -> Any:
        """Leave the bytes in the database."""
        return super().get_queryset(request).defer("pdf", "content")


@admin.register(Importation)
class ImportationAdmin(ReadOnly, admin.ModelAdmin):
    """Documents that were brought in."""

    list_display = ("filename", "by", "at", "meeting")
    list_select_related = ("by__person", "meeting")
    search_fields = ("filename",)
    exclude = ("source",)
