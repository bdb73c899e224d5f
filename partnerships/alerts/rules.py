"""All rules about partnerships in the order of a reader, each with its words, and what it looked at (UX §6).

A check is a rule as applied: it shows what was found and against what, also where nothing is wrong. What cannot be known is
unknown, never well.
"""

import datetime
from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Any, NamedTuple

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _

from amif_network.alerts.alert import Alert, Severity, in_words
from amif_network.alerts.thresholds import euros, threshold

from . import agreement, committees, money, period, presence
from .facts import Facts
from .measures import (
    Measure,
    cash,
    claims,
    committee_meetings,
    decree,
    documents,
    end,
    evaluations,
    exposure,
    failed_transfers,
    finished,
    minutes,
    off_plan,
    owners,
    places,
    seats,
    signatures,
    statements,
    year_balances,
)  # fmt: skip

Found = Alert | None | Iterable[Alert]


class Verdict(StrEnum):
    """How a check came out."""

    OK = "ok"
    ATTENTION = "attention"
    BLOCKED = "blocked"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"


class Rule(NamedTuple):
    """A rule: the function that finds what is wrong, its words, and what it measures; `names` are the thresholds it names."""

    find: Callable[[Facts, datetime.date], Found]
    words: Lazy
    measure: Callable[[Facts, datetime.date], Measure]
    limit: Lazy | str = ""
    names: tuple[str, ...] = ()


class Check(NamedTuple):
    """A rule as applied to one partnership, in the language of the page."""

    verdict: Verdict
    rule: str
    value: str
    limit: str


RULES = (
    Rule(
        agreement.agreement_unsigned, _("Every party has signed the agreement before it begins."), signatures,
        _("attention from the first day on, urgent after %(unsigned_high)s days, critical after %(unsigned_critical)s"),
        ("unsigned_high", "unsigned_critical"),
    ),
    Rule(
        period.decree_missing, _("There is a ministerial decree for the project."), decree,
        _("urgent %(decree_after_start)s days after the start, critical %(decree_before_end)s days before the end"),
        ("decree_after_start", "decree_before_end"),
    ),
    Rule(
        money.prefinancing, _("The partner pays nothing in advance."), exposure,
        _("attention from %(exposure_warn_euros)s, urgent from %(exposure_high_euros)s"),
        ("exposure_warn_euros", "exposure_high_euros"),
    ),
    Rule(
        money.claim_at_host, _("The host answers a claim in time."), claims,
        _("attention after %(claim_at_host)s days, urgent after %(claim_at_host_high)s"), ("claim_at_host", "claim_at_host_high"),
    ),
    Rule(money.claim_returned, _("What came back is corrected."), claims, _("%(claim_returned)s days"), ("claim_returned",)),
    Rule(
        money.claim_at_authority, _("What was accepted is paid."), claims, _("%(claim_at_authority)s days"),
        ("claim_at_authority",),
    ),
    Rule(money.cash_idle, _("What came in for a partner goes on to it."), cash, _("%(cash_idle)s days"), ("cash_idle",)),
    Rule(
        money.balance_missing, _("The balance of a year is claimed."), year_balances,
        _("%(balance_late)s days after the year"), ("balance_late",),
    ),
    Rule(money.transfer_failed, _("No transfer has failed."), failed_transfers),
    Rule(
        presence.statement_missing, _("The presence of every month is handed in."), statements,
        _("attention %(statement_late)s days after the month, urgent after %(statement_high)s"),
        ("statement_late", "statement_high"),
    ),
    Rule(
        presence.statement_waiting, _("The host confirms the presence."), statements, _("%(statement_late)s days"),
        ("statement_late",),
    ),
    Rule(
        presence.presence_off_plan, _("The agent is at the host as planned."), off_plan,
        _("%(presence_off_percent)s percent, over %(presence_months)s months"), ("presence_off_percent", "presence_months"),
    ),
    Rule(
        presence.agent_vacant, _("The place of the agent is filled."), places, _("urgent after %(vacant)s days"), ("vacant",)
    ),
    Rule(committees.committee_behind, _("Each committee meets as often as agreed."), committee_meetings),
    Rule(
        committees.committee_silent, _("Each committee has met lately or will soon."), committee_meetings,
        _("%(committee_silent)s days"), ("committee_silent",),
    ),
    Rule(
        committees.seat_empty, _("Every seat is held."), seats, _("urgent after %(seat_empty_high)s days"), ("seat_empty_high",)
    ),
    Rule(
        committees.minutes_missing, _("Every meeting has minutes."), minutes, _("%(minutes_late)s days"), ("minutes_late",)
    ),
    Rule(agreement.owner_missing, _("Every party has somebody in charge."), owners),
    Rule(
        agreement.document_missing, _("The documents are on file."), documents, _("%(document_late)s days after the start"),
        ("document_late",),
    ),
    Rule(
        period.renewal_undecided, _("Before the end it is known whether it is renewed."), end,
        _("attention %(ending)s days before the end, urgent %(ending_high)s days before"), ("ending", "ending_high"),
    ),
    Rule(
        period.evaluation_missing, _("Every side has evaluated the partnership."), evaluations,
        _("%(ending)s days before the end"), ("ending",),
    ),
    Rule(
        period.not_closed, _("What is over is closed."), finished, _("urgent after %(unclosed_high)s days"), ("unclosed_high",)
    ),
)  # fmt: skip

FINDERS = tuple(rule.find for rule in RULES)


def found(facts: Facts, day: datetime.date) -> list[Alert]:
    """Return every alert of one partnership on `day`."""
    alerts: list[Alert] = []
    for find in FINDERS:
        result = find(facts, day)
        if result is None:
            continue
        if isinstance(result, Alert):
            alerts.append(result)
        else:
            alerts += result
    return alerts


def checks(facts: Facts, day: datetime.date) -> list[Check]:
    """Return every rule as applied to one partnership on `day`, in the language of the page."""
    return [_check(rule, facts, day) for rule in RULES]


def _check(rule: Rule, facts: Facts, day: datetime.date) -> Check:
    result = rule.find(facts, day)
    alerts = [result] if isinstance(result, Alert) else list(result or ())
    measure = rule.measure(facts, day)
    limits: dict[str, Any] = {name: euros(name) if name.endswith("_euros") else threshold(name) for name in rule.names}
    return Check(_verdict(alerts, measure), str(rule.words), in_words(measure.said, measure.values), in_words(rule.limit, limits))


def _verdict(alerts: list[Alert], measure: Measure) -> Verdict:
    if any(one.severity in (Severity.HIGH, Severity.CRITICAL) for one in alerts):
        return Verdict.BLOCKED
    if alerts:
        return Verdict.ATTENTION
    if measure.applies is None:
        return Verdict.UNKNOWN
    return Verdict.OK if measure.applies else Verdict.NOT_APPLICABLE
