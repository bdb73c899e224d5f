"""Calls and projects in the administration: to look things up.

Nothing is changed here: every change is a step, logged on the pages of the portal.
"""

from django.contrib import admin

from amif_network.core.administration import ReadOnly

from .models import (
    AuthorityPayment,
    BudgetLine,
    Call,
    CallDate,
    DecreeLine,
    Envelope,
    ExpressionOfInterest,
    LogEntry,
    MinisterialDecree,
    Project,
    ProjectFunding,
)


class Dates(ReadOnly, admin.TabularInline):
    """Every version of every date of a call."""

    model = CallDate
    fields = ("kind", "replaces", "earliest", "latest", "time", "words_fr", "words_nl", "published_at")


class Envelopes(ReadOnly, admin.TabularInline):
    """What each source puts into a call."""

    model = Envelope


@admin.register(Call)
class CallAdmin(ReadOnly, admin.ModelAdmin):
    """A call with its dates and envelopes."""

    list_display = ("number", "title_fr", "title_nl", "programme", "state")
    list_filter = ("state", "programme")
    list_select_related = ("programme",)
    search_fields = ("number", "title_fr", "title_nl")
    inlines = (Dates, Envelopes)


@admin.register(ExpressionOfInterest)
class InterestAdmin(ReadOnly, admin.ModelAdmin):
    """Every answer to a call, in force or replaced."""

    list_display = ("organisation", "call", "answer", "stated_on", "recorded_by", "replaced_at")
    list_filter = ("answer", ("replaced_at", admin.EmptyFieldListFilter))
    list_select_related = ("organisation", "call", "recorded_by__person")
    search_fields = ("organisation__search_text", "call__number")


class Fundings(ReadOnly, admin.TabularInline):
    """What a project asks of each source in each year."""

    model = ProjectFunding


class BudgetLines(ReadOnly, admin.TabularInline):
    """What a project costs."""

    model = BudgetLine
    fields = ("category", "description", "method", "year", "planned", "actual", "eligible")


class Payments(ReadOnly, admin.TabularInline):
    """What the authority paid for a project."""

    model = AuthorityPayment
    fields = ("kind", "amount", "received_on", "reference", "reverses", "recorded_by", "recorded_at")


@admin.register(Project)
class ProjectAdmin(ReadOnly, admin.ModelAdmin):
    """A project with its money."""

    list_display = ("code", "title_fr", "title_nl", "call", "lead", "state")
    list_filter = ("state",)
    list_select_related = ("call", "lead")
    search_fields = ("code", "title_fr", "title_nl")
    inlines = (Fundings, BudgetLines, Payments)


class DecreeLines(ReadOnly, admin.TabularInline):
    """What a decree gives to whom."""

    model = DecreeLine


@admin.register(MinisterialDecree)
class DecreeAdmin(ReadOnly, admin.ModelAdmin):
    """A decree with its lines."""

    list_display = ("reference", "call", "signed_on", "published_on")
    list_select_related = ("call",)
    search_fields = ("reference", "call__number")
    inlines = (DecreeLines,)


@admin.register(LogEntry)
class LogEntryAdmin(ReadOnly, admin.ModelAdmin):
    """What happened to calls and projects: who, when, from which state to which."""

    list_display = ("at", "by", "call", "project", "subject", "action", "from_state", "to_state")
    list_filter = ("subject",)
    list_select_related = ("by__person", "call", "project")
    search_fields = ("call__number", "project__code", "comment")
    date_hierarchy = "at"
