"""The answer goes out once for the whole organisation, with what its sender has seen, and leaves a receipt."""

import datetime

import pytest
from django.utils import timezone

from amif_network.core.fingerprint import Overtaken
from amif_network.core.workflow import WrongState
from amif_network.outbox.models import OutgoingMail
from meetings.actions.review.answering import Writer, send_answer
from meetings.actions.review.recording import record_silence
from meetings.models import Minutes, Remark, ReviewRequest
from tests.factories.meetings import signed
from tests.meetings.answering.conftest import SITE
from tests.meetings.answering.rounds import next_round
from tests.meetings.pages import address, sent_by, words

pytestmark = pytest.mark.django_db


def at(review: ReviewRequest, page: str = "") -> str:
    return address(f"review{'-' + page if page else ''}", review.pk)


def receipts() -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(topic="receipt").order_by("to"))


def test_remarks_go_out_together_after_a_last_look(signed_in, host_member, colleague, review, write):
    write("Première"), write("Seconde", by=colleague)
    client = signed_in(host_member)
    look = client.get(at(review, "check"))
    assert "Première" in words(look)
    assert "Seconde" in words(look)
    response = client.post(at(review, "send"), sent_by(look), follow=True)
    review.refresh_from_db()
    assert (review.state, review.answered_by, review.answered_name, review.channel) == ("answered", host_member, "", "account")
    assert set(Remark.objects.values_list("state", "sent_at")) == {("sent", review.answered_at)}
    assert "receipt" in response.content.decode()
    entry = review.circulation.minutes.meeting.log.get(action="answer")
    assert (entry.by, entry.from_state, entry.to_state, entry.about) == (host_member, "awaited", "answered", review.pk)


def test_no_remarks_is_an_answer_that_is_asked_for_twice(signed_in, host_member, review):
    client = signed_in(host_member)
    look = client.get(at(review, "check"))
    assert sent_by(look)["answer"] == "none"
    client.post(at(review, "send"), sent_by(look))
    review.refresh_from_db()
    assert (review.state, Remark.objects.count()) == ("answered", 0)


def test_everybody_of_the_organisation_gets_a_receipt_without_the_words(signed_in, host_member, colleague, review, write):
    write("Un secret")
    client = signed_in(host_member)
    client.post(at(review, "send"), sent_by(client.get(at(review, "check"))))
    assert [mail.to for mail in receipts()] == [colleague.email, host_member.email]
    for mail in receipts():
        assert "Un secret" not in mail.text + mail.html
        assert str(host_member.person) in mail.text
        assert f"http://testserver{address('review-link', 'x')}".removesuffix("x/") in mail.text


def test_who_has_not_seen_a_change_of_a_colleague_looks_once_more(signed_in, host_member, colleague, review, write):
    write("Vue")
    client = signed_in(host_member)
    seen = sent_by(client.get(at(review, "check")))
    write("Pas encore vue", by=colleague)
    response = client.post(at(review, "send"), seen)
    assert response.status_code == 409
    assert "Pas encore vue" in words(response)
    review.refresh_from_db()
    assert (review.state, receipts()) == ("awaited", [])
    client.post(at(review, "send"), sent_by(response))
    review.refresh_from_db()
    assert review.state == "answered"


def test_no_remarks_is_not_said_over_a_remark_of_a_colleague(signed_in, host_member, colleague, review, write):
    client = signed_in(host_member)
    seen = sent_by(client.get(at(review, "check")))
    write("Tout de même", by=colleague)
    assert client.post(at(review, "send"), seen).status_code == 409
    assert client.post(at(review, "send"), {**seen, "seen": "1"}).status_code == 409
    review.refresh_from_db()
    assert review.state == "awaited"


TAMPERED = [{}, {"seen": "x", "answer": "none"}, {"seen": "0", "answer": "maybe"}, {"seen": "-1", "answer": "none"}]


@pytest.mark.parametrize("sent", TAMPERED)
def test_a_form_that_was_tampered_with_shows_the_last_look_again(signed_in, host_member, review, sent):
    response = signed_in(host_member).post(at(review, "send"), sent)
    review.refresh_from_db()
    assert (response.status_code, review.state, sent_by(response)["answer"]) == (422, "awaited", "none")


def test_sent_twice_it_goes_out_once(signed_in, host_member, review, write):
    write()
    client = signed_in(host_member)
    seen = sent_by(client.get(at(review, "check")))
    first, second = client.post(at(review, "send"), seen), client.post(at(review, "send"), seen)
    assert first.headers["Location"] == second.headers["Location"] == at(review)
    assert (len(receipts()), review.circulation.minutes.meeting.log.filter(action="answer").count()) == (1, 1)


def closed_by_answer(review, by):
    send_answer(review, writer=Writer(by), seen=0, no_remarks=True, at=timezone.now(), site=SITE)


def closed_by_silence(review, by):
    later = timezone.now() + datetime.timedelta(days=30)
    record_silence(review, by=review.circulation.circulated_by, at=later)


def closed_by_a_new_round(review, by):
    next_round(review.circulation, review.circulation.circulated_by)


def closed_by_approval(review, by):
    Minutes.objects.filter(pk=review.circulation.minutes_id).update(**signed("approved", review.circulation.circulated_by))


@pytest.mark.parametrize("close", [closed_by_answer, closed_by_silence, closed_by_a_new_round, closed_by_approval])
def test_afterwards_nothing_is_taken_and_nothing_is_lost(signed_in, host_member, review, answer_cell, close):
    client = signed_in(host_member)
    close(review, host_member)
    typed = {"section": str(answer_cell.uuid), "kind": "comment", "text": "Écrit trop tard"}
    refused = client.post(at(review, "save"), typed)
    assert refused.status_code == 409
    assert "Écrit trop tard" in refused.content.decode()
    assert client.post(at(review, "send"), {"seen": "0", "answer": "none"}).headers["Location"] == at(review)
    assert client.get(at(review, "check")).headers["Location"] == at(review)
    page = client.get(at(review))
    assert (page.status_code, Remark.objects.count(), page.context["door"].may_write) == (200, 0, False)
    assert page.context["door"].closed


def test_an_answer_after_the_deadline_still_counts(host_member, review):
    late = timezone.now() + datetime.timedelta(days=20)
    answered = send_answer(review, writer=Writer(host_member), seen=0, no_remarks=True, at=late, site=SITE)
    assert answered.state == "answered"


@pytest.mark.parametrize(("seen", "no_remarks"), [(0, False), (1, True), (7, False)])
def test_the_sender_must_have_seen_what_they_send(host_member, review, seen, no_remarks):
    with pytest.raises(Overtaken):
        send_answer(review, writer=Writer(host_member), seen=seen, no_remarks=no_remarks, at=timezone.now(), site=SITE)


def test_a_second_answer_is_refused_with_a_sentence(host_member, review):
    closed_by_answer(review, host_member)
    with pytest.raises(WrongState) as refused:
        closed_by_answer(review, host_member)
    assert str(refused.value)
