"""What needs attention in calls and projects: each rule on the day before, on the day and after, then from the database."""

import datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from amif_network.alerts.alert import Name
from projects.alert_source import alerts
from projects.alerts import (
    CallFacts,
    MoneyFacts,
    TemplateFacts,
    call_subject,
    ceiling_passed,
    date_unread,
    deadline_near,
    envelope_passed,
    interest_unknown,
    template_not_ready,
)  # fmt: skip
from projects.models import CallDateNotice
from tests.factories.projects import (
    BudgetLineFactory,
    CallDateFactory,
    CallFactory,
    CallTemplateFactory,
    EnvelopeFactory,
    FundingFactory,
    InterestFactory,
    ProjectFactory,
)  # fmt: skip

DEADLINE = datetime.date(2026, 5, 15)
ANNOUNCED = datetime.date(2026, 1, 5)
DAY = datetime.timedelta(days=1)
TITLE = Name("Appel", "Oproep")


def call(**changed):
    return CallFacts(1, "101", TITLE, ANNOUNCED, **({"deadline": DEADLINE, "answered": True} | changed))


def severities(rule, facts, *days):
    found = [rule(facts, DEADLINE + number * DAY) for number in days]
    return [one.severity.value if one else "" for one in found]


def test_the_deadline_comes_near_for_who_takes_part():
    known = call(takes_part=True)
    assert severities(deadline_near, known, -31, -30, -29, -8, -7, 0, 1) == ["", "warn", "warn", "warn", "high", "high", ""]
    assert deadline_near(call(takes_part=True, submitted=True), DEADLINE) is None
    assert deadline_near(call(), DEADLINE) is None
    assert deadline_near(call(takes_part=True, deadline=None), DEADLINE) is None


def test_interest_is_asked_for_until_the_deadline():
    known = call(answered=False)
    assert severities(interest_unknown, known, -31, -30, 0, 1) == ["info", "warn", "warn", ""]
    assert interest_unknown(call(answered=False, deadline=None), DEADLINE).severity == "info"
    assert interest_unknown(call(), DEADLINE) is None


def test_a_date_that_moved_waits_to_be_read():
    assert severities(date_unread, call(unread_since=DEADLINE), -1, 0, 300) == ["", "warn", "warn"]
    assert date_unread(call(), DEADLINE) is None


def test_a_template_presses_as_the_deadline_comes():
    facts = TemplateFacts(3, 1, "101", TITLE, "project sheet", DEADLINE, ANNOUNCED)
    found = [template_not_ready(facts, DEADLINE + number * DAY, coordinating=True) for number in (-31, -30, 0, 1)]
    assert [one.severity.value if one else "" for one in found] == ["warn", "high", "high", ""]


@pytest.mark.parametrize(("amount", "speaks"), [("7499.99", False), ("7500.00", False), ("7500.01", True)])
def test_a_ceiling_is_kept_to_the_cent(amount, speaks):
    facts = MoneyFacts(call_subject(1, "101", TITLE), "AMIF", Decimal(amount), Decimal(10000), Decimal(75), since=ANNOUNCED)
    assert (ceiling_passed(facts, DEADLINE) is not None) == speaks


@pytest.mark.parametrize(("amount", "granted", "expected"), [(100, False, None), (101, False, "info"), (101, True, "high")])
def test_an_envelope_is_passed_by_what_is_granted(amount, granted, expected):
    subject = call_subject(1, "101", TITLE)
    found = envelope_passed(
        MoneyFacts(subject, "AMIF", Decimal(amount), Decimal(100), granted=granted, since=ANNOUNCED), DEADLINE
    )
    assert (found.severity.value if found else None) == expected


@pytest.fixture
def open_call(db):
    found = CallFactory()
    CallDateFactory(call=found, kind="deadline", earliest=DEADLINE, latest=DEADLINE)
    return found


def keys(user, day=DEADLINE):
    return sorted(one.key for one in alerts(user, day))


def test_a_member_hears_of_its_calls(host_member, host, open_call, observer):
    (asked,) = keys(host_member)
    assert asked == f"interest-unknown:call:{open_call.pk}:{host.pk}"
    InterestFactory(call=open_call, organisation=host, answer="interested")
    assert keys(host_member) == [f"deadline-near:call:{open_call.pk}:{host.pk}"]
    ProjectFactory(call=open_call, lead=host, submitted=True)
    assert keys(host_member) == keys(observer) == []
    date = open_call.dates.get()
    CallDateNotice.objects.create(date=date, organisation=host, told_at=date.published_at)
    assert keys(host_member) == [f"date-unread:call:{open_call.pk}:{host.pk}"]


def test_money_beyond_a_ceiling_or_an_envelope(host_member, french_coordinator, host, open_call, outsider_member):
    InterestFactory(call=open_call, organisation=host, no=True)
    envelope = EnvelopeFactory(call=open_call, source="amif", amount=Decimal(5000), ceiling=Decimal(75))
    project = ProjectFactory(call=open_call, lead=host)
    BudgetLineFactory(project=project, planned=Decimal(10000))
    FundingFactory(project=project, source="amif", asked=Decimal("7500.01"))
    assert keys(host_member) == [f"ceiling-passed:project:{project.pk}:amif"]
    of_coordinator = {f"ceiling-passed:project:{project.pk}:amif", f"envelope-passed:call:{open_call.pk}:{envelope.pk}"}
    assert set(keys(french_coordinator)) == of_coordinator
    assert all("passed" not in key for key in keys(outsider_member))


def test_as_many_queries_for_many_as_for_one(host_member, french_coordinator, host, open_call):
    counted = []
    for _round in range(2):
        for user in (host_member, french_coordinator):
            with CaptureQueriesContext(connection) as captured:
                alerts(user, DEADLINE)
            counted.append(len(captured))
        for _number in range(2):
            other = CallFactory()
            EnvelopeFactory(call=other)
            CallTemplateFactory(call=other, readiness="being_replaced")
            FundingFactory(project=ProjectFactory(call=other, lead=host))
    assert counted[:2] == counted[2:]
