"""Asking for a report, building it part by part, joining, withdrawing, asking again, and forgetting it."""

import datetime
import hashlib

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from amif_network.core.workflow import WrongState
from amif_network.outbox.models import OutgoingMail
from amif_network.reports import asking, working
from amif_network.reports.models import SILENCE, Report, ReportPart
from tests.factories.meetings import NOW

LATER = NOW + SILENCE + datetime.timedelta(seconds=1)


def built(report: Report, at: datetime.datetime = NOW) -> Report:
    working.work(report.pk, at=at)
    report.refresh_from_db()
    return report


def test_a_report_is_built_from_its_parts_and_kept_under_its_hash(asked, french_coordinator, settings) -> None:
    report = built(asked(french_coordinator))
    assert (report.state, report.done, report.total, report.filename) == ("done", 4, 4, "trial-fr.pdf")
    assert (report.sha256, report.size) == (hashlib.sha256(b"a b c").hexdigest(), 5)
    assert report.file.read() == b"a b c"
    report.file.close()
    assert report.file.name == f"reports/{report.sha256[:2]}/{report.sha256}"
    assert (report.expires_at - report.finished_at).days == settings.REPORT_KEPT_DAYS
    assert not ReportPart.objects.exists()


def test_whoever_waits_gets_one_mail_in_their_language_without_any_content(asked, french_coordinator, dutch_coordinator) -> None:
    report = asked(french_coordinator)
    assert asked(dutch_coordinator, at=LATER) == report
    built(report)
    mails = {mail.to: mail for mail in OutgoingMail.objects.filter(topic="report")}
    assert {to: mail.language for to, mail in mails.items()} == {french_coordinator.email: "fr", dutch_coordinator.email: "nl"}
    assert f"/nl/reports/{report.uuid}/" in mails[dutch_coordinator.email].text
    assert "a b c" not in mails[dutch_coordinator.email].text
    assert working.work(report.pk, at=LATER) == ""
    assert OutgoingMail.objects.filter(topic="report").count() == 2


def test_the_same_report_is_joined_while_it_is_under_way_and_built_anew_afterwards(
    asked, administrator, french_coordinator
) -> None:
    first = asked(administrator)
    assert asked(french_coordinator) == first
    assert asked(french_coordinator, language="nl") != first
    built(first)
    assert asked(french_coordinator, at=LATER) != first


def test_only_whoever_leads_the_network_may_ask(asked, host_member, observer) -> None:
    for person in (host_member, observer):
        with pytest.raises(PermissionDenied):
            asked(person)
    assert not Report.objects.exists()


def test_who_may_not_ask_any_more_gets_nothing_built(asked, french_coordinator) -> None:
    report = asked(french_coordinator)
    french_coordinator.role = "member"
    french_coordinator.save()
    assert built(report).state == "failed"
    assert report.remark_fr
    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize(
    ("what", "sentence"),
    [("nothing", "There is nothing to report."), ("refused", "Nothing is known of a."), ("broken", "Something went wrong")],
)
def test_what_cannot_be_built_says_why_and_can_be_asked_again(asked, french_coordinator, what, sentence, caplog) -> None:
    report = built(asked(french_coordinator, what))
    assert report.state == "failed"
    assert report.remark_nl.startswith(sentence) or what == "broken"
    assert ("ZeroDivisionError" in caplog.text) == (what == "broken")
    assert asking.ask_again(report, by=french_coordinator, at=LATER) == report
    report.refresh_from_db()
    assert (report.state, report.remark_fr, report.attempts) == ("queued", "", 0)
    with pytest.raises(WrongState):
        asking.ask_again(
            asking.Report.objects.get(pk=built(asked(french_coordinator, "plain")).pk), by=french_coordinator, at=LATER
        )


def test_asking_again_joins_what_somebody_else_asked_for_meanwhile(asked, french_coordinator, dutch_coordinator) -> None:
    failed = built(asked(french_coordinator, "nothing"))
    other = asked(dutch_coordinator, "nothing", at=LATER)
    assert asking.ask_again(failed, by=french_coordinator, at=LATER) == other
    assert set(other.readers.all()) == {french_coordinator, dutch_coordinator}


def test_a_report_that_was_withdrawn_is_not_built(asked, french_coordinator) -> None:
    report = asked(french_coordinator)
    asking.withdraw(report, by=french_coordinator, at=NOW)
    assert built(report).state == "withdrawn"
    with pytest.raises(WrongState):
        asking.withdraw(report, by=french_coordinator, at=NOW)


def test_the_parts_that_are_there_are_not_built_a_second_time(asked, french_coordinator) -> None:
    report = asked(french_coordinator)
    ReportPart.objects.create(report=report, name="b", content=b"B", sha256=hashlib.sha256(b"B").hexdigest(), made_at=NOW)
    assert built(report).done == 4
    assert report.file.read() == b"a B c"
    report.file.close()


def test_a_worker_that_lost_its_report_to_another_stops(asked, trial, french_coordinator) -> None:
    report = asked(french_coordinator)
    taken = working._taken(report.pk, NOW)
    assert working._taken(report.pk, NOW) is None
    Report.objects.update(attempts=2)
    with pytest.raises(working.TakenOver):
        working._keep_part(taken, trial, "a", b"a")
    assert working.fail(taken, {"fr": "x", "nl": "x"}) == ""
    assert not ReportPart.objects.exists()


def test_what_a_restart_left_lying_is_gone_on_with_and_given_up_in_the_end(
    asked, french_coordinator, django_capture_on_commit_callbacks
) -> None:
    report = asked(french_coordinator)
    Report.objects.update(state="running", attempts=1, seen_at=NOW)
    with django_capture_on_commit_callbacks() as begun:
        asking.run(at=NOW)
    assert begun == []
    with django_capture_on_commit_callbacks(execute=True):
        asking.run(at=LATER)
    report.refresh_from_db()
    assert (report.state, report.attempts) == ("done", 2)
    lost = asked(french_coordinator, language="nl")
    Report.objects.filter(pk=lost.pk).update(state="running", attempts=asking.MOST_ATTEMPTS, seen_at=NOW)
    asking.run(at=LATER)
    lost.refresh_from_db()
    assert (lost.state, bool(lost.remark_fr and lost.remark_nl)) == ("failed", True)


def test_files_are_deleted_past_their_day_and_not_before(
    asked, french_coordinator, settings, django_capture_on_commit_callbacks
) -> None:
    report = built(asked(french_coordinator))
    same = built(asked(french_coordinator, "plain", language="nl"))
    assert same.file.name == report.file.name
    Report.objects.filter(pk=same.pk).update(expires_at=report.expires_at + datetime.timedelta(days=2))
    path = settings.MEDIA_ROOT / report.file.name
    for days, left, there in ((0, 2, True), (1, 1, True), (3, 0, False)):
        with django_capture_on_commit_callbacks(execute=True):
            asking.run(at=report.expires_at + datetime.timedelta(days=days))
        assert (Report.objects.count(), path.exists()) == (left, there)


def test_the_database_refuses_a_second_one_under_way_and_one_done_without_a_file(asked, french_coordinator) -> None:
    report = asked(french_coordinator)
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.create(
            kind="trial", key=report.key, language="fr", format="pdf", requested_by=french_coordinator, asked_at=NOW
        )
    for values in ({"state": "done"}, {"state": "failed"}, {"done": 3}, {"state": "eaten"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Report.objects.filter(pk=report.pk).update(**values)
