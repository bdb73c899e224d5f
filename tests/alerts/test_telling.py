"""Mails about alerts: each thing once, whatever run was missed or doubled, to whoever must act."""

import datetime

import pytest

from amif_network.alerts.alert import Severity
from amif_network.alerts.models import AlertRound, AlertTold
from amif_network.alerts.telling import tell
from amif_network.outbox.models import OutgoingMail
from tests.alerts.conftest import alert

pytestmark = pytest.mark.django_db

# A Monday, 8 o'clock in Brussels.
MONDAY = datetime.datetime(2026, 3, 2, 7, 0, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)


def mails(user):
    return list(OutgoingMail.objects.filter(topic="alerts", user=user).order_by("pk"))


def test_a_person_is_told_once_in_their_language(host_member, standing):
    standing[host_member.pk] = [alert(), alert("worse", Severity.CRITICAL)]
    tell(at=MONDAY)
    tell(at=MONDAY)
    tell(at=MONDAY + DAY)
    (mail,) = mails(host_member)
    assert (mail.language, mail.to) == ("fr", host_member.email)
    assert mail.text.index("PA1") < mail.text.index("http")
    assert AlertTold.objects.count() == 2


@pytest.mark.parametrize(
    "moment",
    [MONDAY - datetime.timedelta(hours=2), MONDAY - DAY, datetime.datetime(2026, 1, 1, 9, 0, tzinfo=datetime.UTC)],
)  # fmt: skip
def test_nobody_is_told_at_night_nor_on_days_off(host_member, standing, moment):
    standing[host_member.pk] = [alert()]
    tell(at=moment)
    assert mails(host_member) == []
    assert AlertRound.objects.count() == 0


def test_after_days_without_a_run_everything_is_told_in_one_mail(host_member, standing):
    standing[host_member.pk] = [alert()]
    tell(at=MONDAY)
    standing[host_member.pk] += [alert("second"), alert("third", Severity.HIGH)]
    tell(at=MONDAY + 9 * DAY)
    assert [len(mail.text.split("PA1")) - 1 for mail in mails(host_member)] == [1, 2]


def test_what_becomes_more_severe_is_told_again_and_what_eases_is_not(host_member, standing):
    for number, severity in enumerate([Severity.WARN, Severity.HIGH, Severity.WARN, Severity.HIGH]):
        standing[host_member.pk] = [alert(severity=severity)]
        tell(at=MONDAY + number * DAY)
    assert len(mails(host_member)) == 2


def test_what_was_over_and_begins_anew_is_told_again(host_member, standing):
    standing[host_member.pk] = [alert()]
    tell(at=MONDAY)
    standing[host_member.pk] = []
    tell(at=MONDAY + DAY)
    standing[host_member.pk] = [alert()]
    tell(at=MONDAY + 2 * DAY)
    assert len(mails(host_member)) == 2


def test_a_round_that_broke_off_is_finished_by_the_next(host_member, partner_member, standing):
    standing[host_member.pk] = [alert()]
    tell(at=MONDAY)
    AlertRound.objects.all().delete()
    standing[partner_member.pk] = [alert()]
    tell(at=MONDAY)
    assert (len(mails(host_member)), len(mails(partner_member))) == (1, 1)


def test_members_hear_of_what_they_must_do_and_where_they_are_in_charge(host_member, partner_member, standing):
    elsewhere = frozenset({partner_member.person_id})
    standing[host_member.pk] = [alert(mine=False), alert("other", readers=elsewhere), alert("note", Severity.INFO)]
    standing[partner_member.pk] = [alert("other", readers=elsewhere)]
    tell(at=MONDAY)
    assert (len(mails(host_member)), len(mails(partner_member))) == (0, 1)


def test_coordinators_hear_of_what_is_urgent_or_theirs(french_coordinator, dutch_coordinator, observer, standing):
    standing[french_coordinator.pk] = [alert(mine=False), alert("worse", Severity.HIGH, mine=False)]
    standing[dutch_coordinator.pk] = [alert(mine=False)]
    standing[observer.pk] = [alert()]
    tell(at=MONDAY)
    assert [len(mails(user)) for user in (french_coordinator, dutch_coordinator, observer)] == [1, 0, 0]
    assert mails(french_coordinator)[0].text.count("PA1") == 1


def test_who_chose_one_mail_a_day_finds_it_there(host_member, standing):
    host_member.mail_rhythm = "daily"
    host_member.save(update_fields=["mail_rhythm"])
    standing[host_member.pk] = [alert(pk=number) for number in range(1, 31)]
    tell(at=MONDAY)
    (mail,) = mails(host_member)
    assert mail.state == "deferred"
    assert mail.text.count("PA") == 20
