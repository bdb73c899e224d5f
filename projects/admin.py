"""Calls and projects in the administration: to look things up.

Nothing is changed here: every change is a step or an action, logged on the pages of the portal.
"""

from django.contrib import admin

from amif_network.core.administration import Rows, Shown

from .models import (
    AuthorityPayment,
    BudgetLine,
    Call,
    CallDate,
    CallDateNotice,
    CallTemplate,
    DecreeLine,
    Envelope,
    ExpressionOfInterest,
    LogEntry,
    MinisterialDecree,
    PartnershipSupplement,
    Programme,
    Project,
    ProjectDocument,
    ProjectFunding,
    Scenario,
    ScenarioLine,
    TemplateFile,
)


@admin.register(Programme)
class ProgrammeAdmin(Shown):
    """The programmes of the fund."""

    list_display = ("code", "title_fr", "title_nl", "start", "end")
    search_fields = ("code", "title_fr", "title_nl")


class Dates(Rows):
    """Every version of every date of a call."""

    model = CallDate
    fk_name = "call"
    fields = ("kind", "earliest", "latest", "time", "words_fr", "words_nl", "reason_fr", "reason_nl", "published_at")


class Envelopes(Rows):
    """What each source puts into a call."""

    model = Envelope
    fields = ("source", "source_name", "purpose", "amount", "ceiling", "base", "period_start", "period_end")


class Templates(Rows):
    """What a call gives to fill in."""

    model = CallTemplate
    fields = ("kind", "version", "readiness", "note_fr", "note_nl")


@admin.register(Call)
class CallAdmin(Shown):
    """A call with its dates, envelopes and templates."""

    list_display = ("number", "title_fr", "title_nl", "programme", "state", "period_start", "period_end")
    list_display_links = ("number", "title_fr", "title_nl")
    list_filter = ("state", "programme")
    list_select_related = ("programme",)
    search_fields = ("number", "title_fr", "title_nl")
    inlines = (Dates, Envelopes, Templates)


class Notices(Rows):
    """Who was told of a date, and who read it."""

    model = CallDateNotice
    fields = ("organisation", "told_at", "opened_at", "opened_by")
    related = ("organisation", "opened_by__person")


@admin.register(CallDate)
class CallDateAdmin(Shown):
    """Every version of every date, published or not, and who was told."""

    list_display = ("call", "kind", "earliest", "latest", "words_fr", "words_nl", "recorded_by", "published_at")
    list_filter = ("kind", ("published_at", admin.EmptyFieldListFilter))
    list_select_related = ("call", "recorded_by__person")
    search_fields = ("call__number", "words_fr", "words_nl", "reason_fr", "reason_nl")
    date_hierarchy = "earliest"
    inlines = (Notices,)


class TemplateFiles(Rows):
    """The file of each language."""

    model = TemplateFile
    fields = ("language", "filename", "size", "sha256", "added_at")


@admin.register(CallTemplate)
class CallTemplateAdmin(Shown):
    """Every version of every template."""

    list_display = ("call", "kind", "version", "readiness", "note_fr", "note_nl")
    list_display_links = ("call", "kind")
    list_filter = ("kind", "readiness")
    list_select_related = ("call",)
    search_fields = ("call__number", "note_fr", "note_nl")
    shown_with = "call"
    inlines = (TemplateFiles,)


@admin.register(ExpressionOfInterest)
class InterestAdmin(Shown):
    """Every answer to a call, in force or replaced."""

    list_display = ("organisation", "call", "answer", "certainty", "stated_on", "recorded_by", "replaced_at")
    list_filter = ("answer", "certainty", ("replaced_at", admin.EmptyFieldListFilter))
    list_select_related = ("organisation", "call", "recorded_by__person")
    search_fields = ("organisation__search_text", "call__number")
    date_hierarchy = "stated_on"
    shown_with = "call"


class Fundings(Rows):
    """What a project asks of each source in each year."""

    model = ProjectFunding
    fields = ("source", "source_name", "year", "asked", "granted")


class BudgetLines(Rows):
    """What a project costs."""

    model = BudgetLine
    fields = ("category", "description", "method", "year", "planned", "actual", "eligible")


class Supplements(Rows):
    """What a project asks for its partnerships."""

    model = PartnershipSupplement
    fields = ("partner", "asked", "granted", "note_fr", "note_nl")
    related = ("partner",)


class Payments(Rows):
    """What the authority paid for a project."""

    model = AuthorityPayment
    fields = ("kind", "amount", "received_on", "reference", "reason", "recorded_by", "recorded_at")
    related = ("recorded_by__person",)


@admin.register(Project)
class ProjectAdmin(Shown):
    """A project with its money."""

    list_display = ("code", "title_fr", "title_nl", "call", "lead", "state")
    list_display_links = ("code", "title_fr", "title_nl")
    list_filter = ("state", "call__programme")
    list_select_related = ("call", "lead")
    search_fields = ("code", "title_fr", "title_nl", "lead__search_text", "call__number")
    inlines = (Fundings, BudgetLines, Supplements, Payments)


@admin.register(AuthorityPayment)
class PaymentAdmin(Shown):
    """What the authority paid, and what was reversed; the database refuses any change."""

    list_display = ("reference", "project", "kind", "amount", "received_on", "recorded_by")
    list_filter = ("kind",)
    list_select_related = ("project", "recorded_by__person")
    search_fields = ("reference", "project__code")
    date_hierarchy = "received_on"
    shown_with = "project"


class DecreeLines(Rows):
    """What a decree gives to whom."""

    model = DecreeLine
    fields = ("project", "organisation", "amount")
    related = ("project", "organisation")


@admin.register(MinisterialDecree)
class DecreeAdmin(Shown):
    """A decree with its lines."""

    list_display = ("reference", "call", "signed_on", "published_on")
    list_select_related = ("call",)
    search_fields = ("reference", "call__number")
    date_hierarchy = "signed_on"
    shown_with = "call"
    inlines = (DecreeLines,)


@admin.register(ProjectDocument)
class ProjectDocumentAdmin(Shown):
    """Documents of projects; they are attached and removed on the project's page."""

    list_display = ("title", "project", "language", "size", "added_by", "added_at")
    list_filter = ("language",)
    list_select_related = ("project", "added_by__person")
    search_fields = ("title", "filename", "sha256", "project__code")
    exclude = ("file",)
    shown_with = "project"


class ScenarioLines(Rows):
    """What each project would get."""

    model = ScenarioLine
    fields = ("project", "source", "amount")
    related = ("project",)


@admin.register(Scenario)
class ScenarioAdmin(Shown):
    """What somebody tried out with the money of a call."""

    list_display = ("name", "call", "saved_by", "saved_at")
    list_select_related = ("call", "saved_by__person")
    search_fields = ("name", "call__number")
    inlines = (ScenarioLines,)


@admin.register(LogEntry)
class LogEntryAdmin(Shown):
    """What happened to calls and projects: who, when, from which state to which."""

    list_display = ("at", "by", "call", "project", "subject", "action", "from_state", "to_state")
    list_filter = ("subject",)
    list_select_related = ("by__person", "call", "project")
    search_fields = ("call__number", "project__code", "comment")
    date_hierarchy = "at"
    shown_with = "call"
