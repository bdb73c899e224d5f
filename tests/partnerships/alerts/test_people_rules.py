"""Agents and committees: each rule on the day before it speaks, on the day, and long after (DOMAIN §8)."""

import datetime

import pytest
from django.utils import translation

from amif_network.alerts.alert import Name
from partnerships.alerts.committees import (
    committee_behind,
    committee_silent,
    expected_meetings,
    minutes_missing,
    seat_empty,
)  # fmt: skip
from partnerships.alerts.facts import CommitteeFacts, ImmersionFacts, LateMinutes, SeatFacts
from partnerships.alerts.presence import (
    agent_vacant,
    months_ago,
    presence_off_plan,
    statement_missing,
    statement_waiting,
)  # fmt: skip

from .facts import DAY, END, HOST, PARTNER, START, facts, severities

MARCH = datetime.date(2026, 3, 1)
END_OF_MARCH = datetime.date(2026, 3, 31)


def immersion(**changed):
    known = {"pk": 5, "employer": PARTNER, "vacant": False, "starts_on": START, "ends_on": END}
    return facts(immersions=[ImmersionFacts(**(known | changed))])


def committee(**changed):
    known = {"pk": 6, "kind": "accompaniment", "convened_by": HOST, "least": 2}
    return facts(committees=[CommitteeFacts(**(known | changed))])


def test_a_month_is_handed_in_within_a_fortnight():
    known = immersion(first_open=MARCH)
    assert severities(statement_missing, known, END_OF_MARCH, 14, 15, 16, 59, 60, 300) == [
        [], ["warn"], ["warn"], ["warn"], ["high"], ["high"],
    ]  # fmt: skip
    (alert,) = statement_missing(known, END)
    assert (alert.side, alert.mine, alert.since) == ("partner", True, datetime.date(2026, 4, 1))
    assert list(statement_missing(immersion(first_open=None), END)) == []
    assert list(statement_missing(immersion(first_open=MARCH, vacant=True), END)) == []


def test_a_month_that_was_handed_in_waits_for_the_host():
    known = immersion(waiting_month=MARCH, waiting_since=END_OF_MARCH)
    assert severities(statement_waiting, known, END_OF_MARCH, 14, 15, 16, 300) == [[], *[["warn"]] * 3]
    assert next(statement_waiting(known, END)).side == "host"


@pytest.mark.parametrize(
    ("worked", "expected"), [(76, []), (75, ["warn"]), (74, ["warn"]), (124, []), (125, ["warn"]), (0, ["warn"])]
)
def test_presence_differs_from_the_plan(worked, expected):
    known = immersion(planned=100, worked=worked)
    assert severities(presence_off_plan, known, START, 200) == [expected]


def test_presence_without_a_plan_differs_from_nothing():
    assert list(presence_off_plan(immersion(planned=0, worked=9), MARCH)) == []
    assert list(presence_off_plan(immersion(planned=10, worked=0), END + DAY)) == []


@pytest.mark.parametrize(
    ("day", "first"), [("2026-03-31", "2025-12-01"), ("2026-01-01", "2025-10-01"), ("2026-12-05", "2026-09-01")]
)
def test_three_months_ago(day, first):
    assert months_ago(datetime.date.fromisoformat(day), 3) == datetime.date.fromisoformat(first)


def test_a_vacant_place():
    known = immersion(vacant=True)
    assert severities(agent_vacant, known, START, -1, 0, 29, 30, 364, 365) == [
        [], ["warn"], ["warn"], ["high"], ["high"], [],
    ]  # fmt: skip
    assert list(agent_vacant(immersion(), START)) == []


@pytest.mark.parametrize(("days", "expected"), [(182, 0), (183, 1), (364, 1), (365, 2), (900, 2)])
def test_meetings_are_expected_pro_rata(days, expected):
    assert expected_meetings(2, START, END, START + (days - 1) * DAY) == expected


def test_a_committee_that_met_too_rarely():
    known = committee(met=1)
    assert severities(committee_behind, known, START, 363, 364, 365, 800) == [[], *[["warn"]] * 3]
    assert next(committee_behind(known, END)).since == END
    assert next(committee_behind(committee(met=0), END)).since == START + 182 * DAY
    assert list(committee_behind(committee(met=2), END)) == []
    assert list(committee_behind(committee(least=0), END)) == []


def test_a_committee_that_has_not_met_for_six_months():
    known = committee(met=1, last_on=MARCH)
    assert severities(committee_silent, known, MARCH, 179, 180, 181) == [[], ["high"], ["high"]]
    assert list(committee_silent(committee(last_on=MARCH, next_on=END), END)) == []
    assert list(committee_silent(known, END + DAY)) == []
    assert next(committee_silent(committee(), END)).since == START + 180 * DAY


def test_an_empty_seat():
    known = committee(short_seats=[SeatFacts(8, Name("agent", "medewerker"), "partner", 1, 0, MARCH)])
    assert severities(seat_empty, known, MARCH, 0, 89, 90, 91) == [["warn"], ["warn"], ["high"], ["high"]]
    assert list(seat_empty(known, START - DAY)) == []
    (alert,) = seat_empty(known, END)
    assert (alert.side, alert.detail) == ("partner", "8")
    with translation.override("fr"):
        assert alert.sentence == "Comité d’accompagnement\u00a0: le siège «\u00a0agent\u00a0» compte 0 personne(s) sur 1."


def test_a_meeting_without_minutes():
    known = committee(unwritten=[LateMinutes(11, MARCH)])
    assert severities(minutes_missing, known, MARCH, 29, 30, 31, 300) == [[], *[["warn"]] * 3]
    assert next(minutes_missing(known, END)).side == "coordination"
