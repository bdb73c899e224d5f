"""The pass over all partnerships: what is the same as the last time is not judged again, and everything else is."""

import datetime

import pytest

from partnerships.alerts import source
from partnerships.alerts.rules import found
from tests.factories.partnerships import PartnershipFactory

pytestmark = pytest.mark.django_db

DAY = datetime.date(2026, 7, 1)


@pytest.fixture(autouse=True)
def nothing_known():
    source.forget()
    yield
    source.forget()


@pytest.fixture
def judged(monkeypatch):
    """The codes of the partnerships that the rules were applied to, in their order."""
    codes = []

    def judge(facts, day):
        codes.append(facts.code)
        return found(facts, day)

    monkeypatch.setattr(source, "found", judge)
    return codes


def test_only_what_changed_is_judged_again(french_coordinator, dutch_coordinator, judged):
    one, other = PartnershipFactory(code="A"), PartnershipFactory(code="B")
    first = source.alerts(french_coordinator, DAY)
    assert judged == ["A", "B"]
    assert source.alerts(dutch_coordinator, DAY) == first
    assert judged == ["A", "B"]
    other.parties.update(owner=french_coordinator.person)
    one.__class__.objects.filter(pk=one.pk).update(ends_on=DAY + datetime.timedelta(days=3))
    again = source.alerts(french_coordinator, DAY)
    assert judged == ["A", "B", "A"]
    source.forget()
    assert source.alerts(french_coordinator, DAY) == again != first


def test_another_day_and_other_thresholds_are_judged_anew(french_coordinator, judged, settings):
    PartnershipFactory(code="A")
    source.alerts(french_coordinator, DAY)
    source.alerts(french_coordinator, DAY + datetime.timedelta(days=1))
    settings.ALERT_THRESHOLDS = {"ending": 400}
    source.alerts(french_coordinator, DAY + datetime.timedelta(days=1))
    assert judged == ["A", "A", "A"]


def test_a_member_is_told_what_concerns_them_whoever_looked_before(french_coordinator, host_member, host, judged):
    partnership = PartnershipFactory(code="A", parties=False)
    partnership.parties.create(organisation=host, role="host")
    whole = source.alerts(french_coordinator, DAY)
    own = source.alerts(host_member, DAY)
    assert judged == ["A", "A"]
    assert {one.mine for one in own if one.side.value == "host"} == {True}
    assert not any(one.mine for one in whole if one.side.value == "host")
