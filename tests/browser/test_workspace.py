"""Editing in place: what a person typed stays where it is until it is saved, and the keyboard keeps its place."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from playwright.sync_api import Browser, Page, expect

from amif_network.accounts.models import User
from meetings.models import Section, SectionText
from tests.factories.meetings import SectionFactory

from .steps import cell_of, to_the_end

pytestmark = pytest.mark.django_db(transaction=True)
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 800}


@pytest.fixture
def section(db) -> Section:
    return SectionFactory(label="1.", fr=("Budget", "<p>Trois ans.</p>"), nl=("Begroting", "<p>Drie jaar.</p>"))


@pytest.fixture
def page(live_server, browser: Browser, signed_in, french_coordinator: User, section: Section) -> Iterator[Page]:
    """The workspace, open in a browser of a coordinator."""
    context = browser.new_context(viewport=WIDE)
    session = signed_in(french_coordinator).cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
    opened = context.new_page()
    opened.goto(f"{live_server.url}/fr/meetings/{section.minutes.meeting_id}/minutes/")
    yield opened
    context.close()


def write(page: Page, lang: str, words: str) -> None:
    """Open the editor of one language and add words at the end."""
    cell_of(page, "Begroting" if lang == "nl" else "Budget", lang).get_by_role("link", name="Modifier").click()
    # The plain box has the same name until the editor takes its place.
    text = editor(page, lang).locator("[contenteditable=true]")
    expect(text).to_be_visible()
    to_the_end(text)
    text.press_sequentially(words)


def editor(page: Page, lang: str):
    return page.locator(f"form.cell--editing[data-language={lang}]")


def save(page: Page, lang: str) -> None:
    editor(page, lang).get_by_role("button", name="Enregistrer", exact=True).click()


def stored(section: Section, lang: str) -> str:
    return SectionText.objects.get(section=section, language=lang).html


def test_without_a_connection_the_words_stay_and_are_saved_later(page: Page, section: Section) -> None:
    write(page, "fr", " Plafond annuel.")
    page.context.set_offline(True)
    save(page, "fr")
    expect(editor(page, "fr").locator("[data-message=unreachable]")).to_be_visible()
    expect(editor(page, "fr").get_by_role("textbox", name="Texte")).to_contain_text("Plafond annuel.")
    assert stored(section, "fr") == "<p>Trois ans.</p>"
    page.context.set_offline(False)
    save(page, "fr")
    expect(editor(page, "fr")).to_have_count(0)
    assert stored(section, "fr") == "<p>Trois ans. Plafond annuel.</p>"


def test_an_ended_session_leaves_the_words_in_the_editor(page: Page, section: Section) -> None:
    write(page, "fr", " Plafond annuel.")
    Session.objects.all().delete()
    save(page, "fr")
    expect(editor(page, "fr").locator("[data-message=signed-out]")).to_be_visible()
    expect(editor(page, "fr").get_by_role("textbox", name="Texte")).to_contain_text("Plafond annuel.")
    assert stored(section, "fr") == "<p>Trois ans.</p>"


def test_saving_one_language_keeps_what_is_being_written_in_the_other(page: Page, section: Section) -> None:
    write(page, "fr", " Plafond annuel.")
    write(page, "nl", " Jaarlijks plafond.")
    save(page, "fr")
    expect(editor(page, "fr")).to_have_count(0)
    expect(editor(page, "nl").get_by_role("textbox", name="Texte")).to_contain_text("Jaarlijks plafond.")
    save(page, "nl")
    expect(editor(page, "nl")).to_have_count(0)
    assert (stored(section, "fr"), stored(section, "nl")) == (
        "<p>Trois ans. Plafond annuel.</p>",
        "<p>Drie jaar. Jaarlijks plafond.</p>",
    )


def test_after_saving_the_keyboard_stands_where_it_was_and_the_save_is_announced(page: Page) -> None:
    write(page, "fr", " Plafond annuel.")
    save(page, "fr")
    expect(cell_of(page, "Budget", "fr").get_by_role("link", name="Modifier")).to_be_focused()
    expect(page.locator("#workspace-status")).not_to_be_empty()


def test_on_a_phone_each_section_switches_its_language(page: Page) -> None:
    page.set_viewport_size(PHONE)
    french, dutch = cell_of(page, "Budget", "fr"), cell_of(page, "Begroting", "nl")
    expect(french).to_be_visible()
    expect(dutch).to_be_hidden()
    page.get_by_role("radio", name="Nederlands").check()
    expect(french).to_be_hidden()
    expect(dutch).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_escape_closes_the_menu_of_a_section(page: Page) -> None:
    summary = page.locator(".row__menu summary")
    summary.press("Enter")
    expect(page.locator(".row__menu[open]")).to_have_count(1)
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(page.locator(".row__menu[open]")).to_have_count(0)
    expect(summary).to_be_focused()
