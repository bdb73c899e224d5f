"""A mail is handed to the mail server, at most once; what the server answers decides what becomes of it."""

import datetime
import socket

import pytest
from django.core.exceptions import PermissionDenied

from amif_network.core.workflow import WrongState
from amif_network.outbox.actions import call_back, send_again
from amif_network.outbox.delivery import BACK_OFF, deliver, deliver_due, mark_lost
from amif_network.outbox.models import PATIENCE, OutgoingMail
from tests.factories.meetings import NOW
from tests.factories.outbox import OutgoingMailFactory
from tests.smtp import hang_up, mailers

pytestmark = pytest.mark.django_db
MINUTE = datetime.timedelta(minutes=1)


def after(mail: OutgoingMail) -> tuple[str, str]:
    mail.refresh_from_db()
    return mail.state, mail.error


def test_a_mail_that_is_due_arrives_and_is_noted_as_sent(smtp):
    mail = OutgoingMailFactory(subject="Élargi à tous", text="Bonjour à tous\n", html="<p>Bonjour à tous</p>")
    deliver(mail.pk, at=NOW)
    mail.refresh_from_db()
    assert (mail.state, mail.sent_at, mail.attempts) == ("sent", NOW, 1)
    [received] = smtp.inbox
    assert (received["To"], received["Subject"]) == (mail.to, "Élargi à tous")
    assert received.get_body(("plain",)).get_content().replace("\r", "") == "Bonjour à tous\n"
    assert received.get_body(("html",)).get_content().strip() == "<p>Bonjour à tous</p>"


def test_no_automatic_answer_comes_back_and_the_identifier_is_that_of_the_key(smtp):
    mail = OutgoingMailFactory()
    deliver(mail.pk, at=NOW)
    OutgoingMail.objects.filter(pk=mail.pk).update(state="waiting")
    deliver(mail.pk, at=NOW)
    first, second = smtp.inbox
    assert (first["Auto-Submitted"], first["X-Auto-Response-Suppress"]) == ("auto-generated", "All")
    assert first["Message-ID"] == second["Message-ID"]
    assert first["Message-ID"].endswith("@localhost>")


@pytest.mark.parametrize("state", ["sending", "sent", "failed", "unsure", "later"])
def test_only_a_mail_that_waits_and_is_due_goes_out(smtp, state):
    mail = OutgoingMailFactory(**{state: True})
    before = after(mail)
    assert deliver(mail.pk, at=NOW) is None
    assert after(mail) == before
    assert smtp.inbox == []


@pytest.mark.parametrize("command", ["MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize(
    ("answer", "state"), [("451 Come back later", "waiting"), ("421 Too busy", "waiting"), ("550 No such person", "failed")]
)
def test_the_answer_of_the_server_decides(smtp, command, answer, state):
    smtp.answers[command] = answer
    mail = OutgoingMailFactory()
    deliver(mail.pk, at=NOW)
    assert after(mail) == (state, answer)
    assert mail.due_at == (NOW + MINUTE if state == "waiting" else NOW)
    assert smtp.inbox == []


def test_a_server_out_of_reach_is_tried_again_later(settings):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    settings.MAILERS = mailers(port)
    mail = OutgoingMailFactory()
    deliver(mail.pk, at=NOW)
    state, error = after(mail)
    assert (state, mail.due_at) == ("waiting", NOW + MINUTE)
    assert "Connection refused" in error


def test_after_the_last_attempt_it_has_failed(smtp):
    smtp.answers["RCPT"] = "451 Come back later"
    mail, at, waits = OutgoingMailFactory(), NOW, []
    while deliver(mail.pk, at=at) and after(mail)[0] == "waiting":
        waits.append(mail.due_at - at)
        at = mail.due_at
    assert tuple(waits) == BACK_OFF
    assert after(mail) == ("failed", "451 Come back later")


def test_a_server_that_hangs_up_may_have_taken_it_so_nobody_sends_it_again(smtp):
    smtp.answers["DATA"] = hang_up
    mail = OutgoingMailFactory()
    deliver(mail.pk, at=NOW)
    assert after(mail)[0] == "unsure"
    assert deliver_due(at=NOW + datetime.timedelta(days=30)) == 0
    assert len(smtp.inbox) == 1


def test_an_address_that_no_mail_can_carry_fails_at_once(smtp):
    mail = OutgoingMailFactory(to="josé@example.org")
    deliver(mail.pk, at=NOW)
    assert after(mail)[0] == "failed"
    assert after(mail)[1] != ""


def test_a_mail_whose_worker_ended_is_unsure_after_a_while(smtp):
    mail = OutgoingMailFactory(sending=True)
    assert mark_lost(at=NOW + PATIENCE - MINUTE) == 0
    assert mark_lost(at=NOW + PATIENCE) == 1
    assert after(mail)[0] == "unsure"
    assert deliver_due(at=NOW + datetime.timedelta(days=30)) == 0


def test_what_is_due_goes_out_in_its_order(smtp):
    second, first = OutgoingMailFactory(), OutgoingMailFactory(due_at=NOW - MINUTE)
    OutgoingMailFactory(later=True)
    assert deliver_due(at=NOW) == 2
    assert [message["To"] for message in smtp.inbox] == [first.to, second.to]


def test_a_server_that_wants_to_wait_is_not_asked_for_every_mail(smtp):
    smtp.answers["MAIL"] = "421 Too busy"
    mails = OutgoingMailFactory.create_batch(3)
    assert deliver_due(at=NOW) == 0
    assert sorted(OutgoingMail.objects.values_list("attempts", flat=True)) == [0, 0, 1]
    assert {after(mail)[0] for mail in mails} == {"waiting"}


@pytest.mark.parametrize("state", ["failed", "unsure"])
def test_a_coordinator_sends_it_again_on_purpose(smtp, french_coordinator, django_capture_on_commit_callbacks, state):
    mail = OutgoingMailFactory(**{state: True})
    with django_capture_on_commit_callbacks(execute=True):
        send_again(mail, by=french_coordinator, at=NOW)
    assert after(mail)[0] == "sent"
    assert len(smtp.inbox) == 1


@pytest.mark.parametrize("state", ["sending", "sent", "later"])
def test_no_other_mail_is_sent_again(french_coordinator, state):
    with pytest.raises(WrongState):
        send_again(OutgoingMailFactory(**{state: True}), by=french_coordinator, at=NOW)


def test_nobody_else_sends_it_again(host_member):
    with pytest.raises(PermissionDenied):
        send_again(OutgoingMailFactory(failed=True), by=host_member, at=NOW)


def test_a_mail_that_waits_can_be_called_back(smtp):
    waiting, sent = OutgoingMailFactory(later=True), OutgoingMailFactory(sent=True)
    assert call_back(OutgoingMail.objects.all()) == 1
    assert (after(waiting)[0], after(sent)[0]) == ("cancelled", "sent")
