"""What the clipboard of other programs becomes in the editor, with the shapes they really put there."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from .audit import complaints

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls("tests.browser.editor_page")]

CLIPBOARD = Path(__file__).parent / "clipboard"
PASTE = """([target, html]) => {
  const box = document.getElementById(target), data = new DataTransfer();
  box.focus();
  data.setData("text/html", html);
  data.setData("text/plain", "x");
  box.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""
EXPECTED = {
    "word_fr": (
        "<h3>Partenariats</h3><h4>Avantages</h4><p>Le partenariat <strong>sous forme d'immersion</strong> présente "
        "certains avantages"
        "<span data-fn=\"\">Voir <em>l'étude</em> d'impact.</span>.</p>"
        "<ul><li>Fréquence : <em>3 à 4 jours</em><ul><li>à Charleroi<ul><li>en été</li></ul></li><li>à Gand</li></ul></li>"
        "<li>Budget</li></ul>"
        "<table><tbody><tr><td><strong>CPAS</strong></td><td>Montant</td></tr>"
        '<tr><td colspan="2">11\u00a0875 €</td></tr></tbody></table>'
        '<p><a href="https://www.mi-is.be/fr" rel="noopener noreferrer">Le site</a></p>'
    ),
    "word_nl": (
        '<ol start="3"><li>Welkom<ol type="a"><li>Rondvraag</li><li>Planning</li></ol></li><li>Varia</li></ol>'
        '<p>Het OCMW <strong>vindt</strong> dit goed.</p><ol type="i"><li>Eerste</li></ol>'
    ),
    "google_docs": (
        "<h3>Check-in</h3><p><strong>Bonne</strong> ambiance, <em>positive</em>"
        '<a href="https://www.mi-is.be/nl" rel="noopener noreferrer">lien</a></p>'
        "<ul><li>Gand<ul><li>Anvers</li></ul></li><li>Liège</li></ul>"
        "<table><tbody><tr><td>a</td><td></td></tr></tbody></table>"
    ),
    "libreoffice": (
        '<h3>Suites</h3><p>Étude<span data-fn="">Rapport <strong>intermédiaire</strong></span> en cours</p>'
        "<ol><li>un<ul><li>deux</li></ul></li></ol>"
    ),
    "hostile": "<p>Texte lien</p>",
}
SAID = {
    "word_fr": "Conservé : titres, listes, tableaux, liens, notes de bas de page. Laissé de côté : commentaires, images.",
    "word_nl": "Conservé : listes.",
    "google_docs": "Conservé : titres, listes, tableaux, liens.",
    "libreoffice": "Conservé : titres, listes, notes de bas de page.",
    "hostile": "Laissé de côté : images.",
}


@pytest.fixture
def empty_page(live_server, page: Page) -> Iterator[Page]:
    with complaints(page) as said:
        page.goto(live_server.url)
        expect(page.locator("[role=toolbar]")).to_have_count(2)
        yield page
    assert said == []


def received(page: Page) -> str:
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator("#received")).not_to_be_empty()
    return page.evaluate("JSON.parse(document.getElementById('received').textContent).first")


@pytest.mark.parametrize("program", EXPECTED)
def test_the_structure_stays_and_the_looks_go(empty_page: Page, program: str) -> None:
    empty_page.evaluate(PASTE, ["id_first", (CLIPBOARD / f"{program}.html").read_text()])
    expect(empty_page.get_by_role("status").first).to_contain_text(SAID[program])
    assert empty_page.evaluate("window.hit") is None
    assert received(empty_page) == EXPECTED[program]


def test_what_is_copied_from_the_editor_itself_is_pasted_as_it_is(empty_page: Page) -> None:
    own = '<p data-pm-slice="1 1 []">Le <span lang="nl">OCMW</span><span data-fn="">Note</span></p>'
    empty_page.evaluate(PASTE, ["id_first", own])
    expect(empty_page.get_by_role("status").first).to_be_empty()
    assert received(empty_page) == '<p>Le <span lang="nl">OCMW</span><span data-fn="">Note</span></p>'


def test_whatever_is_pasted_into_a_footnote_becomes_one_line(empty_page: Page) -> None:
    empty_page.locator("#id_first").click()
    empty_page.keyboard.type("mot")
    empty_page.locator("[data-tool=footnote]").first.click()
    target = empty_page.get_by_role("dialog").get_by_role("textbox").get_attribute("id")
    empty_page.evaluate(PASTE, [target, (CLIPBOARD / "word_nl.html").read_text()])
    empty_page.keyboard.press("Enter")
    assert (
        received(empty_page)
        == '<p>mot<span data-fn="">Welkom Rondvraag Planning Varia Het OCMW <strong>vindt</strong> dit goed. Eerste</span></p>'
    )
