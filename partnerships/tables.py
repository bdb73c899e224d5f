"""Partnerships as tables of a workbook: what the lists show, for those to whom it exists; nothing of it comes back in.

`rows(user, partnerships)` of a table returns its rows of these partnerships, which `visible_to` annotated for `user`.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from amif_network.accounts.models import User
from amif_network.exchange.columns import Choice, Column, Day, Euros, Moment, OrganisationName, PersonName, Text, Truth, Year
from amif_network.exchange.table import Table
from amif_network.exchange.writing import Written
from meetings.models.choices import TOOK_PLACE

from .claim_sheet import ClaimSheet
from .evaluations import readable
from .models import (
    Allocation,
    Claim,
    Committee,
    CommitteeMeeting,
    Evaluation,
    EvaluationItem,
    Partnership,
    PresenceStatement,
    SeatHolder,
    Transfer,
)
from .models.choices import (
    Activity,
    CommitteeKind,
    Formal,
    ItemKind,
    SeatSide,
    StatementState,
    Theme,
    TransferState,
    WouldRedo,
)  # fmt: skip
from .portfolio import with_activity

PARTNER = _("partner: code")


class Shown(Table):
    """A table that is only written. Its rows begin with the code of the partnership."""

    for_import = False
    keys = ("partnership",)


class Partnerships(Shown):
    """The partnerships, with both axes of their state."""

    name = "partnerships"
    title = _("Partnerships")
    model = Partnership

    partnership = Column("code", _("code of the partnership"), shown=True)
    title_fr = Column("title_fr", _("title in French"), shown=True)
    title_nl = Column("title_nl", _("title in Dutch"), shown=True)
    host = Column("host_code", _("host: code"), shown=True)
    partners = Column("partner_codes", _("partners: codes"), shown=True)
    project = Column("project__code", _("code of the project"), shown=True)
    call = Column("call__number", _("number of the call"), shown=True)
    forms = Column("form_values", _("forms of working together"), shown=True)
    starts_on = Column("starts_on", _("first day"), Day(), shown=True)
    ends_on = Column("ends_on", _("last day"), Day(), shown=True)
    state = Column("state", _("state on paper"), Choice(Formal), shown=True)
    activity = Column("activity", _("activity"), Choice(Activity), shown=True)
    renewal_of = Column("predecessor__code", _("code of the partnership that it renews"), shown=True)
    supplement = Column("with_supplement", _("with a supplement for partnerships"), Truth(), shown=True)
    end_reason = Column("end_reason", _("why it ended"), Text(), shown=True)


class Allocations(Shown):
    """What of the payments of the authority is meant for which partnership."""

    name = "allocations"
    title = _("Allocations of payments")
    model = Allocation

    partnership = Column("partnership__code", _("code of the partnership"), shown=True)
    payment = Column("payment__reference", _("reference of the payment"), shown=True)
    received_on = Column("received_on", _("received on"), Day(), shown=True)
    amount = Column("amount", _("amount in euros"), Euros(), shown=True)
    reversed_on = Column("reversed_on", _("taken back on"), Day(), shown=True)
    reason = Column("reason", _("why it was taken back"), Text(), shown=True)


class Transfers(Shown):
    """Money of the host to its partners."""

    name = "transfers"
    title = _("Transfers")
    model = Transfer

    partnership = Column("claim__partnership__code", _("code of the partnership"), shown=True)
    partner = Column("claim__party__organisation", PARTNER, OrganisationName(), shown=True)
    claim = Column("claim__reference", _("reference of the claim"), shown=True)
    reference = Column("reference", _("reference of the transfer"), shown=True)
    amount = Column("amount", _("amount in euros"), Euros(), shown=True)
    state = Column("state", _("state"), Choice(TransferState), shown=True)
    ordered_on = Column("ordered_on", _("ordered on"), Day(), shown=True)
    executed_on = Column("executed_on", _("executed on"), Day(), shown=True)
    failed_on = Column("failed_on", _("failed on"), Day(), shown=True)
    reversed_on = Column("reversed_on", _("reversed on"), Day(), shown=True)
    reason = Column("reason", _("why it failed or was reversed"), Text(), shown=True)


class Presence(Shown):
    """The months of agents, counted in half-days."""

    name = "presence"
    title = _("Statements of presence")
    model = PresenceStatement

    partnership = Column("immersion__partnership__code", _("code of the partnership"), shown=True)
    employer = Column("immersion__employer__organisation", _("employer: code"), OrganisationName(), shown=True)
    agent = Column("immersion__agent", _("agent"), PersonName(), shown=True)
    month = Column("month", _("first day of the month"), Day(), shown=True)
    state = Column("state", _("state"), Choice(StatementState), shown=True)
    planned_at_host = Column("planned_at_host", _("half-days planned at the host"), Year(), shown=True)
    worked_at_host = Column("worked_at_host", _("half-days worked at the host"), Year(), shown=True)
    worked = Column("worked", _("half-days worked"), Year(), shown=True)
    submitted_at = Column("submitted_at", _("submitted on"), Moment(), shown=True)
    confirmed_at = Column("confirmed_at", _("confirmed on"), Moment(), shown=True)


class Committees(Shown):
    """The committees, and how often they met."""

    name = "committees"
    title = _("Committees")
    model = Committee

    partnership = Column("partnership__code", _("code of the partnership"), shown=True)
    kind = Column("kind", _("kind"), Choice(CommitteeKind), shown=True)
    convened_by = Column("convened_by__organisation", _("convened by: code"), OrganisationName(), shown=True)
    least_meetings = Column("least_meetings", _("meetings a year, at least"), Year(), shown=True)
    held = Column("held", _("meetings held"), Year(), shown=True)
    last_on = Column("last_on", _("last meeting"), Day(), shown=True)


class CommitteeMeetings(Shown):
    """The meetings of committees."""

    name = "committee_meetings"
    title = _("Meetings of committees")
    model = CommitteeMeeting

    partnership = Column("committee__partnership__code", _("code of the partnership"), shown=True)
    kind = Column("committee__kind", _("kind"), Choice(CommitteeKind), shown=True)
    day = Column("meeting__date", _("day"), Day(), shown=True)
    state = Column("meeting__state", _("state"), shown=True)


class Seats(Shown):
    """Who holds which seat of a committee, from when to when."""

    name = "seats"
    title = _("Holders of seats")
    model = SeatHolder

    partnership = Column("seat__committee__partnership__code", _("code of the partnership"), shown=True)
    kind = Column("seat__committee__kind", _("kind"), Choice(CommitteeKind), shown=True)
    seat_fr = Column("seat__label_fr", _("seat, in French"), shown=True)
    seat_nl = Column("seat__label_nl", _("seat, in Dutch"), shown=True)
    side = Column("seat__side", _("side"), Choice(SeatSide), shown=True)
    least = Column("seat__least", _("people, at least"), Year(), shown=True)
    person = Column("person", _("held by"), PersonName(), shown=True)
    starts_on = Column("starts_on", _("first day"), Day(), shown=True)
    ends_on = Column("ends_on", _("last day"), Day(), shown=True)


class Evaluations(Shown):
    """What sides think of their partnership, as far as the reader may read it."""

    name = "evaluations"
    title = _("Evaluations")
    model = Evaluation

    partnership = Column("partnership__code", _("code of the partnership"), shown=True)
    party = Column("party__organisation", _("organisation: code"), OrganisationName(), shown=True)
    as_of = Column("as_of", _("as of"), Day(), shown=True)
    would_redo = Column("would_redo", _("would they do it again?"), Choice(WouldRedo), shown=True)
    condition_fr = Column("condition_fr", _("on which condition, in French"), Text(), shown=True)
    condition_nl = Column("condition_nl", _("on which condition, in Dutch"), Text(), shown=True)
    added_value_fr = Column("added_value_fr", _("added value, in French"), Text(), shown=True)
    added_value_nl = Column("added_value_nl", _("added value, in Dutch"), Text(), shown=True)
    shared_at = Column("shared_at", _("shared on"), Moment(), shown=True)


class Sentences(Shown):
    """The sentences of these evaluations."""

    name = "evaluation_items"
    title = _("Sentences of evaluations")
    model = EvaluationItem

    partnership = Column("evaluation__partnership__code", _("code of the partnership"), shown=True)
    party = Column("evaluation__party__organisation", _("organisation: code"), OrganisationName(), shown=True)
    as_of = Column("evaluation__as_of", _("as of"), Day(), shown=True)
    kind = Column("kind", _("kind"), Choice(ItemKind), shown=True)
    theme = Column("theme", _("theme"), Choice(Theme), shown=True)
    text_fr = Column("text_fr", _("text in French"), Text(), shown=True)
    text_nl = Column("text_nl", _("text in Dutch"), Text(), shown=True)


def _partnerships(_user: User, partnerships: Any) -> list[Any]:
    """Return the partnerships in the order of the list; several codes or forms of one share a cell."""
    found = list(with_activity(partnerships, timezone.localdate()).for_list().select_related("predecessor"))
    for one in found:
        host = one.host()
        one.host_code = host.organisation.code if host else ""
        one.partner_codes = ", ".join(party.organisation.code for party in one.partners())
        one.form_values = ", ".join(one.forms)
    return found


def _claims(user: User, partnerships: Any) -> Any:
    executed = Sum("transfers__amount", filter=Q(transfers__state=TransferState.EXECUTED))
    rows = Claim.objects.visible_to(user).filter(partnership__in=partnerships).annotate(transferred=executed)
    loaded = rows.select_related("partnership", "party__organisation", "budget")
    return loaded.order_by("partnership__code", "party_id", "starts_on", "pk")


def _allocations(user: User, partnerships: Any) -> Any:
    rows = Allocation.objects.visible_to(user).filter(partnership__in=partnerships).select_related("partnership", "payment")
    return rows.order_by("partnership__code", "received_on", "pk")


def _transfers(user: User, partnerships: Any) -> Any:
    rows = Transfer.objects.visible_to(user).filter(claim__partnership__in=partnerships)
    loaded = rows.select_related("claim__partnership", "claim__party__organisation")
    return loaded.order_by("claim__partnership__code", "ordered_on", "pk")


def _presence(user: User, partnerships: Any) -> Any:
    rows = PresenceStatement.objects.visible_to(user).filter(immersion__partnership__in=partnerships)
    loaded = rows.select_related("immersion__partnership", "immersion__employer__organisation", "immersion__agent")
    return loaded.order_by("immersion__partnership__code", "immersion_id", "month")


def _committees(user: User, partnerships: Any) -> Any:
    held = Q(meetings__meeting__state__in=TOOK_PLACE)
    rows = Committee.objects.visible_to(user).filter(partnership__in=partnerships)
    counted = rows.annotate(held=Count("meetings", filter=held), last_on=Max("meetings__meeting__date", filter=held))
    return counted.select_related("partnership", "convened_by__organisation").order_by("partnership__code", "kind")


def _meetings(user: User, partnerships: Any) -> Any:
    rows = CommitteeMeeting.objects.visible_to(user).filter(committee__partnership__in=partnerships)
    return rows.select_related("committee__partnership", "meeting").order_by(
        "committee__partnership__code", "committee", "meeting"
    )


def _seats(_user: User, partnerships: Any) -> Any:
    rows = SeatHolder.objects.filter(seat__committee__partnership__in=partnerships)
    loaded = rows.select_related("seat__committee__partnership", "person")
    return loaded.order_by("seat__committee__partnership__code", "seat__committee_id", "seat__position", "starts_on", "pk")


def _evaluations(user: User, partnerships: Any) -> Any:
    rows = readable(user).filter(partnership__in=partnerships).select_related("partnership", "party__organisation")
    return rows.order_by("partnership__code", "party_id", "as_of")


def _sentences(user: User, partnerships: Any) -> Any:
    read = readable(user).filter(partnership__in=partnerships)
    rows = EvaluationItem.objects.filter(evaluation__in=read.order_by().values("pk"))
    loaded = rows.select_related("evaluation__partnership", "evaluation__party__organisation")
    return loaded.order_by("evaluation__partnership__code", "evaluation__party_id", "evaluation__as_of", "position", "pk")


ROWS: dict[type[Table], Callable[[User, Any], Any]] = {
    Partnerships: _partnerships,
    ClaimSheet: _claims,
    Allocations: _allocations,
    Transfers: _transfers,
    Presence: _presence,
    Committees: _committees,
    CommitteeMeetings: _meetings,
    Seats: _seats,
    Evaluations: _evaluations,
    Sentences: _sentences,
}
NAMES = tuple(kind.name for kind in ROWS)


@dataclass(frozen=True)
class Tables:
    """The tables of partnerships that `visible_to` annotated for `user`; `name` begins the name of the file."""

    user: User
    partnerships: Any
    name: str

    def written(self, tables: Collection[str] = ()) -> list[Written]:
        """Return the tables named, all where none is, with their records."""
        kinds = [(kind, rows) for kind, rows in ROWS.items() if not tables or kind.name in tables]
        return [Written(kind(), rows(self.user, self.partnerships)) for kind, rows in kinds]
