"""What a member must do and waits for over all partnerships, and what is new there: for the first page (UX §1, screen 1).

Whoever leads the network watches partnerships through the alerts, and acts for nobody here. Amounts are euros.
"""

import datetime
from collections import defaultdict
from decimal import Decimal
from typing import Any

from django.db.models import DecimalField, Exists, OuterRef, Prefetch, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from amif_network.accounts.models import Role, User
from amif_network.accounts.questions import ReaderQuestion
from amif_network.alerts.thresholds import threshold
from amif_network.core.bilingual import active_language
from amif_network.core.formats import format_list
from amif_network.core.money import format_euros
from amif_network.core.questions import Ask
from amif_network.core.work import News, Source, Task, Work, WorkKind, titled

from .alerts.period import RECENT, TALKING
from .evaluations import readable
from .models import (
    Agreement,
    Allocation,
    Claim,
    Evaluation,
    Immersion,
    Partnership,
    Party,
    PresenceStatement,
    Signature,
    Transfer,
)
from .models.choices import ClaimState, Formal, StatementState, TransferState
from .models.choices import Role as PartyRole
from .months import months_between
from .presence import submittable_from
from .presence_wording import month_name
from .workflow import PARTNERSHIP

DAY = datetime.timedelta(days=1)
ZERO = Decimal(0)
WAITING_FOR_SIGNATURES = (Formal.TO_SIGN, Formal.AMENDED)
OPEN_CLAIMS = (ClaimState.DRAFT, ClaimState.RETURNED, ClaimState.SUBMITTED, ClaimState.ACCEPTED, ClaimState.PART_PAID)


def work(user: User, day: datetime.date, most: int | None = None) -> Work:
    """Return what `user` must do and waits for in partnerships; as many queries for any number of them."""
    found = Work([], [])
    if user.role == Role.MEMBER:
        _add_signatures(found, user, day)
        _add_claims(found, user, day)
        _add_months(found, user, day)
        found.must.extend(_evaluations(user, day))
    return found


def files_for(user: User) -> list[Party]:
    """Return for which partners with a budget a member can file a claim: coordinators start on the page of a partnership."""
    if user.role != Role.MEMBER:
        return []
    running = Partnership.objects.filter(state__in=PARTNERSHIP["claim"].sources)
    own = Party.objects.filter(role=PartyRole.PARTNER, organisation__in=user.organisations(), partnership__in=running)
    return list(own.filter(budgets__isnull=False).distinct().select_related("partnership", "organisation"))


def _title(partnership: Any) -> Any:
    return titled(partnership.code, partnership.title_fr, partnership.title_nl)


def _add_signatures(found: Work, user: User, day: datetime.date) -> None:
    """The texts that lie there to be signed: by the person's own organisations, or by others."""
    last = Agreement.objects.filter(partnership=OuterRef("partnership")).order_by("-version").values("pk")[:1]
    signed = Signature.objects.filter(party=OuterRef("pk"), agreement=OuterRef("text"))
    to_sign = Partnership.objects.visible_to(user).filter(state__in=WAITING_FOR_SIGNATURES)
    parties: Any = Party.objects.filter(partnership__in=to_sign.values("pk")).annotate(text=Subquery(last))
    missing = parties.filter(~Exists(signed), text__isnull=False).select_related("partnership", "organisation")
    mine, others = set(user.organisation_keys().values_list("organisation", flat=True)), defaultdict(list)
    for party in missing.order_by("partnership", "pk"):
        if party.organisation_id in mine:
            address = reverse("partnerships:signature-new", args=[party.partnership_id])
            sentence = _("Sign the agreement for %(organisation)s.") % {"organisation": party.organisation}
            due = party.partnership.starts_on
            late = due is not None and due < day
            found.must.append(Task(WorkKind.AGREEMENT, _title(party.partnership), sentence, address, due, late))
        else:
            others[party.partnership].append(str(party.organisation))
    for partnership, names in others.items():
        task = Task(
            WorkKind.AGREEMENT, _title(partnership), _("A signature under the agreement."), partnership.get_absolute_url()
        )
        found.waits.append(task._replace(who=format_list(names, active_language())))


def _add_claims(found: Work, user: User, day: datetime.date) -> None:
    """The claims that somebody has in hand, and the money that is to go on."""
    claims = list(_open_claims(user))
    hosts = _hosts({one.partnership_id for one in claims})
    cash = _cash({one.partnership_id for one in claims if one.is_host})
    for one in claims:
        base = Task(WorkKind.CLAIM, _title(one.partnership), "", reverse("partnerships:claim", args=[one.partnership_id, one.pk]))
        if one.state in (ClaimState.DRAFT, ClaimState.RETURNED):
            if one.is_own:
                found.must.append(base._replace(sentence=_in_hand(one)))
        elif one.state == ClaimState.SUBMITTED:
            _add_submitted(found, one, base, hosts.get(one.partnership_id, ""), day)
        else:
            _add_accepted(found, one, base, hosts.get(one.partnership_id, ""), cash)


