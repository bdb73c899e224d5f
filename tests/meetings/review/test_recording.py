"""What coordinators do with the request to one organisation: more time, once more, silence, an answer on another way."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction

from amif_network.core.workflow import CommentRequired, WrongState
from amif_network.outbox.models import OutgoingMail
from meetings.actions.review import recording
from meetings.actions.review.answering import Words, Writer, send_answer
from meetings.actions.review.circulating import circulate, incorporate
from meetings.models import MeetingLogEntry, Minutes, Remark, ReviewRequest
from tests.factories.meetings import NOW, SectionFactory, signed
from tests.factories.review import DEADLINE, SITE, RemarkFactory
from tests.racing import while_waiting

pytestmark = pytest.mark.django_db
LATER = DEADLINE + datetime.timedelta(days=7)
OVERDUE = NOW + datetime.timedelta(days=20)
ON_PHONE = {"who": "Anouk Delvaux", "channel": "phone"}


def take(action, request, by, **changes):
    """Take one of the steps as it is taken when nothing speaks against it."""
    usual = {
        "extend": {"deadline": LATER, "at": NOW, "site": SITE},
        "ask_again": {"deadline": LATER, "comment": "Avez-vous lu la fin ?", "at": NOW, "site": SITE},
        "record_silence": {"at": OVERDUE},
        "answer_on_behalf": {"remarks": [], **ON_PHONE, "at": NOW, "site": SITE},
    }[action]
    return getattr(recording, action)(request, **{**usual, **changes}, by=by)


def put_into(request, state, by):
    answered = {"answered_at": NOW, "answered_by": by, "channel": "account"} if state == "answered" else {}
    ReviewRequest.objects.filter(pk=request.pk).update(state=state, recorded_by=by, **answered)


STEPS = {
    "extend": {"awaited": "awaited"},
    "ask_again": {"answered": "awaited", "silent": "awaited"},
    "record_silence": {"awaited": "silent"},
    "answer_on_behalf": {"awaited": "answered"},
}


@pytest.mark.parametrize("state", ["awaited", "answered", "silent"])
@pytest.mark.parametrize("action", STEPS)
@pytest.mark.parametrize("role", ["administrator", "french_coordinator", "host_member", "observer"])
def test_each_step_starts_from_its_states_and_is_taken_by_coordinating_users(
    asked, french_coordinator, request, role, action, state
):
    put_into(asked, state, french_coordinator)
    by = request.getfixturevalue(role)
    target = STEPS[action].get(state)
    if by.is_coordinating and target:
        assert take(action, asked, by).state == target
        assert MeetingLogEntry.objects.filter(subject="review", about=asked.pk, by=by).count() == 1
    else:
        with pytest.raises(PermissionDenied):
            take(action, asked, by)
        assert not MeetingLogEntry.objects.filter(subject="review").exists()
    assert ReviewRequest.objects.get(pk=asked.pk).state == (target if by.is_coordinating and target else state)


def test_more_time_is_told_to_the_organisation(asked, french_coordinator, host_member):
    take("extend", asked, french_coordinator)
    assert ReviewRequest.objects.get(pk=asked.pk).deadline == LATER
    mail = OutgoingMail.objects.get(topic="extension")
    assert (mail.to, mail.organisation) == (host_member.email, asked.organisation)


@pytest.mark.parametrize(
    ("deadline", "code"),
    [(DEADLINE, "shortened"), (DEADLINE - datetime.timedelta(days=1), "shortened"), (datetime.date(2026, 2, 1), "past")],
)
def test_a_deadline_is_never_shortened(asked, french_coordinator, deadline, code):
    with pytest.raises(ValidationError) as refused:
        take("extend", asked, french_coordinator, deadline=deadline)
    assert refused.value.code == code
    assert ReviewRequest.objects.get(pk=asked.pk).deadline == DEADLINE


def test_nor_by_the_database(asked):
    with pytest.raises(DatabaseError), transaction.atomic():
        ReviewRequest.objects.filter(pk=asked.pk).update(deadline=DEADLINE - datetime.timedelta(days=1))


def test_everybody_who_is_awaited_gets_more_time_but_nobody_less(asked, sent_round, french_coordinator, partner):
    much = LATER + datetime.timedelta(days=7)
    take("extend", sent_round.requests.get(organisation=partner), french_coordinator, deadline=much)
    told = recording.extend_all(sent_round, deadline=LATER, by=french_coordinator, at=NOW, site=SITE)
    assert told == [asked]
    assert {one.organisation: one.deadline for one in sent_round.requests.all()} == {asked.organisation: LATER, partner: much}
    with pytest.raises(ValidationError):
        recording.extend_all(sent_round, deadline=LATER, by=french_coordinator, at=NOW, site=SITE)


@pytest.mark.parametrize("action", ["extend", "ask_again"])
def test_nobody_is_asked_about_approved_minutes(asked, french_coordinator, action):
    if action == "ask_again":
        put_into(asked, "answered", french_coordinator)
    Minutes.objects.update(**signed("approved", french_coordinator))
    with pytest.raises(WrongState):
        take(action, asked, french_coordinator)


@pytest.mark.parametrize("action", STEPS)
def test_a_round_that_is_over_is_left_alone(draft, asked, french_coordinator, action):
    put_into(asked, next(iter(STEPS[action])), french_coordinator)
    incorporate(draft, by=french_coordinator, at=NOW)
    circulate(draft, deadline=LATER, message_fr="", message_nl="", by=french_coordinator, at=NOW, site=SITE)
    with pytest.raises(WrongState):
        take(action, asked, french_coordinator)


def test_asking_again_opens_the_cell_and_keeps_what_was_sent(asked, french_coordinator, host_member):
    put_into(asked, "answered", host_member)
    kept = RemarkFactory(request=asked, settled=True)
    take("ask_again", asked, french_coordinator, at=NOW + datetime.timedelta(hours=1))
    now = ReviewRequest.objects.get(pk=asked.pk)
    assert (now.state, now.deadline, now.answered_at, now.answered_by, now.channel) == ("awaited", LATER, None, None, "")
    assert Remark.objects.get(pk=kept.pk).state == "settled"
    assert "Avez-vous lu la fin ?" in OutgoingMail.objects.filter(topic="circulation", to=host_member.email).latest("pk").text
    assert "Avez-vous lu la fin ?" in MeetingLogEntry.objects.get(action="ask_again").comment


def test_asking_again_says_why(asked, french_coordinator):
    put_into(asked, "answered", french_coordinator)
    with pytest.raises(CommentRequired):
        take("ask_again", asked, french_coordinator, comment="  ")


def test_silence_is_recorded_when_the_deadline_has_passed(asked, french_coordinator):
    last_moment = datetime.datetime.combine(DEADLINE, datetime.time(22, 0), tzinfo=datetime.UTC)
    with pytest.raises(ValidationError) as refused:
        take("record_silence", asked, french_coordinator, at=last_moment)
    assert refused.value.code == "early"
    take("record_silence", asked, french_coordinator, at=last_moment + datetime.timedelta(days=1))
    now = ReviewRequest.objects.get(pk=asked.pk)
    assert (now.state, now.recorded_by, now.answered_at) == ("silent", french_coordinator, None)


def test_an_answer_on_behalf_names_who_gave_it_and_who_wrote_it_down(asked, section, french_coordinator, host_member):
    remarks = [
        Words(kind="correction", language="fr", section=section, quote="six agents", proposal="sept agents"),
        Words(kind="comment", language="nl", text="Dank u."),
    ]
    take("answer_on_behalf", asked, french_coordinator, remarks=remarks)
    now = ReviewRequest.objects.get(pk=asked.pk)
    assert (now.state, now.answered_name, now.channel, now.recorded_by, now.answered_by, now.answered_at) == (
        "answered", "Anouk Delvaux", "phone", french_coordinator, None, NOW,
    )  # fmt: skip
    assert [(one.state, one.section, one.author, one.author_name, one.quote, one.text) for one in now.remarks.all()] == [
        ("sent", section, None, "Anouk Delvaux", "six agents", ""),
        ("sent", None, None, "Anouk Delvaux", "", "Dank u."),
    ]
    assert OutgoingMail.objects.get(topic="receipt").to == host_member.email


@pytest.mark.parametrize("wrong", [{"channel": "account"}, {"channel": "link"}, {"channel": ""}, {"who": " "}])
def test_an_answer_on_behalf_is_somebodys(asked, french_coordinator, wrong):
    with pytest.raises(ValidationError):
        take("answer_on_behalf", asked, french_coordinator, **wrong)
    assert ReviewRequest.objects.get(pk=asked.pk).state == "awaited"


def test_what_colleagues_had_begun_stays_unsent(asked, french_coordinator):
    begun = RemarkFactory(request=asked)
    take("answer_on_behalf", asked, french_coordinator)
    assert Remark.objects.get(pk=begun.pk).state == "draft"


def test_a_section_of_other_minutes_is_refused(asked, french_coordinator):
    with pytest.raises(ValueError, match="other minutes"):
        take(
            "answer_on_behalf",
            asked,
            french_coordinator,
            remarks=[Words(kind="comment", language="fr", section=SectionFactory(), text="x")],
        )
    assert ReviewRequest.objects.get(pk=asked.pk).state == "awaited"


@pytest.mark.django_db(transaction=True)
def test_everybody_else_gets_more_time_when_one_answers_at_this_moment(
    asked, sent_round, french_coordinator, host_member, partner
):
    other = sent_round.requests.get(organisation=partner)

    def late():
        return recording.extend_all(sent_round, deadline=LATER, by=french_coordinator, at=NOW, site=SITE)

    def first():
        send_answer(asked, writer=Writer(host_member), seen=0, no_remarks=True, at=NOW, site=SITE)

    assert while_waiting(late, first) == [other]
    assert [ReviewRequest.objects.get(pk=one.pk).deadline for one in (asked, other)] == [DEADLINE, LATER]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("days", [0, -1, 1])
def test_of_two_coordinators_who_give_more_time_at_once_none_takes_any_away(asked, french_coordinator, dutch_coordinator, days):
    day = LATER + datetime.timedelta(days=days)

    def late():
        try:
            return take("extend", asked, dutch_coordinator, deadline=day).deadline
        except ValidationError as refused:
            return refused.code

    assert while_waiting(late, lambda: take("extend", asked, french_coordinator)) == (day if days > 0 else "shortened")
    assert ReviewRequest.objects.get(pk=asked.pk).deadline == max(day, LATER)


@pytest.mark.django_db(transaction=True)
def test_of_an_answer_and_a_silence_at_once_the_first_stands(asked, french_coordinator, host_member):
    def late():
        with pytest.raises(WrongState):
            take("record_silence", asked, french_coordinator)
        return "refused"

    def first():
        send_answer(asked, writer=Writer(host_member), seen=0, no_remarks=True, at=NOW, site=SITE)

    assert while_waiting(late, first) == "refused"
    assert ReviewRequest.objects.get(pk=asked.pk).state == "answered"


@pytest.mark.django_db(transaction=True)
def test_an_organisation_sends_while_a_new_round_begins(draft, asked, french_coordinator, host_member):
    incorporate(draft, by=french_coordinator, at=NOW)
    begun = RemarkFactory(request=asked)
    said = {"deadline": LATER, "message_fr": "", "message_nl": "", "by": french_coordinator, "at": NOW, "site": SITE}

    def late():
        with pytest.raises(WrongState):
            send_answer(asked, writer=Writer(host_member), seen=0, no_remarks=False, at=NOW, site=SITE)
        return "refused"

    assert while_waiting(late, lambda: circulate(draft, **said)) == "refused"
    moved = Remark.objects.get(pk=begun.pk)
    assert (moved.state, moved.request.circulation.number) == ("draft", 2)
