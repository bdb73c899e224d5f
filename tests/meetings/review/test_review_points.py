"""What is open in a review, for the page that approves minutes, and for the first page of coordinators."""

import datetime

import pytest

from meetings.actions.review.circulating import circulate, incorporate
from meetings.models import Minutes, Remark
from meetings.review_points import counted_reviews, review_points
from tests.factories.meetings import NOW, MinutesFactory, signed
from tests.factories.review import DEADLINE, SITE, RemarkFactory, ReviewRequestFactory

pytestmark = pytest.mark.django_db


def test_minutes_that_were_never_sent_round_say_so(draft):
    points = review_points(draft)
    assert (points.unsettled, points.awaited, points.never_circulated, bool(points)) == ([], [], True, True)


def test_awaited_organisations_and_remarks_without_an_outcome_are_open(draft, sent_round, asked):
    remark = RemarkFactory(request=asked, sent=True)
    RemarkFactory(request=asked, settled=True)
    RemarkFactory(request=asked)
    ReviewRequestFactory(circulation=sent_round, silent=True)
    ReviewRequestFactory(circulation=sent_round, answered=True)
    points = review_points(draft)
    assert points.unsettled == [remark]
    assert {one.pk for one in points.awaited} == {one.pk for one in sent_round.requests.filter(state="awaited")}
    assert not points.never_circulated
    assert not review_points(MinutesFactory()).unsettled


def test_a_new_round_awaits_its_own_answers_but_forgets_no_remark(draft, asked, french_coordinator):
    remark = RemarkFactory(request=asked, sent=True)
    incorporate(draft, by=french_coordinator, at=NOW)
    second = circulate(draft, deadline=DEADLINE, message_fr="", message_nl="", by=french_coordinator, at=NOW, site=SITE)
    points = review_points(draft)
    assert {one.circulation for one in points.awaited} == {second}
    assert points.unsettled == [remark]


def test_nothing_is_open_when_everything_was_said(draft, sent_round, french_coordinator, asked):
    sent_round.requests.update(state="silent", recorded_by=french_coordinator)
    RemarkFactory(request=asked, settled=True)
    assert not review_points(draft)
    Remark.objects.all().delete()
    assert not review_points(draft)


def test_minutes_say_how_many_remarks_and_answers_are_open(draft, asked):
    def counts(day: datetime.date) -> tuple[int, int]:
        found = counted_reviews(day).get(pk=draft.pk)
        return found.late, found.unsettled

    assert counts(DEADLINE) == (0, 0)
    assert counts(DEADLINE + datetime.timedelta(days=1)) == (2, 0)
    RemarkFactory(request=asked, sent=True)
    RemarkFactory(request=asked, settled=True)
    assert counts(DEADLINE) == (0, 1)


def test_approved_minutes_wait_for_nobody(draft, asked, french_coordinator):
    RemarkFactory(request=asked, sent=True)
    Minutes.objects.update(**signed("approved", french_coordinator))
    found = counted_reviews(DEADLINE + datetime.timedelta(days=1)).get(pk=draft.pk)
    assert (found.late, found.unsettled) == (0, 0)
