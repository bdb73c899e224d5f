"""Saving while one writes: by itself, on request, when the editor is closed; and what Cancel means then."""

import re

import pytest
from playwright.sync_api import Page, expect

from meetings.models import Section

from . import writing
from .audit import complaints, themes

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def section(db) -> Section:
    return writing.section_with()


@pytest.fixture
def page(open_as, french_coordinator, section: Section) -> Page:
    return open_as(french_coordinator, writing.minutes_of(section))


def test_what_is_typed_is_saved_by_itself_and_the_line_says_when(page: Page, section: Section) -> None:
    word = writing.marker()
    with complaints(page) as said:
        box = writing.open_editor(page)
        writing.add(box, word)
        line = writing.editor_of(page).locator("[data-amif-writing-status]")
        expect(line).to_have_attribute("data-state", "unsaved")
        writing.wait_until_saved(page)
        expect(line.get_by_role("status")).to_have_text(re.compile(r"\d"))
        writing.expect_empty_journal(page)
        assert themes(page) == []
    assert said == []
    assert writing.missing([word], section, "fr") == []
    expect(box).to_be_focused()
