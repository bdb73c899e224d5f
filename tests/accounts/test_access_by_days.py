"""What no page does: access that ends because a last day passes, noted once, however late."""

import datetime

import pytest
from django.test import override_settings
from django.utils import timezone

from amif_network.accounts.actions import close_account, end_affiliation, note_days_passed, open_account
from amif_network.accounts.models import AccessEntry
from amif_network.outbox import due
from tests.factories.accounts import UserFactory
from tests.factories.directory import AffiliationFactory

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def leaving(now):
    """Somebody whose affiliation ends in three days."""
    return member(now, last=3)


def member(now, last, first=-30):
    today = timezone.localdate(now)
    dates = {"valid_from": today + first * DAY, "valid_to": None if last is None else today + last * DAY}
    return UserFactory(member=True, person=AffiliationFactory(**dates).person)


def noted(account):
    return [(entry.user, entry.subject_fr) for entry in AccessEntry.objects.filter(kind="access", about=account).order_by("pk")]


def test_nothing_is_noted_while_the_access_lasts(leaving, now):
    note_days_passed(at=now + 2 * DAY)
    assert noted(leaving) == []


@pytest.mark.parametrize("late", [3, 4, 60])
def test_the_end_is_noted_once_with_its_last_day_however_many_runs_were_missed(leaving, now, late):
    for run in (late, late, late + 1):
        note_days_passed(at=now + run * DAY)
    ((who, words),) = noted(leaving)
    assert who is None
    assert str((timezone.localdate(now) + 3 * DAY).year) in words


def test_what_somebody_ended_on_a_page_is_not_noted_twice(now, administrator):
    account = member(now, last=None)
    end_affiliation(account.person.affiliations.get(), by=administrator, at=now)
    note_days_passed(at=now)
    note_days_passed(at=now + DAY)
    assert [who for who, _words in noted(account)] == [administrator]


def test_access_that_begins_again_with_a_day_is_noted_and_so_is_its_next_end(leaving, now):
    begin = timezone.localdate(now) + 10 * DAY
    AffiliationFactory(person=leaving.person, valid_from=begin, valid_to=begin + 5 * DAY)
    for day in range(0, 30, 2):
        note_days_passed(at=now + day * DAY)
    assert len(noted(leaving)) == 3


def test_a_closed_account_is_noted_when_it_is_opened_again(leaving, now, administrator):
    close_account(leaving, by=administrator, at=now)
    note_days_passed(at=now + 9 * DAY)
    assert len(noted(leaving)) == 1
    open_account(leaving, by=administrator, at=now + 10 * DAY)
    note_days_passed(at=now + 10 * DAY)
    assert [who for who, _words in noted(leaving)] == [administrator, administrator, None]


def test_accounts_without_affiliations_are_left_alone(administrator, now):
    note_days_passed(at=now)
    assert noted(administrator) == []


def test_the_due_work_does_it(leaving, now):
    with override_settings(DUE_WORK=["amif_network.accounts.actions.note_days_passed"]):
        failed = due.run(at=now + 3 * DAY)
    assert (failed, len(noted(leaving))) == (0, 1)
