"""The rich-text editor in a real browser: writing with the keyboard alone, sending, and the form without scripts."""

import json
from collections.abc import Callable, Iterator
from urllib.parse import quote

import pytest
from playwright.sync_api import Dialog, Page, expect

from .audit import complaints, sideways, themes
from .steps import to_the_end

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls("tests.browser.editor_page")]

STORED = (
    "<h3>Avantages</h3><p>Le partenariat <strong>sous forme d'immersion</strong> : voir "
    '<a href="https://www.mi-is.be/fr" rel="noopener noreferrer">le site</a>'
    '<span data-fn="">Consulté le <em>1er</em> avril, <a href="https://www.mi-is.be/fr" rel="noopener noreferrer">ici</a>.</span>'
    '. Le <span lang="nl">OCMW Gent</span> aussi<span data-fn="">Bis.</span>.<br>m<sup>2</sup></p>'
    '<ul><li>un<ul><li>deux</li></ul></li><li><p>trois</p><p>suite</p></li></ul><ol start="3" type="a"><li>c</li></ol>'
    '<table><caption>Budget <em>provisoire</em></caption><thead><tr><th scope="col">CPAS</th><th scope="col">€</th></tr></thead>'
    '<tbody><tr><th scope="row">Binche</th><td>11 875</td></tr><tr><td colspan="2">x<ul><li>y</li></ul></td></tr></tbody></table>'
    "<blockquote><p>Citation</p></blockquote>"
)
Open = Callable[..., Page]
# The editor learns of a moved cursor a moment after the browser moved it; no hand is quicker, but a test is.
AT_THE_END = """() => {
  const {doc, selection} = document.querySelector("[data-amif-editor]").editor.state;
  return selection.to === doc.content.size - 1;
}"""


@pytest.fixture
def open_page(live_server, page: Page) -> Iterator[Open]:
    """Open the page with a text; the browser must have nothing to complain about when the test ends."""
    page.set_default_timeout(10_000)

    def go(text: str = "") -> Page:
        page.goto(f"{live_server.url}/?text={quote(text)}")
        expect(page.locator("[role=toolbar]")).to_have_count(2)
        return page

    with complaints(page) as said:
        yield go
    assert said == []


def text_of(page: Page) -> str:
    """Return what the first editor would send."""
    return page.evaluate("new FormData(document.forms[0]).get('first')")


def send(page: Page) -> dict[str, str]:
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator("#received")).not_to_be_empty()
    return json.loads(page.locator("#received").inner_text())


def tool(page: Page, name: str) -> None:
    """Press a button of the first toolbar with the keyboard alone, wherever it stands."""
    page.keyboard.press("Alt+F10")
    page.keyboard.press("Home")
    for _ in range(20):
        if page.evaluate("document.activeElement.dataset.tool") == name:
            page.keyboard.press("Enter")
            return
        page.keyboard.press("ArrowRight")
    raise AssertionError(f"no button {name}")


def test_a_text_that_is_only_opened_and_sent_comes_back_as_it_was(open_page: Open) -> None:
    page = open_page(STORED)
    assert send(page) == {"notation": "html", "first": STORED, "second": ""}


def test_a_text_that_passed_through_the_editor_comes_back_as_it_was(open_page: Open) -> None:
    page = open_page(STORED)
    to_the_end(page.locator("#id_first"))
    page.keyboard.type("x")
    page.keyboard.press("Backspace")
    assert "<li><p>un</p>" in text_of(page)
    assert send(page)["first"] == STORED


