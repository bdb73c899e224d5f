"""What happened in a partnership and on which days, of every kind at once: one query (DOMAIN §6)."""

import datetime
from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    DateField,
    DecimalField,
    F,
    Func,
    IntegerField,
    Max,
    Min,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Concat, TruncDate

from amif_network.accounts.models import User
from amif_network.accounts.questions import ReaderQuestion
from amif_network.core.questions import Ask
from meetings.models import Meeting
from meetings.models.choices import TOOK_PLACE
from projects.models import DecreeLine

from .evaluations import readable
from .models import (
    Allocation,
    Claim,
    CommitteeMeeting,
    CouncilDecision,
    FteShare,
    Immersion,
    LogEntry,
    PresenceEntry,
    Signature,
    Transfer,
    YearBudget,
)  # fmt: skip
from .models.choices import ClaimState, Formal, FteKind, LogSubject, TransferState
from .months import WORK


class Kind(StrEnum):
    """Where a day comes from."""

    MOVED = "moved"
    DECISION = "decision"
    SIGNATURE = "signature"
    DECREE = "decree"
    PAYMENT = "payment"
    CLAIM = "claim"
    TRANSFER = "transfer"
    BUDGET = "budget"
    IMMERSION = "immersion"
    PRESENCE = "presence"
    SHARE = "share"
    MEETING = "meeting"
    EVALUATION = "evaluation"


class Event(NamedTuple):
    """A day, or a period where `last` differs from `first`; None: not over, or not known. A meeting has it once it took place.

    `row` is the record it comes from, `party` the key of the party that it concerns, `words` a reference, name or state.
    """

    kind: Kind
    row: int | None
    party: int | None
    first: datetime.date
    last: datetime.date | None
    amount: Decimal | None
    words: str


def of_partnership(partnership: Any, user: User) -> list[Event]:
    """Return the events that `user` may know of, in the order of their first days.

    What lies between the host and one partner is no other partner's business (`RowsBetweenTwo`).
    """
    # No project has the key 0.
    keys = partnership.pk, partnership.project_id or 0
    found = [Event(Kind(kind), *rest) for kind, *rest in _united(user, *keys)]
    return sorted(found, key=lambda event: (event.first, event.kind, event.row or 0))


def asks(partnership: Any, user: User) -> list[Ask]:
    """Return what `of_partnership` asks of the database."""
    return [_united.of(user, partnership.pk, partnership.project_id or 0)]


@ReaderQuestion
def _united(reader: User, partnership: int, project: int) -> Any:
    first, *others = _queries(partnership, project, reader)
    return first.union(*others, all=True).order_by()


def _queries(partnership: int, project: int, user: User) -> Iterable[Any]:
    """Return a query for each kind, all with the columns of `Event`."""
    own = {"partnership": partnership}
    moved = LogEntry.objects.filter(**own, subject=LogSubject.PARTNERSHIP, to_state__in=Formal.values)
    yield _columns(
        moved.exclude(from_state=F("to_state")), Kind.MOVED, first=TruncDate("at"), words=F("to_state")
    )  # fmt: skip
    for model, kind, day in ((CouncilDecision, Kind.DECISION, "decided_on"), (Signature, Kind.SIGNATURE, "signed_on")):
        rows = model._default_manager.filter(agreement__partnership=partnership)
        yield _columns(
            rows, kind, row=F("agreement"), party=F("party"), first=F(day), words=Cast("agreement__version", CharField())
        )
    yield _columns(
        DecreeLine.objects.filter(project=project).distinct(), Kind.DECREE,
        row=F("decree"), first=F("decree__signed_on"), words=F("decree__reference"),
    )  # fmt: skip
    yield _columns(
        Allocation.objects.filter(**own, reversed_on=None), Kind.PAYMENT, first=F("received_on"), amount=F("amount"),
        words=F("payment__reference"),
    )  # fmt: skip
    yield from _money(partnership, user)
    yield from _work(partnership, user)
    evaluations = readable(user).filter(**own, shared_at__isnull=False)
    yield _columns(evaluations, Kind.EVALUATION, row=F("pk"), party=F("party"), first=F("as_of"), last=TruncDate("shared_at"))


def _money(partnership: int, user: User) -> Iterable[Any]:
    own = {"partnership": partnership}
    claims = Claim.objects.visible_to(user).filter(**own, submitted_at__isnull=False)
    yield _columns(
        claims.exclude(state__in=(ClaimState.REJECTED, ClaimState.WITHDRAWN)), Kind.CLAIM, row=F("pk"), party=F("party"),
        first=TruncDate("submitted_at"), amount=F("claimed"), words=F("reference"),
    )  # fmt: skip
    transfers = Transfer.objects.visible_to(user).filter(claim__partnership=partnership, state=TransferState.EXECUTED)
    yield _columns(
        transfers, Kind.TRANSFER, row=F("pk"), party=F("claim__party"), first=F("executed_on"), amount=F("amount"),
        words=F("reference"),
    )  # fmt: skip
    yield _columns(
        YearBudget.objects.visible_to(user).filter(**own), Kind.BUDGET, row=F("pk"), party=F("party"),
        first=_day(1, 1), last=_day(12, 31), amount=F("amount"),
    )  # fmt: skip


def _work(partnership: int, user: User) -> Iterable[Any]:
    own = {"partnership": partnership}
    agent = Concat(F("agent__given_name"), Value(" "), F("agent__family_name"), output_field=CharField())
    yield _columns(
        Immersion.objects.visible_to(user).filter(**own), Kind.IMMERSION, row=F("pk"), party=F("employer"),
        first=F("starts_on"), last=F("ends_on"), words=agent,
    )  # fmt: skip
    seen = PresenceEntry.objects.visible_to(user).filter(immersion__partnership=partnership, place__in=WORK)
    days = seen.order_by().values("immersion").annotate(begun=Min("day"), ended=Max("day"))
    yield _columns(days, Kind.PRESENCE, row=F("immersion"), first=F("begun"), last=F("ended"))
    shares = FteShare.objects.filter(**own, kind=FteKind.ACTUAL)
    yield _columns(shares, Kind.SHARE, row=F("pk"), party=F("party"), first=F("starts_on"), last=F("ends_on"))
    meetings = CommitteeMeeting.objects.filter(committee__partnership=partnership)
    held = Case(When(meeting__state__in=TOOK_PLACE, then=F("meeting__date")))
    yield _columns(
        meetings.exclude(meeting__state=Meeting.State.CANCELLED), Kind.MEETING, row=F("meeting"), first=F("meeting__date"),
        last=held, words=F("committee__kind"),
    )  # fmt: skip


def _columns(
    rows: Any,
    kind: Kind,
    *,
    first: Combinable,
    row: Combinable | None = None,
    party: Combinable | None = None,
    last: Combinable | None = None,
    amount: Combinable | None = None,
    words: Combinable | None = None,
) -> Any:
    """Return the columns of `Event`; every query of a union has the same ones, of the same types."""
    return rows.order_by().values_list(
        Value(kind.value, output_field=CharField()),
        Cast(row or Value(None), BigIntegerField()),
        Cast(party or Value(None), BigIntegerField()),
        Cast(first, DateField()),
        Cast(last or Value(None), DateField()),
        Cast(amount or Value(None), DecimalField(max_digits=14, decimal_places=2)),
        Cast(words or Value(""), CharField()),
    )


def _day(month: int, day: int) -> Func:
    """Return a day of the year of a budget."""
    return Func(Cast("year", IntegerField()), Value(month), Value(day), function="MAKE_DATE", output_field=DateField())
