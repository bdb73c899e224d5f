"""Several workers at a time: each mail goes out once."""

import pytest

from amif_network.outbox import due
from amif_network.outbox.delivery import deliver
from amif_network.outbox.models import OutgoingMail
from tests.factories.meetings import NOW
from tests.factories.outbox import OutgoingMailFactory
from tests.racing import at_once, while_waiting

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_mail_that_another_worker_takes_at_this_moment_is_left_to_it(smtp):
    mail = OutgoingMailFactory()
    taken = lambda: OutgoingMail.objects.select_for_update().get(pk=mail.pk)  # noqa: E731
    assert while_waiting(late=lambda: deliver(mail.pk, at=NOW), first=taken) is None
    assert smtp.inbox == []


def test_six_workers_send_one_mail_once(smtp):
    mail = OutgoingMailFactory()
    at_once(lambda: deliver(mail.pk, at=NOW), 6)
    assert [message["To"] for message in smtp.inbox] == [mail.to]


def test_the_due_work_done_by_three_at_once_sends_each_mail_once(smtp):
    mails = OutgoingMailFactory.create_batch(8)
    assert at_once(lambda: due.run(at=NOW), 3) == [0, 0, 0]
    assert sorted(message["To"] for message in smtp.inbox) == sorted(mail.to for mail in mails)
    assert set(OutgoingMail.objects.values_list("state", flat=True)) == {"sent"}
