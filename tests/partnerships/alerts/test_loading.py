"""Facts from the database: the worked example, who sees which, and as many queries for many as for one."""

import datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from meetings.models import Meeting
from partnerships.alerts import loading
from partnerships.alerts.source import alerts
from partnerships.models import CommitteeMeeting
from tests.factories.meetings import MeetingFactory
from tests.factories.partnerships import (
    AllocationFactory,
    ClaimFactory,
    CommitteeFactory,
    EvaluationFactory,
    ImmersionFactory,
    PartnershipFactory,
    PartyFactory,
    SeatFactory,
    SeatHolderFactory,
    StatementFactory,
    TransferFactory,
    YearBudgetFactory,
    partner_of,
)  # fmt: skip

from .conftest import TWO_WEEKS_BEFORE

pytestmark = pytest.mark.django_db


def codes(found, severity):
    return sorted(alert.code for alert in found if alert.severity == severity)


def test_the_worked_example(in_trouble, french_coordinator):
    found = alerts(french_coordinator, TWO_WEEKS_BEFORE)
    assert codes(found, "critical") == ["agreement-unsigned", "decree-missing"]
    assert [alert.amount for alert in found if alert.code == "prefinancing"] == [Decimal("45678.08")]
    assert codes(found, "high") == ["prefinancing", "renewal-undecided", "statement-missing"]


def test_each_side_sees_it_with_what_is_its_own(in_trouble, host_member, partner_member):
    of_host = {alert.key: alert.mine for alert in alerts(host_member, TWO_WEEKS_BEFORE)}
    of_partner = {alert.key: alert.mine for alert in alerts(partner_member, TWO_WEEKS_BEFORE)}
    assert of_host.keys() == of_partner.keys()
    (statement,) = [key for key in of_host if key.startswith("statement-missing")]
    assert (of_host[statement], of_partner[statement]) == (False, True)


def test_every_next_step_leads_somewhere(signed_in, in_trouble, french_coordinator):
    CommitteeFactory(partnership=in_trouble)
    SeatFactory(committee=in_trouble.committees.get())
    StatementFactory(immersion=in_trouble.immersions.get(), month=datetime.date(2026, 1, 1), submitted=True)
    ClaimFactory(budget=in_trouble.budgets.get(), submitted=True)
    client = signed_in(french_coordinator)
    with translation.override("fr"):
        pages = {alert.step.page.url.partition("#")[0] for alert in alerts(french_coordinator, datetime.date(2027, 6, 1))}
    assert {url: client.get(url).status_code for url in pages} == dict.fromkeys(pages, 200)
    assert len(pages) > 8


def test_strangers_and_observers_see_nothing(in_trouble, outsider_member, observer):
    assert alerts(outsider_member, TWO_WEEKS_BEFORE) == alerts(observer, TWO_WEEKS_BEFORE) == []


def test_another_partner_does_not_see_claims_and_agents(in_trouble, outsider_member):
    other = outsider_member.organisations().get()
    PartyFactory(partnership=in_trouble, organisation=other)
    ClaimFactory(budget=in_trouble.budgets.get(), submitted=True)
    (facts,) = loading.of_reader(outsider_member, TWO_WEEKS_BEFORE)
    assert (facts.budgets, facts.claims, facts.immersions) == ([], [], [])
    assert "claim-at-host" not in {alert.code for alert in alerts(outsider_member, TWO_WEEKS_BEFORE)}


