"""Saving while one writes: by itself, on request, when the editor is closed; and what Cancel means then."""

import re

import pytest
from playwright.sync_api import Page, expect

from amif_network.accounts.models import User
from meetings.models import Section, SectionRevision

from . import writing
from .audit import axe, complaints, themes
from .steps import cell_of, to_the_end

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


def test_a_long_breath_is_saved_within_ten_seconds(page: Page, section: Section) -> None:
    page.clock.install()
    page.reload()
    box, words = writing.open_editor(page), [writing.marker() for _ in range(12)]
    to_the_end(box)
    with page.expect_request("**/save/") as sent:
        for word in words:
            page.keyboard.type(f" {word}")
            # Never long enough for the pause after which a text is saved.
            page.clock.run_for(1000)
    assert words[0] in str(sent.value.post_data)
    writing.wait_until_saved(page)
    assert writing.missing(words, section, "fr") == []


def test_control_s_saves_at_once_and_keeps_the_version(page: Page, section: Section) -> None:
    word = writing.marker()
    box = writing.open_editor(page)
    writing.add(box, word)
    page.keyboard.press("Control+S")
    writing.wait_until_saved(page)
    expect(box).to_be_focused()
    kept = SectionRevision.objects.filter(text__section=section, text__language="fr", checkpoint=True)
    assert [word in one.html for one in kept.order_by("rev")] == [False, True]


def test_saving_closes_the_editor_and_keeps_the_version(page: Page, section: Section) -> None:
    word = writing.marker()
    writing.add(writing.open_editor(page), word)
    writing.editor_of(page).locator("[type=submit]").first.click()
    expect(writing.editor_of(page)).to_have_count(0)
    expect(cell_of(page, "Budget", "fr")).to_contain_text(word)
    assert SectionRevision.objects.get(text__section=section, text__language="fr", rev=2).checkpoint
    assert writing.journal(page) == []


def test_giving_up_without_a_change_closes_at_once(page: Page, section: Section) -> None:
    writing.open_editor(page)
    page.locator("[data-amif-leave]").click()
    expect(writing.editor_of(page)).to_have_count(0)
    assert SectionRevision.objects.filter(text__section=section, text__language="fr").count() == 1


@pytest.mark.parametrize(("answer", "stays"), [("keep", True), ("back", False)])
def test_giving_up_asks_what_becomes_of_the_words_and_the_history_has_them(
    page: Page, section: Section, answer: str, stays: bool
) -> None:
    word = writing.marker()
    writing.add(writing.open_editor(page), word, 1)
    page.locator("[data-amif-leave]").click()
    dialog = page.get_by_role("dialog")
    assert axe(page) == []
    dialog.locator("[value=stay]").click()
    expect(writing.text_of(page)).to_contain_text(word)
    page.locator("[data-amif-leave]").click()
    dialog.locator(f"[value={answer}]").click()
    expect(writing.editor_of(page)).to_have_count(0)
    assert (word in writing.standing(section), word in writing.versions(section)) == (stays, True)


def test_what_others_added_is_not_taken_out_by_giving_up(open_as, page: Page, section: Section, dutch_coordinator: User) -> None:
    words = [writing.marker(), writing.marker()]
    other = open_as(dutch_coordinator, writing.minutes_of(section))
    box = writing.open_editor(page)
    writing.add(writing.open_editor(other), words[0], 0)
    writing.wait_until_saved(other)
    page.bring_to_front()
    writing.add(box, words[1], 2)
    expect(box).to_contain_text(words[0])
    page.locator("[data-amif-leave]").click()
    expect(page.get_by_role("dialog").locator("[value=back]")).to_have_count(0)
    page.get_by_role("dialog").locator("[value=keep]").click()
    expect(writing.editor_of(page)).to_have_count(0)
    assert writing.missing(words, section, "fr") == []
