"""A reminder that waits is called back by whatever makes it needless, and by nothing else."""

import datetime

import pytest

from amif_network.outbox.models import OutgoingMail
from meetings.actions.publishing import approve
from meetings.actions.reminding import remind
from meetings.actions.review.answering import Writer, send_answer
from meetings.actions.review.circulating import circulate, incorporate
from meetings.actions.review.recording import answer_on_behalf, extend, record_silence
from meetings.models import ReviewRequest
from tests.factories.review import DEADLINE, SITE

DAY = datetime.timedelta(days=1)


def on(days: int) -> datetime.datetime:
    """Return a moment so many days after (before: negative) the deadline."""
    return datetime.datetime.combine(DEADLINE + days * DAY, datetime.time(8), tzinfo=datetime.UTC)


def reminders() -> dict[str, str]:
    """Return the state of every reminder by its reader."""
    return dict(OutgoingMail.objects.filter(topic="reminder").values_list("to", "state"))


@pytest.fixture
def reminded(asked) -> ReviewRequest:
    """What the host is asked, two days before the deadline: both organisations were reminded, and the mails wait."""
    remind(at=on(-2))
    assert reminders() == {"host@example.org": "waiting", "partner@example.org": "waiting"}
    return asked


HOST_ONLY = {"host@example.org": "cancelled", "partner@example.org": "waiting"}
BOTH = dict.fromkeys(HOST_ONLY, "cancelled")


def test_an_answer(reminded, host_member):
    send_answer(reminded, writer=Writer(host_member), seen=0, no_remarks=True, at=on(-2), site=SITE)
    assert reminders() == HOST_ONLY


def test_an_answer_on_another_way(reminded, french_coordinator):
    said = {"remarks": [], "who": "Ana", "channel": "phone", "by": french_coordinator}
    answer_on_behalf(reminded, **said, at=on(-2), site=SITE)
    assert reminders() == HOST_ONLY


def test_more_time(reminded, french_coordinator):
    extend(reminded, deadline=DEADLINE + 7 * DAY, by=french_coordinator, at=on(-2), site=SITE)
    assert reminders() == HOST_ONLY


def test_a_recorded_silence(reminded, french_coordinator):
    record_silence(reminded, by=french_coordinator, at=on(1))
    assert reminders() == HOST_ONLY


def test_a_new_round(reminded, french_coordinator):
    minutes = incorporate(reminded.circulation.minutes, by=french_coordinator, at=on(-2))
    circulate(minutes, deadline=DEADLINE + 7 * DAY, message_fr="", message_nl="", by=french_coordinator, at=on(-2), site=SITE)
    assert reminders() == BOTH


def test_the_approval(reminded, french_coordinator):
    approve(reminded.circulation.minutes, by=french_coordinator, at=on(-2), override="Urgent")
    assert reminders() == BOTH


def test_what_the_coordinator_is_told_holds_until_the_last_one_answered(sent_round, french_coordinator):
    remind(at=on(1))
    first, second = sent_round.requests.order_by("pk")
    record_silence(first, by=french_coordinator, at=on(1))
    assert reminders() == {french_coordinator.email: "waiting"}
    record_silence(second, by=french_coordinator, at=on(1))
    assert reminders() == {french_coordinator.email: "cancelled"}


def test_it_leads_to_the_board(sent_round, signed_in, french_coordinator):
    remind(at=on(1))
    mail = OutgoingMail.objects.get(to=french_coordinator.email, topic="reminder")
    address = f"/fr/meetings/{sent_round.minutes.meeting_id}/minutes/review/"
    assert [f"{address}\n" in mail.text, f'{address}"' in mail.html] == [True, True]
    assert signed_in(french_coordinator).get(address).status_code == 200
