"""A meeting from nothing, its agenda and its people pasted in bulk; and two people who change one meeting."""

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.core.management import call_command
from playwright.sync_api import Browser, Page, expect

from amif_network.accounts.models import User
from meetings.models import Meeting
from tests.factories.meetings import AgendaItemFactory, MeetingFactory

from . import audit

pytestmark = pytest.mark.django_db(transaction=True)

AGENDA = "9h00 à 9h30 : Accueil\n9h30 à 10h15 : Appel à projets\n10h15 à 10h30 : Pause"
PEOPLE = "Présents : Ana Lambrix (CPAS de Charleroi), Bart Willems (OCMW Gent)\nExcusés : Chloé Noirhomme (CPAS de Binche)"


@pytest.fixture
def page_for(live_server, browser: Browser, signed_in) -> Iterator[Callable[[User], Page]]:
    """Return a function that opens a page of their own, in a browser of their own, for a user."""
    contexts = []

    def open_page(user: User) -> Page:
        contexts.append(browser.new_context(viewport=audit.WIDE, base_url=live_server.url))
        session = signed_in(user).cookies[settings.SESSION_COOKIE_NAME].value
        contexts[-1].add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        return contexts[-1].new_page()

    yield open_page
    for context in contexts:
        context.close()


def test_a_meeting_from_nothing_with_everything_pasted(page_for, french_coordinator: User) -> None:
    call_command("load_reference_data", verbosity=0)
    page = page_for(french_coordinator)
    page.goto("/fr/meetings/new/")
    page.locator("[name=title_fr]").fill("Rencontre de printemps")
    page.locator("[name=date]").fill("2026-04-21")
    page.get_by_role("button", name="Planifier la réunion").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Rencontre de printemps")
    meeting = Meeting.objects.get()

    page.goto(f"/fr/meetings/{meeting.pk}/agenda/paste/")
    page.locator("[name=text]").fill(AGENDA)
    page.locator("main form .toolbar button").click()
    expect(page.locator("[name=form-2-title_fr]")).to_have_value("Pause")
    assert meeting.agenda_items.count() == 0
    page.locator(".editor__buttons button").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Rencontre de printemps")

    page.goto(f"/fr/meetings/{meeting.pk}/attendance/paste/")
    page.locator("[name=text]").fill(PEOPLE)
    page.locator("main form .toolbar button").click()
    expect(page.locator("[name=form-1-organisation]")).to_have_value("CPAS de Gand")
    assert meeting.attendances.count() == 0
    page.locator(".editor__buttons button").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Rencontre de printemps")
    assert [(item.title_fr, item.kind) for item in meeting.agenda_items.order_by("position")] == [
        ("Accueil", "welcome"),
        ("Appel à projets", "topic"),
        ("Pause", "break"),
    ]
    assert [(str(one.person), str(one.organisation), one.status) for one in meeting.attendances.for_list()] == [
        ("Ana Lambrix", "CPAS de Charleroi", "present"),
        ("Bart Willems", "CPAS de Gand", "present"),
        ("Chloé Noirhomme", "CPAS de Binche", "excused"),
    ]


@pytest.fixture
def meeting(db) -> Meeting:
    meeting = MeetingFactory(title_fr="Rencontre", title_nl="Bijeenkomst", place_fr="Mons", place_nl="Bergen")
    AgendaItemFactory(meeting=meeting, position=1, title_fr="Accueil", title_nl="Onthaal")
    return meeting


@pytest.fixture
def first(page_for, french_coordinator: User) -> Page:
    return page_for(french_coordinator)


@pytest.fixture
def second(page_for, dutch_coordinator: User) -> Page:
    return page_for(dutch_coordinator)


@pytest.mark.parametrize(("choice", "place"), [("theirs", "Liège"), ("mine", "Namur")])
def test_two_people_change_one_meeting(first: Page, second: Page, meeting: Meeting, choice: str, place: str) -> None:
    for one in (first, second):
        one.goto(f"/fr/meetings/{meeting.pk}/edit/")
    first.locator("[name=place_fr]").fill("Liège")
    first.locator("[name=place_nl]").fill("Luik")
    second.locator("[name=place_fr]").fill("Namur")
    second.locator("[name=title_fr]").fill("Journée d'étude")
    first.get_by_role("button", name="Enregistrer").click()
    expect(first.get_by_role("heading", level=1)).to_have_text("Rencontre")
    second.get_by_role("button", name="Enregistrer").click()
    versions = second.locator("#differences").locator("xpath=..")
    expect(versions).to_contain_text("Liège")
    expect(versions).to_contain_text("Namur")
    expect(second.locator("[name=place_nl]")).to_have_value("Luik")
    assert audit.themes(second) == []
    second.locator(f"[name=settle-place_fr][value^={choice}]").check()
    second.locator("main form button[type=submit]").last.click()
    expect(second.get_by_role("heading", level=1)).to_have_text("Journée d'étude")
    meeting.refresh_from_db()
    assert (meeting.place_fr, meeting.place_nl, meeting.title_fr) == (place, "Luik", "Journée d'étude")


def test_two_people_write_one_agenda(first: Page, second: Page, meeting: Meeting) -> None:
    for one, title in ((first, "Ouverture"), (second, "Bienvenue")):
        one.goto(f"/fr/meetings/{meeting.pk}/agenda/")
        one.locator("[name=form-0-title_fr]").fill(title)
    first.locator(".editor__buttons button").click()
    expect(first.get_by_role("heading", level=1)).to_have_text("Rencontre")
    second.locator(".editor__buttons button").click()
    expect(second.locator("table:has(#theirs)")).to_contain_text("Ouverture")
    expect(second.locator("[name=form-0-title_fr]")).to_have_value("Bienvenue")
    second.get_by_role("button", name="Enregistrer ma version").click()
    expect(second.get_by_role("heading", level=1)).to_have_text("Rencontre")
    assert [item.title_fr for item in meeting.agenda_items.all()] == ["Bienvenue"]
