"""Rules about agents in immersion: months handed in, presence against plan, vacant places (DOMAIN §8)."""

import datetime
from collections.abc import Iterator

from amif_network.alerts.alert import Alert, Page, Severity, Side, Step
from amif_network.alerts.alert import message as _
from amif_network.alerts.thresholds import threshold

from ..months import after
from .facts import Facts, ImmersionFacts
from .making import DAY, below, made

TO_PRESENCE = _("Open the month")
HUNDRED = 100


def end_of_month(month: datetime.date) -> datetime.date:
    """Return the last day of the month that begins on `month`."""
    return after(month) - DAY


def _month(facts: Facts, one: ImmersionFacts, month: datetime.date) -> Page:
    """Return the page of a month of an agent."""
    return below(facts, "presence", one.pk, month.year, month.month)


def statement_missing(facts: Facts, day: datetime.date) -> Iterator[Alert]:
    """The statement of a month was not handed in 15 days after its end; urgent after 60 (DOMAIN §8)."""
    for one in facts.immersions:
        if one.vacant or one.first_open is None:
            continue
        over = end_of_month(one.first_open)
        days = (day - over).days
        if days < threshold("statement_late"):
            continue
        yield made(
            facts, "statement-missing", Severity.HIGH if days >= threshold("statement_high") else Severity.WARN, Side.PARTNER,
            _("The presence of the month that ended on %(end)s is not handed in."), over + DAY, party=one.employer,
            step=Step(TO_PRESENCE, _month(facts, one, one.first_open)), detail=one.pk, end=over,
        )  # fmt: skip


def statement_waiting(facts: Facts, day: datetime.date) -> Iterator[Alert]:
    """A month that the employer handed in waits for the host (DOMAIN §6: the host confirms)."""
    for one in facts.immersions:
        if one.waiting_month is None or one.waiting_since is None:
            continue
        if (day - one.waiting_since).days >= threshold("statement_late"):
            yield made(
                facts, "statement-waiting", Severity.WARN, Side.HOST,
                _("The presence of the month that ended on %(end)s waits to be confirmed."), one.waiting_since,
                step=Step(TO_PRESENCE, _month(facts, one, one.waiting_month)), detail=one.pk, end=end_of_month(one.waiting_month),
            )  # fmt: skip


def off_plan(one: ImmersionFacts) -> int:
    """Return by how many percent the half-days at the host differ from the plan, rounded down; 0 without a plan."""
    return abs(one.worked - one.planned) * HUNDRED // one.planned if one.planned else 0


def presence_off_plan(facts: Facts, day: datetime.date) -> Iterator[Alert]:
    """Over the last months the agent was at the host a quarter more or less than planned (DOMAIN §8)."""
    for one in facts.immersions:
        percent = off_plan(one)
        if percent < threshold("presence_off_percent") or one.ends_on < day:
            continue
        yield made(
            facts, "presence-off-plan", Severity.WARN, Side.BOTH,
            _("The agent was at the host on %(worked)s half-days of the last months, and %(planned)s were planned."),
            max(one.starts_on, months_ago(day, threshold("presence_months"))),
            step=Step(_("Compare plan and presence"), below(facts, "immersion", one.pk)), detail=one.pk,
            worked=one.worked, planned=one.planned,
        )  # fmt: skip


def months_ago(day: datetime.date, months: int) -> datetime.date:
    """Return the first day of the month that lies `months` before the one of `day`."""
    number = day.year * 12 + day.month - 1 - months
    return datetime.date(number // 12, number % 12 + 1, 1)


def agent_vacant(facts: Facts, day: datetime.date) -> Iterator[Alert]:
    """An immersion runs without an agent (DOMAIN §8): at once a warning, urgent after 30 days."""
    for one in facts.immersions:
        if one.vacant and one.starts_on <= day <= one.ends_on:
            severity = Severity.HIGH if (day - one.starts_on).days >= threshold("vacant") else Severity.WARN
            yield made(
                facts, "agent-vacant", severity, Side.PARTNER, _("The place of the agent is vacant."), one.starts_on,
                step=Step(_("Name the agent"), below(facts, "immersion-edit", one.pk)), party=one.employer, detail=one.pk,
            )  # fmt: skip
