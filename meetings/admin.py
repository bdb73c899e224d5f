"""Meetings in the administration: to look things up.

What is frozen, logged or derived is read-only here, and so is the rest: actions check the hours, tell who was invited and write
the log, on the pages of the portal.
"""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from amif_network.core.administration import ReadOnly, Rows, Shown

from .models import (
    AgendaItem,
    AgendaTemplate,
    AgendaTemplateRow,
    Attachment,
    Attendance,
    Circulation,
    Edition,
    Idea,
    Importation,
    Meeting,
    MeetingLogEntry,
    Minutes,
    PendingContribution,
    Promise,
    Remark,
    ReviewRequest,
    Section,
    SectionRevision,
    SectionText,
    Signal,
    SlideReference,
    TranslationLogEntry,
    TranslationRequest,
)


class AgendaItems(Rows):
    """The agenda of a meeting."""

    model = AgendaItem
    fields = ("position", "label", "title_fr", "title_nl", "kind", "starts_at", "ends_at")


class Attendances(Rows):
    """The attendance list of a meeting."""

    model = Attendance
    fk_name = "meeting"
    fields = ("person", "organisation", "status", "remote", "replaced_by", "excuse")
    related = ("person", "organisation", "replaced_by")


class LogEntries(Rows):
    """What happened to a meeting and its minutes."""

    model = MeetingLogEntry
    fields = ("at", "by", "subject", "action", "from_state", "to_state", "comment")
    related = ("by__person",)


@admin.register(Meeting)
class MeetingAdmin(Shown):
    """A meeting with its agenda and attendance."""

    list_display = ("date", "title_fr", "title_nl", "series", "mode", "state")
    list_display_links = ("date", "title_fr", "title_nl")
    list_filter = ("state", "series", "mode")
    search_fields = ("title_fr", "title_nl", "place_fr", "place_nl")
    date_hierarchy = "date"
    inlines = (AgendaItems, Attendances, LogEntries)


@admin.register(MeetingLogEntry)
class MeetingLogEntryAdmin(Shown):
    """What happened to meetings and their minutes: who, when, from which state to which."""

    list_display = ("at", "by", "meeting", "subject", "action", "from_state", "to_state")
    list_filter = ("subject",)
    list_select_related = ("by__person", "meeting")
    search_fields = ("meeting__title_fr", "meeting__title_nl", "comment")
    date_hierarchy = "at"
    shown_with = "meeting"


@admin.register(Minutes)
class MinutesAdmin(Shown):
    """Where the minutes of each meeting stand."""

    list_display = ("meeting", "state", "version_name", "leading_language", "approved_at", "published_at")
    list_filter = ("state", "leading_language")
    list_select_related = ("meeting",)
    search_fields = ("meeting__title_fr", "meeting__title_nl")
    date_hierarchy = "meeting__date"

    @admin.display(description=gettext_lazy("version"), ordering="version")
    def version_name(self, minutes: Minutes) -> str:
        """Name the version as documents do."""
        return minutes.version_name


class Texts(ReadOnly, admin.StackedInline):
    """The texts of a section; they are written in the workspace, where they are cleaned and kept."""

    model = SectionText
    fields = ("language", "heading", "html", "rev", "origin", "updated_by", "updated_at")


class SlideReferences(Rows):
    """The slides a section points at."""

    model = SlideReference
    fields = ("attachment", "first", "last", "numbers", "to_end", "topic_fr", "topic_nl", "as_typed")
    related = ("attachment",)


class TranslationSteps(Rows):
    """What was done for the translation of a section."""

    model = TranslationLogEntry
    fields = ("at", "by", "kind", "language")
    related = ("by__person",)


@admin.register(Section)
class SectionAdmin(Shown):
    """A section of minutes: whom it concerns and what it points at; it is changed in the workspace."""

    list_display = ("uuid", "minutes", "label", "heading", "kind", "organisation", "removed_at")
    list_filter = ("kind", "anonymous", ("removed_at", admin.EmptyFieldListFilter))
    list_select_related = ("minutes__meeting", "organisation")
    search_fields = ("texts__heading", "minutes__meeting__title_fr", "minutes__meeting__title_nl")
    fields = ("minutes", "label", "kind", "answer_type", "organisation", "anonymous", "removed_at")
    shown_with = "minutes"
    inlines = (Texts, SlideReferences, TranslationSteps)

    def get_queryset(self, request: HttpRequest) -> Any:
        """Load the texts, which hold the heading."""
        return super().get_queryset(request).prefetch_related("texts")

    @admin.display(description=gettext_lazy("heading"))
    def heading(self, section: Section) -> str:
        """Write the heading in the language of the page, else in the other."""
        return section.heading().text


