"""What needs attention in calls and projects (DOMAIN §8). Each rule is a pure function of facts and a day; amounts are euros."""

import datetime
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from amif_network.alerts.alert import Alert, Kind, Name, Page, Severity, Side, Step, Subject
from amif_network.alerts.thresholds import threshold
from amif_network.core.money import is_within

DAY = datetime.timedelta(days=1)
TO_CALL = _("See the call")


class CallFacts(NamedTuple):
    """An announced call as one organisation of a member stands to it; `deadline` is the last possible day, where one is known."""

    pk: int
    number: str
    title: Name
    announced_on: datetime.date
    deadline: datetime.date | None = None
    organisation: Name | None = None
    organisation_pk: int = 0
    answered: bool = False
    takes_part: bool = False
    # It leads a project of the call that was submitted.
    submitted: bool = False
    # Since when dates that moved wait to be read.
    unread_since: datetime.date | None = None


class TemplateFacts(NamedTuple):
    """A template of an announced call that is not ready to be used."""

    pk: int
    call: int
    number: str
    title: Name
    kind: object
    deadline: datetime.date | None
    announced_on: datetime.date


class MoneyFacts(NamedTuple):
    """What was asked of a source, or granted by it, against what there is at most."""

    subject: Subject
    source: object
    amount: Decimal
    # Of a project: percent of a base; of a call: the envelope itself.
    base: Decimal
    percent: Decimal = Decimal(100)
    granted: bool = False
    since: datetime.date = datetime.date.min
    detail: str = ""
    lead: Name | None = None
    mine: bool = False


def call_subject(pk: int, number: str, title: Name) -> Subject:
    """Return a call as what an alert is about."""
    return Subject(Kind.CALL, pk, number, title, Page("projects:call", (pk,)))


def _of_organisation(
    facts: CallFacts, code: str, severity: Severity, said: object, since: datetime.date, **values: object
) -> Alert:
    step = Step(TO_CALL, Page("projects:call", (facts.pk,)))
    who = [facts.organisation] if facts.organisation else []
    subject = call_subject(facts.pk, facts.number, facts.title)
    return Alert(
        code, severity, Side.ORGANISATION, subject, said, since, values, step, str(facts.organisation_pk), who, mine=True  # type: ignore[arg-type]
    )  # fmt: skip


def date_unread(facts: CallFacts, day: datetime.date) -> Alert | None:
    """A date of a call moved, and nobody of the organisation has opened the call since (DOMAIN §8)."""
    if facts.unread_since is None or facts.unread_since > day:
        return None
    said = _("A date of the call changed, and nobody of you has read it yet.")
    return _of_organisation(facts, "date-unread", Severity.WARN, said, facts.unread_since)


def deadline_near(facts: CallFacts, day: datetime.date) -> Alert | None:
    """The deadline comes within 30 days for an organisation that takes part and has not submitted; urgent in the last 7."""
    if facts.deadline is None or not facts.takes_part or facts.submitted:
        return None
    left = (facts.deadline - day).days
    if not 0 <= left <= threshold("deadline_near"):
        return None
    severity = Severity.HIGH if left <= threshold("deadline_high") else Severity.WARN
    since = facts.deadline - threshold("deadline_near") * DAY
    return _of_organisation(
        facts, "deadline-near", severity, _("The deadline is %(deadline)s, and your project is not submitted."), since,
        deadline=facts.deadline,
    )  # fmt: skip


def interest_unknown(facts: CallFacts, day: datetime.date) -> Alert | None:
    """An organisation has not said whether a call interests it: attention in the last 30 days before the deadline (DOMAIN §8)."""
    if facts.answered or (facts.deadline is not None and facts.deadline < day):
        return None
    near = facts.deadline is not None and (facts.deadline - day).days <= threshold("deadline_near")
    severity = Severity.WARN if near else Severity.INFO
    said = _("You have not said whether the call interests you.")
    return _of_organisation(facts, "interest-unknown", severity, said, facts.announced_on)


def template_not_ready(facts: TemplateFacts, day: datetime.date, *, coordinating: bool) -> Alert | None:
    """A template of a call is being replaced; urgent in the last 30 days before the deadline (DOMAIN §8)."""
    if facts.deadline is not None and facts.deadline < day:
        return None
    near = facts.deadline is not None and (facts.deadline - day).days <= threshold("deadline_near")
    return Alert(
        "template-not-ready", Severity.HIGH if near else Severity.WARN, Side.COORDINATION,
        call_subject(facts.call, facts.number, facts.title), _("A template is not ready: %(template)s."), facts.announced_on,
        {"template": facts.kind}, Step(TO_CALL, Page("projects:call", (facts.call,))), str(facts.pk), mine=coordinating,
    )  # fmt: skip


def ceiling_passed(facts: MoneyFacts, day: datetime.date) -> Alert | None:
    """A project asks a source for more than the call lets it pay (DOMAIN §7.6, §8): no division, to the cent."""
    if is_within(facts.amount, facts.percent, facts.base):
        return None
    return Alert(
        "ceiling-passed", Severity.WARN, Side.LEAD, facts.subject,
        _("%(source)s is asked for %(amount)s, more than its ceiling allows."), facts.since,
        {"source": facts.source, "amount": facts.amount}, Step(_("See the funding"), facts.subject.page), facts.detail,
        [facts.lead] if facts.lead else (), facts.amount, facts.mine,
    )  # fmt: skip


def envelope_passed(facts: MoneyFacts, day: datetime.date) -> Alert | None:
    """The projects of a call ask for more than an envelope holds: to know; they were granted more: urgent (DOMAIN §7.6, §8)."""
    if facts.amount <= facts.base:
        return None
    said = _("%(source)s: the projects ask for %(amount)s, and the envelope holds %(base)s.")
    if facts.granted:
        said = _("%(source)s: %(amount)s are granted, and the envelope holds %(base)s.")
    return Alert(
        "envelope-passed", Severity.HIGH if facts.granted else Severity.INFO, Side.COORDINATION, facts.subject, said, facts.since,
        {"source": facts.source, "amount": facts.amount, "base": facts.base}, Step(TO_CALL, facts.subject.page), facts.detail,
        amount=facts.amount, mine=facts.mine,
    )  # fmt: skip
