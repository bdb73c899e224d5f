"""The wall of the room follows the note-taker; keys rest while somebody writes."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from meetings.models import Meeting, Section
from tests.factories.meetings import AttendanceFactory, SectionFactory

from .writing import add, marker, minutes_of, open_editor, section_with, wait_until_saved

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def section(db) -> Section:
    found = section_with()
    # The way from section to section is offered around the day of the meeting.
    Meeting.objects.filter(pk=found.minutes.meeting_id).update(date=timezone.localdate())
    SectionFactory(minutes=found.minutes, label="2.", fr="Divers", nl="Varia")
    return found


def test_the_projection_shows_the_section_and_the_words_as_they_are_written(open_as, french_coordinator, section) -> None:
    page, word = open_as(french_coordinator, minutes_of(section)), marker()
    wall = open_as(french_coordinator, f"{minutes_of(section)}live/?lang=fr", beside=page)
    expect(wall.locator("article")).to_have_count(0)
    page.bring_to_front()
    page.locator("h1").click()
    page.keyboard.press("F8")
    expect(wall.locator("article")).to_contain_text("Budget")
    expect(page.locator(".outline [aria-current=true]")).to_contain_text("Budget")
    box = open_editor(page)
    add(box, word)
    wait_until_saved(page)
    expect(wall.locator("article")).to_contain_text(word)
    # In a field the key belongs to the field.
    box.press("F8")
    expect(wall.locator(".live__next")).to_contain_text("Divers")
    page.locator("#meeting-steps [data-amif-key=F8]").click()
    expect(wall.locator("article")).to_contain_text("Divers")
    expect(box).to_contain_text(word)
    assert wall.locator("button:visible, input:visible, a:visible:not(.skip-link)").count() == 0


def test_who_is_there_is_marked_beside_the_minutes(open_as, french_coordinator, section) -> None:
    invited = AttendanceFactory(meeting=section.minutes.meeting, status="unknown")
    page = open_as(french_coordinator, minutes_of(section))
    page.locator("h1").click()
    page.keyboard.press("F9")
    button = page.locator(f"#roll-{invited.pk}-present")
    button.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(button).to_be_focused()
    expect(page.locator(".roll__said")).to_contain_text(str(invited.person))
    invited.refresh_from_db()
    assert invited.status == "present"


def test_the_next_text_that_needs_work_is_a_key_away(open_as, french_coordinator, section) -> None:
    half = SectionFactory(minutes=section.minutes, label="3.", fr=("Suite", "<p>À traduire.</p>"))
    page = open_as(french_coordinator, minutes_of(section))
    page.locator(f"#s-{half.uuid} .row__menu summary").focus()
    page.keyboard.press("Shift+F2")
    expect(page.locator(".row").nth(1).locator(".cell__actions a:focus")).to_have_count(1)
    page.keyboard.press("F2")
    expect(page.locator(f"#c-{half.uuid}-nl .cell__actions a").first).to_be_focused()
    page.keyboard.press("F4")
    expect(page.locator(f"#e-{half.uuid}-nl")).to_be_visible()