@admin.register(SectionRevision)
class SectionRevisionAdmin(Shown):
    """Every saved version of every text."""

    list_display = ("text", "rev", "heading", "author", "at", "kind")
    list_filter = ("kind", "checkpoint")
    list_select_related = ("text", "author__person")
    search_fields = ("heading", "html")
    date_hierarchy = "at"
    shown_with = "text__section__minutes"


@admin.register(PendingContribution)
class PendingContributionAdmin(Shown):
    """What is still awaited, and from whom; it is changed in the workspace."""

    list_display = ("text_fr", "text_nl", "minutes", "closed_at")
    list_display_links = ("text_fr", "text_nl")
    list_filter = (("closed_at", admin.EmptyFieldListFilter),)
    list_select_related = ("minutes__meeting",)
    search_fields = ("text_fr", "text_nl", "who_as_typed")
    shown_with = "minutes"


@admin.register(Attachment)
class AttachmentAdmin(Shown):
    """Documents of meetings; they are attached and removed on the meeting's page."""

    list_display = ("title", "kind", "language", "meeting", "page_count", "size", "added_at")
    list_filter = ("kind", "language")
    list_select_related = ("meeting",)
    search_fields = ("title", "filename", "sha256")
    exclude = ("file",)
    shown_with = "meeting"


@admin.register(Edition)
class EditionAdmin(Shown):
    """What was published, byte for byte; the database refuses any change."""

    list_display = ("minutes", "version_name", "language", "audience", "published_at", "sha256")
    list_filter = ("language", "audience")
    list_select_related = ("minutes__meeting",)
    search_fields = ("sha256", "minutes__meeting__title_fr", "minutes__meeting__title_nl")
    date_hierarchy = "published_at"
    exclude = ("pdf", "content")

    @admin.display(description=gettext_lazy("version"), ordering="version")
    def version_name(self, edition: Edition) -> str:
        """Name the version as documents do."""
        return edition.version_name

    def get_queryset(self, request: HttpRequest) -> Any:
        """Leave the bytes in the database."""
        return super().get_queryset(request).defer("pdf", "content")


@admin.register(Importation)
class ImportationAdmin(Shown):
    """Documents that were brought in."""

    list_display = ("filename", "by", "at", "meeting")
    list_select_related = ("by__person", "meeting")
    search_fields = ("filename",)
    date_hierarchy = "at"
    exclude = ("source",)
    shown_with = "meeting"

    def get_queryset(self, request: HttpRequest) -> Any:
        """Leave the bytes in the database."""
        return super().get_queryset(request).defer("source")


class TemplateRows(Rows):
    """What a template proposes."""

    model = AgendaTemplateRow
    fields = ("position", "title_fr", "title_nl", "kind", "minutes")


@admin.register(AgendaTemplate)
class AgendaTemplateAdmin(Shown):
    """Agendas to begin with; they are kept and archived on the pages of meetings."""

    list_display = ("name_fr", "name_nl", "created_by", "created_at", "archived_at")
    list_display_links = ("name_fr", "name_nl")
    list_filter = (("archived_at", admin.EmptyFieldListFilter),)
    list_select_related = ("created_by__person",)
    search_fields = ("name_fr", "name_nl")
    inlines = (TemplateRows,)


class Requests(Rows):
    """Which organisations were asked, and what became of it."""

    model = ReviewRequest
    fields = ("organisation", "state", "deadline", "excused", "answered_at", "answered_by", "channel")
    related = ("organisation", "answered_by__person")


