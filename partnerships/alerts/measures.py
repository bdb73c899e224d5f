"""What each rule looks at, in words: whether it applies (None: nobody can know), and what was found."""

import datetime
from collections.abc import Mapping
from typing import Any, NamedTuple

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _

from amif_network.alerts.thresholds import threshold

from ..models.choices import UNSIGNED, ClaimState, Form, Formal
from .agreement import required_documents
from .committees import expected_meetings
from .facts import ZERO, Facts, ImmersionFacts
from .money import exposed, year_end
from .period import unevaluated
from .presence import off_plan as percent_off

NO_PERIOD = _("The period is not known.")
NOT_BEGUN = _("It has not begun.")
CLOSED = _("The partnership is closed.")
NO_IMMERSION = _("There is no immersion.")
NO_COMMITTEE = _("No committee is set up.")
NO_BUDGET = _("No budget is entered.")


# A host and one partner.
BOTH_SIDES = 2


class Measure(NamedTuple):
    """Whether a rule applies, and what it found."""

    applies: bool | None
    said: Lazy
    values: Mapping[str, Any] = {}


def signatures(facts: Facts, day: datetime.date) -> Measure:
    """Say whether all signed."""
    if facts.state == Formal.ABANDONED:
        return Measure(False, CLOSED)
    if facts.state in UNSIGNED:
        if facts.starts_on is None:
            return Measure(None, NO_PERIOD)
        return Measure(facts.starts_on <= day, _("not signed by all"))
    return Measure(True, _("signed by all"))


def decree(facts: Facts, day: datetime.date) -> Measure:
    """Say whether there is a decree."""
    if facts.decreed is None:
        return Measure(None, _("No project is named."))
    if facts.decreed:
        return Measure(True, _("there is one"))
    if facts.starts_on is None or facts.ends_on is None:
        return Measure(None, NO_PERIOD)
    return Measure(None if facts.has_begun(day) else False, _("none yet"))


def exposure(facts: Facts, day: datetime.date) -> Measure:
    """Say what the partners put in of their own."""
    if not facts.budgets:
        return Measure(None, NO_BUDGET)
    amount = sum((one.amount for one in exposed(facts, day)), ZERO)
    return Measure(True, _("%(amount)s paid in advance"), {"amount": amount})


def claims(facts: Facts, _day: datetime.date) -> Measure:
    """Say how many claims are open, with whom."""
    at_host = sum(one.state == ClaimState.SUBMITTED for one in facts.claims)
    if not facts.claims:
        return Measure(False, _("No claim is open."))
    unpaid = sum((one.open_amount for one in facts.claims), ZERO)
    values = {"open": len(facts.claims), "at_host": at_host, "unpaid": unpaid}
    return Measure(True, _("%(open)s open claims, %(at_host)s of them with the host, %(unpaid)s accepted and not paid"), values)


def cash(facts: Facts, _day: datetime.date) -> Measure:
    """Say what lies with the host; of several partners each knows its own transfers only, and so not the rest."""
    host = facts.host
    if not facts.coordinating and len(facts.parties) > BOTH_SIDES and (host is None or host.pk not in facts.own):
        return Measure(False, _("Only the host sees it."))
    if facts.receipts.received == ZERO:
        return Measure(False, _("Nothing came in yet."))
    return Measure(True, _("%(held)s lie with the host"), {"held": facts.receipts.held})


def year_balances(facts: Facts, day: datetime.date) -> Measure:
    """Say of how many years the balance is claimed."""
    if not facts.budgets:
        return Measure(None, NO_BUDGET)
    over = [one for one in facts.budgets if year_end(one, facts) < day]
    if not over:
        return Measure(False, _("No year is over."))
    values = {"claimed": sum(bool(one.balance) for one in over), "over": len(over)}
    return Measure(True, _("%(claimed)s of %(over)s budgets that are over"), values)


def failed_transfers(facts: Facts, _day: datetime.date) -> Measure:
    """Say how many transfers failed."""
    if not facts.receipts.transferred and not facts.failed:
        return Measure(False, _("Nothing was transferred yet."))
    return Measure(True, _("%(failed)s failed"), {"failed": len(facts.failed)})


def _immersions(facts: Facts, day: datetime.date) -> list[ImmersionFacts] | Measure:
    """Return the immersions that began, else why there are none to look at."""
    if not facts.immersions:
        return Measure(None if Form.IMMERSION in facts.forms else False, NO_IMMERSION)
    return [one for one in facts.immersions if one.starts_on <= day] or Measure(False, NOT_BEGUN)


