"""Writing without formatting tools: the same text in its plain notation, there and back, and no word lost on the way."""

import json
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from amif_network.accounts.models import User
from amif_network.core.plaintext import to_plain

from . import writing
from .audit import complaints, sideways, themes
from .steps import to_the_end
from .test_editor import STORED

pytestmark = pytest.mark.django_db(transaction=True)
of_fields = pytest.mark.urls("tests.browser.editor_page")


@pytest.fixture
def texts_page(live_server, page: Page) -> Iterator[Page]:
    """The page of two fields, the first with a text of every kind of block."""
    with complaints(page) as said:
        page.goto(f"{live_server.url}/?text={quote(STORED)}")
        expect(page.locator("[role=toolbar]")).to_have_count(2)
        yield page
    assert said == []


def switch(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).first.click()


@of_fields
def test_a_text_goes_into_the_plain_notation_and_back_with_what_was_typed(texts_page: Page) -> None:
    page = texts_page
    to_the_end(page.locator("#id_first"))
    page.keyboard.type(" Avant.")
    switch(page, "Écrire sans outils de mise en forme")
    expect(page.locator("textarea#id_first")).to_be_focused()
    box = page.get_by_role("textbox", name="Texte (obligatoire)")
    typed = STORED.replace("Citation", "Citation Avant.")
    expect(box).to_have_value(to_plain(typed))
    box.press("Control+End")
    page.keyboard.type("\n\n## Pendant")
    switch(page, "Écrire avec les outils de mise en forme")
    expect(page.locator("[contenteditable=true]#id_first")).to_be_focused()
    to_the_end(page.locator("[contenteditable=true]#id_first"))
    page.keyboard.type(" et après")
    page.get_by_role("button", name="Enregistrer").click()
    received = json.loads(page.locator("#received").inner_text())
    assert received == {"notation": "html", "first": typed + "<h3>Pendant et après</h3>", "second": ""}


@of_fields
def test_the_choice_is_remembered_and_the_page_stays_accessible(texts_page: Page) -> None:
    page = texts_page
    switch(page, "Écrire sans outils de mise en forme")
    expect(page.locator("textarea#id_first")).to_have_value(to_plain(STORED))
    page.reload()
    expect(page.get_by_role("button", name="Écrire avec les outils de mise en forme")).to_have_count(2)
    expect(page.get_by_role("toolbar")).to_have_count(0)
    assert themes(page) == []
    assert sideways(page) == []
    page.get_by_role("textbox", name="Remarque").fill("- *mot*")
    page.get_by_role("button", name="Enregistrer").click()
    received = json.loads(page.locator("#received").inner_text())
    assert received == {"notation": "plain", "first": STORED, "second": "<ul><li><em>mot</em></li></ul>"}


@of_fields
def test_without_a_connection_everything_stays_as_it_is(texts_page: Page) -> None:
    page = texts_page
    to_the_end(page.locator("#id_first"))
    page.keyboard.type(" Avant.")
    page.route("**/notation", lambda route: route.fulfill(status=200, content_type="text/html", body="<p>Se connecter</p>"))
    switch(page, "Écrire sans outils de mise en forme")
    expect(page.get_by_role("status").first).to_have_text(
        "Rien n’a changé\u00a0: le portail est injoignable pour l’instant. Réessayez dans un moment."
    )
    expect(page.locator("[contenteditable=true]#id_first")).to_contain_text("Citation Avant.")


def test_words_written_without_tools_are_saved_like_others(open_as, french_coordinator: User) -> None:
    section = writing.section_with()
    page = open_as(french_coordinator, writing.minutes_of(section))
    box = writing.open_editor(page)
    words = [writing.marker() for _ in range(3)]
    writing.add(box, words[0], 0)
    switch(page, "Écrire sans outils de mise en forme")
    plain = writing.editor_of(page).locator("textarea[name=html]")
    expect(plain).to_be_focused()
    plain.press("Control+End")
    page.keyboard.type(f"\n\n- {words[1]}")
    writing.wait_until_saved(page)
    assert writing.standing(section) == f"<p>Un. {words[0]}</p><p>Deux.</p><p>Trois.</p><ul><li>{words[1]}</li></ul>"
    switch(page, "Écrire avec les outils de mise en forme")
    expect(box).to_be_focused()
    writing.add(box, words[2], 1)
    writing.wait_until_saved(page)
    writing.expect_empty_journal(page)
    assert [writing.times(word, writing.standing(section)) for word in words] == [1, 1, 1]
