"""An answer on its way while a colleague or a coordinator does something else: one coherent result, nothing lost."""

import datetime

import pytest
from django.utils import timezone

from amif_network.core.fingerprint import Overtaken
from amif_network.core.workflow import WrongState
from amif_network.outbox.models import OutgoingMail
from meetings.actions.review.answering import Words, Writer, save_remark, send_answer
from meetings.actions.review.circulating import circulate
from meetings.actions.review.recording import record_silence
from meetings.models import Minutes, Remark, ReviewRequest
from tests.meetings.answering.conftest import SITE
from tests.racing import while_waiting

pytestmark = pytest.mark.django_db(transaction=True)


def outcome(action):
    """Return what an action says when it is refused; "" when it is not."""
    try:
        action()
    except (WrongState, Overtaken) as refused:
        return type(refused).__name__
    return ""


def sending(review, by, seen=0, no_remarks=True):
    return lambda: outcome(
        lambda: send_answer(review, writer=Writer(by), seen=seen, no_remarks=no_remarks, at=timezone.now(), site=SITE)
    )


def saving(review, by, text="Écrit à l'instant"):
    return lambda: outcome(lambda: save_remark(review, Words("comment", "fr", text=text), writer=Writer(by), at=timezone.now()))


def test_two_colleagues_who_send_at_once_send_one_answer(review, host_member, colleague):
    refused = while_waiting(sending(review, colleague), first=sending(review, host_member))
    review.refresh_from_db()
    assert (refused, review.answered_by) == ("WrongState", host_member)
    assert OutgoingMail.objects.filter(topic="receipt").count() == 2


def test_a_remark_that_comes_while_the_answer_goes_out_is_refused_not_lost_in_between(review, host_member, colleague):
    refused = while_waiting(saving(review, colleague), first=sending(review, host_member))
    review.refresh_from_db()
    assert (refused, review.state, Remark.objects.count()) == ("WrongState", "answered", 0)


def test_an_answer_waits_for_the_remark_that_is_being_saved(review, host_member, colleague):
    refused = while_waiting(sending(review, host_member), first=saving(review, colleague))
    review.refresh_from_db()
    assert (refused, review.state, Remark.objects.get().state) == ("Overtaken", "awaited", "draft")


def test_two_remarks_at_once_both_stand_and_are_both_counted(review, host_member, colleague):
    while_waiting(saving(review, colleague, "Deuxième"), first=saving(review, host_member, "Première"))
    review.refresh_from_db()
    assert review.draft_rev == 2
    assert list(Remark.objects.order_by("position").values_list("position", "text")) == [(1, "Première"), (2, "Deuxième")]


def silencing(review):
    late = timezone.now() + datetime.timedelta(days=30)
    return lambda: outcome(lambda: record_silence(review, by=review.circulation.circulated_by, at=late))


def test_silence_that_is_recorded_first_stands(review, host_member):
    refused = while_waiting(sending(review, host_member), first=silencing(review))
    review.refresh_from_db()
    assert (refused, review.state, review.answered_at) == ("WrongState", "silent", None)


def test_an_answer_that_comes_first_is_no_silence(review, host_member):
    refused = while_waiting(silencing(review), first=sending(review, host_member))
    review.refresh_from_db()
    assert (refused, review.state, review.recorded_by) == ("WrongState", "answered", None)


def circulating(circulation):
    deadline = circulation.deadline + datetime.timedelta(days=7)

    def send_round():
        return outcome(
            lambda: circulate(
                circulation.minutes, deadline=deadline, message_fr="", message_nl="", by=circulation.circulated_by,
                at=timezone.now(), site=SITE,
            )
        )  # fmt: skip

    return send_round


@pytest.fixture
def writable(circulation):
    """The remarks of the round are being worked in: a next one may go out at any moment."""
    Minutes.objects.filter(pk=circulation.minutes_id).update(state="incorporating")
    return circulation


def test_a_new_round_takes_the_draft_along_and_the_old_answer_is_refused(writable, review, host_member, write):
    write("Écrit au premier tour")
    refused = while_waiting(sending(review, host_member, seen=1, no_remarks=False), first=circulating(writable))
    newer = ReviewRequest.objects.get(organisation=review.organisation, circulation__number=2)
    assert (refused, Remark.objects.get().request, Remark.objects.get().state) == ("WrongState", newer, "draft")


def test_an_answer_that_comes_before_the_new_round_counts_in_the_old_one(writable, review, host_member, write):
    write("Écrit au premier tour")
    refused = while_waiting(circulating(writable), first=sending(review, host_member, seen=1, no_remarks=False))
    review.refresh_from_db()
    newer = ReviewRequest.objects.get(organisation=review.organisation, circulation__number=2)
    assert (refused, review.state, newer.state, Remark.objects.get().request) == ("", "answered", "awaited", review)
