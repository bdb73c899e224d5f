"""Organisations are reminded 5 and 2 days before the deadline and on the day itself; then it is up to the coordinator."""

import datetime

import pytest

from amif_network.outbox import due
from amif_network.outbox.models import OutgoingMail
from meetings.actions.reminding import remind
from meetings.models import Minutes, ReviewRequest
from tests.factories.accounts import UserFactory
from tests.factories.directory import AffiliationFactory
from tests.factories.review import DEADLINE, CirculationFactory, ReviewRequestFactory
from tests.racing import at_once, while_waiting

DAY = datetime.timedelta(days=1)


def on(days: int, hour: int = 9, deadline: datetime.date = DEADLINE) -> datetime.datetime:
    """Return a moment so many days after (before: negative) the deadline; in March Brussels is an hour ahead of UTC."""
    return datetime.datetime.combine(deadline + days * DAY, datetime.time(hour - 1), tzinfo=datetime.UTC)


@pytest.fixture
def review(db) -> ReviewRequest:
    """An awaited answer of an organisation with one person; its round was sent two weeks before the deadline."""
    request = ReviewRequestFactory()
    AffiliationFactory(organisation=request.organisation, person__email="ana@example.org")
    return request


def steps(to: str = "ana@example.org") -> list[str]:
    """Return which reminders `to` got, in their order."""
    keys = OutgoingMail.objects.filter(to=to, topic="reminder").order_by("created_at", "pk").values_list("key", flat=True)
    return [key.removesuffix(f"-{to}").split("-", 3)[3] if key.startswith("reminder") else "hand-over" for key in keys]


def test_whoever_does_nothing_is_reminded_three_times_and_then_the_coordinator_is_told(review):
    for days in range(-14, 30):
        remind(at=on(days))
    assert steps() == ["unopened", "unanswered", "last-day"]
    assert steps(review.circulation.circulated_by.email) == ["hand-over"]
    assert [mail.created_at for mail in OutgoingMail.objects.order_by("created_at")] == [on(-5), on(-2), on(0), on(1)]


def test_whoever_opened_the_page_is_reminded_when_it_becomes_urgent(review):
    ReviewRequest.objects.update(opened_at=on(-10))
    for days in range(-14, 1):
        remind(at=on(days))
    assert steps() == ["unanswered", "last-day"]


@pytest.mark.parametrize("trait", ["answered", "silent"])
def test_an_answer_ends_the_reminders(db, trait):
    request = ReviewRequestFactory(**{trait: True})
    AffiliationFactory(organisation=request.organisation)
    for days in range(-14, 5):
        remind(at=on(days))
    assert OutgoingMail.objects.count() == 0


@pytest.mark.parametrize("missed", [range(-5, -1), range(-3, 0), range(-14, 1)])
def test_after_missed_days_only_the_latest_step_is_sent(review, missed):
    last = missed.stop - 1
    remind(at=on(last + 1))
    remind(at=on(last + 1))
    assert len(steps()) == len(set(steps())) == (1 if last + 1 <= 0 else 0)
    assert len(steps(review.circulation.circulated_by.email)) == (1 if last + 1 > 0 else 0)


def test_three_missed_days_and_a_doubled_run_send_each_mail_once(review):
    for days in (-6, -5, -5, -1, -1, 0, 3, 3, 4):
        remind(at=on(days))
    assert steps() == ["unopened", "unanswered", "last-day"]
    assert steps(review.circulation.circulated_by.email) == ["hand-over"]


def test_a_later_deadline_moves_the_reminders(review):
    remind(at=on(-5))
    later = DEADLINE + 7 * DAY
    ReviewRequest.objects.update(deadline=later)
    for days in range(-9, 2):
        remind(at=on(days, deadline=later))
    assert steps() == ["unopened", "unopened", "unanswered", "last-day"]
    assert steps(review.circulation.circulated_by.email) == ["hand-over"]


@pytest.mark.parametrize(("hour", "expected"), [(6, []), (7, ["last-day"]), (23, ["last-day"])])
def test_nobody_is_reminded_in_the_night(review, hour, expected):
    remind(at=on(0, hour))
    assert steps() == expected


def test_who_was_asked_yesterday_is_reminded_on_the_last_day_only(db):
    circulation = CirculationFactory(circulated_at=on(-3))
    request = ReviewRequestFactory(circulation=circulation)
    AffiliationFactory(organisation=request.organisation, person__email="ana@example.org")
    for days in range(-3, 1):
        remind(at=on(days))
        if days == -2:
            assert steps() == []
    assert steps() == ["unanswered", "last-day"]


@pytest.mark.parametrize("state", [Minutes.State.DRAFT])
def test_minutes_that_are_not_under_review_remind_nobody(review, state):
    Minutes.objects.update(state=state)
    remind(at=on(0))
    remind(at=on(3))
    assert OutgoingMail.objects.count() == 0


def test_a_new_round_takes_the_place_of_the_old_one(review):
    CirculationFactory(minutes=review.circulation.minutes, number=2)
    remind(at=on(0))
    assert steps() == []


def test_organisations_that_are_late_together_stand_in_one_mail(review):
    other = ReviewRequestFactory(circulation=review.circulation)
    remind(at=on(1))
    [mail] = OutgoingMail.objects.filter(to=review.circulation.circulated_by.email)
    assert {str(review.organisation), str(other.organisation)} <= set(mail.text.replace("- ", "").splitlines())


def test_who_coordinates_no_more_hands_the_round_on(review, dutch_coordinator):
    UserFactory._meta.model.objects.filter(pk=review.circulation.circulated_by_id).update(is_active=False)
    remind(at=on(1))
    assert steps(dutch_coordinator.email) == ["hand-over"]


def test_an_early_reminder_may_come_with_the_daily_mail_and_an_urgent_one_never(review):
    reader = AffiliationFactory(organisation=review.organisation)
    UserFactory(member=True, person=reader.person, email="lisa@example.org", mail_rhythm="daily")
    remind(at=on(-5))
    remind(at=on(-2))
    early, urgent = OutgoingMail.objects.filter(to="lisa@example.org").order_by("pk")
    assert (early.state, urgent.state, urgent.page) == ("deferred", "waiting", "")
    assert early.page.endswith(f"/fr/meetings/reviews/{review.pk}/")


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_the_same_moment_send_each_mail_once(smtp):
    for number in range(4):
        request = ReviewRequestFactory()
        AffiliationFactory(organisation=request.organisation, person__email=f"ana{number}@example.org")
    late = ReviewRequestFactory(deadline=DEADLINE - DAY)
    assert at_once(lambda: due.run(at=on(0)), 3) == [0, 0, 0]
    reminded = [f"ana{number}@example.org" for number in range(4)]
    assert sorted(message["To"] for message in smtp.inbox) == sorted([*reminded, late.circulation.circulated_by.email])


@pytest.mark.django_db(transaction=True)
def test_an_answer_that_arrives_at_this_moment_is_not_asked_for(french_coordinator):
    request = ReviewRequestFactory()
    AffiliationFactory(organisation=request.organisation, person__email="ana@example.org")

    def answer() -> None:
        ReviewRequest.objects.update(state="silent", recorded_by=french_coordinator)

    while_waiting(late=lambda: remind(at=on(0)), first=answer)
    assert steps() == []
