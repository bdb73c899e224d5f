"""What a closed tab leaves on the device comes back: after minutes offline, in another language, or too late."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from amif_network.accounts.models import Role, User
from meetings.actions import publishing, structure
from meetings.models import Section
from tests.factories.publishing import OVERRIDE

from . import writing
from .audit import axe

pytestmark = pytest.mark.django_db(transaction=True)


# Somebody whose next key comes the moment the Dutch text has the focus.
TYPE_AT_ONCE = """addEventListener("focusin", function typed({target}) {
    if (!location.pathname.startsWith("/nl/") || !target.matches("form[data-language=nl] [contenteditable=true]")) return;
    removeEventListener("focusin", typed);
    setTimeout(() => document.execCommand("insertText", false, "suite"));
});"""


@pytest.fixture
def section(db) -> Section:
    return writing.section_with()


def leave_unsaved(open_as, user: User, section: Section, word: str) -> Page:
    """Write a word that cannot be sent, close the tab, and return another one of the same browser."""
    page = open_as(user, writing.minutes_of(section))
    beside = open_as(user, "/healthz", beside=page)
    page.bring_to_front()
    box = writing.open_editor(page)
    page.context.set_offline(True)
    writing.add(box, word, 1)
    page.close()
    writing.expect_in_the_journal(beside, word)
    page.context.set_offline(False)
    return beside


def come_back(page: Page, section: Section) -> None:
    page.goto(page.url.removesuffix("/healthz") + writing.minutes_of(section))


def test_ten_minutes_offline_then_the_tab_is_closed(open_as, section: Section, french_coordinator: User) -> None:
    page = open_as(french_coordinator, "/healthz")
    # A browser ends with its last tab.
    open_as(french_coordinator, "/healthz", beside=page)
    address = page.url.removesuffix("/healthz") + writing.minutes_of(section)
    page.clock.install()
    page.goto(address)
    box = writing.open_editor(page)
    words = [writing.marker() for _ in range(3)]
    page.context.set_offline(True)
    for word in words:
        writing.add(box, word, 1)
        page.clock.run_for("04:00")
    expect(writing.editor_of(page).locator("[data-message=unreachable]")).to_be_visible()
    writing.expect_in_the_journal(page, words[-1])
    with page.expect_event("close"):
        page.close(run_before_unload=True)
    page.context.set_offline(False)
    later = open_as(french_coordinator, writing.minutes_of(section), beside=page)
    expect(later.locator("#writing-recovered [data-message=recovered]")).to_contain_text("Budget")
    writing.expect_empty_journal(later)
    assert [writing.times(word, writing.standing(section)) for word in words] == [1, 1, 1]
    expect(later.locator("article[data-language=fr]")).to_contain_text(words[0])


def test_back_online_saving_goes_on_by_itself(open_as, section: Section, french_coordinator: User) -> None:
    page = open_as(french_coordinator, writing.minutes_of(section))
    box, word = writing.open_editor(page), writing.marker()
    page.context.set_offline(True)
    writing.add(box, word)
    expect(writing.editor_of(page).locator("[data-message=unreachable]")).to_be_visible()
    page.context.set_offline(False)
    writing.wait_until_saved(page)
    assert writing.missing([word], section, "fr") == []


def test_switching_the_interface_language_keeps_the_text_and_the_place(
    open_as, section: Section, french_coordinator: User
) -> None:
    page = open_as(french_coordinator, writing.minutes_of(section))
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    words = {"fr": writing.marker(), "nl": writing.marker()}
    for lang, word in words.items():
        writing.add(writing.open_editor(page, lang), word, 1)
    page.locator("[data-amif-language][lang=nl]").click()
    page.wait_for_url("**/nl/**")
    for lang, word in words.items():
        expect(writing.text_of(page, lang)).to_contain_text(word)
    expect(writing.text_of(page, "nl")).to_be_focused()
    page.keyboard.type("suite")
    writing.wait_until_saved(page, "nl")
    writing.expect_empty_journal(page)
    assert asked == []
    assert writing.standing(section, "fr") == f"<p>Un.</p><p>Deux. {words['fr']}</p><p>Trois.</p>"
    assert writing.standing(section, "nl") == f"<p>Un.</p><p>Deux. {words['nl']}suite</p><p>Trois.</p>"


def test_the_first_key_after_a_change_of_language_finds_the_caret_where_it_was(
    open_as, section: Section, french_coordinator: User
) -> None:
    page = open_as(french_coordinator, writing.minutes_of(section))
    page.add_init_script(TYPE_AT_ONCE)
    word = writing.marker()
    writing.add(writing.open_editor(page, "nl"), word, 1)
    page.locator("[data-amif-language][lang=nl]").click()
    page.wait_for_url("**/nl/**")
    expect(writing.text_of(page, "nl")).to_contain_text("suite")
    writing.wait_until_saved(page, "nl")
    assert writing.standing(section, "nl") == f"<p>Un.</p><p>Deux. {word}suite</p><p>Trois.</p>"


def test_switching_the_language_on_the_page_of_one_text(open_as, section: Section, french_coordinator: User) -> None:
    page = open_as(french_coordinator, f"{writing.minutes_of(section)}sections/{section.uuid}/fr/")
    page.route("**/save/", lambda route: route.abort())
    word = writing.marker()
    writing.add(writing.text_of(page), word, 1)
    page.unroute("**/save/")
    page.locator("[data-amif-language][lang=nl]").click()
    page.wait_for_url("**/nl/**")
    expect(writing.text_of(page)).to_contain_text(word)
    writing.expect_empty_journal(page)
    writing.add(writing.text_of(page), "suite", 1)
    writing.wait_until_saved(page)
    assert writing.standing(section) == f"<p>Un.</p><p>Deux. {word} suite</p><p>Trois.</p>"


def test_somebody_else_changed_the_same_lines_meanwhile(
    open_as, section: Section, french_coordinator: User, dutch_coordinator: User
) -> None:
    words = [writing.marker(), writing.marker()]
    page = leave_unsaved(open_as, french_coordinator, section, words[0])
    other = open_as(dutch_coordinator, writing.minutes_of(section))
    writing.add(writing.open_editor(other), words[1], 1)
    writing.wait_until_saved(other)
    page.bring_to_front()
    come_back(page, section)
    expect(page.locator("#writing-recovered [data-message=recovered-conflict]")).to_be_visible()
    expect(page.locator(".cell--conflict")).to_be_visible()
    assert writing.missing(words, section, "fr", page) == []
    assert writing.journal(page) == []


def test_the_minutes_were_approved_meanwhile(open_as, section: Section, french_coordinator: User, administrator: User) -> None:
    word = writing.marker()
    page = leave_unsaved(open_as, french_coordinator, section, word)
    publishing.approve(section.minutes, by=administrator, at=timezone.now(), override=OVERRIDE)
    come_back(page, section)
    note = page.locator("#writing-recovered [data-message=recovered-closed]")
    expect(note).to_be_visible()
    assert (word in writing.versions(section), word in writing.standing(section)) == (True, False)
    note.get_by_role("link").click()
    expect(page.locator("main")).to_be_visible()
    assert writing.journal(page) == []


def test_the_section_was_removed_meanwhile(open_as, section: Section, french_coordinator: User) -> None:
    word = writing.marker()
    page = leave_unsaved(open_as, french_coordinator, section, word)
    structure.remove_section(section, by=french_coordinator, at=timezone.now())
    come_back(page, section)
    expect(page.locator("#writing-recovered [data-message=recovered-removed]")).to_be_visible()
    assert writing.missing([word], section, "fr") == []


def test_where_nothing_can_be_saved_any_more_the_words_are_there_to_copy(
    open_as, section: Section, french_coordinator: User
) -> None:
    word = writing.marker()
    page = leave_unsaved(open_as, french_coordinator, section, word)
    section.delete()
    come_back(page, section)
    note = page.locator("#writing-recovered [data-message=recovered-refused]")
    expect(note.get_by_role("textbox")).to_have_value(f"Budget\n\nUn.\nDeux. {word}\nTrois.")
    note.locator("[data-amif-forget]").click()
    expect(page.locator("#writing-recovered")).to_be_hidden()
    assert writing.journal(page) == []


def test_the_first_page_shows_what_is_left_on_the_device_also_to_who_may_not_open_the_minutes(
    open_as, section: Section, french_coordinator: User
) -> None:
    word = writing.marker()
    page = leave_unsaved(open_as, french_coordinator, section, word)
    french_coordinator.role = Role.OBSERVER
    french_coordinator.save(update_fields=["role"])
    page.goto(page.url.removesuffix("/healthz") + "/fr/")
    left = page.locator("[data-amif-left-over]")
    expect(left.get_by_role("textbox")).to_have_value(f"Budget\n\nUn.\nDeux. {word}\nTrois.")
    expect(left.get_by_role("link")).to_have_attribute("href", writing.minutes_of(section))
    assert axe(page) == []
