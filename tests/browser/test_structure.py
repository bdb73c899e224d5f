"""The order of sections in a real browser: by hand, by key, beside an open editor, and what somebody else moved."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from meetings.actions import structure
from meetings.models import Section, SectionText
from tests.factories.meetings import MinutesFactory, SectionFactory

from .writing import add, marker, minutes_of, open_editor, wait_until_saved

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sections(db) -> list[Section]:
    minutes = MinutesFactory()
    headings = [("Budget", "Begroting"), ("Appel", "Oproep"), ("Divers", "Varia")]
    return [
        SectionFactory(minutes=minutes, numbered=True, position=place, fr=(fr, f"<p>{fr}.</p>"), nl=(nl, f"<p>{nl}.</p>"))
        for place, (fr, nl) in enumerate(headings, 1)
    ]


def contents(page: Page) -> list[str]:
    return [" ".join(text.split()) for text in page.locator(".outline li a").all_inner_texts()]


def test_a_section_is_dragged_in_the_contents(open_as, french_coordinator, sections) -> None:
    page = open_as(french_coordinator, minutes_of(sections[0]))
    page.set_viewport_size({"width": 1500, "height": 900})
    handle = page.locator(f"#o-{sections[2].uuid} [data-amif-drag]").bounding_box()
    target = page.locator(f"#o-{sections[0].uuid}").bounding_box()
    assert handle is not None
    assert target is not None
    page.mouse.move(handle["x"] + 8, handle["y"] + 8)
    page.mouse.down()
    page.mouse.move(handle["x"] + 4, target["y"] + 12, steps=3)
    page.mouse.move(handle["x"] + 4, target["y"] + 3)
    expect(page.locator(f"#o-{sections[0].uuid}")).to_have_attribute("data-drop", "before")
    page.mouse.up()
    expect(page.locator(".outline li a").first).to_contain_text("Divers")
    assert contents(page) == ["1. Divers", "2. Budget", "3. Appel"]
    # Focus stays with the section, and its place is said.
    expect(page.locator(f"#s-{sections[2].uuid} .row__menu summary")).to_be_focused()
    expect(page.locator("#workspace-status")).to_contain_text("1")
    expect(page.locator(".row").first.locator(".cell__heading").first).to_contain_text("1. Divers")


def test_with_the_keyboard_a_section_moves_beside_an_open_editor(open_as, french_coordinator, sections) -> None:
    page, word = open_as(french_coordinator, minutes_of(sections[0])), marker()
    add(open_editor(page), word)
    page.locator(f"#s-{sections[2].uuid} .row__menu summary").press("Enter")
    page.locator(f"#s-{sections[2].uuid} .row__menu [value=up]").press("Enter")
    expect(page.locator(".outline li a").nth(1)).to_contain_text("Divers")
    expect(page.locator(f"#s-{sections[2].uuid} .row__menu summary")).to_be_focused()
    box = page.locator("form.cell--editing [contenteditable=true]").first
    expect(box).to_contain_text(word)
    add(box, f"{word}b")
    wait_until_saved(page)
    assert f"{word} {word}b" in SectionText.objects.get(section=sections[0], language="fr").html


def test_a_removal_is_undone_at_once(open_as, french_coordinator, sections) -> None:
    page = open_as(french_coordinator, minutes_of(sections[0]))
    page.locator(f"#s-{sections[1].uuid} .row__menu summary").press("Enter")
    page.locator(f"#s-{sections[1].uuid} .row__menu [data-color=danger]").press("Enter")
    undo = page.locator(".messages [data-amif-structure]")
    expect(undo).to_be_focused()
    expect(page.locator(".row")).to_have_count(2)
    undo.press("Enter")
    expect(page.locator(".row")).to_have_count(3)
    expect(page.locator(f"#s-{sections[1].uuid} .row__menu summary")).to_be_focused()
    assert contents(page) == ["1. Budget", "2. Appel", "3. Divers"]


def test_what_somebody_else_moved_is_shown_but_not_under_a_writers_hands(
    open_as, french_coordinator, dutch_coordinator, sections
) -> None:
    page, word = open_as(french_coordinator, minutes_of(sections[0])), marker()

    def move(index: int) -> None:
        structure.move_section(sections[2], parent=None, index=index, by=dutch_coordinator, at=timezone.now())

    move(0)
    expect(page.locator(".outline li a").first).to_contain_text("Divers")
    add(open_editor(page), word)
    move(2)
    show = page.locator("#writing-news [data-amif-reload]")
    expect(show).to_be_visible()
    assert "Divers" in contents(page)[0]
    show.click()
    expect(page.locator(".outline li a").first).to_contain_text("Budget")
    expect(page.locator("form.cell--editing [contenteditable=true]").first).to_contain_text(word)
    expect(show).to_have_count(0)
