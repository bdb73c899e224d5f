"""The editors of agenda and attendance in a browser: rows by keyboard and pointer, names completed while they are typed."""

import datetime

import pytest
from django.conf import settings
from playwright.sync_api import Locator, Page, expect

from meetings.models import Meeting
from tests.factories.directory import AffiliationFactory, OrganisationFactory, PersonFactory
from tests.factories.meetings import AgendaItemFactory, AttendanceFactory, MeetingFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def meeting(db) -> Meeting:
    """A meeting with an agenda of three rows and one person on its list."""
    meeting = MeetingFactory()
    for place, title in enumerate(("Accueil", "Budget", "Divers"), 1):
        AgendaItemFactory(meeting=meeting, position=place, title_fr=title, ends_at=datetime.time(9 + place))
    AttendanceFactory(meeting=meeting, person=PersonFactory(given_name="Agnès", family_name="Dubus"))
    umit = PersonFactory(given_name="Umit", family_name="Karanfil")
    AffiliationFactory(
        person=umit,
        organisation=OrganisationFactory(short_fr="CPAS de Gand", short_nl="OCMW Gent"),
        valid_from=datetime.date(2020, 1, 1),
    )
    return meeting


@pytest.fixture
def signed_in_page(live_server, page: Page, signed_in, french_coordinator) -> Page:
    session = signed_in(french_coordinator).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
    return page


@pytest.fixture
def agenda(live_server, signed_in_page: Page, meeting: Meeting) -> Page:
    signed_in_page.goto(f"{live_server.url}/fr/meetings/{meeting.pk}/agenda/")
    return signed_in_page


@pytest.fixture
def attendance(live_server, signed_in_page: Page, meeting: Meeting) -> Page:
    signed_in_page.goto(f"{live_server.url}/fr/meetings/{meeting.pk}/attendance/")
    return signed_in_page


def titles(page: Page) -> list[str]:
    return page.locator("[data-amif-row] [name$=-title_fr]").evaluate_all("fields => fields.map(field => field.value)")


def positions(page: Page) -> list[str]:
    return page.locator("[data-amif-position]").evaluate_all("fields => fields.map(field => field.value)")


def suggestions(page: Page) -> Locator:
    """The options of the open list; those of selects are none."""
    return page.locator(".combobox__list:visible [role=option]")


def save(page: Page) -> None:
    page.locator(".editor__buttons button").click()
    page.wait_for_url("**/meetings/*/")


def test_a_new_row_has_the_focus_and_begins_when_the_one_before_ends(agenda: Page) -> None:
    agenda.locator("[name=form-3-ends_at]").fill("13h15")
    agenda.locator("[data-amif-add]").press("Enter")
    expect(agenda.locator("[name=form-4-title_fr]")).to_be_focused()
    expect(agenda.locator("[name=form-4-starts_at]")).to_have_value("13h15")
    assert positions(agenda) == ["1", "2", "3", "4", "5"]


@pytest.mark.parametrize("typed", ["25:99", "bientôt"])
def test_a_new_row_takes_over_no_end_that_is_no_time(agenda: Page, typed: str) -> None:
    agenda.locator("[name=form-3-ends_at]").fill(typed)
    agenda.locator("[data-amif-add]").click()
    expect(agenda.locator("[name=form-4-starts_at]")).to_have_value("")


def test_what_is_typed_into_a_new_row_is_saved(agenda: Page, meeting: Meeting) -> None:
    agenda.locator("[data-amif-add]").click()
    agenda.keyboard.type("Tour de table")
    save(agenda)
    assert [item.title_fr for item in meeting.agenda_items.for_list()] == ["Accueil", "Budget", "Divers", "Tour de table"]


def test_rows_move_by_keyboard_and_keep_the_focus(agenda: Page, meeting: Meeting) -> None:
    down = agenda.locator("[data-amif-row]").first.locator("[data-amif-move='1']")
    down.focus()
    agenda.keyboard.press("Enter")
    agenda.keyboard.press("Enter")
    assert titles(agenda)[:3] == ["Budget", "Divers", "Accueil"]
    assert (
        agenda.evaluate("document.activeElement.closest('[data-amif-row]').querySelector('[name$=-title_fr]').value") == "Accueil"
    )
    assert "3" in agenda.locator("[data-amif-status]").inner_text()
    save(agenda)
    assert [item.title_fr for item in meeting.agenda_items.for_list()] == ["Budget", "Divers", "Accueil"]


def test_a_row_moves_to_the_position_that_is_typed(agenda: Page, meeting: Meeting) -> None:
    agenda.locator("[name=form-2-position]").fill("1")
    agenda.keyboard.press("Enter")
    assert titles(agenda)[:3] == ["Divers", "Accueil", "Budget"]
    expect(agenda.locator("[name=form-2-position]")).to_be_focused()
    save(agenda)
    assert [item.title_fr for item in meeting.agenda_items.for_list()] == ["Divers", "Accueil", "Budget"]


def test_a_row_is_dragged_by_its_handle(agenda: Page) -> None:
    agenda.set_viewport_size({"width": 1280, "height": 1400})
    handle, goal = (
        agenda.locator("[data-amif-handle]").first.bounding_box(),
        agenda.locator("[data-amif-row]").nth(2).bounding_box(),
    )
    assert handle is not None
    assert goal is not None
    agenda.mouse.move(handle["x"] + 8, handle["y"] + 8)
    agenda.mouse.down()
    agenda.mouse.move(handle["x"] + 8, goal["y"] + goal["height"] - 5, steps=20)
    agenda.mouse.up()
    assert titles(agenda)[:3] == ["Budget", "Divers", "Accueil"]
    assert positions(agenda) == ["1", "2", "3", "4"]


