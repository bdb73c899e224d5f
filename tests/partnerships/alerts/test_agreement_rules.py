"""Signatures, papers, people in charge: each rule on the day before it speaks, on the day, and long after (DOMAIN §8)."""

import datetime

import pytest
from django.utils import translation

from partnerships.alerts.agreement import agreement_unsigned, document_missing, owner_missing
from partnerships.alerts.rules import found

from .facts import DAY, END, HOST, PARTNER, START, facts, severities


def test_a_sound_partnership_says_nothing():
    assert found(facts(), START + 200 * DAY) == []


@pytest.mark.parametrize(
    ("days", "expected"),
    [(-1, []), (0, ["warn"]), (89, ["warn"]), (90, ["high"]), (364, ["high"]), (365, ["critical"]), (900, ["critical"])],
)
def test_a_missing_signature_presses_more_and_more(days, expected):
    assert severities(agreement_unsigned, facts(state="to_sign"), START, days) == [expected]


def test_the_days_count_from_the_text_that_lay_there_before_the_start():
    text = START - 15 * DAY
    known = facts(state="to_sign", written_on=text)
    assert severities(agreement_unsigned, known, START, -1, 0, 349, 350) == [[], ["warn"], ["high"], ["critical"]]
    assert agreement_unsigned(known, START).since == text


def test_an_amendment_counts_from_its_own_text():
    amended = facts(state="amended", written_on=START + 100 * DAY)
    assert severities(agreement_unsigned, amended, START, 100, 189, 190) == [["warn"], ["warn"], ["high"]]


@pytest.mark.parametrize("state", ["signed", "ended", "abandoned"])
def test_what_is_signed_or_over_asks_for_no_signature(state):
    assert agreement_unsigned(facts(state=state), END) is None


def test_who_must_act_depends_on_how_far_the_text_is():
    assert agreement_unsigned(facts(state="negotiating"), START).side == "host"
    both = agreement_unsigned(facts(state="to_sign"), START)
    assert (both.side, both.mine) == ("both", True)
    assert agreement_unsigned(facts(state="negotiating"), START).mine is False


def test_a_document_is_missed_a_month_after_the_start():
    bare = facts(documents=frozenset({"agreement"}), forms=["immersion"])
    assert severities(document_missing, bare, START, 29, 30, 31, 300) == [[], *[["warn", "warn"]] * 3]
    assert [alert.detail for alert in document_missing(bare, END)] == ["council_decision", "job_description"]


def test_the_signed_text_is_asked_for_once_it_is_signed():
    unsigned = facts(documents=frozenset({"council_decision"}), state="to_sign")
    assert list(document_missing(unsigned, END)) == []


def test_a_party_without_anybody_in_charge_is_named():
    host, partner = facts().parties
    known = facts(parties=[host, partner._replace(owner=None)])
    (alert,) = owner_missing(known, datetime.date(2025, 12, 1))
    assert (alert.side, alert.detail, alert.mine, alert.since) == ("partner", str(PARTNER), True, datetime.date(2025, 12, 1))
    with translation.override("nl"):
        assert alert.sentence == "Er is niemand aangewezen als verantwoordelijke (OCMW Binche)."
    assert list(owner_missing(known._replace(state="ended"), END)) == []
    assert str(HOST) not in {alert.detail for alert in owner_missing(known, END)}
