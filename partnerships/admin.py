"""Partnerships in the administration: to look things up.

Nothing is changed here: every change is a step or an action, logged on the pages of the portal.
"""

from django.contrib import admin
from django.utils.translation import gettext_lazy

from amif_network.core.administration import Rows, Shown

from .models import (
    Agreement,
    Allocation,
    BudgetHeading,
    Claim,
    Commitment,
    Committee,
    CommitteeMeeting,
    CouncilDecision,
    Evaluation,
    Evidence,
    FteShare,
    FteTotal,
    Immersion,
    LogEntry,
    NoPartnership,
    Partnership,
    PartnershipDocument,
    Party,
    PresenceStatement,
    Seat,
    SeatHolder,
    Signature,
    Transfer,
    YearBudget,
)


class Parties(Rows):
    """Who takes part."""

    model = Party
    fields = ("organisation", "role", "contact", "owner")
    related = ("organisation", "contact", "owner")


class Commitments(Rows):
    """What each party took upon itself."""

    model = Commitment
    fields = ("party", "text_fr", "text_nl", "state", "note_fr", "note_nl")
    related = ("party__organisation",)


class Immersions(Rows):
    """Agents at the host."""

    model = Immersion
    fields = ("employer", "agent", "starts_on", "ends_on", "days_least", "days_most")
    related = ("employer__organisation", "agent")


class Shares(Rows):
    """Working time, planned, actual and wished."""

    model = FteShare
    fields = ("party", "person", "kind", "fte", "starts_on", "ends_on")
    related = ("party__organisation", "person")


class Passages(Rows):
    """What minutes said about it."""

    model = Evidence
    fields = ("note", "attached_by", "attached_at")
    related = ("attached_by__person",)


@admin.register(Partnership)
class PartnershipAdmin(Shown):
    """A partnership with its parties."""

    list_display = ("code", "title_fr", "title_nl", "call", "state", "starts_on", "ends_on")
    list_display_links = ("code", "title_fr", "title_nl")
    list_filter = ("state", "with_supplement")
    list_select_related = ("call__programme",)
    search_fields = ("code", "title_fr", "title_nl", "parties__organisation__search_text")
    date_hierarchy = "starts_on"
    inlines = (Parties, Commitments, Immersions, Shares, Passages)


class Decisions(Rows):
    """Which councils decided."""

    model = CouncilDecision
    fields = ("party", "decided_on", "reference")
    related = ("party__organisation",)


class Signatures(Rows):
    """Who signed the version."""

    model = Signature
    fields = ("party", "signed_on", "signatory", "text_hash", "recorded_by", "recorded_at")
    related = ("party__organisation", "signatory", "recorded_by__person")


@admin.register(Agreement)
class AgreementAdmin(Shown):
    """Every version of every agreement."""

    list_display = ("partnership", "version", "written_by", "written_at")
    list_select_related = ("partnership", "written_by__person")
    search_fields = ("partnership__code", "text_fr", "text_nl")
    date_hierarchy = "written_at"
    shown_with = "partnership"
    inlines = (Decisions, Signatures)


@admin.register(Immersion)
class ImmersionAdmin(Shown):
    """Agents who work at the host."""

    list_display = ("partnership", "employer", "agent", "mentor", "starts_on", "ends_on")
    list_select_related = ("partnership", "employer__organisation", "agent", "mentor")
    search_fields = ("partnership__code", "agent__search_text", "employer__organisation__search_text")
    date_hierarchy = "starts_on"
    shown_with = "partnership"


@admin.register(PresenceStatement)
class PresenceStatementAdmin(Shown):
    """Every month of every immersion, from its half-days to its lock."""

    list_display = ("month", "immersion", "state", "planned_at_host", "worked_at_host", "confirmed_by", "confirmed_at")
    list_filter = ("state",)
    list_select_related = ("immersion__partnership", "immersion__agent", "confirmed_by__person")
    search_fields = ("immersion__partnership__code", "immersion__agent__search_text")
    date_hierarchy = "month"
    shown_with = "immersion__partnership"


class Seats(Rows):
    """Who has to sit there."""

    model = Seat
    fields = ("label_fr", "label_nl", "side", "least", "alternates_allowed")


@admin.register(SeatHolder)
class SeatHolderAdmin(Shown):
    """Who sat where, and from when to when."""

    list_display = ("person", "seat", "committee", "starts_on", "ends_on")
    list_filter = (("ends_on", admin.EmptyFieldListFilter),)
    list_select_related = ("person", "seat__committee__partnership")
    search_fields = ("person__search_text", "seat__label_fr", "seat__label_nl", "seat__committee__partnership__code")
    shown_with = "seat__committee__partnership"

    @admin.display(description=gettext_lazy("committee"), ordering="seat__committee")
    def committee(self, holder: SeatHolder) -> str:
        """Name the committee of the seat."""
        return str(holder.seat.committee)


