"""A promise from the minutes to its answer, and the next meeting that opens with what is left; each page in both languages."""

import datetime
import os

import pytest
from playwright.sync_api import Page, expect

from meetings.models import Meeting, Promise
from tests.factories.meetings import AgendaItemFactory, AttendanceFactory, MeetingFactory, MinutesFactory, SectionFactory
from tests.factories.registers import IdeaFactory, PromiseFactory, SignalFactory

from . import audit

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def meeting(host, host_member, partner) -> Meeting:
    """A meeting that was held, its minutes with one section, and something in every register."""
    held = MeetingFactory(held=True, title_fr="Rencontre de mars", title_nl="Bijeenkomst van maart")
    AttendanceFactory(meeting=held, person=host_member.person, organisation=host)
    AgendaItemFactory(meeting=held, title_fr="Accueil", kind="welcome")
    AgendaItemFactory(meeting=held, title_fr="Budget")
    minutes = MinutesFactory(meeting=held)
    section = SectionFactory(minutes=minutes, label="1.", fr=("Appel à projets", "<p>Charleroi enverra la liste.</p>"))
    PromiseFactory(meeting=held, section=section, owed_by=partner, answered=True, answer_nl="Hier is ze")
    PromiseFactory(meeting=held, owed_by=partner, asked_by=host, text_nl="De data nakijken", due=datetime.date(2026, 3, 9))
    SignalFactory(meeting=held, section=section, replied=True)
    SignalFactory(meeting=held, asked_by=host)
    IdeaFactory(meeting=held, planned=True, organisation=host, when_fr="en automne")
    return held


def faults(page: Page, name: str) -> list[str]:
    """Return what is wrong with the page in French and in Dutch."""
    found = []
    french = page.url
    for lang in ("fr", "nl"):
        page.goto(french.replace("/fr/", f"/{lang}/"))
        if folder := os.environ.get("REGISTER_PICTURES"):
            page.screenshot(path=f"{folder}/{name}-{lang}.png", full_page=True)
        found += [f"{name} {lang}: {fault}" for fault in audit.faults(page, lang)]
    page.goto(french)
    return found


def test_a_promise_is_recorded_answered_and_followed_up(open_as, live_server, french_coordinator, host_member, meeting) -> None:
    found: list[str] = []
    page = open_as(french_coordinator, f"/fr/meetings/{meeting.pk}/minutes/")
    with audit.complaints(page) as said:
        page.locator(".row__menu summary").press("Enter")
        page.get_by_role("link", name="Noter une promesse").press("Enter")
        found += faults(page, "record")
        page.locator("[name=text_fr]").fill("Envoyer la liste")
        page.locator("[name=owed_by]").fill("CPAS de Charleroi")
        page.locator("[name=due]").fill("2026-04-01")
        page.get_by_role("button", name="Enregistrer").click()
        expect(page.locator(".fed")).to_contain_text("Envoyer la liste")
        found += faults(page, "workspace")
        for register in ("", "signals/?state=all"):
            page.goto(f"{live_server.url}/fr/meetings/registers/{register}")
            found += faults(page, f"register-{register.split('/')[0]}")
        page.goto(live_server.url + Promise.objects.get(state="answered").get_absolute_url().replace("/nl/", "/fr/"))
        found += faults(page, "promise")

    promise = Promise.objects.get(text_fr="Envoyer la liste")
    member = open_as(host_member, "/fr/")
    with audit.complaints(member) as said_to_member:
        found += faults(member, "home")
        owed = member.get_by_role("listitem").filter(has_text="Envoyer la liste")
        owed.get_by_role("link", name="Tenir la promesse").click()
        member.get_by_role("link", name="Répondre").click()
        found += faults(member, "answer")
        member.locator("[name=answer_fr]").fill("La voici")
        member.get_by_role("button", name="Répondre").click()
        expect(member.get_by_role("main")).to_contain_text("La voici")
        promise.refresh_from_db()
        assert (promise.state, promise.answered_by) == ("answered", host_member)

    with audit.complaints(page) as said_at_last:
        page.goto(f"{live_server.url}/fr/meetings/{meeting.pk}/next/")
        found += faults(page, "next")
        page.locator("[name=date]").fill("2026-06-15")
        page.get_by_role("button", name="Créer la réunion").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Rencontre de mars")
        expect(page.locator(".timetable .left-open")).to_have_count(1)
        found += faults(page, "agenda")
    assert Meeting.objects.get(previous=meeting).agenda_items.count() == 3
    assert found + said + said_to_member + said_at_last == []
