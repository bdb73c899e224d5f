"""The list of reviews, and what the home page says of them."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from meetings.models import ReviewRequest
from tests.factories.review import CirculationFactory, RemarkFactory, ReviewRequestFactory
from tests.meetings.answering.rounds import next_round
from tests.meetings.pages import address, main_of, words

pytestmark = pytest.mark.django_db


def listed(response) -> list[ReviewRequest]:
    return list(response.context["page"].object_list)


def test_a_member_sees_what_is_asked_of_their_organisations(signed_in, host_member, review, other_review):
    response = signed_in(host_member).get(address("reviews"))
    assert listed(response) == [review]
    assert address("review", review.pk) in main_of(response)


def test_what_waits_comes_first_by_deadline_then_the_latest(signed_in, host_member, host, review):
    sooner = ReviewRequestFactory(organisation=host, deadline=timezone.localdate() + datetime.timedelta(days=3))
    answered = ReviewRequestFactory(organisation=host, answered=True)
    earlier = CirculationFactory(circulated_at=answered.circulation.circulated_at - datetime.timedelta(days=1))
    silent = ReviewRequestFactory(organisation=host, silent=True, circulation=earlier)
    assert listed(signed_in(host_member).get(address("reviews"))) == [sooner, review, answered, silent]


def test_the_line_says_what_was_answered_and_what_became_of_it(signed_in, host_member, host):
    answered = ReviewRequestFactory(organisation=host, answered=True)
    RemarkFactory(request=answered, sent=True), RemarkFactory(request=answered, settled=True)
    (line,) = listed(signed_in(host_member).get(address("reviews")))
    assert (line.is_open, line.sent_count, line.open_count) == (False, 2, 1)


def test_a_round_that_was_overtaken_waits_for_nobody(signed_in, host_member, review, circulation, french_coordinator):
    newer = next_round(circulation, french_coordinator).requests.get(organisation=review.organisation)
    first, second = listed(signed_in(host_member).get(address("reviews")))
    assert [(first, first.is_open), (second, second.is_open)] == [(newer, True), (review, False)]


def test_coordinators_see_all_with_their_organisations(signed_in, french_coordinator, review, other_review):
    response = signed_in(french_coordinator).get(address("reviews"))
    assert set(listed(response)) == {review, other_review}
    assert "CPAS de Binche" in words(response)


def test_who_is_asked_nothing_reads_so(signed_in, observer, outsider_member, review):
    for user in (observer, outsider_member):
        response = signed_in(user).get(address("reviews"))
        assert (response.status_code, listed(response)) == (200, [])


def test_other_methods_are_refused(signed_in, host_member):
    assert signed_in(host_member).post(address("reviews")).status_code == 405


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_grow(signed_in, host_member, host, django_assert_num_queries, count):
    for _number in range(count):
        RemarkFactory(request=ReviewRequestFactory(organisation=host, answered=True), sent=True)
    client = signed_in(host_member)
    with django_assert_num_queries(5):
        client.get(address("reviews"))


def test_the_home_page_names_what_waits_for_a_member(signed_in, host_member, outsider_member, french_coordinator, review, host):
    ReviewRequestFactory(organisation=host, answered=True)
    home = reverse("home:home")
    page = address("review", review.pk)
    assert page in main_of(signed_in(host_member).get(home))
    assert page not in main_of(signed_in(outsider_member).get(home))
    assert page not in main_of(signed_in(french_coordinator).get(home))