def _open_claims(user: User) -> Any:
    """Return the claims that are not settled, each with what was transferred."""
    executed = Transfer.objects.filter(claim=OuterRef("pk"), state=TransferState.EXECUTED).order_by().values("claim")
    amount = Subquery(executed.annotate(sum=Sum("amount")).values("sum"))
    transferred = Coalesce(amount, Value(ZERO), output_field=DecimalField(max_digits=14, decimal_places=2))
    visible: Any = Claim.objects.visible_to(user).filter(state__in=OPEN_CLAIMS).annotate(transferred=transferred)
    return visible.select_related("partnership", "party__organisation").order_by("starts_on", "pk")


def _hosts(partnerships: set[int]) -> dict[int, str]:
    """Return the host of each partnership by name."""
    hosts = Party.objects.filter(partnership__in=partnerships, role=PartyRole.HOST).select_related("organisation")
    return {one.partnership_id: str(one.organisation) for one in hosts}


def _cash(partnerships: set[int]) -> dict[int, Decimal]:
    """Return what came in for each partnership and did not go on yet."""
    found: dict[int, Decimal] = defaultdict(lambda: ZERO)
    came_in = Allocation.objects.filter(partnership__in=partnerships, reversed_on=None).order_by().values_list("partnership")
    for key, amount in came_in.annotate(sum=Sum("amount")):
        found[key] += amount
    went_on = Transfer.objects.filter(claim__partnership__in=partnerships, state=TransferState.EXECUTED).order_by()
    for key, amount in went_on.values_list("claim__partnership").annotate(sum=Sum("amount")):
        found[key] -= amount
    return found


def _in_hand(claim: Any) -> str:
    values = {"reference": claim.reference, "amount": _euros(claim.claimed)}
    if claim.state == ClaimState.DRAFT:
        return _("Finish claim %(reference)s of %(amount)s, and submit it to the host.") % values
    return _("Claim %(reference)s of %(amount)s came back: correct it, and submit it again.") % values


def _add_submitted(found: Work, claim: Any, task: Task, host: str, day: datetime.date) -> None:
    values = {"reference": claim.reference, "amount": _euros(claim.claimed), "partner": claim.party.organisation}
    due = timezone.localdate(claim.submitted_at) + threshold("claim_at_host") * DAY
    task = task._replace(due=due, late=due < day)
    if claim.is_host:
        sentence = _("Accept or return claim %(reference)s of %(partner)s over %(amount)s.") % values
        found.must.append(task._replace(sentence=sentence))
    else:
        sentence = _("An answer to claim %(reference)s over %(amount)s.") % values
        found.waits.append(task._replace(sentence=sentence, who=host))


def _add_accepted(found: Work, claim: Any, task: Task, host: str, cash: dict[int, Decimal]) -> None:
    """What was accepted goes on as soon as the authority has paid (DOMAIN §7.3)."""
    still = claim.accepted - claim.transferred
    if still <= ZERO:
        return
    values = {"reference": claim.reference, "partner": claim.party.organisation}
    if not claim.is_host:
        sentence = _("%(amount)s still to come on claim %(reference)s.") % {**values, "amount": _euros(still)}
        found.waits.append(task._replace(sentence=sentence, who=host))
        return
    there = min(still, max(cash[claim.partnership_id], ZERO))
    cash[claim.partnership_id] -= there
    if there:
        sentence = _("Transfer %(amount)s to %(partner)s: the money came in, and claim %(reference)s is accepted.")
        found.must.append(task._replace(sentence=sentence % {**values, "amount": _euros(there)}))
    else:
        sentence = _("%(amount)s for claim %(reference)s of %(partner)s.") % {**values, "amount": _euros(still)}
        found.waits.append(task._replace(sentence=sentence, who=_("the authority of the fund")))


def _add_months(found: Work, user: User, day: datetime.date) -> None:
    """The months of presence to submit by the employer, to confirm by the host."""
    visible: Any = Immersion.objects.visible_to(user).filter(agent__isnull=False).exclude(partnership__state=Formal.ABANDONED)
    loaded = visible.select_related("partnership", "agent", "employer__organisation").prefetch_related(
        Prefetch("statements", queryset=PresenceStatement.objects.order_by("month"))
    )
    for immersion in loaded.order_by("pk"):
        known = {one.month: one for one in immersion.statements.all()}
        for month in months_between(immersion.starts_on, min(immersion.ends_on, day)):
            _add_month(found, immersion, month, known.get(month), day)