def test_money_is_summed_as_of_the_day(in_trouble, french_coordinator):
    budget = in_trouble.budgets.get()
    AllocationFactory(partnership=in_trouble, payment__amount=Decimal(20000), payment__received_on=datetime.date(2026, 4, 1))
    claim = ClaimFactory(budget=budget, accepted_whole=True)
    TransferFactory(claim=claim, executed=True, amount=Decimal(5000), ordered_on=datetime.date(2026, 5, 1))
    TransferFactory(claim=claim, state="failed", amount=Decimal(100), failed_on=datetime.date(2026, 6, 1), reason="Compte fermé.")
    before, after = (loading.of_reader(french_coordinator, datetime.date(2026, 4, day))[0].receipts for day in (1, 30))
    assert (before.held, after.held) == (Decimal(20000), Decimal(20000))
    (facts,) = loading.of_reader(french_coordinator, TWO_WEEKS_BEFORE)
    assert facts.receipts == (Decimal(20000), Decimal(5000), datetime.date(2026, 4, 1))
    assert facts.budgets[0].transferred == Decimal(5000)
    assert [one.open_amount for one in facts.claims] == [Decimal(6875)]
    assert [one.reference for one in facts.failed] == [claim.transfers.get(state="failed").reference]


@pytest.mark.parametrize(
    ("months", "first_open"),
    [((), 1), ((1, 2), 3), ((1, 3), 2), ((2, 3), 1), (tuple(range(1, 13)), None)],
)  # fmt: skip
def test_the_first_month_that_is_missing(in_trouble, french_coordinator, months, first_open):
    immersion = in_trouble.immersions.get()
    for month in months:
        StatementFactory(
            immersion=immersion, month=datetime.date(2026, month, 1), confirmed=True, planned_at_host=4, worked_at_host=3
        )
    StatementFactory(immersion=ImmersionFactory(), month=datetime.date(2026, 1, 1), submitted=True)
    (facts,) = [one for one in loading.of_reader(french_coordinator, datetime.date(2026, 12, 31)) if one.pk == in_trouble.pk]
    expected = datetime.date(2026, first_open, 1) if first_open else None
    assert facts.immersions[0].first_open == expected
    lately = len([month for month in months if month >= 9])
    assert (facts.immersions[0].planned, facts.immersions[0].worked) == (4 * lately, 3 * lately)


def test_committees_with_seats_meetings_and_minutes(in_trouble, french_coordinator):
    committee = CommitteeFactory(partnership=in_trouble)
    SeatHolderFactory(seat=SeatFactory(committee=committee))
    empty = SeatFactory(committee=committee, label_fr="agent")
    SeatHolderFactory(seat=empty, ends_on=datetime.date(2026, 5, 31))
    for day, state in (("2026-03-02", "held"), ("2026-06-02", "closed"), ("2026-12-20", "convened"), ("2026-02-01", "cancelled")):
        meeting = MeetingFactory(date=datetime.date.fromisoformat(day), state=state, series=Meeting.Series.COMMITTEE)
        CommitteeMeeting.objects.create(committee=committee, meeting=meeting)
    (facts,) = loading.of_reader(french_coordinator, TWO_WEEKS_BEFORE)
    (found,) = facts.committees
    assert (found.met, found.last_on, found.next_on) == (2, datetime.date(2026, 6, 2), datetime.date(2026, 12, 20))
    assert [(seat.pk, seat.held, seat.since) for seat in found.short_seats] == [(empty.pk, 0, datetime.date(2026, 6, 1))]
    assert sorted(one.day.month for one in found.unwritten) == [3, 6]


def test_as_many_queries_for_many_as_for_one(in_trouble, french_coordinator, partner_member):
    counted = []
    for _round in range(2):
        for user in (french_coordinator, partner_member):
            with CaptureQueriesContext(connection) as captured:
                alerts(user, TWO_WEEKS_BEFORE)
            counted.append(len(captured))
        for _number in range(2):
            other = PartnershipFactory()
            PartyFactory(partnership=other, organisation=partner_member.organisations().get())
            budget = YearBudgetFactory(partnership=other)
            ClaimFactory(budget=budget, submitted=True)
            ImmersionFactory(partnership=other)
            CommitteeFactory(partnership=other)
            EvaluationFactory(partnership=other, party=partner_of(other))
    assert counted == [16, 17, 16, 17]
