"""Parts in real processes: bounded, side by side, read-only; a killed worker's work is gone on with."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from amif_network.directory.models import Organisation
from amif_network.reports.kinds import Part
from amif_network.reports.models import SILENCE, Report, ReportPart
from amif_network.reports.processes import Interrupted, Limits, run
from tests.factories.directory import OrganisationFactory

pytestmark = pytest.mark.django_db(transaction=True)


def worker(report: Report, media: Path, processes: int = 2, seconds: int = 60, megabytes: int = 1024) -> subprocess.Popen:
    """Start a worker for one report, as a process of its own on the database of the test."""
    arguments = [connection.settings_dict["NAME"], media, report.pk, processes, seconds, megabytes]
    command = [sys.executable, "-m", "tests.reports.worker", *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def outcome(report: Report, media: Path, **limits) -> Report:
    with worker(report, media, **limits) as process:
        _out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    report.refresh_from_db()
    return report


def wait_for(what: Callable[[], object], process: subprocess.Popen) -> None:
    while not what():
        assert process.poll() is None, process.communicate()
        time.sleep(0.02)


@pytest.fixture
def queued(asked, settings, french_coordinator):
    """Return a function that asks for a report that no task begins."""
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}}
    return lambda what: asked(french_coordinator, what)


def test_two_parts_are_built_at_the_same_time(queued, tmp_path) -> None:
    report = outcome(queued(f"meeting:{tmp_path}"), tmp_path)
    assert report.state == "done"
    assert (tmp_path / report.file.name).read_bytes() == b"a b c"


def test_a_killed_worker_leaves_its_parts_to_the_next(queued, tmp_path) -> None:
    report = queued(f"held:{tmp_path}")
    with worker(report, tmp_path) as first:
        wait_for(lambda: ReportPart.objects.filter(report=report).count() == 2, first)
        os.kill(first.pid, signal.SIGKILL)
    assert sorted(ReportPart.objects.values_list("name", flat=True)) == ["a", "c"]
    report.refresh_from_db()
    assert (report.state, report.done, report.total) == ("running", 2, 4)
    (tmp_path / "go").touch()
    # Nobody knows yet that it ended; then it is silent for long enough.
    assert outcome(report, tmp_path).state == "running"
    Report.objects.update(seen_at=timezone.now() - SILENCE * 2)
    assert outcome(report, tmp_path).state == "done"
    assert report.attempts == 2
    assert (tmp_path / report.file.name).read_bytes() == b"a:on b:on c:on"
    assert [(tmp_path / f"begun-{letter}").read_text() for letter in "abc"] == ["x", "xx", "x"]


def test_a_part_that_loses_the_database_leaves_the_report_to_be_gone_on_with(queued, tmp_path) -> None:
    report = outcome(queued(f"cut:{tmp_path}"), tmp_path)
    assert (report.state, report.remark_fr, (tmp_path / "cut").exists()) == ("running", "", True)
    Report.objects.update(seen_at=timezone.now() - SILENCE * 2)
    assert outcome(report, tmp_path).state == "done"
    assert (tmp_path / report.file.name).read_bytes() == b"a b c"


def test_parts_without_the_moment_that_they_are_to_say_wait_for_another_worker() -> None:
    gone = Limits(1, 60, 1024, moment="00000003-0000001B-1")
    with pytest.raises(Interrupted):
        list(run([Part("a", lambda file: None)], gone, lambda: None))


def test_all_parts_say_what_stood_there_at_one_moment(queued, tmp_path) -> None:
    OrganisationFactory()
    before, report = Organisation.objects.count(), queued(f"counting:{tmp_path}")
    with worker(report, tmp_path) as process:
        wait_for(lambda: ReportPart.objects.filter(report=report).count() == 2, process)
        OrganisationFactory()
        (tmp_path / "go").touch()
        assert process.communicate(timeout=60)[1] == ""
    report.refresh_from_db()
    assert Organisation.objects.count() == before + 1
    assert (tmp_path / report.file.name).read_bytes() == f"{before} {before} {before}".encode()


def test_a_report_that_is_withdrawn_meanwhile_ends_its_worker_and_its_processes(queued, tmp_path) -> None:
    report = queued(f"held:{tmp_path}")
    with worker(report, tmp_path) as process:
        wait_for((tmp_path / "begun-b").exists, process)
        Report.objects.update(state="withdrawn")
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (0, "\n", "")
    report.refresh_from_db()
    assert report.state == "withdrawn"


@pytest.mark.parametrize(
    ("what", "limits", "word"),
    [
        ("endless", {"seconds": 2}, "minut"),
        ("greedy", {"megabytes": 400}, "400 MB"),
        ("bulky", {}, "100 MB"),
        ("refused", {}, "Nothing is known of"),
        ("broken", {}, ""),
        # A part may only read.
        ("writing", {}, ""),
    ],
)
def test_a_part_that_takes_too_much_or_breaks_fails_the_report_with_a_sentence(queued, tmp_path, what, limits, word) -> None:
    report = outcome(queued(what), tmp_path, **limits)
    assert report.state == "failed"
    assert word in report.remark_nl
    assert report.remark_fr