def test_a_whole_item_is_written_with_the_keyboard_alone(open_page: Open) -> None:
    page = open_page()
    keyboard = page.keyboard
    page.locator("body").press("Tab")
    expect(page.locator("[role=toolbar]").first.locator("button").first).to_be_focused()
    keyboard.press("Tab")
    expect(page.get_by_role("textbox", name="Texte (obligatoire)")).to_be_focused()
    tool(page, "heading")
    keyboard.type("Partenariats")
    keyboard.press("Enter")
    keyboard.type("Un -> deux")
    keyboard.press("Enter")
    tool(page, "bulletList")
    keyboard.type("Charleroi")
    keyboard.press("Enter")
    keyboard.press("Tab")
    keyboard.type("Binche")
    for _ in range(3):
        keyboard.press("Enter")
    keyboard.type("Étude")
    tool(page, "footnote")
    expect(page.get_by_role("dialog", name="Note de bas de page")).to_be_visible()
    keyboard.type("Voir https://www.mi-is.be ici")
    keyboard.press("Enter")
    keyboard.type(" finie")
    keyboard.press("Enter")
    tool(page, "table")
    keyboard.press("Enter")
    for cell in "ABC123xyz":
        keyboard.type(cell)
        keyboard.press("Tab")
    keyboard.type("Fin")
    keyboard.press("Tab")
    expect(page.get_by_role("textbox", name="Texte (obligatoire)")).not_to_be_focused()
    assert send(page)["first"] == (
        "<h3>Partenariats</h3><p>Un → deux</p><ul><li>Charleroi<ul><li>Binche</li></ul></li></ul>"
        '<p>Étude<span data-fn="">Voir <a href="https://www.mi-is.be" rel="noopener noreferrer">https://www.mi-is.be</a>'
        " ici</span> finie</p>"
        '<table><thead><tr><th scope="col">A</th><th scope="col">B</th><th scope="col">C</th></tr></thead>'
        "<tbody><tr><td>1</td><td>2</td><td>3</td></tr><tr><td>x</td><td>y</td><td>z</td></tr></tbody></table><p>Fin</p>"
    )


