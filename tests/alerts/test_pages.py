"""The list of alerts and putting one aside: who may, for how long, and when it comes back."""

import datetime

import pytest
from django.utils import timezone

from amif_network.alerts.alert import Severity
from amif_network.alerts.gathering import gather
from amif_network.alerts.models import AlertMute
from tests.alerts.conftest import alert

pytestmark = pytest.mark.django_db

LIST, MUTE, UNMUTE = "/fr/alerts/", "/fr/alerts/mute/", "/fr/alerts/unmute/"
LINK = f"{MUTE}?alert=late%3Apartnership%3A1"
KEY = "late:partnership:1"
DAY = datetime.timedelta(days=1)


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def muted(signed_in, host_member, standing, today):
    """Put the alert aside for ten days."""
    standing[host_member.pk] = [alert()]
    answer = signed_in(host_member).post(
        f"{MUTE}?alert={KEY}", {"how": "snoozed", "until": str(today + 10 * DAY), "reason": "Le collège décide en mai."}
    )
    assert answer.status_code == 302
    return AlertMute.objects.get()


def live(user, day):
    return [one.key for one in gather(user, day).live]


def test_the_list_shows_the_worst_first_and_filters(signed_in, host_member, standing):
    standing[host_member.pk] = [alert(), alert("worse", Severity.HIGH, mine=False), alert("note", Severity.INFO)]
    client = signed_in(host_member)
    answer = client.get(LIST)
    assert [one.code for one in answer.context["page"]] == ["worse", "late", "note"]
    assert LINK in answer.text
    assert LINK.replace("late", "worse") not in answer.text
    for query, codes in (("severity=high", ["worse"]), ("who=me", ["late", "note"]), ("kind=call", []), ("severity=x", 3)):
        found = [one.code for one in client.get(f"{LIST}?{query}").context["page"]]
        assert (found if isinstance(codes, list) else len(found)) == codes


def test_a_long_list_has_pages(signed_in, french_coordinator, standing):
    standing[french_coordinator.pk] = [alert(pk=number) for number in range(1, 28)]
    answer = signed_in(french_coordinator).get(f"{LIST}?page=2")
    assert (len(answer.context["page"].object_list), answer.context["number"]) == (2, 27)


def test_without_alerts_the_page_says_so(signed_in, observer, standing):
    answer = signed_in(observer).get(LIST)
    assert (answer.status_code, answer.context["all"]) == (200, 0)


def test_an_alert_that_is_put_aside_comes_back_on_its_day(host_member, muted, today):
    assert live(host_member, today) == live(host_member, today + 9 * DAY) == []
    assert live(host_member, today + 10 * DAY) == live(host_member, today + 30 * DAY) == [KEY]


def test_it_comes_back_when_it_presses_more_or_begins_anew(host_member, muted, standing, today):
    standing[host_member.pk] = [alert(severity=Severity.HIGH)]
    assert live(host_member, today) == [KEY]
    standing[host_member.pk] = [alert(severity=Severity.INFO)]
    assert live(host_member, today) == []
    standing[host_member.pk] = [alert(since=today)]
    assert live(host_member, today) == [KEY]


def test_what_is_acknowledged_stays_aside(signed_in, host_member, standing, today):
    standing[host_member.pk] = [alert()]
    data = {"how": "acknowledged", "until": "2020-01-01", "reason": "Connu."}
    assert signed_in(host_member).post(f"{MUTE}?alert={KEY}", data).status_code == 302
    assert AlertMute.objects.get().until is None
    assert live(host_member, today + 1000 * DAY) == []


@pytest.mark.parametrize(
    "data",
    [
        {"how": "snoozed", "reason": "Plus tard."},
        {"how": "snoozed", "until": "2020-01-01", "reason": "Plus tard."},
        {"how": "snoozed", "until": "bientôt", "reason": "Plus tard."},
        {"how": "acknowledged", "reason": " "},
        {"reason": "Plus tard."},
    ],
)
def test_a_mute_without_day_or_reason_is_refused_and_loses_nothing(signed_in, host_member, standing, data):
    standing[host_member.pk] = [alert()]
    answer = signed_in(host_member).post(f"{MUTE}?alert={KEY}", data)
    assert answer.status_code == 422
    assert data["reason"].strip() in answer.text
    assert AlertMute.objects.count() == 0


def test_it_is_shown_again_on_demand_and_both_are_kept(signed_in, host_member, muted, today):
    client = signed_in(host_member)
    answer = client.get(LIST)
    assert "Le collège décide en mai." in answer.text
    assert client.post(UNMUTE, {"alert": KEY}).status_code == 302
    assert client.post(UNMUTE, {"alert": KEY}).status_code == 302
    assert live(host_member, today) == [KEY]
    muted.refresh_from_db()
    assert muted.lifted_by == host_member


def test_a_second_mute_replaces_the_first_and_keeps_it(signed_in, host_member, muted, today):
    data = {"how": "acknowledged", "reason": "Réglé autrement."}
    assert signed_in(host_member).post(f"{MUTE}?alert={KEY}", data).status_code == 302
    assert sorted(AlertMute.objects.values_list("reason", "lifted_by")) == [
        ("Le collège décide en mai.", host_member.pk), ("Réglé autrement.", None),
    ]  # fmt: skip


def test_only_the_side_that_must_act_and_coordinators_put_aside(
    signed_in, host_member, partner_member, outsider_member, french_coordinator, standing
):
    standing[partner_member.pk] = standing[french_coordinator.pk] = [alert(mine=False)]
    standing[host_member.pk] = [alert()]
    expected = ((host_member, 200), (french_coordinator, 200), (partner_member, 403), (outsider_member, 404))
    for user, status in expected:
        client = signed_in(user)
        assert client.get(f"{MUTE}?alert={KEY}").status_code == status
        refused = client.post(UNMUTE, {"alert": KEY}).status_code
        assert refused == (302 if status == 200 else status)
    assert signed_in(host_member).get(UNMUTE).status_code == 405
    assert signed_in(host_member).get(MUTE).status_code == 404
