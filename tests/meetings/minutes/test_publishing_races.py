"""Two people at the same moment, around approval and publication: exactly one coherent result, nothing lost."""

import datetime

import pytest

from amif_network.core.fingerprint import Overtaken
from amif_network.core.workflow import CommentRequired, WrongState
from amif_network.outbox.models import OutgoingMail
from meetings.actions import publishing
from meetings.actions.review.answering import Words, Writer, save_remark, send_answer
from meetings.actions.review.circulating import incorporate
from meetings.actions.translating import confirm_translation
from meetings.models import Edition, MeetingLogEntry, Minutes, Remark, ReviewRequest
from tests.factories.meetings import NOW
from tests.factories.publishing import ERRATUM, OVERRIDE, SITE, approved_by
from tests.factories.review import CirculationFactory, ReviewRequestFactory
from tests.racing import while_waiting

pytestmark = pytest.mark.django_db(transaction=True)
AT = NOW + datetime.timedelta(days=1)
WORDS = Words(kind=Remark.Kind.CORRECTION, language="fr", text="Une erreur")


@pytest.fixture
def request_(pair, host, french_coordinator) -> ReviewRequest:
    """The host is asked to read minutes without a gap."""
    confirm_translation(pair, lang="nl", by=french_coordinator, at=NOW)
    Minutes.objects.filter(pk=pair.minutes_id).update(**{"state": Minutes.State.IN_REVIEW})
    circulation = CirculationFactory(minutes=Minutes.objects.get(), circulated_by=french_coordinator)
    return ReviewRequestFactory(circulation=circulation, organisation=host, deadline=datetime.date(2030, 1, 1))


def outcome(act) -> str:
    try:
        act()
    except (WrongState, CommentRequired, Overtaken) as refused:
        return type(refused).__name__
    return "done"


def answer(request_: ReviewRequest, member) -> str:
    return outcome(
        lambda: send_answer(request_, writer=Writer(member), seen=0, no_remarks=True, at=AT, site=SITE)
    )  # fmt: skip


def test_of_two_publishers_one_publishes_and_tells_everybody_once(pair, french_coordinator, dutch_coordinator, host_member):
    minutes = approved_by(french_coordinator, pair.minutes)

    def publish(by) -> str:
        return outcome(lambda: publishing.publish(minutes, by=by, at=AT, site=SITE, reasons={"fr": "Test"}))

    assert while_waiting(lambda: publish(dutch_coordinator), lambda: publish(french_coordinator)) == "WrongState"
    assert (Edition.objects.count(), MeetingLogEntry.objects.filter(action="publish").count()) == (6, 1)
    assert set(Edition.objects.values_list("published_by", flat=True)) == {french_coordinator.pk}
    assert list(OutgoingMail.objects.filter(topic="publication").values_list("to", flat=True)) == ["host@example.org"]


def test_an_answer_that_comes_while_the_minutes_are_approved_is_told_so(request_, french_coordinator, host_member):
    minutes = request_.circulation.minutes
    late = while_waiting(lambda: answer(request_, host_member), lambda: approved_by(french_coordinator, minutes))
    request_.refresh_from_db()
    assert (late, request_.state, Minutes.objects.get().state) == ("WrongState", "awaited", "approved")


def test_an_approval_that_waits_for_an_answer_sees_it(request_, french_coordinator, host_member):
    """Nothing is open any more once the answer is in: the reason that was given for the open list is not kept."""
    minutes = request_.circulation.minutes
    late = while_waiting(
        lambda: outcome(lambda: publishing.approve(minutes, by=french_coordinator, at=AT, override=OVERRIDE)),
        lambda: answer(request_, host_member),
    )
    logged = MeetingLogEntry.objects.get(action="approve")
    assert (late, logged.comment, ReviewRequest.objects.get().state) == ("done", "", "answered")


def test_an_approval_without_a_reason_is_stopped_by_a_remark_that_arrives(request_, french_coordinator, host_member):
    minutes = request_.circulation.minutes
    save_remark(request_, WORDS, writer=Writer(host_member), at=NOW)

    def send() -> None:
        send_answer(request_, writer=Writer(host_member), seen=1, no_remarks=False, at=AT, site=SITE)

    late = while_waiting(lambda: outcome(lambda: publishing.approve(minutes, by=french_coordinator, at=AT)), send)
    assert (late, Minutes.objects.get().state, Remark.objects.get().state) == ("CommentRequired", "in_review", "sent")


def test_a_remark_that_is_written_while_the_minutes_are_published_changes_nothing(request_, french_coordinator, host_member):
    minutes = approved_by(french_coordinator, request_.circulation.minutes)
    late = while_waiting(
        lambda: outcome(lambda: save_remark(request_, WORDS, writer=Writer(host_member), at=AT)),
        lambda: publishing.publish(minutes, by=french_coordinator, at=AT, site=SITE),
    )
    assert (late, Remark.objects.count(), Edition.objects.count()) == ("WrongState", 0, 6)


def test_an_answer_sent_while_the_round_is_closed_is_kept(request_, french_coordinator, host_member):
    """Closing the round only begins to work remarks in: who is late by a moment has answered all the same."""
    minutes = request_.circulation.minutes
    late = while_waiting(lambda: answer(request_, host_member), lambda: incorporate(minutes, by=french_coordinator, at=AT))
    assert (late, ReviewRequest.objects.get().state, Minutes.objects.get().state) == ("done", "answered", "incorporating")


def test_an_approval_that_is_withdrawn_first_publishes_nothing(pair, french_coordinator, dutch_coordinator, host_member):
    minutes = approved_by(french_coordinator, pair.minutes)
    late = while_waiting(
        lambda: outcome(lambda: publishing.publish(minutes, by=dutch_coordinator, at=AT, site=SITE, reasons={"fr": "Test"})),
        lambda: publishing.withdraw_approval(minutes, by=french_coordinator, at=AT, comment="Une erreur"),
    )
    standing = Minutes.objects.get()
    assert (late, standing.state, standing.published_by, Edition.objects.count()) == ("WrongState", "draft", None, 0)
    assert not OutgoingMail.objects.filter(topic="publication").exists()


def test_of_two_corrections_one_starts_the_next_version(pair, french_coordinator, dutch_coordinator):
    minutes = approved_by(french_coordinator, pair.minutes)
    publishing.publish(minutes, by=french_coordinator, at=AT, site=SITE, reasons={"fr": "Test"})

    def correct(by) -> str:
        return outcome(lambda: publishing.correct(minutes, by=by, at=AT, comment="Faute", erratum=ERRATUM))

    assert while_waiting(lambda: correct(dutch_coordinator), lambda: correct(french_coordinator)) == "WrongState"
    assert (Minutes.objects.get().version, MeetingLogEntry.objects.filter(action="correct").count()) == (2, 1)