def test_a_fresh_row_can_be_dropped_again(agenda: Page, meeting: Meeting) -> None:
    agenda.locator("[data-amif-add]").click()
    agenda.keyboard.type("De trop")
    agenda.locator("[data-amif-drop]").last.click()
    assert "De trop" not in titles(agenda)
    save(agenda)
    assert meeting.agenda_items.count() == 3


def test_enter_in_a_field_saves(agenda: Page, meeting: Meeting) -> None:
    agenda.locator("[name=form-1-title_fr]").fill("Finances")
    agenda.keyboard.press("Enter")
    agenda.wait_for_url(f"**/meetings/{meeting.pk}/")
    assert [item.title_fr for item in meeting.agenda_items.for_list()] == ["Accueil", "Finances", "Divers"]


def test_durations_are_said_while_times_are_typed(agenda: Page) -> None:
    agenda.locator("[name=form-0-starts_at]").fill("9u15")
    expect(agenda.locator("[data-amif-duration]").first).to_have_text("45\u00a0min")
    expect(agenda.locator("[data-amif-total]")).to_contain_text("45\u00a0min")


def test_a_name_is_chosen_by_keyboard_and_brings_the_organisation(attendance: Page, meeting: Meeting) -> None:
    attendance.locator("[data-amif-add]").click()
    box = attendance.locator("[name=form-2-person]")
    expect(box).to_be_focused()
    attendance.keyboard.type("kara")
    expect(suggestions(attendance).first).to_contain_text("Umit Karanfil")
    attendance.keyboard.press("ArrowDown")
    active = box.get_attribute("aria-activedescendant")
    expect(attendance.locator(f"[id='{active}']")).to_have_attribute("aria-selected", "true")
    attendance.keyboard.press("Enter")
    expect(box).to_have_value("Umit Karanfil")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(attendance.locator("[name=form-2-organisation]")).to_have_value("CPAS de Gand")
    save(attendance)
    assert [(str(row.person), str(row.organisation)) for row in meeting.attendances.for_list()][1] == (
        "Umit Karanfil",
        "CPAS de Gand",
    )


def test_somebody_unknown_is_created_by_the_last_choice(attendance: Page, meeting: Meeting) -> None:
    attendance.locator("[name=form-1-person]").fill("Alexandre Van Belle")
    expect(suggestions(attendance)).to_have_count(1)
    attendance.keyboard.press("ArrowUp")
    attendance.keyboard.press("Enter")
    expect(attendance.locator("[data-amif-row]").nth(1).locator(".combobox__new").first).to_be_visible()
    save(attendance)
    assert meeting.attendances.get(position=2).person.family_name == "Van Belle"


def test_escape_closes_the_suggestions_and_leaves_the_text(attendance: Page) -> None:
    box = attendance.locator("[name=form-1-person]")
    box.fill("kara")
    expect(attendance.get_by_role("listbox")).to_be_visible()
    attendance.keyboard.press("Escape")
    expect(attendance.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_value("kara")


def test_several_presenters_are_completed_one_after_the_other(agenda: Page, meeting: Meeting) -> None:
    box = agenda.locator("[name=form-0-presenters]")
    for name in ("dubus", "kara"):
        box.press_sequentially(name)
        expect(suggestions(agenda).first).to_contain_text(name, ignore_case=True)
        agenda.keyboard.press("ArrowDown")
        agenda.keyboard.press("Enter")
    expect(box).to_have_value("Agnès Dubus, Umit Karanfil, ")
    save(agenda)
    assert {str(person) for person in meeting.agenda_items.first().presenters.all()} == {"Agnès Dubus", "Umit Karanfil"}


def test_leaving_with_unsaved_moves_is_asked_about(agenda: Page) -> None:
    asked = []
    agenda.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    agenda.locator("[data-amif-row]").first.locator("[data-amif-move='1']").click()
    agenda.goto("about:blank")
    assert asked == ["beforeunload"]


def test_without_javascript_buttons_move_and_add_rows(live_server, browser, signed_in_page: Page, meeting: Meeting) -> None:
    context = browser.new_context(java_script_enabled=False, storage_state=signed_in_page.context.storage_state())
    page = context.new_page()
    page.goto(f"{live_server.url}/fr/meetings/{meeting.pk}/agenda/")
    page.locator("[name=form-1-title_fr]").fill("Finances")
    page.locator("button[name=up][value='2']").click()
    page.locator("button[name=add]").click()
    page.locator("[name=form-4-title_fr]").fill("Tour de table")
    page.locator("[name=form-4-presenters]").fill("umit karanfil")
    page.locator("[name=form-4-presenters]").press("Enter")
    page.wait_for_url(f"**/meetings/{meeting.pk}/")
    assert [item.title_fr for item in meeting.agenda_items.for_list()] == ["Finances", "Accueil", "Divers", "Tour de table"]
    assert [str(person) for person in meeting.agenda_items.last().presenters.all()] == ["Umit Karanfil"]
    context.close()