def _add_month(
    found: Work, immersion: Any, month: datetime.date, statement: PresenceStatement | None, day: datetime.date
) -> None:
    address = reverse("partnerships:presence", args=[immersion.partnership_id, immersion.pk, month.year, month.month])
    over = submittable_from(immersion, month)
    values = {"month": month_name(month), "agent": immersion.agent}
    task = Task(WorkKind.PRESENCE, _title(immersion.partnership), "", address)
    if statement is None or statement.state == StatementState.OPEN:
        due = over + threshold("statement_late") * DAY
        if immersion.is_own and over < day:
            sentence = _("Submit the presence of %(agent)s in %(month)s.") % values
            found.must.append(task._replace(sentence=sentence, due=due, late=due < day))
    elif statement.state == StatementState.SUBMITTED:
        assert statement.submitted_at is not None
        due = timezone.localdate(statement.submitted_at) + threshold("statement_late") * DAY
        task = task._replace(due=due, late=due < day)
        if immersion.is_host:
            found.must.append(task._replace(sentence=_("Confirm the presence of %(agent)s in %(month)s.") % values))
        else:
            sentence = _("The presence of %(agent)s in %(month)s, confirmed.") % values
            found.waits.append(task._replace(sentence=sentence, who=_("the host")))


def _evaluations(user: User, day: datetime.date) -> list[Task]:
    """The partnerships that end soon or ended lately, and that an organisation of the member has not evaluated (DOMAIN §8)."""
    own = Evaluation.objects.filter(party=OuterRef("pk"), as_of__gte=OuterRef("partnership__ends_on") - RECENT)
    near = Q(partnership__ends_on__lte=day + threshold("ending") * DAY, partnership__ends_on__gte=day - RECENT)
    parties = Party.objects.filter(near, ~Exists(own), organisation__in=user.organisation_keys())
    rows = parties.exclude(partnership__state__in=[*TALKING, Formal.ABANDONED]).select_related("partnership")
    return [
        Task(
            WorkKind.EVALUATION, _title(one.partnership), _("Evaluate the partnership."),
            reverse("partnerships:evaluation-new", args=[one.partnership_id, one.pk]), one.partnership.ends_on,
            one.partnership.ends_on is not None and one.partnership.ends_on < day,
        )
        for one in rows.order_by("partnership__ends_on", "pk")
    ]  # fmt: skip


def _news(user: User, since: datetime.datetime) -> list[News]:
    """Return which evaluations others shared since, and for members what hosts decided and transferred. Three queries."""
    found = [*_shared(user, since)]
    if user.role == Role.MEMBER:
        found += [*_decided(user, since), *_transferred(user, since)]
    return found


def _asks_for_news(user: User, since: datetime.datetime) -> list[Ask]:
    return [] if user.role == Role.OBSERVER else [_shared_since.of(user, since)]


news = Source(_news, _asks_for_news)


def _shared(user: User, since: datetime.datetime) -> list[News]:
    if user.role == Role.OBSERVER:
        return []
    return [
        News(
            WorkKind.EVALUATION, one.shared_at, _title(one.partnership),
            _("%(organisation)s shared its evaluation.") % {"organisation": one.party.organisation},
            reverse("partnerships:evaluation", args=[one.partnership_id, one.pk]),
        )
        for one in _shared_since(user, since)
    ]  # fmt: skip


@ReaderQuestion
def _shared_since(reader: User, since: datetime.datetime) -> Any:
    shared = readable(reader).filter(shared_at__gte=since).exclude(party__organisation__in=reader.organisation_keys())
    return shared.select_related("partnership", "party__organisation").order_by("-shared_at", "pk")


def _decided(user: User, since: datetime.datetime) -> list[News]:
    decided: Any = Claim.objects.visible_to(user).filter(is_own=True, decided_at__gte=since).select_related("partnership")
    return [
        News(
            WorkKind.CLAIM, one.decided_at, _title(one.partnership),
            _("Claim %(reference)s: %(state)s.") % {"reference": one.reference, "state": one.get_state_display()},
            reverse("partnerships:claim", args=[one.partnership_id, one.pk]),
        )
        for one in decided.order_by("-decided_at", "pk")
    ]  # fmt: skip


def _transferred(user: User, since: datetime.datetime) -> list[News]:
    made: Any = Transfer.objects.visible_to(user).filter(is_own=True, state=TransferState.EXECUTED, recorded_at__gte=since)
    return [
        News(
            WorkKind.CLAIM, one.recorded_at, _title(one.claim.partnership),
            _("The host transferred %(amount)s on claim %(reference)s.")
            % {"amount": _euros(one.amount), "reference": one.claim.reference},
            reverse("partnerships:claim", args=[one.claim.partnership_id, one.claim_id]),
        )
        for one in made.select_related("claim__partnership").order_by("-recorded_at", "pk")
    ]  # fmt: skip


def _euros(amount: Decimal) -> str:
    return format_euros(amount, active_language())
