"""Partnerships in the administration: to look things up.

Nothing is changed here: every change is a step, logged on the pages of the portal.
"""

from django.contrib import admin

from amif_network.core.administration import ReadOnly

from .models import Agreement, Claim, Evaluation, Immersion, LogEntry, NoPartnership, Partnership, Party, Signature, Transfer


class Parties(ReadOnly, admin.TabularInline):
    """Who takes part."""

    model = Party
    fields = ("organisation", "role", "contact", "owner")


class Immersions(ReadOnly, admin.TabularInline):
    """Agents at the host."""

    model = Immersion
    fields = ("employer", "agent", "starts_on", "ends_on", "days_least", "days_most")


@admin.register(Partnership)
class PartnershipAdmin(ReadOnly, admin.ModelAdmin):
    """A partnership with its parties."""

    list_display = ("code", "title_fr", "title_nl", "call", "state", "starts_on", "ends_on")
    list_filter = ("state",)
    list_select_related = ("call__programme",)
    search_fields = ("code", "title_fr", "title_nl")
    inlines = (Parties, Immersions)


class Signatures(ReadOnly, admin.TabularInline):
    """Who signed the version."""

    model = Signature
    fields = ("party", "signed_on", "signatory", "text_hash", "recorded_by", "recorded_at")


@admin.register(Agreement)
class AgreementAdmin(ReadOnly, admin.ModelAdmin):
    """Every version of every agreement."""

    list_display = ("partnership", "version", "written_by", "written_at")
    list_select_related = ("partnership", "written_by__person")
    search_fields = ("partnership__code",)
    inlines = (Signatures,)


class Transfers(ReadOnly, admin.TabularInline):
    """What the host transferred for a claim."""

    model = Transfer
    fields = ("amount", "reference", "state", "ordered_on", "executed_on", "failed_on", "reversed_on", "reason")


@admin.register(Claim)
class ClaimAdmin(ReadOnly, admin.ModelAdmin):
    """What partners claim, with the transfers."""

    list_display = ("reference", "partnership", "party", "kind", "claimed", "accepted", "state")
    list_filter = ("state", "kind")
    list_select_related = ("partnership", "party__organisation")
    search_fields = ("reference", "partnership__code")
    inlines = (Transfers,)


@admin.register(Evaluation)
class EvaluationAdmin(ReadOnly, admin.ModelAdmin):
    """That a side evaluated: what it wrote is read where it was shared."""

    list_display = ("partnership", "party", "as_of", "shared_at", "for_network")
    list_select_related = ("partnership", "party__organisation")
    search_fields = ("partnership__code",)
    fields = ("partnership", "party", "as_of", "shared_at", "for_network", "written_by", "written_at")


@admin.register(NoPartnership)
class NoPartnershipAdmin(ReadOnly, admin.ModelAdmin):
    """Who has none, and why."""

    list_display = ("organisation", "call", "reason_code", "stated_on", "recorded_by", "withdrawn_at")
    list_filter = ("reason_code",)
    list_select_related = ("organisation", "call__programme", "recorded_by__person")
    search_fields = ("organisation__search_text", "call__number")


@admin.register(LogEntry)
class LogEntryAdmin(ReadOnly, admin.ModelAdmin):
    """What happened to partnerships: who, when, from which state to which."""

    list_display = ("at", "by", "partnership", "party", "subject", "action", "from_state", "to_state")
    list_filter = ("subject",)
    list_select_related = ("by__person", "partnership", "party__organisation")
    search_fields = ("partnership__code", "comment")
    date_hierarchy = "at"
