"""What a timer calls every minute."""

import datetime

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from amif_network.outbox import due
from amif_network.outbox.models import OutgoingMail
from tests.factories.meetings import NOW
from tests.factories.outbox import OutgoingMailFactory

pytestmark = pytest.mark.django_db


def work_of_an_app(*, at: datetime.datetime) -> None:
    """What an app does when it is called: here it makes a mail that is due at once."""
    OutgoingMailFactory(key=f"reminder-{at:%Y-%m-%d}", due_at=at, to="reminded@example.org")


def work_that_fails(*, at: datetime.datetime) -> None:
    raise RuntimeError("a mistake in an app")


def test_it_sends_what_is_due_and_gives_up_what_was_lost(smtp):
    waiting, lost, later = OutgoingMailFactory(), OutgoingMailFactory(sending=True), OutgoingMailFactory(later=True)
    assert due.run(at=NOW + datetime.timedelta(minutes=20)) == 0
    assert [OutgoingMail.objects.get(pk=mail.pk).state for mail in (waiting, lost, later)] == ["sent", "unsure", "waiting"]
    assert [message["To"] for message in smtp.inbox] == [waiting.to]


def test_what_the_apps_have_to_say_goes_out_in_the_same_run(smtp, settings):
    settings.DUE_WORK = [f"{__name__}.work_of_an_app"]
    due.run(at=NOW)
    assert [message["To"] for message in smtp.inbox] == ["reminded@example.org"]


def test_work_that_fails_keeps_nothing_else_from_being_done(smtp, settings, caplog):
    settings.DUE_WORK = [f"{__name__}.work_that_fails", f"{__name__}.work_of_an_app"]
    assert due.run(at=NOW) == 1
    assert [message["To"] for message in smtp.inbox] == ["reminded@example.org"]
    assert "a mistake in an app" in caplog.text


def test_the_command_says_that_something_failed(settings):
    settings.DUE_WORK = [f"{__name__}.work_that_fails"]
    with pytest.raises(CommandError, match=r"^1 piece"):
        call_command("run_due")


def test_the_command_does_it_now(smtp):
    mail = OutgoingMailFactory(due_at=timezone.now())
    call_command("run_due")
    assert [message["To"] for message in smtp.inbox] == [mail.to]


def test_old_tasks_are_forgotten_and_those_to_be_done_are_not():
    for number, status in enumerate(["SUCCESSFUL", "FAILED", "RUNNING", "READY"]):
        DBTaskResult.objects.create(task_path=status, status=status, args_kwargs={}, backend_name="default", priority=number)
    DBTaskResult.objects.update(enqueued_at=NOW - datetime.timedelta(days=15))
    young = DBTaskResult.objects.create(task_path="young", status="SUCCESSFUL", args_kwargs={}, backend_name="default")
    DBTaskResult.objects.filter(pk=young.pk).update(enqueued_at=NOW)
    due.run(at=NOW)
    assert sorted(DBTaskResult.objects.values_list("task_path", flat=True)) == ["READY", "young"]