class CommitteeMeetings(Rows):
    """When it met."""

    model = CommitteeMeeting
    fields = ("meeting",)
    related = ("meeting",)


@admin.register(Committee)
class CommitteeAdmin(Shown):
    """Committees with their seats and meetings."""

    list_display = ("partnership", "kind", "convened_by", "least_meetings")
    list_filter = ("kind",)
    list_select_related = ("partnership", "convened_by__organisation")
    search_fields = ("partnership__code",)
    shown_with = "partnership"
    inlines = (Seats, CommitteeMeetings)


class Transfers(Rows):
    """What the host transferred for a claim."""

    model = Transfer
    fields = ("amount", "reference", "state", "ordered_on", "executed_on", "failed_on", "reversed_on", "reason")


@admin.register(Claim)
class ClaimAdmin(Shown):
    """What partners claim, with the transfers."""

    list_display = ("reference", "partnership", "party", "kind", "claimed", "accepted", "state", "submitted_at")
    list_filter = ("state", "kind")
    list_select_related = ("partnership", "party__organisation")
    search_fields = ("reference", "partnership__code", "party__organisation__search_text")
    date_hierarchy = "starts_on"
    inlines = (Transfers,)


@admin.register(Transfer)
class TransferAdmin(Shown):
    """What went from hosts to partners."""

    list_display = ("reference", "claim", "amount", "state", "ordered_on", "executed_on", "reversed_on")
    list_filter = ("state",)
    list_select_related = ("claim",)
    search_fields = ("reference", "claim__reference", "claim__partnership__code")
    date_hierarchy = "ordered_on"
    shown_with = "claim"


@admin.register(Allocation)
class AllocationAdmin(Shown):
    """Which part of a payment of the authority is for which partnership."""

    list_display = ("payment", "partnership", "amount", "received_on", "reversed_on", "recorded_by")
    list_filter = (("reversed_on", admin.EmptyFieldListFilter),)
    list_select_related = ("payment", "partnership", "recorded_by__person")
    search_fields = ("payment__reference", "partnership__code")
    date_hierarchy = "received_on"
    shown_with = "partnership"


class Headings(Rows):
    """What the amount of a year is made of."""

    model = BudgetHeading
    fields = ("heading", "description", "amount")


@admin.register(YearBudget)
class YearBudgetAdmin(Shown):
    """What each partner may claim in a year."""

    list_display = ("partnership", "party", "year", "amount")
    list_filter = ("year",)
    list_select_related = ("partnership", "party__organisation")
    search_fields = ("partnership__code", "party__organisation__search_text")
    shown_with = "partnership"
    inlines = (Headings,)


@admin.register(Evaluation)
class EvaluationAdmin(Shown):
    """That a side evaluated: what it wrote is read where it was shared."""

    list_display = ("partnership", "party", "as_of", "shared_at", "for_network")
    list_filter = (("shared_at", admin.EmptyFieldListFilter), "for_network")
    list_select_related = ("partnership", "party__organisation")
    search_fields = ("partnership__code",)
    fields = ("partnership", "party", "as_of", "shared_at", "for_network", "written_by", "written_at")
    shown_with = "partnership"


@admin.register(NoPartnership)
class NoPartnershipAdmin(Shown):
    """Who has none, and why."""

    list_display = ("organisation", "call", "reason_code", "stated_on", "recorded_by", "withdrawn_at")
    list_filter = ("reason_code", ("withdrawn_at", admin.EmptyFieldListFilter))
    list_select_related = ("organisation", "call__programme", "recorded_by__person")
    search_fields = ("organisation__search_text", "call__number")
    shown_with = "call"


@admin.register(FteTotal)
class FteTotalAdmin(Shown):
    """Working time of whole teams."""

    list_display = ("project", "organisation", "kind", "fte")
    list_filter = ("kind",)
    list_select_related = ("project", "organisation")
    search_fields = ("project__code", "organisation__search_text")
    shown_with = "project"


@admin.register(PartnershipDocument)
class PartnershipDocumentAdmin(Shown):
    """Documents of partnerships and claims; they are attached and removed on their pages."""

    list_display = ("title", "kind", "partnership", "claim", "language", "size", "added_at")
    list_filter = ("kind", "language")
    list_select_related = ("partnership", "claim")
    search_fields = ("title", "filename", "sha256", "partnership__code")
    exclude = ("file",)
    shown_with = "partnership"


@admin.register(LogEntry)
class LogEntryAdmin(Shown):
    """What happened to partnerships: who, when, from which state to which."""

    list_display = ("at", "by", "partnership", "party", "subject", "action", "from_state", "to_state")
    list_filter = ("subject",)
    list_select_related = ("by__person", "partnership", "party__organisation")
    search_fields = ("partnership__code", "comment")
    date_hierarchy = "at"
    shown_with = "partnership"
