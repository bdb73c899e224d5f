"""Decree, renewal, evaluation, closing: each rule on the day before it speaks, on the day, and long after (DOMAIN §8)."""

import datetime

import pytest

from partnerships.alerts.period import decree_missing, evaluation_missing, not_closed, renewal_undecided

from .facts import DAY, END, PARTNER, START, facts, severities


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (-1, []),
        (59, []),
        (60, ["high"]),
        (61, ["high"]),
        (349, ["high"]),
        (350, ["critical"]),
        (364, ["critical"]),
        (500, ["critical"]),
    ],
)
def test_a_missing_decree(days, expected):
    assert severities(decree_missing, facts(decreed=False), START, days) == [expected]


def test_a_short_partnership_is_critical_before_sixty_days():
    short = facts(decreed=False, ends_on=START + 30 * DAY)
    assert severities(decree_missing, short, START, 15, 16) == [[], ["critical"]]


@pytest.mark.parametrize("decreed", [True, None])
def test_no_alert_where_there_is_a_decree_or_nobody_can_know(decreed):
    assert decree_missing(facts(decreed=decreed), END) is None


def test_the_coordinators_see_to_the_decree():
    assert decree_missing(facts(decreed=False), END).mine is False
    assert decree_missing(facts(decreed=False, coordinating=True), END).mine is True


def test_the_renewal_is_decided_before_the_end():
    known = facts(has_end_reason=False)
    assert severities(renewal_undecided, known, END, -91, -90, -89, -31, -30, 0, 1) == [
        [], ["warn"], ["warn"], ["warn"], ["high"], ["high"], [],
    ]  # fmt: skip
    assert renewal_undecided(facts(has_end_reason=False, has_successor=True), END) is None
    assert renewal_undecided(facts(), END) is None
    assert renewal_undecided(facts(has_end_reason=False, state="negotiating"), END) is None


def test_a_side_that_did_not_evaluate_is_named():
    host, partner = facts().parties
    known = facts(parties=[host, partner._replace(evaluated_on=None)])
    assert severities(evaluation_missing, known, END, -91, -90, -89, 365, 366) == [[], *[["warn"]] * 3, []]
    (alert,) = evaluation_missing(known, END)
    assert (alert.detail, alert.side) == (str(PARTNER), "partner")
    long_ago = facts(parties=[host, partner._replace(evaluated_on=datetime.date(2025, 12, 30))])
    assert len(evaluation_missing(long_ago, END)) == 1


def test_what_is_over_is_closed():
    assert severities(not_closed, facts(), END, 0, 1, 2, 89, 90, 400) == [[], ["warn"], ["warn"], ["warn"], ["high"], ["high"]]
    assert not_closed(facts(state="ended"), END + DAY) is None