def test_escape_leaves_the_text_and_tab_goes_on(open_page: Open) -> None:
    page = open_page("<ul><li>un</li><li>deux</li></ul>")
    to_the_end(page.locator("#id_first"))
    page.keyboard.press("Escape")
    expect(page.locator("#id_first-help")).to_be_focused()
    expect(page.locator("#id_first-help")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Écrire sans outils de mise en forme").first).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("[role=toolbar]").nth(1).locator("button").first).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("#id_second")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Enregistrer")).to_be_focused()


def test_the_toolbar_is_one_tab_stop_and_escape_returns_to_the_text(open_page: Open) -> None:
    page = open_page("<p>mot</p>")
    page.locator("#id_first").press("Control+A")
    tool(page, "italic")
    expect(page.locator("#id_first")).to_be_focused()
    bar = page.get_by_role("toolbar", name="Texte").first
    expect(bar.locator("[data-tool=italic]")).to_have_attribute("aria-pressed", "true")
    expect(bar.locator("[data-tool=outdent]")).to_have_attribute("aria-disabled", "true")
    assert bar.locator("button[tabindex='0']").evaluate_all("all => all.map((one) => one.dataset.tool)") == ["italic"]
    page.keyboard.press("Alt+F10")
    page.keyboard.press("End")
    expect(bar.locator("[data-tool=redo]")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(bar.locator("[data-tool=heading]")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#id_first")).to_be_focused()
    assert text_of(page) == "<p><em>mot</em></p>"


def test_every_button_has_its_picture(open_page: Open) -> None:
    page = open_page()
    missing = page.evaluate("""async () => {
      const uses = [...document.querySelectorAll(".richtext use")].map((use) => use.getAttribute("href").split("#"));
      const sprite = await (await fetch(uses[0][0])).text();
      return uses.filter(([, name]) => !sprite.includes(`id="${name}"`));
    }""")
    assert missing == []


def test_words_are_marked_as_being_in_another_language(open_page: Open) -> None:
    page = open_page("<p>OCMW</p>")
    page.locator("#id_first").press("Control+A")
    tool(page, "language")
    page.keyboard.press("n")
    page.keyboard.press("Enter")
    assert text_of(page) == '<p><span lang="nl">OCMW</span></p>'
    tool(page, "language")
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    assert text_of(page) == "<p>OCMW</p>"


def test_a_link_needs_a_complete_address(open_page: Open) -> None:
    page = open_page("<p>le site</p>")
    page.locator("#id_first").press("Control+A")
    page.keyboard.press("Control+K")
    dialog = page.get_by_role("dialog", name="Lien")
    address = dialog.get_by_label("Adresse")
    expect(address).to_be_focused()
    for wrong in ("site", "javascript:alert(1)", "https://portail@evil.example"):
        address.fill(wrong)
        page.keyboard.press("Enter")
        expect(address).to_have_attribute("aria-invalid", "true")
        expect(address).to_be_focused()
    address.fill("www.mi-is.be/fr")
    page.keyboard.press("Enter")
    expect(page.locator("#id_first")).to_be_focused()
    page.keyboard.type(" ouvert")
    assert text_of(page) == '<p><a href="https://www.mi-is.be/fr" rel="noopener noreferrer">le site</a> ouvert</p>'
    # A click puts the caret there at once; keys pressed while the editor settles its selection may act on the old one.
    page.locator("#id_first a").click()
    expect(page.locator("[data-tool=link]").first).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Control+K")
    dialog.get_by_role("button", name="Retirer").click()
    assert text_of(page) == "<p>le site ouvert</p>"


def test_a_footnote_is_opened_changed_and_removed(open_page: Open) -> None:
    page = open_page('<p>a<span data-fn="">un</span> b<span data-fn="">deux</span></p>')
    expect(page.get_by_role("img", name="Note 2 : deux")).to_be_visible()
    to_the_end(page.locator("#id_first"))
    page.wait_for_function(AT_THE_END)
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#id_first").locator("xpath=../..").get_by_role("status")).to_have_text("Note 2 : deux")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Note de bas de page")
    expect(dialog.get_by_role("textbox", name="Texte de la note")).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.type(" bis")
    page.keyboard.press("Enter")
    assert '<span data-fn="">deux bis</span>' in text_of(page)
    page.get_by_role("img", name="Note 1 : un").click()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    page.keyboard.press("Enter")
    dialog.get_by_role("button", name="Retirer").click()
    expect(page.get_by_role("img", name="Note 1 : deux bis")).to_be_visible()
    assert text_of(page) == '<p>a b<span data-fn="">deux bis</span></p>'


def test_a_table_gets_a_caption_rows_and_header_cells(open_page: Open) -> None:
    page = open_page("<table><tr><td>a</td></tr></table>")
    page.locator("#id_first td").click()
    for name in ("addRow", "headerRow", "caption"):
        tool(page, "table")
        page.locator(f"[role=menu]:visible [data-tool={name}]").press("Enter")
    page.keyboard.type("Budget")
    assert send(page)["first"] == (
        '<table><caption>Budget</caption><thead><tr><th scope="col">a</th></tr></thead><tbody><tr><td></td></tr></tbody></table>'
    )


def test_leaving_with_unsaved_words_asks_first(open_page: Open) -> None:
    page = open_page("<p>a</p>")
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", answer)
    page.get_by_role("link", name="Ailleurs").click()
    expect(page.locator("[role=toolbar]")).to_have_count(2)
    assert asked == []
    page.locator("#id_first").press("x")
    page.get_by_role("link", name="Ailleurs").click()
    page.wait_for_url("**/?elsewhere")
    assert asked == ["beforeunload"]


def test_a_refused_text_comes_back_with_its_error(open_page: Open) -> None:
    page = open_page()
    page.locator("#id_second").click()
    page.keyboard.type("mot")
    page.get_by_role("button", name="Enregistrer").click()
    box = page.get_by_role("textbox", name="Texte (obligatoire)")
    expect(box).to_have_attribute("aria-invalid", "true")
    expect(box).to_have_accessible_description(
        "Ce qui a été dit. Ce champ est obligatoire. Alt+F10 mène aux boutons de mise en forme, Échap quitte le texte."
    )
    expect(page.locator("#id_second")).to_have_text("mot")


def test_the_editor_is_accessible_in_both_themes_and_on_a_narrow_screen(open_page: Open) -> None:
    page = open_page(STORED)
    assert themes(page) == []
    assert sideways(page) == []
    page.locator("#id_first td").first.click()
    tool(page, "table")
    assert themes(page) == []
    page.keyboard.press("Escape")
    tool(page, "footnote")
    assert themes(page) == []


def test_without_scripts_the_same_text_is_edited_as_plain_characters(open_page: Open, browser, live_server) -> None:
    context = browser.new_context(java_script_enabled=False, locale="fr")
    page = context.new_page()
    page.goto(f"{live_server.url}/?text={quote(STORED)}")
    box = page.get_by_label("Texte (obligatoire)")
    assert box.input_value().startswith("## Avantages\n\nLe partenariat **sous forme d'immersion** :")
    box.fill(box.input_value() + "\n\n- *ajout*")
    page.get_by_role("button", name="Enregistrer").click()
    received = json.loads(page.locator("#received").inner_text())
    assert received == {"notation": "plain", "first": STORED + "<ul><li><em>ajout</em></li></ul>", "second": ""}
    context.close()