def statements(facts: Facts, day: datetime.date) -> Measure:
    """Say from which month on presence is not handed in."""
    begun = _immersions(facts, day)
    if isinstance(begun, Measure):
        return begun
    first = min((one.first_open for one in begun if one.first_open is not None), default=None)
    return Measure(True, _("complete before %(first)s"), {"first": first}) if first else Measure(True, _("complete"))


def off_plan(facts: Facts, day: datetime.date) -> Measure:
    """Say how far presence is from the plan."""
    begun = _immersions(facts, day)
    if isinstance(begun, Measure):
        return begun
    planned = [one for one in begun if one.planned]
    if not planned:
        return Measure(None, _("No month with a plan was handed in lately."))
    return Measure(True, _("%(percent)s percent off"), {"percent": max(percent_off(one) for one in planned)})


def places(facts: Facts, day: datetime.date) -> Measure:
    """Say how many places are filled."""
    begun = _immersions(facts, day)
    if isinstance(begun, Measure):
        return begun
    return Measure(True, _("%(filled)s of %(places)s"), {"filled": sum(not one.vacant for one in begun), "places": len(begun)})


def committee_meetings(facts: Facts, day: datetime.date) -> Measure:
    """Say how many meetings took place, of how many."""
    if not facts.committees:
        return Measure(None, NO_COMMITTEE)
    if facts.starts_on is None:
        return Measure(None, NO_PERIOD)
    met = sum(one.met for one in facts.committees)
    expected = sum(expected_meetings(one.least, facts.starts_on, facts.ends_on, day) for one in facts.committees)
    return Measure(facts.has_begun(day), _("%(met)s held, %(expected)s to be held so far"), {"met": met, "expected": expected})


def seats(facts: Facts, _day: datetime.date) -> Measure:
    """Say how many seats are short of people."""
    if not facts.committees:
        return Measure(None, NO_COMMITTEE)
    return Measure(
        True, _("%(short)s seats are short of people"), {"short": sum(len(one.short_seats) for one in facts.committees)}
    )


def minutes(facts: Facts, _day: datetime.date) -> Measure:
    """Say how many meetings have no minutes yet."""
    if not any(one.met for one in facts.committees):
        return Measure(False, _("No meeting took place."))
    return Measure(True, _("%(without)s meetings without"), {"without": sum(len(one.unwritten) for one in facts.committees)})


def owners(facts: Facts, _day: datetime.date) -> Measure:
    """Say how many parties have somebody in charge."""
    values = {"named": sum(one.owner is not None for one in facts.parties), "parties": len(facts.parties)}
    return Measure(facts.alive if facts.parties else None, _("%(named)s of %(parties)s parties"), values)


def documents(facts: Facts, day: datetime.date) -> Measure:
    """Say how many documents are there."""
    if not facts.has_begun(day):
        return Measure(None if facts.starts_on is None else False, NO_PERIOD if facts.starts_on is None else NOT_BEGUN)
    required = required_documents(facts)
    values = {"there": sum(kind in facts.documents for kind in required), "required": len(required)}
    return Measure(facts.alive, _("%(there)s of %(required)s"), values)


def end(facts: Facts, day: datetime.date) -> Measure:
    """Say whether the end is decided."""
    if facts.ends_on is None:
        return Measure(None, NO_PERIOD)
    if facts.has_successor:
        return Measure(True, _("it is renewed"))
    if facts.has_end_reason:
        return Measure(True, _("it ends, and the motive is written down"))
    return Measure(facts.alive and _is_near(facts, day), _("nothing is decided; it ends on %(end)s"), {"end": facts.ends_on})


def evaluations(facts: Facts, day: datetime.date) -> Measure:
    """Say how many sides evaluated."""
    if facts.ends_on is None:
        return Measure(None, NO_PERIOD)
    values = {"written": len(facts.parties) - len(unevaluated(facts)), "parties": len(facts.parties)}
    return Measure(bool(values["written"]) or _is_near(facts, day), _("%(written)s of %(parties)s sides"), values)


def _is_near(facts: Facts, day: datetime.date) -> bool:
    """Tell whether the end is so near that it matters what comes after; nothing is green before it is due."""
    return facts.ends_on is not None and (facts.ends_on - day).days <= threshold("ending")


def finished(facts: Facts, day: datetime.date) -> Measure:
    """Say whether a partnership that is over is closed."""
    if facts.ends_on is None:
        return Measure(None, NO_PERIOD)
    if facts.ends_on >= day:
        return Measure(False, _("It is not over."))
    return Measure(True, CLOSED if not facts.alive else _("It is over and not closed."))
