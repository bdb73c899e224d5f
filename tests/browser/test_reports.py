"""A report from the question to its file, in both languages: asked for, watched, opened; one that fails says why."""

from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from amif_network.core.bilingual import LANGUAGES
from amif_network.reports import working
from amif_network.reports.models import Report
from tests.factories.meetings import AttendanceFactory, MeetingFactory

from . import audit
from .keyboard import Keyboard
from .steps import downloaded, words_of

pytestmark = pytest.mark.django_db(transaction=True)

WORDS = {
    "fr": {
        "question": "Que s’est-il passé dans le réseau en une année", "build": "Produire le rapport", "ready": "prêt",
        "open": "Ouvrir le rapport", "again": "Le demander à nouveau", "title": "Rapport annuel", "language": "français",
    },
    "nl": {
        "question": "Wat gebeurde er in een jaar in het netwerk", "build": "Het rapport opmaken", "ready": "klaar",
        "open": "Het rapport openen", "again": "Opnieuw aanvragen", "title": "Jaarverslag", "language": "Nederlands",
    },
}  # fmt: skip


@pytest.fixture
def opened(open_as, settings, tmp_path, french_coordinator, dutch_coordinator, host) -> Callable[[str], Page]:
    """Return a function that opens the reports in a language, in a portal whose worker does nothing until the test lets it."""
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}}
    settings.MEDIA_ROOT = tmp_path
    AttendanceFactory(meeting=MeetingFactory(held=True, date="2025-03-10", title_fr="Mars", title_nl="Maart"), organisation=host)
    users = {"fr": french_coordinator, "nl": dutch_coordinator}
    return lambda lang: open_as(users[lang], f"/{lang}/reports/")


def ask(page: Page, lang: str) -> Report:
    """Go with the keyboard alone from the question to a report of 2025, and return it."""
    keys, words = Keyboard(page), WORDS[lang]
    keys.follow("link", words["question"])
    expect(page.get_by_role("heading", level=1)).to_contain_text(words["title"])
    page.locator("[name=year]").select_option("2025")
    keys.follow("button", words["build"])
    expect(page.locator(".report-progress")).to_be_visible()
    return Report.objects.latest("pk")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_report_is_asked_for_watched_and_opened(opened, lang) -> None:
    page = opened(lang)
    with audit.complaints(page) as said:
        report = ask(page, lang)
        assert (report.kind, report.parameters, report.language) == ("annual", {"year": 2025}, lang)
        faults = audit.faults(page, lang)
        Report.objects.update(state="running", done=3, total=9, seen_at=timezone.now())
        progress = page.get_by_role("progressbar")
        expect(progress).to_have_attribute("value", "3")
        faults += audit.faults(page, lang)
        Report.objects.update(state="queued", seen_at=None)
        assert working.work(report.pk, at=timezone.now()) == "done"
        # The page learns by itself that it is ready.
        expect(page.locator("main")).to_contain_text(WORDS[lang]["ready"])
        link = page.get_by_role("link", name=WORDS[lang]["open"])
        pdf = downloaded(page, link, keys=True)
        assert WORDS[lang]["title"] in words_of(pdf)
        drawing = page.locator(".report-drawn").first
        drawing.locator("summary").press("Enter")
        expect(drawing.get_by_role("table")).to_be_visible()
        expect(drawing.get_by_role("img")).to_be_visible()
        assert [*faults, *audit.faults(page, lang), *said] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_one_that_fails_says_why_and_keeps_what_was_asked(opened, lang) -> None:
    page = opened(lang)
    report, keys = ask(page, lang), Keyboard(page)
    remark = {"fr": "Rien à dire.", "nl": "Niets te zeggen."}
    assert working.fail(report, remark) == "failed"
    expect(page.locator("main")).to_contain_text(remark[lang])
    expect(page.locator("main")).to_contain_text("2025")
    expect(page.locator("main")).to_contain_text(WORDS[lang]["language"])
    assert audit.faults(page, lang) == []
    page.locator("main a[href*='year=2025']").press("Enter")
    expect(page.locator("[name=year]")).to_have_value("2025")
    page.go_back()
    keys.follow("button", WORDS[lang]["again"])
    expect(page.locator(".report-progress")).to_be_visible()
    report.refresh_from_db()
    assert (report.state, report.parameters, report.language) == ("queued", {"year": 2025}, lang)
