"""A report with sheets is put together from those that are laid out already; what changed is laid out again."""

import datetime

import pytest

from amif_network.core.pdf import rendering
from amif_network.prints.models import Print
from amif_network.reports import asking, working
from amif_network.reports.kinds.calls import KIND
from amif_network.reports.models import Report
from projects.models import Call
from tests.factories.meetings import NOW
from tests.factories.projects import CallFactory
from tests.factories.reading_pdfs import complaints, pages

pytestmark = pytest.mark.django_db


@pytest.fixture
def calls(settings, tmp_path) -> list[Call]:
    settings.REPORT_KINDS = ["amif_network.reports.kinds.calls.KIND"]
    settings.MEDIA_ROOT = tmp_path / "media"
    return [CallFactory(number=str(number), title_fr=f"Appel {number}") for number in (301, 302, 303)]


@pytest.fixture
def rendered(monkeypatch) -> list[str]:
    """What is laid out, each time that it is."""
    seen: list[str] = []
    render = rendering.render
    monkeypatch.setattr(rendering, "render", lambda html, *, fast: (seen.append(html), render(html, fast=fast))[1])
    return seen


def reported(by, at: datetime.datetime = NOW) -> bytes:
    """Build the overview of calls and return its file."""
    report, _new = asking.ask(KIND, by=by, at=at, parameters={"past": False}, language="fr", format="pdf")
    working.work(report.pk, at=at)
    with Report.objects.get(pk=report.pk).file.open() as file:
        data: bytes = file.read()
    return data


def sheets(rendered: list[str]) -> list[str]:
    """Which sheets were laid out, by the number of their calls, since the last look."""
    told = [[number for number in ("301", "302", "303") if f"Appel {number}" in html] for html in rendered]
    # The front matter tells of all.
    found = [numbers[0] for numbers in told if len(numbers) == 1]
    rendered.clear()
    return found


def test_the_same_sheets_are_laid_out_once(calls, french_coordinator, rendered) -> None:
    first = reported(french_coordinator)
    assert sorted(sheets(rendered)) == ["301", "302", "303"]
    assert Print.objects.count() == 3
    again = reported(french_coordinator)
    assert sheets(rendered) == []
    assert again == first
    assert complaints(again) == []


def test_one_that_changed_is_laid_out_again(calls, french_coordinator, rendered) -> None:
    reported(french_coordinator)
    rendered.clear()
    Call.objects.filter(pk=calls[1].pk).update(title_fr="Appel 302 bis")
    shown = pages(reported(french_coordinator))
    assert sheets(rendered) == ["302"]
    assert "302 bis" in " ".join(" ".join(shown).split())


def test_the_sheets_of_another_day_say_another_day(calls, french_coordinator, rendered) -> None:
    reported(french_coordinator)
    rendered.clear()
    reported(french_coordinator, NOW + datetime.timedelta(days=1))
    assert sorted(sheets(rendered)) == ["301", "302", "303"]
