"""With the keyboard alone: nested lists, tables and footnotes are written, and no part of the editor holds anybody."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import ConsoleMessage, Locator, Page, expect

from .test_editor import send, text_of, tool

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls("tests.browser.editor_page")]


@pytest.fixture
def walk(live_server, page: Page) -> Iterator[Page]:
    """An empty page whose browser says nothing at all, not even in passing."""
    said: list[str] = []

    def note(message: ConsoleMessage) -> None:
        said.append(message.text)

    page.on("console", note)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(live_server.url)
    expect(page.locator("[role=toolbar]")).to_have_count(2)
    page.locator("body").press("Tab")
    page.keyboard.press("Tab")
    expect(text(page)).to_be_focused()
    yield page
    page.remove_listener("console", note)
    assert said == []


def text(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Texte (obligatoire)")


def button(page: Page, name: str) -> Locator:
    return page.locator("[role=toolbar]").first.locator(f"[data-tool={name}]").first


def place(page: Page) -> str:
    """Return the words of the list entry or cell that the cursor is in."""
    words: str = page.evaluate("""() => {
      const {anchorNode} = getSelection();
      return (anchorNode.closest ? anchorNode : anchorNode.parentElement).closest("li, td, th, p").innerText.trim();
    }""")
    return words


def type_lines(page: Page, *lines: str) -> None:
    for line in lines:
        page.keyboard.type(line)
        page.keyboard.press("Enter")


def insert_table(page: Page) -> None:
    tool(page, "table")
    expect(page.get_by_role("menu", name="Tableau")).to_be_visible()
    page.keyboard.press("Enter")
    expect(text(page)).to_be_focused()


def test_a_list_nests_with_tab_and_is_left_with_enter_and_escape(walk: Page) -> None:
    tool(walk, "bulletList")
    type_lines(walk, "un")
    walk.keyboard.press("Tab")
    type_lines(walk, "deux")
    walk.keyboard.press("Shift+Tab")
    walk.keyboard.type("trois")
    expect(button(walk, "bulletList")).to_have_attribute("aria-pressed", "true")
    expect(button(walk, "orderedList")).to_have_attribute("aria-pressed", "false")
    walk.keyboard.press("Escape")
    expect(text(walk)).not_to_be_focused()
    walk.keyboard.press("Tab")
    expect(text(walk)).not_to_be_focused()
    walk.keyboard.press("Shift+Tab")
    expect(text(walk)).to_be_focused()
    walk.keyboard.press("Control+End")
    walk.keyboard.press("Enter")
    walk.keyboard.press("Enter")
    expect(button(walk, "bulletList")).to_have_attribute("aria-pressed", "false")
    walk.keyboard.type("fin")
    assert send(walk)["first"] == "<ul><li>un<ul><li>deux</li></ul></li><li>trois</li></ul><p>fin</p>"


def test_tab_goes_through_a_table_and_leaves_after_its_last_cell(walk: Page) -> None:
    insert_table(walk)
    for number in range(9):
        walk.keyboard.type(f"c{number}")
        if number < 8:
            walk.keyboard.press("Tab")
    walk.keyboard.press("Shift+Tab")
    assert place(walk) == "c7"
    walk.keyboard.press("Tab")
    assert place(walk) == "c8"
    walk.keyboard.press("Tab")
    assert place(walk) == ""
    expect(button(walk, "table")).not_to_have_class("richtext__tool--on")
    walk.keyboard.type("fin")
    walk.keyboard.press("Tab")
    expect(text(walk)).not_to_be_focused()
    rows = "".join(f"<tr><td>c{row}</td><td>c{row + 1}</td><td>c{row + 2}</td></tr>" for row in (3, 6))
    assert send(walk)["first"] == (
        '<table><thead><tr><th scope="col">c0</th><th scope="col">c1</th><th scope="col">c2</th></tr></thead>'
        f"<tbody>{rows}</tbody></table><p>fin</p>"
    )


def test_escape_leaves_a_table_from_its_middle(walk: Page) -> None:
    insert_table(walk)
    walk.keyboard.press("Tab")
    walk.keyboard.press("Escape")
    expect(text(walk)).not_to_be_focused()
    for _ in range(5):
        walk.keyboard.press("Tab")
    expect(walk.get_by_role("button", name="Enregistrer")).to_be_focused()


def test_every_dialog_and_menu_gives_the_text_back(walk: Page) -> None:
    walk.keyboard.type("mot")
    for name, title in (("link", "Lien"), ("footnote", "Note de bas de page")):
        tool(walk, name)
        expect(walk.get_by_role("dialog", name=title)).to_be_visible()
        walk.keyboard.press("Escape")
        expect(walk.get_by_role("dialog")).to_have_count(0)
        expect(text(walk)).to_be_focused()
    for name in ("language", "table"):
        tool(walk, name)
        expect(walk.locator("[role=menu]:visible")).to_have_count(1)
        expect(button(walk, name)).to_have_attribute("aria-expanded", "true")
        walk.keyboard.press("ArrowDown")
        walk.keyboard.press("Escape")
        expect(button(walk, name)).to_be_focused()
        expect(walk.locator("[role=menu]:visible")).to_have_count(0)
        walk.keyboard.press("Escape")
        expect(text(walk)).to_be_focused()
    assert text_of(walk) == "<p>mot</p>"


def test_the_buttons_say_what_is_on(walk: Page) -> None:
    walk.keyboard.type("mot")
    walk.keyboard.press("Shift+Home")
    for name in ("bold", "italic", "quote", "heading"):
        expect(button(walk, name)).to_have_attribute("aria-pressed", "false")
        tool(walk, name)
        expect(button(walk, name)).to_have_attribute("aria-pressed", "true")
        tool(walk, name)
        expect(button(walk, name)).to_have_attribute("aria-pressed", "false")
    walk.keyboard.press("Alt+F10")
    expect(button(walk, "heading")).to_be_focused()
    walk.keyboard.press("ArrowRight")
    expect(button(walk, "subheading")).to_be_focused()
    walk.keyboard.press("ArrowLeft")
    walk.keyboard.press("ArrowLeft")
    expect(button(walk, "redo")).to_be_focused()
    walk.keyboard.press("Shift+Tab")
    expect(walk.locator("[role=toolbar]").first.locator(":focus")).to_have_count(0)


def test_a_footnote_is_reached_opened_and_left(walk: Page) -> None:
    walk.keyboard.type("mot")
    tool(walk, "footnote")
    expect(walk.get_by_role("dialog").get_by_role("textbox")).to_be_focused()
    walk.keyboard.type("note")
    walk.keyboard.press("Enter")
    expect(text(walk)).to_be_focused()
    walk.keyboard.press("ArrowLeft")
    expect(button(walk, "footnote")).to_have_attribute("aria-pressed", "true")
    walk.keyboard.press("ArrowRight")
    expect(button(walk, "footnote")).to_have_attribute("aria-pressed", "false")
    walk.keyboard.type(" fin")
    walk.keyboard.press("Tab")
    expect(text(walk)).not_to_be_focused()
    assert text_of(walk) == '<p>mot<span data-fn="">note</span> fin</p>'