@admin.register(Circulation)
class CirculationAdmin(Shown):
    """Rounds of review; the record that was sent round is frozen."""

    list_display = ("minutes", "number", "deadline", "circulated_by", "circulated_at")
    list_select_related = ("minutes__meeting", "circulated_by__person")
    search_fields = ("minutes__meeting__title_fr", "minutes__meeting__title_nl", "message_fr", "message_nl")
    date_hierarchy = "circulated_at"
    fields = ("minutes", "number", "deadline", "message_fr", "message_nl", "circulated_by", "circulated_at", "sha256")
    shown_with = "minutes"
    inlines = (Requests,)

    def get_queryset(self, request: HttpRequest) -> Any:
        """Leave the frozen record in the database."""
        return super().get_queryset(request).defer("content")


@admin.register(ReviewRequest)
class ReviewRequestAdmin(Shown):
    """What each organisation was asked, and how it answered."""

    list_display = ("organisation", "minutes", "state", "deadline", "answered_at", "answered_by", "channel")
    list_filter = ("state", "channel", "excused")
    list_select_related = ("organisation", "circulation__minutes__meeting", "answered_by__person")
    search_fields = (
        "organisation__search_text",
        "circulation__minutes__meeting__title_fr",
        "circulation__minutes__meeting__title_nl",
    )
    date_hierarchy = "deadline"
    shown_with = "circulation__minutes"

    def get_queryset(self, request: HttpRequest) -> Any:
        """Leave the frozen record in the database."""
        return super().get_queryset(request).defer("circulation__content")

    @admin.display(description=gettext_lazy("minutes"), ordering="circulation")
    def minutes(self, asked: ReviewRequest) -> str:
        """Name the minutes that were read."""
        return str(asked.circulation.minutes)


@admin.register(Remark)
class RemarkAdmin(Shown):
    """What organisations remarked, and what became of it; a draft is theirs alone."""

    list_display = ("organisation", "kind", "text", "state", "outcome", "sent_at", "settled_by")
    list_display_links = ("organisation", "kind")
    list_filter = ("state", "kind", "outcome", "language")
    list_select_related = ("request__organisation", "settled_by__person")
    search_fields = ("text", "proposal", "quote", "request__organisation__search_text")
    date_hierarchy = "sent_at"
    exclude = ("section",)
    shown_with = "request__circulation__minutes"

    def get_queryset(self, request: HttpRequest) -> Any:
        """Leave out what was not sent."""
        return super().get_queryset(request).exclude(state=Remark.State.DRAFT)

    @admin.display(description=gettext_lazy("organisation"), ordering="request__organisation")
    def organisation(self, remark: Remark) -> str:
        """Name whose remark it is."""
        return str(remark.request.organisation)


@admin.register(TranslationRequest)
class TranslationRequestAdmin(Shown):
    """Who was asked for which translation."""

    list_display = ("asked_at", "language", "assignee", "asked_by", "note", "done_at")
    list_filter = ("language", ("done_at", admin.EmptyFieldListFilter))
    list_select_related = ("assignee__person", "asked_by__person")
    search_fields = ("note", "assignee__email")
    date_hierarchy = "asked_at"
    shown_with = "section__minutes"


@admin.register(Promise)
class PromiseAdmin(Shown):
    """What was promised, and what came of it."""

    list_display = ("text_fr", "text_nl", "owed_by", "due", "state", "meeting")
    list_display_links = ("text_fr", "text_nl")
    list_filter = ("state",)
    list_select_related = ("owed_by", "meeting")
    search_fields = ("text_fr", "text_nl", "answer_fr", "answer_nl", "owed_by__search_text")
    date_hierarchy = "due"
    exclude = ("section",)


@admin.register(Signal)
class SignalAdmin(Shown):
    """What was to be passed on, to whom, and what they replied."""

    list_display = ("text_fr", "text_nl", "addressee", "sent_on", "state", "meeting")
    list_display_links = ("text_fr", "text_nl")
    list_filter = ("state", "addressee")
    list_select_related = ("meeting",)
    search_fields = ("text_fr", "text_nl", "addressee_name", "reply_fr", "reply_nl")
    date_hierarchy = "sent_on"
    exclude = ("section",)


@admin.register(Idea)
class IdeaAdmin(Shown):
    """Themes and activities that were proposed."""

    list_display = ("text_fr", "text_nl", "organisation", "earliest", "state", "meeting")
    list_display_links = ("text_fr", "text_nl")
    list_filter = ("state",)
    list_select_related = ("organisation", "meeting")
    search_fields = ("text_fr", "text_nl", "organisation__search_text")
    date_hierarchy = "earliest"
    exclude = ("section",)
